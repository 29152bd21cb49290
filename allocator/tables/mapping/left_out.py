"""Rows of a foreign list that are left out: those that its mapping says, such as open shifts."""

from collections.abc import Mapping, Sequence

from allocator.notices import Notice
from allocator.tables.accounts import LEFT_OUT, RowLedger
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.mapping.file import SheetMapping
from allocator.tables.numbers import spans
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas.staff import is_open
from allocator.tables.schema import Cell
from allocator.tables.sheets import CellPlace, InputSheet, Record
from allocator.tables.words import normalise_word, shorten


def without_left_out(
    sheet: InputSheet, mapping: SheetMapping, ledger: RowLedger
) -> tuple[InputSheet, list[Notice]]:
    """Return a sheet with the rows that its mapping leaves out emptied, and the account of them.

    A row keeps its number: it is emptied, not taken away.
    """
    leaves_out = mapping.leaves_out
    top, columns = _columns(sheet, leaves_out)
    below = enumerate(sheet.records[top + 1 :], start=top + 1)
    rows = [row for row, record in below if _is_left_out(record, columns)]
    if not rows:
        return sheet, []
    ledger.put(sheet.name, [row + 1 for row in rows], LEFT_OUT)
    records: list[Record] = list(sheet.records)
    for row in rows:
        records[row] = ()
    facts = {
        "count": str(len(rows)),
        "where": spans([row + 1 for row in rows]),
        "columns": ", ".join(shorten(name) for name in leaves_out),
        "file": mapping.file,
    }
    notice = Notice("mapping-rows-left-out", sheet.name, facts=facts)
    return InputSheet(sheet.name, records), [notice]


def _columns(
    sheet: InputSheet, leaves_out: Mapping[str, frozenset[str]]
) -> tuple[int, dict[int, frozenset[str]]]:
    """Return the last row of headings, from 0, and of each column the words that leave rows out."""
    top, columns = -1, {}
    for row, record in enumerate(sheet.records[:HEADING_ROWS] if leaves_out else ()):
        for index, cell in enumerate(record):
            if words := leaves_out.get(normalise_word(as_text(cell))):
                top, columns[index] = row, words
    return top, columns


def _is_left_out(record: Record, columns: Mapping[int, frozenset[str]]) -> bool:
    """Whether a row has one of the words, or nothing where nothing is one of them."""
    return not all(map(is_blank, record)) and any(
        normalise_word(as_text(record[index]) if index < len(record) else "") in words
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


def nobodys(
    rows: Sequence[tuple[Mapping[str, Cell], Mapping[str, CellPlace]]],
) -> list[Notice]:
    """Return an error for each shift without an employee in a list where others have one."""
    if not any("staff_id" in cells for cells, _ in rows):
        return []
    return [
        Notice("shift-nobodys", where.sheet, where.row, where.column)
        for cells, places in rows
        if "staff_id" not in cells and (where := places.get("staff_id"))
    ]
