"""Cells and headings corrected in the bytes of the user's files.

An edit gives new files and leaves the old as they were, so that it can be undone. In a workbook
only the changed cells are other, and what reads them; a text file comes back as CSV, and what is
neither (`.xls`, `.ods`, `.ics`) as a workbook of its values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath
from typing import Final

import pandas as pd

from allocator.repair.cell_value import GENERAL, cell_value
from allocator.repair.locate import Columns
from allocator.repair.sheet_xml import CellKey
from allocator.repair.workbook_package import Typed, with_typed
from allocator.repair.write import csv_bytes, workbook_bytes, workbook_of
from allocator.sanitise import sanitise
from allocator.tables.formats import TEXTS, Format, format_of, is_text
from allocator.tables.guard import letters
from allocator.tables.headings import HEADING_ROWS, column_headed, table_named
from allocator.tables.identity import screened
from allocator.tables.open_file import open_files
from allocator.tables.parse import as_text
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record, own_title
from allocator.tables.words import normalise_word

Files = Mapping[str, bytes]
KEPT: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
"""Endings of workbooks that come back as they are, macros too; others become the first."""
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


def renamed_sheets(before: Files, after: Files) -> dict[str, str]:
    """Return what each sheet is called in the repaired files, some of which are of another kind."""
    if before.keys() == after.keys():
        return {}
    pairs = zip(sheets_by_file(before), sheets_by_file(after), strict=False)
    return {old.name: new.name for (_, old), (_, new) in pairs}


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
            headings = _called_apart(_headings(records[: min(rows, default=1) - 1]))
            texts = {
                row: _texts(records[row - 1], len(headings)) for row in rows if row <= len(records)
            }
            return pd.DataFrame.from_dict(texts, orient="index", columns=headings, dtype="str")
    return pd.DataFrame()


def _headings(above: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the fullest of the rows above, the first of equals."""
    rows = [[as_text(cell) for cell in record] for record in above[:HEADING_ROWS]]
    return max(rows, key=lambda texts: sum(map(bool, texts)), default=[])


def _called_apart(headings: Sequence[str]) -> list[str]:
    """Return headings with the letters of their columns where two are alike, or one is empty."""
    counts = Counter(headings)
    return [
        heading
        if heading and counts[heading] == 1
        else letters(column) + (f" ({heading})" if heading else "")
        for column, heading in enumerate(headings)
    ]


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
    """Return the files with the cells changed; a column of a table that is not there is added."""
    by_table: dict[str, list[Edit]] = {}
    for edit in edits:
        by_table.setdefault(edit.table, []).append(edit)
    own: dict[str, list[InputSheet]] = {}
    for name, sheet in sheets_by_file(files):
        own.setdefault(name, []).append(sheet)
    changed = {
        name: _repaired_file(name, data, own.get(name, []), by_table, files)
        for name, data in files.items()
    }
    return dict(changed.values())


def _repaired_file(
    name: str,
    data: bytes,
    sheets: Sequence[InputSheet],
    edits: Mapping[str, list[Edit]],
    files: Files,
) -> tuple[str, bytes]:
    """Return a file with its edits, under the name that it has then."""
    typed = [_typed(sheet, edits.get(sheet.name, ())) for sheet in sheets]
    return with_typed_cells(name, data, sheets, typed, files) if any(typed) else (name, data)


def with_typed_cells(
    name: str,
    data: bytes,
    sheets: Sequence[InputSheet],
    typed: Sequence[Mapping[CellKey, Typed]],
    files: Files,
) -> tuple[str, bytes]:
    """Return a file with cells in it that were typed, under the name that it has then.

    Parameters
    ----------
    name, data
        The file.
    sheets
        All of its sheets.
    typed
        What was typed in each of them.
    files
        The input that it is of.
    """
    if format_of(name, data) is Format.WORKBOOK:
        return _renamed(name, KEPT, files), with_typed(data, dict(enumerate(typed)))
    as_csv = is_text(name, data)
    changed = {
        own_title(sheet.name): _records(sheet.records, cells, as_csv)
        for sheet, cells in zip(sheets, typed, strict=True)
    }
    if as_csv:
        return _renamed(name, (CSV, *TEXTS), files), csv_bytes(*changed.values())
    return _renamed(name, KEPT, files), workbook_bytes(workbook_of(changed))


def _renamed(name: str, endings: Sequence[str], files: Files) -> str:
    """Return a file's name with one of some endings, else with the first, as no other file has."""
    path = PurePath(name)
    if path.suffix.lower() in endings:
        return name
    new = str(path.with_suffix(endings[0]))
    return f"{name}{endings[0]}" if new in files else new


def _typed(sheet: InputSheet, edits: Sequence[Edit]) -> dict[CellKey, Typed]:
    """Return the cells that edits are about, by row and column from 1, with their new texts."""
    records = sheet.records
    columns = Columns(
        (row, column, cell)
        for row, record in enumerate(records, start=1)
        for column, cell in enumerate(record, start=1)
    )
    table = table_named(sheet.name)
    width = len(records[0]) if records else 0
    typed: dict[CellKey, Typed] = {}
    added: dict[str, int] = {}
    named = {
        normalise_word(edit.text): column
        for edit in edits
        if edit.row == 1 and (column := columns.of(1, edit.column))
    }
    for edit in edits:
        declared = column_headed(table, edit.column) if table else None
        column = columns.of(edit.row, edit.column) or added.get(edit.column)
        column = column or named.get(normalise_word(edit.column))
        if column is None:
            if declared is None:
                continue
            width += 1
            column = added[edit.column] = width
            typed[1, column] = Typed(edit.column)
        typed[edit.row, column] = Typed(edit.text, declared if edit.row > 1 else None)
    return typed


def _records(
    records: Sequence[Record], typed: Mapping[CellKey, Typed], as_csv: bool
) -> list[list[Cell]]:
    """Return records with cells that were typed, as they stand where they go to a CSV file."""
    changed = [list(record) for record in records]
    for (row, column), own in typed.items():
        changed += [[] for _ in range(row - len(changed))]
        record = changed[row - 1]
        record += [None] * (column - len(record))
        was_number = isinstance(record[column - 1], int | float)
        record[column - 1] = (
            own.text if as_csv else cell_value(own.text, GENERAL, own.column, was_number)
        )
    return changed
