"""Conversion of a sheet to typed columns, with a notice for every cell that cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from allocator.notices import Notice
from allocator.tables import headings
from allocator.tables.bounds import MAX_WRONG
from allocator.tables.numbers import ParseError
from allocator.tables.parse import as_text, is_blank, parse
from allocator.tables.schema import BadCell, Cell, Column, Table, Value
from allocator.tables.sheets import CellPlace, CellPlaces, InputSheet, Record
from allocator.tables.words import shorten

NOT_READ = "column-not-read"
"""Of the cells of a column after so many wrong ones that no further is read."""


@dataclass
class Parsed:
    """One table, its cells read.

    Parameters
    ----------
    table
        Its declaration.
    name
        Its name as in the input.
    rows
        The spreadsheet's row of each record.
    values
        English column name -> typed values; those that could not be read are blank.
    cells
        English column name -> the cells themselves; only of columns that are there.
    shown
        English column name -> heading as in the input.
    bad
        English column name -> positions that could not be read.
    here
        Whether the input has the table at all.
    places
        Of each row, where its cells come from; empty where the table is the user's own.
    """

    table: Table
    name: str
    rows: list[int] = field(default_factory=list)
    values: dict[str, list[Value]] = field(default_factory=dict)
    cells: dict[str, Sequence[Cell]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    bad: dict[str, set[int]] = field(default_factory=dict)
    here: bool = True
    places: Sequence[CellPlaces] = ()
    taken_from: dict[tuple[str, int], str] = field(default_factory=dict)
    """Column and position of an empty cell -> the column whose cell stands for it."""

    def heading(self, column: str) -> str:
        """Return a column's heading as in the input."""
        return self.shown.get(column, self.table.column(column).norwegian)

    def given(self, column: str, position: int) -> bool:
        """Whether the cell holds anything."""
        cells = self.cells.get(column)
        return cells is not None and not is_blank(cells[position])

    def text(self, column: str, position: int) -> str:
        """Return the cell as a notice shows it."""
        cells = self.cells.get(column)
        return "" if cells is None else shorten(as_text(cells[position]))

    def place(self, column: str, position: int) -> CellPlace | None:
        """Where in the user's own file a cell comes from, where the table was made from it."""
        if not self.places:
            return None
        places = self.places[position]
        return places.get(column) or places.get("")

    def spoil(self, column: str, position: int) -> None:
        """Mark a cell as one that no check may rely on."""
        self.bad.setdefault(column, set()).add(position)

    def notice(self, code: str, column: str, position: int, /, **facts: str) -> Notice:
        """Return a notice about one cell, or the one that stands for it."""
        column = self.taken_from.get((column, position), column)
        cell_place = self.place(column, position)
        if cell_place:
            return Notice(
                code, cell_place.sheet, cell_place.row, cell_place.column, cell_place.value, facts
            )
        return Notice(
            code,
            self.name,
            self.rows[position],
            self.heading(column),
            self.text(column, position),
            facts,
        )


def missing(table: Table) -> Parsed:
    """Return a table that the input does not have."""
    columns: dict[str, list[Value]] = {column.name: [] for column in table.columns}
    return Parsed(table, table.norwegian, values=columns, here=False)


def interpret(table: Table, sheet: InputSheet) -> tuple[Parsed, list[Notice]]:
    """Return the table that a sheet holds, and everything wrong with its headings and cells."""
    first = sheet.records[0] if sheet.records else ()
    if all(is_blank(cell) for cell in first):
        blank = missing(table)
        blank.name, blank.here = sheet.name, True
        return blank, [Notice("heading-missing", sheet.name, 1)]
    columns = headings.match(table, sheet.name, first)
    notices = columns.notices
    numbered = _filled_rows(sheet.records)
    width = max(
        (position + 1 for position, cell in enumerate(first) if not is_blank(cell)), default=0
    )
    notices += _beyond_headings(sheet.name, first, numbered, width)
    across = _across([record for _, record in numbered], width)
    places = [sheet.places[row - 2] for row, _ in numbered] if sheet.places else []
    rows = [next(iter(cells.values())).row for cells in places] or [row for row, _ in numbered]
    parsed = Parsed(table, sheet.name, rows, shown=columns.shown, places=places)
    for column in table.columns:
        position = columns.places.get(column.name)
        if position is None:
            parsed.values[column.name] = [column.blank] * len(numbered)
            if column.required:
                parsed.bad[column.name] = set(range(len(numbered)))
            continue
        parsed.cells[column.name] = across[position]
        parsed.values[column.name], problems = parse_column(column, across[position])
        parsed.bad[column.name] = set(problems)
        notices += _wrong_cells(parsed, column, problems)
    notices.sort(key=lambda notice: notice.row or 0)
    return parsed, notices


def parse_column(
    column: Column, cells: Sequence[Cell]
) -> tuple[list[Value], dict[int, ParseError]]:
    """Return the values of a column, bad ones blank, and the problems; equal cells read once.

    After `MAX_WRONG` different wrong cells the rest is not read: looking for what was meant by each
    takes long, and they have one cause.
    """
    known: dict[object, Value] = {}
    unread = ParseError(NOT_READ)
    wrong: dict[object, ParseError] = {}
    # True == 1 == 1.0 are three different cells.
    keys: list[object] = [
        cell if cell.__class__ is str else (cell.__class__, cell) for cell in cells
    ]
    for key, cell in zip(keys, cells, strict=True):
        if key in known:
            continue
        if len(wrong) >= MAX_WRONG:
            known[key] = column.blank
            wrong[key] = unread
            continue
        try:
            known[key] = parse(column, cell)
        except ParseError as problem:
            known[key] = column.blank
            wrong[key] = problem
    if not wrong:
        return [known[key] for key in keys], {}
    problems = {position: wrong[key] for position, key in enumerate(keys) if key in wrong}
    return [known[key] for key in keys], problems


def _wrong_cells(parsed: Parsed, column: Column, problems: dict[int, ParseError]) -> list[Notice]:
    cells = parsed.cells[column.name]
    notices = []
    given_up = False
    for position, problem in problems.items():
        cell = cells[position]
        if problem.code == NOT_READ:
            if not given_up:
                given_up = True
                notices.append(parsed.notice(NOT_READ, column.name, position, most=str(MAX_WRONG)))
            continue
        if not (isinstance(cell, BadCell) and cell.reported):
            notices.append(parsed.notice(problem.code, column.name, position, **problem.facts))
    return notices


def _filled_rows(records: Sequence[Record]) -> list[tuple[int, Record]]:
    """Return the rows that hold anything, with the spreadsheet's row number."""
    return [
        (row, record)
        for row, record in enumerate(records[1:], start=2)
        if not all(map(is_blank, record))
    ]


def _across(records: Sequence[Record], width: int) -> list[Sequence[Cell]]:
    """Rows to columns; short rows end in empty cells."""
    if not records:
        return [()] * width
    full = [
        record[:width] if len(record) >= width else [*record, *([None] * (width - len(record)))]
        for record in records
    ]
    return list(zip(*full, strict=True))


def _beyond_headings(
    name: str, first: Record, numbered: Sequence[tuple[int, Record]], width: int
) -> list[Notice]:
    """Cells with something in them where no heading says what it is."""
    gaps = [position for position in range(width) if is_blank(first[position])]
    notices = []
    for row, record in numbered:
        for position in (*gaps, *range(width, len(record))):
            if position < len(record) and not is_blank(record[position]):
                value = shorten(as_text(record[position]))
                notices.append(Notice("cell-without-heading", name, row, value=value))
                break
    return notices
