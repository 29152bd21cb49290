"""Normalises frequencies, windows, lengths and numbers of staff from record systems.

Used only for columns that a mapping file points to. What has one meaning is read; what has none
or several becomes a cell that is refused by name.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from allocator import terms
from allocator.clock import clock_time
from allocator.tables import times
from allocator.tables.declared import TABLES
from allocator.tables.moments import in_this_century
from allocator.tables.numbers import ParseError, number, show
from allocator.tables.parse import as_text
from allocator.tables.rotas.cells import interval_alone, on_24_hours
from allocator.tables.rotas.dates import weekday
from allocator.tables.schema import BadCell, Cell, ColumnKind
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
    "annankvar dag": (7, "14_days"), "varannan dag": (7, "14_days"),
    "hver 2. dag": (7, "14_days"), "dgl": (1, "day"), "varannan vecka": (1, "14_days"),
}  # fmt: skip
_EACH_DAYS: Final = re.compile(
    r"(?:hver|kvar|every) (?:(?P<count>[0-9]{1,2})\.? ?)?(?P<days>[a-zæøåäö, ]+)"
)
_EVERY_OTHER: Final = re.compile(
    r"^(?:annenhver|annankvar|hver annen|kvar annan|varannan|every other) "
)
_COUNTED: Final = {
    "andre": "2", "annen": "2", "tredje": "3", "fjerde": "4", "femte": "5", "sjette": "6",
}  # fmt: skip
_NIGHTS: Final = {
    "natt": "natt", "natta": "natt", "natten": "natt", "night": "natt", "kveld": "kveld",
    "kvelden": "kveld", "evening": "kveld",
}  # fmt: skip
"""Parts of the døgn that an occurrence each døgn may name -> the words of `vakt`."""
_WEEKS: Final = frozenset({"uke", "veke", "week"})
_MOST_WEEKS: Final = 12
_AS_NEEDED: Final = re.compile(
    r"(?:ved|etter|om) (?:behov|ønske|avtale|anledning)|v/b|v\.? ?b\.?|behov|ved trengsel|"
    r"(?:når|ved) nødvendig|av og til|sporadisk|as needed|prn|when needed"
)
_SPAN: Final = re.compile(r"[0-9][0-9.,:]*[^0-9]{0,8}?(?:-|–|—|/|\btil\b|\beller\b)\s*[0-9]")
_ONE_CLOCK: Final = re.compile(r"(?:kl\.? ?)?([0-9]{1,2})[:.]?([0-9]{2})|kl\.? ?([0-9]{1,2})")
ONE_CLOCK: Final = "window-one-clock"
"""The end of a window of which only the beginning is said: what is refused unless `ended` helps."""
_STAFF: Final = re.compile(
    r"([0-9]+|[a-zé]+) ?(?::1|pers\.?|person|personer|ansatt|ansatte|tjenesteytere?|stk\.?|staff)?"
)
_GROUPS: Final = {
    "alle": "alle", "alle dager": "alle", "daglig": "alle", "hver dag": "alle",
    "hverdag": "hverdag", "hverdager": "hverdag", "ukedager": "hverdag",
    "virkedager": "hverdag", "helg": "helg", "helger": "helg", "helgene": "helg",
}  # fmt: skip
_FRACTIONS: Final = {"½": ",5", "¼": ",25", "¾": ",75"}
_FRACTION: Final = re.compile(r"([0-9]{0,4}) ?([½¼¾])")
_WRITTEN: Final = {"1/2": "½", "1/4": "¼", "3/4": "¾"}
_WRITTEN_FRACTION: Final = re.compile(r"\b(1/2|1/4|3/4) ?(?=(?:t|h|time|timer|hours?)\b)")
"""A fraction of an hour; 3/4 of anything else is two numbers."""
_LENGTHS: Final = {
    "et kvarter": "15 min", "kvarter": "15 min", "ett kvarter": "15 min", "tre kvarter": "45 min",
    "en halv time": "30 min", "en halvtime": "30 min", "halv time": "30 min", "halvtime": "30 min",
    "en time": "1 t", "halvannen time": "1,5 t", "trekvart time": "45 min",
}  # fmt: skip
LAST_DAY: Final = "last_day"
"""The day on which a shift ends, as a list has it: `days_more` follows from it."""
_BY_WEEK: Final = frozenset(terms.norwegian("per", per) for per in ("week", "14_days", "month"))


def normalise_frequency(cell: Cell) -> Cells:
    """`2x/d`, `hver 14. dag`, `annenhver onsdag`, `man-ons-fre` as ganger, per, ukedager, vakt."""
    text = " ".join(normalise_text(as_text(cell)).casefold().split()).rstrip(".")
    if text in _ALONE:
        return _every(*_ALONE[text])
    if days := _weekdays(text):
        return _every(1, "day") | {"weekdays": days}
    if _AS_NEEDED.search(text):
        return _refused("frequency-as-needed", cell, "times")
    if each := _each(text):
        return each
    match = _FREQUENCY.match(text)
    if not match:
        code = "frequency-a-span" if _SPAN.match(text) else "bad-frequency"
        return _refused(code, cell, "times")
    count = _counted(match[1])
    per = next(name for name in _PER if match[f"p{name}"])
    rest = text[match.end() :].strip(" ,;()")
    days = _weekdays(rest) if rest else ""
    if count is None or (rest and not days):
        return _refused("bad-frequency", cell, "times")
    return _every(count, per) | ({"weekdays": days} if days else {})


def _each(text: str) -> Cells:
    """Read `annenhver onsdag`, `hver 3. uke`, `hver fredag`, `hver natt`; nothing of the rest."""
    match = _EACH_DAYS.fullmatch(_EVERY_OTHER.sub("hver 2. ", text))
    if not match:
        return {}
    first, _, rest = match["days"].partition(" ")
    days = rest if first in _COUNTED and rest and not match["count"] else match["days"]
    weeks = int(match["count"] or (_COUNTED[first] if days == rest else 1))
    if not 1 <= weeks <= _MOST_WEEKS:
        return {}
    if days in _NIGHTS and weeks == 1:
        return _every(1, "day") | {"shift": _NIGHTS[days]}
    if days in _WEEKS:
        return _each_weeks(weeks)
    weekdays = _weekdays(days)
    if not weekdays or weekdays in _GROUPS.values() or (weeks > 1 and "," in weekdays):
        return {}
    return (_each_weeks(weeks) if weeks > 1 else _every(1, "day")) | {"weekdays": weekdays}


def _each_weeks(weeks: int) -> dict[str, Cell]:
    """Once in so many weeks."""
    known = {1: "week", 2: "14_days", 4: "month"}
    per = terms.norwegian("per", known[weeks]) if weeks in known else f"{weeks}_uker"
    return {"times": 1, "per": per}


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
    """`08-10`, `kl 8.30–10`, `0800-1000` as fra_kl, til_kl; one clock is where it begins."""
    text = as_text(on_24_hours(normalise_text(as_text(cell)).casefold()))
    if begin := _ONE_CLOCK.fullmatch(text):
        begins = f"{int(begin[1] or begin[3])}:{begin[2] or '00'}"
        return {"from_time": begins, "to_time": BadCell(ONE_CLOCK, as_text(cell))}
    interval = interval_alone(as_text(cell))
    if interval is None:
        return _refused("bad-window", cell, "from_time")
    return {"from_time": interval.start_text, "to_time": interval.end_text}


def ended(cells: Cells) -> Cells:
    """Return the end of a window that a single clock begins: its one occurrence later.

    Where the length is not known, or it is done several times in a døgn, the end stays refused.
    """
    end = cells.get("to_time")
    if not (isinstance(end, BadCell) and end.code == ONE_CLOCK):
        return {}
    try:
        length = times.minutes(cells.get("minutes"))
        begins = times.clock(cells.get("from_time"))
        count = number(cells.get("times", 1))
    except ParseError:
        return {}
    per = str(cells.get("per"))
    spread = (per in _BY_WEEK or per.endswith("_uker")) and "weekdays" not in cells
    once = count <= 1 or (spread and count <= terms.DAYS_PER_WEEK)
    if not once or not 0 < length < terms.MINUTES_PER_DAY:
        return {}
    return {"to_time": clock_time(begins + length)}


def normalise_interval(cell: Cell) -> Cells:
    """`07:45-15:15`, `9:00a-9:00p` as start, slutt of a shift."""
    interval = interval_alone(as_text(cell))
    if interval is None:
        refused = BadCell("bad-window", as_text(cell))
        return {"start": refused, "end": refused._replace(reported=True)}
    return {"start": interval.start_text, "end": interval.end_text}


def _last_day(cell: Cell) -> Cells:
    """Return the day on which a shift ends, from which its further days follow."""
    day = in_this_century(cell)
    try:
        return {LAST_DAY: times.day(day)}
    except ParseError:
        return _refused("bad-date", cell, LAST_DAY)


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
        if not bare_hours and cell != int(cell):
            return _refused("length-without-unit", cell, "minutes")
        return {"minutes": cell * terms.MINUTES_PER_HOUR if bare_hours else cell}
    if not isinstance(cell, str):
        return {"minutes": cell}
    text = normalise_text(cell).casefold()
    text = _LENGTHS.get(text, text)
    text = _WRITTEN_FRACTION.sub(lambda match: f"{_WRITTEN[match[1]]} ", text)
    text = _FRACTION.sub(lambda match: (match[1] or "0") + _FRACTIONS[match[2]], text)
    if not bare_hours and re.fullmatch(r"[0-9 ]+(?:[.,]0+)?", text):
        return {"minutes": text}
    if not bare_hours and re.fullmatch(r"[0-9 ]*[.,][0-9]+", text):
        return _refused("length-without-unit", cell, "minutes")
    try:
        return {"minutes": show(times.duration(text))}
    except ParseError:
        code = "length-a-span" if _SPAN.match(text) else "bad-length"
        return _refused(code, cell, "minutes")


def normalise_staff(cell: Cell) -> Cells:
    """`2 pers`, `2:1`, `to ansatte` as tjenesteytere."""
    text = normalise_text(as_text(cell)).casefold()
    match = _STAFF.fullmatch(text)
    count = _counted(match[1]) if match else None
    return {"staff": cell if count is None else show(count)}


def _refused(code: str, cell: Cell, column: str) -> Cells:
    return {column: BadCell(code, as_text(cell))}


READERS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Cell], Cells]]]] = {
    "hyppighet": (("times", "per", "weekdays", "shift"), normalise_frequency),
    "klokkeslett": (("from_time", "to_time"), normalise_window),
    "timer": (("minutes",), normalise_hours),
    "minutes": (("minutes",), normalise_minutes),
    "staff": (("staff",), normalise_staff),
    "weekdays": (("weekdays",), normalise_weekdays),
    "tidsrom": (("start", "end"), normalise_interval),
    "sluttdato": (("days_more",), _last_day),
}
"""What a mapping may point a column to -> the columns it fills, and how it is read."""
SPECIAL: Final = ("hyppighet", "klokkeslett", "timer", "tidsrom", "sluttdato")
"""Those of them that are no column of the contract."""
_OF_KIND: Final = {ColumnKind.DATE: in_this_century, ColumnKind.CLOCK: on_24_hours}
"""Kinds of column of which a foreign cell is put into our form -> how."""


def columns_of(target: str) -> tuple[str, ...]:
    """Return the columns that a column of theirs fills, by what a mapping points it to."""
    return READERS[target][0] if target in READERS else (target,)


def read_cell(table: str, target: str, cell: Cell) -> Cells:
    """Return one of their cells as the columns of ours that it fills.

    Parameters
    ----------
    table
        The English name of the table.
    target
        What the mapping points the cell's column to.
    cell
        The cell; one that is refused already stays so.
    """
    if isinstance(cell, BadCell):
        return {columns_of(target)[0]: cell}
    if target in READERS:
        return READERS[target][1](cell)
    normalise = _OF_KIND.get(TABLES[table].column(target).kind)
    return {target: normalise(cell) if normalise else cell}
