"""Mending an input on the spot: cells and headings changed in the files' own bytes.

No Streamlit here. A mend gives new files and leaves the old as they were, so that it can be
taken back. A workbook is written anew with values in place of formulas.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any

import pandas as pd

from allocator.tables.delimited import read_csv
from allocator.tables.headings import table_named
from allocator.tables.identity import mask, screened
from allocator.tables.parse import as_text
from allocator.tables.schema import Cell
from allocator.tables.sheets import Sheet
from allocator.tables.source import is_csv
from allocator.tables.workbook import read_workbook

Files = Mapping[str, bytes]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Mapped = dict[str, dict[str, str]]
"""Table -> heading in the file -> heading of the contract; under "" names of the tables."""


@dataclass(frozen=True)
class Edit:
    """One cell to change: table and column as in the input, row as the spreadsheet shows it."""

    table: str
    row: int
    column: str
    text: str


def sheets(files: Files) -> Iterator[tuple[str, Sheet]]:
    """Every sheet with the file that it is in, as it stands."""
    for name, data in files.items():
        if is_csv(name, data):
            stem = PurePath(name).stem
            table = table_named(stem)
            headings = [one for column in table.columns for one in column.headings] if table else []
            found, _ = read_csv(stem, data, headings)
        else:
            found, _ = read_workbook(name, data)
        for sheet in found:
            yield name, sheet


def rows_shown(files: Files, table: str, rows: Sequence[int]) -> pd.DataFrame:
    """Rows of a table as text under the file's own headings, by row number; numbers of persons
    masked."""
    for _, sheet in sheets(files):
        if mask(sheet.name) == table:
            records = screened(sheet)[0].records
            headings = [as_text(cell) for cell in records[0]] if records else []
            found = {
                row: _texts(records[row - 1], len(headings)) for row in rows if row <= len(records)
            }
            frame = pd.DataFrame.from_dict(found, orient="index", columns=headings, dtype="str")
            return frame.loc[:, [bool(name) for name in headings]]
    return pd.DataFrame()


def _texts(record: Sequence[Cell], width: int) -> list[str]:
    texts = [as_text(cell) for cell in record[:width]]
    return texts + [""] * (width - len(texts))


def changes(table: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Edit]:
    """The cells that differ between two versions of the same rows."""
    return [
        Edit(table, int(row), str(column), str(after.at[row, column] or ""))
        for row in before.index
        for column in before.columns
        if str(after.at[row, column] or "") != before.at[row, column]
    ]


def mended(files: Files, edits: Iterable[Edit]) -> dict[str, bytes]:
    """The files with the cells changed. A column that is not there is added."""
    by_table: dict[str, list[Edit]] = {}
    for edit in edits:
        by_table.setdefault(edit.table, []).append(edit)
    return {
        name: _mended_csv(name, data, by_table)
        if is_csv(name, data)
        else _mended_book(data, by_table)
        for name, data in files.items()
    }


def _mended_csv(name: str, data: bytes, edits: Mapping[str, list[Edit]]) -> bytes:
    found = [sheet for _, sheet in sheets({name: data})]
    own = edits.get(mask(found[0].name), []) if found else []
    if not own:
        return data
    records = [list(record) for record in found[0].records]
    for edit in own:
        _set(records, edit)
    out = StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(records)
    return out.getvalue().encode("utf-8-sig")


def _set(records: list[list[Cell]], edit: Edit) -> None:
    place = _place([as_text(cell) for cell in records[0]], edit)
    if place == len(records[0]):
        records[0].append(edit.column)
    record = records[edit.row - 1]
    record += [""] * (place + 1 - len(record))
    record[place] = edit.text


def _place(headings: list[str], edit: Edit) -> int:
    """Where the column is; after the last one where it is not there."""
    return headings.index(edit.column) if edit.column in headings else len(headings)


def _mended_book(data: bytes, edits: Mapping[str, list[Edit]]) -> bytes:
    book = open_book(data, values=True)
    for sheet in book.worksheets:
        for edit in edits.get(mask(sheet.title), []):
            headings = [as_text(cell.value) for cell in sheet[1]]
            place = _place(headings, edit) + 1
            if place > len(headings):
                write_text(sheet.cell(1, place), edit.column)
            write_text(sheet.cell(edit.row, place), edit.text)
    return saved(book)


def open_book(data: bytes, values: bool) -> Any:
    """A workbook that the reader has let through, with results or with formulas."""
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), data_only=values, keep_links=False)


def saved(book: Any) -> bytes:
    """A workbook's bytes."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_text(cell: Any, text: str) -> None:
    """Text into a cell, as text: never a formula, and without signs that no workbook can hold."""
    clean = _CONTROL.sub("", text)
    cell.value = clean or None
    if clean:
        cell.data_type = "s"


def read_connections(data: bytes) -> Mapped:
    """The connections in a file that was kept; none where it is something else."""
    try:
        kept = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        str(table): {str(old): str(new) for old, new in names.items()}
        for table, names in kept.items()
        if isinstance(names, dict)
    }


def connected(files: Files, mapping: Mapped) -> dict[str, bytes]:
    """The files with tables and headings renamed as the mapping says."""
    renamed = _renamed(files, mapping.get("", {}))
    edits = [
        Edit(mask(sheet.name), 1, heading, mapping[sheet.name][heading])
        for _, sheet in sheets(renamed)
        for heading in _headings(sheet)
        if heading in mapping.get(sheet.name, {})
    ]
    return mended(renamed, edits) if edits else renamed


def _headings(sheet: Sheet) -> list[str]:
    return [as_text(cell) for cell in sheet.records[0]] if sheet.records else []


def _renamed(files: Files, names: Mapping[str, str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, data in files.items():
        path = PurePath(name)
        if is_csv(name, data):
            found[path.with_stem(names.get(path.stem, path.stem)).name] = data
            continue
        if any(sheet.name in names for _, sheet in sheets({name: data})):
            book = open_book(data, values=True)
            for sheet in book.worksheets:
                sheet.title = names.get(sheet.title, sheet.title)
            data = saved(book)
        found[name] = data
    return found
