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
    anchors = [row for row in range(first, len(records)) if _is_day_row(records, row)]
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
    days = (row for row in above if _is_day_row(records, row))
    return next((row for row in days if not _is_below_headings(records, row)), None)


def _is_below_headings(records: Sequence[Record], row: int) -> bool:
    """Whether days stand below words that are no days: a list's columns of dates are no rota."""
    columns = [column for column, heading in _pieces(records[row]).items() if heading.names_a_day]
    return bool(columns) and any(
        all(
            column < len(record)
            and isinstance(record[column], str)
            and not is_blank(record[column])
            and column not in pieces
            for column in columns
        )
        for record in records[:row]
        for pieces in [_pieces(record)]
    )


def _is_day_row(records: Sequence[Record], row: int) -> bool:
    """Whether a row names days: three or more that follow each other, and little else."""
    record = records[row]
    days = [heading for heading in _pieces(record).values() if heading.names_a_day]
    if len(days) < LEAST_DAYS and _below_a_month(records, row):
        days = [heading for heading in _pieces(record).values() if heading.day is not None]
    others = sum(1 for cell in record if isinstance(cell, str) and not is_blank(cell)) - len(days)
    following = sum(map(_is_next, days, days[1:]))
    return len(days) >= LEAST_DAYS and len(days) * 2 >= others and 3 * following >= len(days) - 1


def _below_a_month(records: Sequence[Record], row: int) -> bool:
    """Whether a row above says the month that numbers are days of."""
    above = records[max(0, row - _ABOVE) : row]
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
    pieces = {column: heading for column, cell in enumerate(record) if (heading := piece(cell))}
    return pieces | _single_letters(record)


def _single_letters(record: Record) -> dict[int, HeadingDate]:
    """`M T O T F L S`, which only the order tells apart: whole weeks of it, side by side."""
    letters = [as_text(cell).casefold() for cell in record]
    weekdays: dict[int, HeadingDate] = {}
    column = 0
    while column <= len(letters) - 7:
        if "".join(letters[column : column + 7]) == _LETTERS and len(letters[column]) == 1:
            weekdays |= {column + day: HeadingDate(weekday=day) for day in range(7)}
            column += 7
        else:
            column += 1
    return weekdays


def _grid(records: Sequence[Record], anchor: int, above: int) -> Grid:
    pieces = _pieces(records[anchor])
    columns = {
        column
        for column, heading in pieces.items()
        if heading.names_a_day or heading.day is not None
    }
    first, last = min(columns), max(columns)
    bottom = anchor
    while bottom + 1 < len(records) and _goes_on(records[bottom + 1], columns):
        bottom += 1
    top = anchor
    while top > max(above, anchor - _ABOVE) and _is_heading(records[top - 1], first, last):
        top -= 1
    rows = [records[row] for row in range(top, bottom + 1)]
    width = max(map(len, rows))
    carried = [_carried(row, width) for row in rows]
    # The lowest row has precedence: it stands nearest the day.
    headings = {column: _together(carried, column) for column in range(width)}
    days = {
        column: heading for column, heading in headings.items() if heading and heading.names_a_day
    }
    labels = {column: _label(rows, column) for column in range(width) if column not in days}
    return Grid(top, bottom, 0, days, {column: name for column, name in labels.items() if name})


def _goes_on(record: Record, columns: set[int]) -> bool:
    """Whether a row below the days says more of them: dates under weekdays, or the reverse."""
    pieces = _pieces(record)
    here = [column for column in columns if column < len(record) and not is_blank(record[column])]
    days = [pieces[column] for column in here if column in pieces]
    if len(days) < max(LEAST_DAYS, len(here)):
        return False
    return all(map(_is_next, days, days[1:])) or all(heading.names_a_day for heading in days)


def _is_heading(record: Record, first: int, last: int) -> bool:
    """Whether a row above the days belongs to the headings: weeks, months, or no more than names.

    A title alone does not: it says nothing of a day and stands in one cell.
    """
    filled = [column for column, cell in enumerate(record) if not is_blank(cell)]
    pieces = _pieces(record)
    if not filled:
        return False
    if any(column in pieces for column in filled):
        return all(column in pieces or column < first or column > last for column in filled)
    return len(filled) > 1 and not any(first <= column <= last for column in filled)


def _carried(record: Record, width: int) -> dict[int, HeadingDate]:
    """Return the day of each column of a heading row; weeks and months continue (merged)."""
    pieces = _pieces(record)
    by_column: dict[int, HeadingDate] = {}
    going_on: HeadingDate | None = None
    for column in range(width):
        cell: Cell = record[column] if column < len(record) else None
        if not is_blank(cell):
            heading = pieces.get(column)
            going_on = (
                heading if heading and not heading.names_a_day and heading.day is None else None
            )
        if column in pieces:
            by_column[column] = pieces[column]
        elif going_on:
            by_column[column] = going_on
    return by_column


def _together(carried: Sequence[dict[int, HeadingDate]], column: int) -> HeadingDate | None:
    together: HeadingDate | None = None
    for row in reversed(carried):
        if column in row:
            together = row[column] if together is None else together.with_(row[column])
    return together


def _label(rows: Sequence[Record], column: int) -> str:
    """Return the lowest heading of a column."""
    for row in reversed(rows):
        if column < len(row) and not is_blank(row[column]):
            return as_text(row[column])
    return ""
