"""Mending an input on the spot: cells and headings changed in the files' own bytes.

No Streamlit here. A mend gives new files and leaves the old as they were, so that it can be
taken back. A workbook is written anew with values in place of formulas.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import islice
from pathlib import PurePath
from typing import Any

import pandas as pd

from allocator.tables.delimited import read_csv
from allocator.tables.headings import table_named
from allocator.tables.identity import mask, screened
from allocator.tables.parse import as_text
from allocator.tables.schema import Cell
from allocator.tables.sheets import Sheet
from allocator.tables.source import is_csv, is_mapping
from allocator.tables.workbook import read_workbook

Files = Mapping[str, bytes]
DEEPEST = 40
"""Rows in which headings are looked for."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
        if is_mapping(name):
            continue
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
            headings = _headings(records[: min(rows, default=1) - 1])
            found = {
                row: _texts(records[row - 1], len(headings)) for row in rows if row <= len(records)
            }
            frame = pd.DataFrame.from_dict(found, orient="index", columns=headings, dtype="str")
            return frame.loc[:, [bool(name) for name in headings]]
    return pd.DataFrame()


def _headings(above: Sequence[Sequence[Cell]]) -> list[str]:
    """The fullest of the rows above, the first of equals."""
    rows = [[as_text(cell) for cell in record] for record in above[:DEEPEST]]
    return max(rows, key=lambda texts: sum(map(bool, texts)), default=[])


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
    return {name: _mended(name, data, by_table) for name, data in files.items()}


def _mended(name: str, data: bytes, edits: Mapping[str, list[Edit]]) -> bytes:
    if is_mapping(name):
        return data
    return _mended_csv(name, data, edits) if is_csv(name, data) else _mended_book(data, edits)


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
    records += [[] for _ in range(edit.row - len(records))]
    top, place = _place(([as_text(cell) for cell in record] for record in records), edit.column)
    if place == len(records[top]):
        records[top].append(edit.column)
    record = records[edit.row - 1]
    record += [""] * (place + 1 - len(record))
    record[place] = edit.text


def _place(rows: Iterable[Sequence[str]], column: str) -> tuple[int, int]:
    """Row and column of a heading, from 0; after the last of the first row where it is nowhere."""
    width = 0
    for at, texts in enumerate(islice(rows, DEEPEST)):
        width = width or len(texts)
        if column in texts:
            return at, list(texts).index(column)
    return 0, width


def _mended_book(data: bytes, edits: Mapping[str, list[Edit]]) -> bytes:
    book = open_book(data, values=True)
    for sheet in book.worksheets:
        for edit in edits.get(mask(sheet.title), []):
            rows = ([as_text(cell.value) for cell in row] for row in sheet.iter_rows())
            top, place = _place(rows, edit.column)
            if sheet.cell(top + 1, place + 1).value is None:
                write_text(sheet.cell(top + 1, place + 1), edit.column)
            write_text(sheet.cell(edit.row, place + 1), edit.text)
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


def with_rows(files: Files, table: str, rows: pd.DataFrame) -> dict[str, bytes]:
    """The files with rows added to a table, which is made where it is not there.

    Parameters
    ----------
    table : its Norwegian name.
    rows : text by heading.
    """
    known = table_named(table)
    for _, sheet in sheets(files):
        if table_named(sheet.name) is known:
            first = len(sheet.records) + 1
            edits = [
                Edit(mask(sheet.name), first + place, str(column), str(text or ""))
                for place, row in enumerate(rows.to_dict("records"))
                for column, text in row.items()
            ]
            return mended(files, edits)
    books = [name for name, data in files.items() if _is_book(name, data)]
    if not books:
        text = rows.to_csv(sep=";", index=False, lineterminator="\r\n")
        return {**files, f"{table}.csv": text.encode("utf-8-sig")}
    book = open_book(files[books[0]], values=True)
    made = book.create_sheet(table)
    for place, column in enumerate(rows.columns, start=1):
        write_text(made.cell(1, place), str(column))
        for line, text in enumerate(rows[column], start=2):
            write_text(made.cell(line, place), str(text or ""))
    return {**files, books[0]: saved(book)}


def _is_book(name: str, data: bytes) -> bool:
    return not is_mapping(name) and not is_csv(name, data)
