"""Cells and headings corrected in the bytes of the user's files.

An edit gives new files and leaves the old as they were, so that it can be undone. A workbook
keeps its formats and has values in place of formulas; what is neither comes back as a workbook of
its values, and macros do not come back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import PurePath
from typing import Final

import pandas as pd

from allocator.repair.write import (
    csv_bytes,
    open_workbook,
    workbook_bytes,
    workbook_of,
    write_text,
)
from allocator.sanitise import sanitise, sanitise_lines
from allocator.tables.bounds import MAX_COLUMNS
from allocator.tables.formats import TEXTS, Format, format_of, is_text
from allocator.tables.guard import letters
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.identity import screened
from allocator.tables.open_file import open_files
from allocator.tables.parse import as_text
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record, own_title

Files = Mapping[str, bytes]
WORKBOOK: Final = ".xlsx"
CSV: Final = ".csv"


@dataclass(frozen=True)
class Edit:
    """A new text for one cell.

    Parameters
    ----------
    table
        The sheet's name as in the input.
    row
        The row as the spreadsheet shows it.
    column
        The column's heading as in the input.
    text
        What the cell is to hold.
    """

    table: str
    row: int
    column: str
    text: str


def sheets_by_file(files: Files) -> Iterator[tuple[str, InputSheet]]:
    """Return every sheet as it stands, with the name of its file; mapping files have none."""
    yield from open_files(files)[0]


def rows_shown(files: Files, table: str, rows: Sequence[int]) -> pd.DataFrame:
    """Return rows of a table as text under its own headings, identity numbers masked.

    Parameters
    ----------
    files
        The input, by file name.
    table
        The sheet's name as it may be shown.
    rows
        Row numbers as the spreadsheet shows them; those that are not there are left out.

    Returns
    -------
    A frame indexed by row number; empty where there is no such sheet.
    """
    for _, sheet in sheets_by_file(files):
        if sheet.name == table:
            records = screened(sheet)[0].records
            headings = _headings(records[: min(rows, default=1) - 1])
            texts = {
                row: _texts(records[row - 1], len(headings)) for row in rows if row <= len(records)
            }
            frame = pd.DataFrame.from_dict(texts, orient="index", columns=headings, dtype="str")
            return frame.loc[:, [bool(name) for name in headings]]
    return pd.DataFrame()


def _headings(above: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the fullest of the rows above, the first of equals."""
    rows = [[as_text(cell) for cell in record] for record in above[:HEADING_ROWS]]
    return max(rows, key=lambda texts: sum(map(bool, texts)), default=[])


def _texts(record: Sequence[Cell], width: int) -> list[str]:
    texts = [as_text(cell) for cell in record[:width]]
    return texts + [""] * (width - len(texts))


@dataclass(frozen=True)
class CellChange:
    """What differs in one cell between two versions of the files, as it may be shown."""

    table: str
    cell: str
    """As the spreadsheet calls it: `B7`."""
    before: str
    after: str


def changed_cells(before: Files, after: Files) -> list[CellChange]:
    """List the cells that differ between two versions of an input's tables.

    A sheet that only one of them has is listed cell by cell too.
    """
    old = {sheet.name: screened(sheet)[0].records for _, sheet in sheets_by_file(before)}
    new = {sheet.name: screened(sheet)[0].records for _, sheet in sheets_by_file(after)}
    return [
        CellChange(sanitise(name), f"{letters(column)}{row}", sanitise(was), sanitise(now))
        for name in dict.fromkeys([*old, *new])
        for row, pair in enumerate(zip_longest(old.get(name, ()), new.get(name, ())), start=1)
        if pair[0] != pair[1]
        for column, (was, now) in enumerate(
            zip_longest(*(map(as_text, record or ()) for record in pair), fillvalue="")
        )
        if was != now
    ]


def changes(table: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Edit]:
    """Return the cells that differ between two versions of rows; a missing value is empty."""
    after = after.fillna("")
    return [
        Edit(table, int(row), str(column), str(after.at[row, column]))
        for row in before.index
        for column in before.columns
        if str(after.at[row, column]) != before.at[row, column]
    ]


def repaired(files: Files, edits: Iterable[Edit]) -> dict[str, bytes]:
    """Return the files with the cells changed; a column that is not there is added.

    Headings are changed last, for the other cells are found by those that are there.
    """
    by_table: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: edit.row, reverse=True):
        by_table.setdefault(edit.table, []).append(edit)
    own: dict[str, list[InputSheet]] = {}
    for name, sheet in sheets_by_file(files):
        own.setdefault(name, []).append(sheet)
    return dict(
        _repaired_file(name, data, own.get(name, []), by_table, files)
        for name, data in files.items()
    )


def _repaired_file(
    name: str,
    data: bytes,
    sheets: Sequence[InputSheet],
    edits: Mapping[str, list[Edit]],
    files: Files,
) -> tuple[str, bytes]:
    """Return a file with its edits, under the name that it has then."""
    if all(sheet.name not in edits for sheet in sheets):
        return name, data
    if format_of(name, data) is Format.WORKBOOK:
        return _renamed(name, WORKBOOK, files), _repaired_book(data, sheets, edits)
    changed: dict[str, Sequence[Record]] = {}
    for sheet in sheets:
        records = [list(record) for record in sheet.records]
        for edit in edits.get(sheet.name, []):
            _apply(records, edit)
        changed[own_title(sheet.name)] = records
    if is_text(name, data):
        return _renamed(name, CSV, files), csv_bytes(*changed.values())
    return _renamed(name, WORKBOOK, files), workbook_bytes(workbook_of(changed))


def _renamed(name: str, ending: str, files: Files) -> str:
    """Return the name of a file that is now of another kind, which no other file has."""
    path = PurePath(name)
    if path.suffix.lower() == ending or (ending == CSV and path.suffix.lower() in TEXTS):
        return name
    new = str(path.with_suffix(ending))
    return f"{name}{ending}" if new in files else new


def _apply(records: list[list[Cell]], edit: Edit) -> None:
    records += [[] for _ in range(edit.row - len(records))]
    texts = ([as_text(cell) for cell in record] for record in records)
    top, column = _heading_cell(texts, edit.column)
    if column == len(records[top]):
        records[top].append(edit.column)
    record = records[edit.row - 1]
    record += [""] * (column + 1 - len(record))
    record[column] = edit.text


def _heading_cell(rows: Iterable[Sequence[str]], heading: str) -> tuple[int, int]:
    """Find row and column of a heading, from 0; without it, after the last of the first row."""
    width = 0
    for row, texts in enumerate(islice(rows, HEADING_ROWS)):
        width = width or len(texts)
        shown = [sanitise_lines(text) for text in texts]
        if heading in shown:
            return row, shown.index(heading)
    return 0, width


def _repaired_book(
    data: bytes, sheets: Sequence[InputSheet], edits: Mapping[str, list[Edit]]
) -> bytes:
    book = open_workbook(data, formulas=False)
    book.template = False  # a template comes back as a workbook
    for sheet, read in zip(book.worksheets, sheets, strict=True):
        for edit in edits.get(read.name, []):
            width = min(sheet.max_column, MAX_COLUMNS)
            top_rows = sheet.iter_rows(max_row=HEADING_ROWS, max_col=width)
            rows = ([as_text(cell.value) for cell in row] for row in top_rows)
            top, column = _heading_cell(rows, edit.column)
            if sheet.cell(top + 1, column + 1).value is None:
                write_text(sheet.cell(top + 1, column + 1), edit.column)
            write_text(sheet.cell(edit.row, column + 1), edit.text)
    return workbook_bytes(book)
