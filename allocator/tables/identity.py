"""Screening of an input: identity numbers in cells, headings and names are errors, and masked."""

from collections.abc import Iterable

from allocator.identity import holds_identity_number, mask, too_short
from allocator.notices import Notice
from allocator.sanitise import sanitise
from allocator.tables.parse import as_text
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_text, shorten

_LEAST, _MOST = 10**9, 10**11 - 1
_LEAST_GROUPED = 10**5
"""A number of six digits and five decimals is one that was written with a point between."""


def screened_name(name: str) -> tuple[str, list[Notice]]:
    """Return a file's or sheet's name as it may be shown, and the error if it holds a number."""
    notices = [Notice("identity-number-in-name", value=name)] if holds_identity_number(name) else []
    return sanitise(name), notices


def holds_identity_error(notices: Iterable[Notice]) -> bool:
    """Say whether an input was refused for an identity number in it."""
    return any(notice.code.startswith("identity-number") for notice in notices)


def with_identity_number(texts: Iterable[str]) -> str:
    """Return the first line that holds a number as it may be shown; empty where none does."""
    for text in texts:
        if holds_identity_number(text):
            before, after = text.splitlines(), mask(text).splitlines()
            changed = [new for new in after if new not in before]
            return shorten(next(iter(changed), ""))
    return ""


def screened(sheet: InputSheet) -> tuple[InputSheet, list[Notice]]:
    """Return the sheet with identity numbers masked, and an error for each of them."""
    notices: list[Notice] = []
    records = list(sheet.records)
    for row, record in enumerate(records):
        hits = [(column, shown) for column, cell in enumerate(record) if (shown := _masked(cell))]
        if hits:
            records[row] = _without(record, dict(hits))
            notices += [_error(sheet.name, records, row, column) for column, _ in hits]
    return (InputSheet(sheet.name, records), notices) if notices else (sheet, [])


def _masked(cell: Cell) -> str:
    """Return what may be shown of a cell with a number in it; empty for any other cell."""
    text = as_written(cell)
    if too_short(text):
        return ""
    shown = mask(text)
    return "" if shown == text else normalise_text(shown)


def as_written(cell: object) -> str:
    """Return the text of a cell that may hold an identity number; empty for any other cell."""
    if isinstance(cell, str):
        return cell
    if not isinstance(cell, int | float) or not _LEAST_GROUPED <= cell <= _MOST:
        return ""
    if cell == int(cell):
        return str(int(cell)) if cell >= _LEAST else ""
    return repr(cell)


def _without(record: Record, masked: dict[int, str]) -> list[Cell]:
    return [
        BadCell("identity-number", masked[column], reported=True) if column in masked else cell
        for column, cell in enumerate(record)
    ]


def _error(name: str, records: list[Record], row: int, column: int) -> Notice:
    heading = as_text(records[0][column]) if column < len(records[0]) else ""
    return Notice("identity-number", name, row + 1, heading, as_text(records[row][column]))
