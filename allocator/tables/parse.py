"""Parses one cell to one value, by the kind of its column.

Pure functions; what cannot be read raises `ParseError` with the notice's code and facts.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from allocator import terms
from allocator.rounding import hours_minutes
from allocator.sanitise import has_control_characters
from allocator.tables import times
from allocator.tables.bounds import MAX_TEXT
from allocator.tables.numbers import ParseError, number, show
from allocator.tables.schema import BadCell, Cell, Column, ColumnKind, ServiceCode, Value
from allocator.tables.words import (
    closest,
    normalise_name,
    normalise_text,
    normalise_word,
    service_names,
    some_weeks,
    vocabulary,
)

_LIST: Final = re.compile(r"[,;/+\n]| og | and ")
_RANGE: Final = re.compile(r"\s*[-–]\s*")
_EXCEL_ERRORS: Final = re.compile(
    r"#(?:REF|REFERANSE|VALUE|VERDI|NAME|NAVN|NUM|NULL|N/A|I/T|DIV/0|SPILL|CALC)[!?]?", re.I
)
_SERVICE: Final = re.compile(r"0?([0-9]{1,2})(?:[.,]0([12]))?")


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or cell == "" or (isinstance(cell, str) and not normalise_text(cell))


def as_text(cell: Cell) -> str:
    """Return a cell as a person sees it, in one form."""
    if isinstance(cell, str):
        return normalise_text(cell)
    if isinstance(cell, BadCell):
        return cell.shown
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        return hours_minutes(cell.total_seconds() / 60)
    if isinstance(cell, float):
        return show(cell)
    return "" if cell is None else str(cell)


def parse(column: Column, cell: Cell) -> Value:
    """Return the value of a cell under a column's declaration; an empty one has the default."""
    if isinstance(cell, BadCell):
        raise ParseError(cell.code)
    if is_blank(cell):
        if column.required:
            raise ParseError("cell-missing")
        return column.blank
    _check_text(as_text(cell))
    return _within(column, _READERS[column.kind](column, cell))


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise ParseError("cell-too-long", length=str(len(text)), most=str(MAX_TEXT))
    if has_control_characters(text):
        raise ParseError("control-character")
    if _EXCEL_ERRORS.fullmatch(text):
        raise ParseError("excel-error")


def _within(column: Column, value: Value) -> Value:
    """Return the value, if it is within the column's limits."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if column.minimum is not None and value < column.minimum:
            raise ParseError("too-small", expected=_limit(column, column.minimum))
        if column.above is not None and value <= column.above:
            raise ParseError("not-above", expected=_limit(column, column.above))
        if column.maximum is not None and value > column.maximum:
            raise ParseError("too-large", expected=_limit(column, column.maximum))
    return value


def _limit(column: Column, limit: float) -> str:
    return hours_minutes(limit) if column.kind is ColumnKind.DURATION else show(limit)


def _text(column: Column, cell: Cell) -> str:
    text = as_text(cell)
    if column.words:
        known = vocabulary(*column.words)
        if normalise_word(text) in known:
            return known[normalise_word(text)]
        if near := closest(text, column.choices.values()):
            raise ParseError("resembles-word", suggestion=near)
    return text


def _whole(_: Column, cell: Cell) -> int:
    try:
        value = number(cell)
    except ParseError as problem:
        code = "bad-whole" if problem.code == "bad-number" else problem.code
        raise ParseError(code, **problem.facts) from None
    if not value.is_integer():
        raise ParseError("bad-whole")
    return int(value)


def _word(column: Column, cell: Cell) -> str:
    text = as_text(cell)
    word = vocabulary(*column.words).get(normalise_word(text))
    choices = column.choices
    if "per" in column.words:
        word = word or some_weeks(text)
        choices |= {"3_weeks": "3_uker"}
    if word is None:
        raise bad_word(choices, text)
    if word in column.refused:
        raise ParseError(column.refused[word])
    return word


def bad_word(choices: dict[str, str], text: str) -> ParseError:
    """Return the refusal of an unknown word, with the words there are and the likely one."""
    near = closest(text, [*choices.values(), *choices])
    return ParseError(
        "word-misspelt" if near else "bad-word",
        suggestion=near,
        expected=", ".join(choices.values()),
        expected_en=", ".join(choices),
    )


def _yes_no(_: Column, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = vocabulary("yes_no").get(normalise_word(as_text(cell)))
    if word is None:
        raise ParseError("bad-word", suggestion="", expected="ja, nei", expected_en="yes, no")
    return word == "yes"


def _weekday(_: Column, cell: Cell) -> int:
    return _day_number(as_text(cell), "bad-weekday")


def _day_number(text: str, code: str = "bad-weekdays") -> int:
    word = vocabulary("weekday").get(normalise_word(text))
    if word is None:
        raise ParseError(code, part=text)
    return terms.WEEKDAYS.index(word)


_GROUPS: Final = {"all": range(7), "weekday": range(5), "weekend": range(5, 7)}


def _weekdays(_: Column, cell: Cell) -> tuple[int, ...]:
    """`alle`, `hverdag`, `helg`, days, and spans like `man-fre`."""
    days: set[int] = set()
    for piece in _pieces(as_text(cell)):
        group = vocabulary("weekday_group").get(normalise_word(piece))
        ends = _RANGE.split(piece)
        if group:
            days.update(_GROUPS[group])
        elif len(ends) == 2:
            first, last = _day_number(ends[0]), _day_number(ends[1])
            days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        else:
            days.add(_day_number(piece))
    return tuple(sorted(days))


def _parts(_: Column, cell: Cell) -> tuple[str, ...]:
    words = vocabulary("part")
    parts = set()
    for piece in _pieces(as_text(cell)):
        word = words.get(normalise_word(piece))
        if word is None:
            raise ParseError("bad-part", part=piece)
        parts.add(word)
    return tuple(part for part in terms.PARTS if part in parts)


def _pieces(text: str) -> list[str]:
    """Return the members of a list; a list of commas alone is refused."""
    pieces = [piece.strip() for piece in _LIST.split(text) if piece.strip()]
    if not pieces:
        raise ParseError("empty-list")
    return pieces


def _service(_: Column, cell: Cell) -> ServiceCode:
    if isinstance(cell, (datetime, date)):
        raise ParseError("service-is-date")
    text = as_text(cell)
    match = _SERVICE.fullmatch(text)
    if not match:
        code = service_names().get(normalise_name(text))
        if code is None:
            raise ParseError("bad-service")
        return ServiceCode(code, code)
    written = int(match[1])
    code = terms.REPLACED_SERVICES.get(written, written)
    if code not in terms.SERVICES:
        raise ParseError("no-such-service")
    if match[2] and code != terms.ROLLING_RESPITE:
        raise ParseError("bad-service")
    return ServiceCode(code, written, None if match[2] is None else match[2] == "1")


def _competence(_: Column, cell: Cell) -> str:
    names = _competences(_, cell)
    if len(names) > 1:
        raise ParseError("one-competence")
    return names[0]


def _competences(_: Column, cell: Cell) -> tuple[str, ...]:
    pieces = [" ".join(piece.split()).casefold() for piece in as_text(cell).split(",")]
    names = tuple(sorted({piece for piece in pieces if piece}))
    if not names:
        raise ParseError("empty-list")
    return names


def _organisation(_: Column, cell: Cell) -> str:
    """Read an organisation number: nine digits, of which the last checks the others."""
    from stdnum.no import orgnr  # loaded only where it is needed

    text = as_text(cell)
    if not orgnr.is_valid(text):
        raise ParseError("bad-organisation")
    return str(orgnr.compact(text))


_READERS: Final[dict[ColumnKind, Callable[[Column, Cell], Value]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.CLOCK: lambda _, cell: times.clock(cell),
    ColumnKind.MINUTES: lambda _, cell: times.minutes(cell),
    ColumnKind.DURATION: lambda _, cell: times.duration(cell),
    ColumnKind.DATE: lambda _, cell: times.day(cell),
    ColumnKind.WHOLE: _whole,
    ColumnKind.NUMBER: lambda _, cell: number(cell),
    ColumnKind.WORD: _word,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.WEEKDAY: _weekday,
    ColumnKind.WEEKDAYS: _weekdays,
    ColumnKind.PARTS: _parts,
    ColumnKind.SERVICE: _service,
    ColumnKind.COMPETENCE: _competence,
    ColumnKind.COMPETENCES: _competences,
    ColumnKind.ORGANISATION: _organisation,
}
