"""Normalises frequencies, windows, lengths and numbers of staff from record systems.

Used only for columns that a mapping file points to. What has one meaning is read; what has none
or several becomes a cell that is refused by name.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from allocator import terms
from allocator.tables import times
from allocator.tables.numbers import ParseError, number, show
from allocator.tables.parse import as_text
from allocator.tables.rotas.dates import weekday
from allocator.tables.schema import BadCell, Cell
from allocator.tables.words import normalise_text

Cells = Mapping[str, Cell]
_DAYS: Final = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
_COUNT: Final = {
    "en": 1, "én": 1, "ein": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "one": 1,
    "two": 2, "three": 3,
}  # fmt: skip
_PER: Final = {
    "day": r"d|dag|dagen|dagar|dager|daglig|døgn|døgnet|day",
    "week": r"u|uke|uka|uken|ukentlig|veke|week",
    "month": r"mnd|måned|måneden|månedlig|month",
    "14_days": r"14\.? ?dager|14\.? ?dag|2\.? ?uker",
}
_TIMES: Final = r"(?:x|×|ggr?\.?|g|gang|ganger|times)"
_EACH: Final = r"(?:/|per|pr\.?|i|om|hver|kvar)"
_FREQUENCY: Final = re.compile(
    rf"([0-9]+(?:[.,][0-9]+)?|[a-zé]+) ?(?:{_TIMES} ?{_EACH}?|{_EACH}) ?("
    + "|".join(f"(?P<p{name}>{words})" for name, words in _PER.items())
    + r")(?![a-zæøå0-9])"
)
_ALONE: Final = {
    "daglig": (1, "day"), "hver dag": (1, "day"), "kvar dag": (1, "day"), "hvert døgn": (1, "day"),
    "ukentlig": (1, "week"), "hver uke": (1, "week"), "kvar veke": (1, "week"),
    "annenhver uke": (1, "14_days"), "hver annen uke": (1, "14_days"),
    "hver 2. uke": (1, "14_days"), "hver 14. dag": (1, "14_days"), "hver 14 dag": (1, "14_days"),
    "annankvar veke": (1, "14_days"), "hver fjortende dag": (1, "14_days"),
    "månedlig": (1, "month"), "hver måned": (1, "month"), "hver 4. uke": (1, "month"),
    "annenhver dag": (7, "14_days"), "hver annen dag": (7, "14_days"),
    "hver 2. dag": (7, "14_days"),
}  # fmt: skip
_CLOCK: Final = r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?"
_WINDOW: Final = re.compile(
    rf"(?:kl\.? ?|fra ?)*{_CLOCK} ?(?:-|–|—|til|to) ?(?:kl\.? ?)?{_CLOCK}(?: ?h)?"
)
_STAFF: Final = re.compile(
    r"([0-9]+|[a-zé]+) ?(?::1|pers\.?|person|personer|ansatt|ansatte|tjenesteytere?|stk\.?|staff)?"
)
_GROUPS: Final = {
    "alle": "alle", "alle dager": "alle", "daglig": "alle", "hver dag": "alle",
    "hverdag": "hverdag", "hverdager": "hverdag", "ukedager": "hverdag",
    "virkedager": "hverdag", "helg": "helg", "helger": "helg", "helgene": "helg",
}  # fmt: skip
_HALF: Final = str.maketrans({"½": ",5"})


def normalise_frequency(cell: Cell) -> Cells:
    """`2x/d`, `hver 14. dag`, `man-ons-fre`, `2x/d man-fre` as ganger, per, ukedager."""
    text = " ".join(normalise_text(as_text(cell)).casefold().split()).rstrip(".")
    if text in _ALONE:
        return _every(*_ALONE[text])
    if days := _weekdays(text):
        return _every(1, "day") | {"weekdays": days}
    match = _FREQUENCY.match(text)
    if not match:
        return _refused("bad-frequency", cell, "times")
    count = _counted(match[1])
    per = next(name for name in _PER if match[f"p{name}"])
    rest = text[match.end() :].strip(" ,;()")
    days = _weekdays(rest) if rest else ""
    if count is None or (rest and not days):
        return _refused("bad-frequency", cell, "times")
    return _every(count, per) | ({"weekdays": days} if days else {})


def _every(count: float, per: str) -> dict[str, Cell]:
    return {"times": count, "per": terms.norwegian("per", per)}


def _counted(word: str) -> float | None:
    if word in _COUNT:
        return float(_COUNT[word])
    try:
        return number(word)
    except ParseError:
        return None


def normalise_window(cell: Cell) -> Cells:
    """`08-10`, `kl 8.30–10`, `0800-1000` as fra_kl, til_kl."""
    match = _WINDOW.fullmatch(normalise_text(as_text(cell)).casefold())
    if not match:
        return _refused("bad-window", cell, "from_time")
    begins, ends = (f"{int(match[group])}:{match[group + 1] or '00'}" for group in (1, 3))
    return {"from_time": begins, "to_time": ends}


def normalise_weekdays(cell: Cell) -> Cells:
    """`man-ons-fre`, `hverdager`, `mandag og torsdag` as ukedager."""
    text = _weekdays(normalise_text(as_text(cell)).casefold())
    return {"weekdays": text or cell}


def _weekdays(text: str) -> str:
    """Days in the contract's own writing, or empty; two with a dash are a span, three are days."""
    if text in _GROUPS:
        return _GROUPS[text]
    span = [piece.strip() for piece in re.split("[-–]", text)]
    if len(span) == 2 and all(_day(piece) is not None for piece in span):
        return "-".join(_DAYS[_day(piece) or 0] for piece in span)
    pieces = [piece for piece in re.split(r"[-–,;/+&\s]+|\bog\b", text) if piece]
    days = [_day(piece) for piece in pieces]
    if not days or None in days:
        return ""
    return ",".join(_DAYS[day] for day in days if day is not None)


def _day(word: str) -> int | None:
    """Return a weekday, also in the plural (`mandager`)."""
    return weekday(re.sub(r"(?<=dag)(?:er|ar)$", "", word))


def normalise_minutes(cell: Cell) -> Cells:
    """`1 t 30 min`, `1,5 t`, `1:30` as minutter; a bare number is minutes already."""
    return _length(cell, bare_hours=False)


def normalise_hours(cell: Cell) -> Cells:
    """As `normalise_minutes`, but a bare number is hours."""
    return _length(cell, bare_hours=True)


def _length(cell: Cell, *, bare_hours: bool) -> Cells:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return {"minutes": cell * terms.MINUTES_PER_HOUR if bare_hours else cell}
    if not isinstance(cell, str):
        return {"minutes": cell}
    text = re.sub(r"^½", "0,5", normalise_text(cell).casefold()).translate(_HALF)
    if not bare_hours and re.fullmatch(r"[0-9 ]+(?:[.,][0-9]+)?", text):
        return {"minutes": text}
    try:
        return {"minutes": show(times.duration(text))}
    except ParseError:
        return _refused("bad-length", cell, "minutes")


def normalise_staff(cell: Cell) -> Cells:
    """`2 pers`, `2:1`, `to ansatte` as tjenesteytere."""
    text = normalise_text(as_text(cell)).casefold()
    match = _STAFF.fullmatch(text)
    count = _counted(match[1]) if match else None
    return {"staff": cell if count is None else show(count)}


def _refused(code: str, cell: Cell, column: str) -> Cells:
    return {column: BadCell(code, as_text(cell))}


READERS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Cell], Cells]]]] = {
    "hyppighet": (("times", "per", "weekdays"), normalise_frequency),
    "klokkeslett": (("from_time", "to_time"), normalise_window),
    "timer": (("minutes",), normalise_hours),
    "minutes": (("minutes",), normalise_minutes),
    "staff": (("staff",), normalise_staff),
    "weekdays": (("weekdays",), normalise_weekdays),
}
"""What a mapping may point a column to -> the columns it fills, and how it is read."""
SPECIAL: Final = ("hyppighet", "klokkeslett", "timer")
"""Those of them that are no column of the contract."""
