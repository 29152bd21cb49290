"""Rows of a foreign list that are left out: those that its mapping says, such as open shifts."""

from collections.abc import Mapping

from allocator.notices import Notice
from allocator.tables.accounts import LEFT_OUT, RowLedger
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.mapping.file import SheetMapping
from allocator.tables.numbers import spans
from allocator.tables.parse import as_text
from allocator.tables.rotas.staff import is_open
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_word, shorten


def without_left_out(
    sheet: InputSheet, mapping: SheetMapping, ledger: RowLedger
) -> tuple[InputSheet, list[Notice]]:
    """Return a sheet with the rows that its mapping leaves out emptied, and the account of them.

    A row keeps its number: it is emptied, not taken away.
    """
    columns = _columns(sheet, mapping)
    rows = [row for row, record in enumerate(sheet.records) if _is_left_out(record, columns)]
    if not rows:
        return sheet, []
    ledger.put(sheet.name, [row + 1 for row in rows], LEFT_OUT)
    records: list[Record] = list(sheet.records)
    for row in rows:
        records[row] = ()
    facts = {
        "count": str(len(rows)),
        "where": spans([row + 1 for row in rows]),
        "columns": ", ".join(shorten(name) for name in mapping.left_out),
        "file": mapping.file,
    }
    notice = Notice("mapping-rows-left-out", sheet.name, facts=facts)
    return InputSheet(sheet.name, records), [notice]


def _columns(sheet: InputSheet, mapping: SheetMapping) -> dict[int, frozenset[str]]:
    """Return, for each column that decides, the words that leave its row out."""
    return {
        index: words
        for record in sheet.records[:HEADING_ROWS]
        if mapping.left_out
        for index, cell in enumerate(record)
        if (words := mapping.left_out.get(normalise_word(as_text(cell))))
    }


def _is_left_out(record: Record, columns: Mapping[int, frozenset[str]]) -> bool:
    return any(
        index < len(record) and normalise_word(as_text(record[index])) in words
        for index, words in columns.items()
    )


def open_shifts(sheet: InputSheet, top: int, headings: Mapping[int, str]) -> list[Notice]:
    """Return an error for each row below the headings in row `top` that says that nobody has it."""
    notices = []
    for row, record in enumerate(sheet.records[top + 1 :], start=top + 2):
        for index, cell in enumerate(record):
            if index in headings and is_open(as_text(cell)):
                value = shorten(as_text(cell))
                notices.append(Notice("shift-open", sheet.name, row, headings[index], value))
                break
    return notices
