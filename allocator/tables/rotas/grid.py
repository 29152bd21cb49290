"""Finds the rotas in a sheet: heading rows, columns of days, rows of staff.

Titles stand above, totals below and to the right; headings take up to four rows; a sheet may hold
several rotas below each other. Nothing is understood of the codes here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas.dates import HeadingDate, piece
from allocator.tables.schema import Cell
from allocator.tables.sheets import Record

LEAST_DAYS: Final = 3
"""Columns of days that make a rota."""
DEEPEST: Final = 60
"""Rows in which the first days are looked for."""
_ABOVE: Final = 4
"""Heading rows that may lie above the row of days."""
_LETTERS: Final = "mtotfls"


@dataclass(frozen=True)
class Grid:
    """One rota of a sheet; rows and columns count from 0.

    Parameters
    ----------
    top
        The first heading row.
    bottom
        The last heading row.
    end
        The row after the last row that belongs to it.
    days
        Column -> all that the headings say of its day.
    labels
        Column -> heading, of every other column with a heading.
    """

    top: int
    bottom: int
    end: int
    days: dict[int, HeadingDate]
    labels: dict[int, str]


def grids(records: Sequence[Record]) -> list[Grid]:
    """Return the rotas of a sheet from the top; none where it is no rota."""
    first = first_days(records)
    if first is None:
        return []
    anchors = [at for at in range(first, len(records)) if _is_day_row(records, at)]
    rotas: list[Grid] = []
    for anchor in anchors:
        if not rotas or anchor > rotas[-1].bottom:
            grid = _grid(records, anchor, rotas[-1].bottom + 1 if rotas else 0)
            rotas += [grid] if len(grid.days) >= LEAST_DAYS else []
    ends = [*(grid.top for grid in rotas), len(records)][1:]
    return [
        Grid(grid.top, grid.bottom, end, grid.days, grid.labels)
        for grid, end in zip(rotas, ends, strict=True)
    ]


def first_days(records: Sequence[Record]) -> int | None:
    """Return the first row that names days, from 0; None where there is none near the top."""
    above = range(min(len(records), DEEPEST))
    return next((at for at in above if _is_day_row(records, at)), None)


def _is_day_row(records: Sequence[Record], at: int) -> bool:
    """Whether a row names days: three or more that follow each other, and little else."""
    record = records[at]
    days = [heading for heading in _pieces(record).values() if heading.names_a_day]
    if len(days) < LEAST_DAYS and _below_a_month(records, at):
        days = [heading for heading in _pieces(record).values() if heading.day is not None]
    others = sum(1 for cell in record if isinstance(cell, str) and not is_blank(cell)) - len(days)
    following = sum(map(_is_next, days, days[1:]))
    return len(days) >= LEAST_DAYS and len(days) * 2 >= others and 3 * following >= len(days) - 1


def _below_a_month(records: Sequence[Record], at: int) -> bool:
    """Whether a row above says the month that numbers are days of."""
    above = records[max(0, at - _ABOVE) : at]
    return any(
        heading.month is not None for record in above for heading in _pieces(record).values()
    )


def _is_next(first: HeadingDate, other: HeadingDate) -> bool:
    """Whether one day may follow another."""
    if first.weekday is not None and other.weekday is not None:
        return other.weekday == (first.weekday + 1) % 7
    if first.day is not None and other.day is not None:
        return other.day == first.day + 1 or other.day == 1
    return False


def _pieces(record: Record) -> dict[int, HeadingDate]:
    """Return what each cell of a heading row says of a day."""
    pieces = {at: heading for at, cell in enumerate(record) if (heading := piece(cell))}
    return pieces | _single_letters(record)


def _single_letters(record: Record) -> dict[int, HeadingDate]:
    """`M T O T F L S`, which only the order tells apart: whole weeks of it, side by side."""
    letters = [as_text(cell).casefold() for cell in record]
    weekdays: dict[int, HeadingDate] = {}
    at = 0
    while at <= len(letters) - 7:
        if "".join(letters[at : at + 7]) == _LETTERS and len(letters[at]) == 1:
            weekdays |= {at + day: HeadingDate(weekday=day) for day in range(7)}
            at += 7
        else:
            at += 1
    return weekdays


def _grid(records: Sequence[Record], anchor: int, above: int) -> Grid:
    said_here = _pieces(records[anchor])
    columns = {at for at, said in said_here.items() if said.names_a_day or said.day is not None}
    first, last = min(columns), max(columns)
    bottom = anchor
    while bottom + 1 < len(records) and _goes_on(records[bottom + 1], columns):
        bottom += 1
    top = anchor
    while top > max(above, anchor - _ABOVE) and _is_heading(records[top - 1], first, last):
        top -= 1
    rows = [records[at] for at in range(top, bottom + 1)]
    width = max(map(len, rows))
    carried = [_carried(row, width) for row in rows]
    # The lowest row has precedence: it stands nearest the day.
    said = {at: _together(carried, at) for at in range(width)}
    days = {at: found for at, found in said.items() if found and found.names_a_day}
    labels = {at: _label(rows, at) for at in range(width) if at not in days}
    return Grid(top, bottom, 0, days, {at: name for at, name in labels.items() if name})


def _goes_on(record: Record, columns: set[int]) -> bool:
    """Whether a row below the days says more of them: dates under weekdays, or the reverse."""
    said = _pieces(record)
    here = [at for at in columns if at < len(record) and not is_blank(record[at])]
    days = [said[at] for at in here if at in said]
    if len(days) < max(LEAST_DAYS, len(here)):
        return False
    return all(map(_is_next, days, days[1:])) or all(found.names_a_day for found in days)


def _is_heading(record: Record, first: int, last: int) -> bool:
    """Whether a row above the days belongs to the headings: weeks, months, or no more than names.

    A title alone does not: it says nothing of a day and stands in one cell.
    """
    filled = [at for at, cell in enumerate(record) if not is_blank(cell)]
    said = _pieces(record)
    if not filled:
        return False
    if any(at in said for at in filled):
        return all(at in said or at < first or at > last for at in filled)
    return len(filled) > 1 and not any(first <= at <= last for at in filled)


def _carried(record: Record, width: int) -> dict[int, HeadingDate]:
    """Return the day of each column of a heading row; weeks and months continue (merged)."""
    pieces = _pieces(record)
    by_column: dict[int, HeadingDate] = {}
    going_on: HeadingDate | None = None
    for at in range(width):
        cell: Cell = record[at] if at < len(record) else None
        if not is_blank(cell):
            said = pieces.get(at)
            going_on = said if said and not said.names_a_day and said.day is None else None
        if at in pieces:
            by_column[at] = pieces[at]
        elif going_on:
            by_column[at] = going_on
    return by_column


def _together(carried: Sequence[dict[int, HeadingDate]], at: int) -> HeadingDate | None:
    together: HeadingDate | None = None
    for row in reversed(carried):
        if at in row:
            together = row[at] if together is None else together.with_(row[at])
    return together


def _label(rows: Sequence[Record], at: int) -> str:
    """Return the lowest heading of a column."""
    for row in reversed(rows):
        if at < len(row) and not is_blank(row[at]):
            return as_text(row[at])
    return ""
