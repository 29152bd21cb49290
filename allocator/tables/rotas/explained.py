"""Rows of a wide rota that are about its codes, and nobody's shifts: explanations and counts.

`D1 | 07:30-15:00` below a rota says when D1 is; read as an employee's row it would be a shift more.
"""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Final

from allocator.tables.numbers import can_be_read
from allocator.tables.parse import as_text
from allocator.tables.rotas import staff
from allocator.tables.rotas.cells import ClockInterval, interval_of, intervals, part_word
from allocator.tables.rotas.codes import Codes
from allocator.tables.rotas.wide_rota import WideRota
from allocator.tables.times import clock

_MOST: Final = 3
"""Cells of days that an explanation fills: a code, from and to."""
_NUMBER: Final = re.compile(r"-?[0-9 ]+(?:[.,:][0-9]+)?")


class RowKind(Enum):
    """What a row with something under its days is."""

    SHIFTS = "shifts"
    ABOUT_CODES = "about codes"
    UNCLEAR = "unclear"


def kind_of_row(
    wide: WideRota, row: int, codes: Codes, listed: Sequence[str], *, below: bool
) -> RowKind:
    """Return whether a row holds somebody's shifts, or says something of the codes.

    Parameters
    ----------
    wide
        The rota.
    row
        The row, from 0.
    codes
        The codes that are known.
    listed
        Codes of the rota that no table explains.
    below
        The rows of employees have ended above the row.
    """
    record = wide.sheet.records[row]
    labels = [text for column in wide.labels if (text := _at(record, column))]
    cells = [as_text(record[column]) for column in wide.filled(record)]
    named = {text.casefold() for text in (*labels, *cells) if _is_code(text, codes, listed)}
    about = all(part_word(text) or text.casefold() in named for text in labels)
    if about and all(_NUMBER.fullmatch(text) and text.casefold() not in named for text in cells):
        return RowKind.ABOUT_CODES
    others = [text for text in cells if text.casefold() not in named]
    if not others or len(cells) > _MOST or len(named) > 1 or (not named and len(cells) > 1):
        return RowKind.SHIFTS
    own, meant = _clock_of(cells), _meant(codes, named)
    if labels and about and (below or own or any(map(part_word, others))):
        unknown = not named.isdisjoint(map(str.casefold, listed))
        sure = below and ((own and (unknown or own == meant)) or all(map(staff.is_leave, cells)))
        return RowKind.ABOUT_CODES if sure else RowKind.UNCLEAR
    return RowKind.UNCLEAR if own and own == meant and len(cells) > 1 else RowKind.SHIFTS


def _at(record: Sequence[object], column: int) -> str:
    return as_text(record[column]) if column < len(record) else ""  # type: ignore[arg-type]


def _is_code(text: str, codes: Codes, listed: Sequence[str]) -> bool:
    return codes.in_any_unit(text) or text in listed


def _clock_of(cells: Sequence[str]) -> ClockInterval | None:
    """Return the one interval that cells say: in one of them, or from and to in two."""
    alone = [
        shift.interval
        for text in cells
        for shift in intervals(text) or ()
        if shift.interval and (not shift.code or part_word(shift.code))
    ]
    times = [text for text in cells if _is_clock(text)]
    if not alone and len(times) == 2:
        return interval_of({"start": times[0], "end": times[1]})
    return alone[0] if len(alone) == 1 else None


def _is_clock(text: str) -> bool:
    return can_be_read(clock, text) and (":" in text or "." in text)


def _meant(codes: Codes, named: set[str]) -> ClockInterval | None:
    """Return the clock of the one code that a row names."""
    meaning = next((codes.of("", name) for name in named), None)
    return interval_of(meaning.cells) if meaning else None
