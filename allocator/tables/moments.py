"""Parses starts and ends of shifts in lists: a clock, or a date and a clock in one cell."""

import re
from datetime import date, datetime
from typing import Final

from allocator.clock import clock_time
from allocator.tables import times
from allocator.tables.numbers import ParseError, can_be_read
from allocator.tables.parse import as_text, is_blank
from allocator.tables.schema import BadCell, Cell
from allocator.tables.words import normalise_text

_SHORT_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2})")
_MOMENT: Final = re.compile(
    r"([0-9.\-/]{6,10})(?:T|,? +(?:kl\.? ?)?)([0-9]{1,2}[:.][0-9]{2}(?::00)?)"
)


def in_this_century(cell: Cell) -> Cell:
    """Return `05.01.26` with its century, the one short date that has one meaning; others as is."""
    match = _SHORT_DATE.fullmatch(normalise_text(cell)) if isinstance(cell, str) else None
    return cell if match is None else f"{match[1]}.{match[2]}.20{match[3]}"


def moment(cell: Cell) -> tuple[date | None, float]:
    """Return the date, where the cell has one, and the time of day [min after midnight].

    Raises
    ------
    ParseError
        It is neither a clock nor a date and a clock.

    >>> moment("05.01.2026 07:30")
    (datetime.date(2026, 1, 5), 450.0)
    """
    if isinstance(cell, datetime) and cell.year > 1904:
        return times.day(cell.date()), times.clock(cell.time())
    match = _MOMENT.fullmatch(normalise_text(cell)) if isinstance(cell, str) else None
    if match:
        return times.day(in_this_century(match[1])), times.clock(match[2])
    return None, times.clock(cell)


def is_moment(cell: Cell) -> bool:
    """Whether a cell is a clock, or a date and a clock."""
    return can_be_read(moment, cell)


def own_times(day: Cell, start: Cell, end: Cell, last: Cell = None) -> dict[str, Cell]:
    """Return `date`, `start`, `end` and `days_more` as the cells of `vakter` say them.

    Parameters
    ----------
    day
        The row's date, or nothing where its start says it.
    start, end
        The row's own clocks.
    last
        The day on which it ends, where a column says it.

    Returns
    -------
    A cell that cannot be read as one that is refused, with the reason.
    """
    cells: dict[str, Cell] = {"date": day, "start": start, "end": end}
    known = _date(day)
    begins = _read(cells, "start", start)
    ends = _read(cells, "end", end)
    if begins is None:
        # the day may be in the start that cannot be read, which is said
        cells["date"] = BadCell("bad-date", "", reported=True) if is_blank(day) else day
        return cells
    if known and begins[0] and begins[0] != known:
        cells["start"] = BadCell("start-on-another-day", as_text(start))
        return cells
    known = known or begins[0]
    cells["date"] = known or day
    if ends is None:
        return cells
    ends_on = ends[0] or _date(last)
    if not is_blank(last) and (_date(last) is None or ends_on != _date(last)):
        cells["end"] = BadCell("end-on-another-day", as_text(last))
    elif ends_on is not None:
        nights = (ends_on - known).days if known else -1
        more = nights - (ends[1] <= begins[1])
        if more >= 0:
            cells["days_more"] = more
        else:
            cells["end"] = BadCell("end-before-start", as_text(end))
    return cells


def _date(cell: Cell) -> date | None:
    try:
        return None if is_blank(cell) else times.day(cell)
    except ParseError:
        return None


def _read(cells: dict[str, Cell], name: str, cell: Cell) -> tuple[date | None, float] | None:
    """Return the moment of a cell, and keep in `cells` its clock, or why it cannot be read."""
    if isinstance(cell, BadCell) or is_blank(cell):
        return None
    try:
        read = moment(cell)
    except ParseError as problem:
        cells[name] = BadCell("bad-clock" if problem.facts else problem.code, as_text(cell))
        return None
    if read[0] is not None:
        cells[name] = clock_time(read[1])
    return read
