"""Detection and masking of Norwegian identity numbers in every cell and name.

Eleven digits ddmmyyiiikk with two check digits; day + 40 in a D-number, month + 40 in an
H-number, month + 40, + 65 or + 80 in synthetic ones. From 2032 the remainder of the first check
digit may be 0 to 3. A spreadsheet may have lost a leading zero.
"""

import re

from allocator.notices import Notice
from allocator.tables.parse import as_text
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_text

_CANDIDATE = re.compile(r"(?<!\d)(?<!\d[.,])(\d{5,6})[ \u00a0\u2009\u202f-]?(\d{5})(?!\d)")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FIRST_REMAINDERS = frozenset({0, 1, 2, 3})
_DAYS = frozenset((*range(1, 32), *range(41, 72)))
_MONTHS = frozenset(month + more for more in (0, 40, 65, 80) for month in range(1, 13))
_SHORTEST = 10
_LEAST, _MOST = 10**9, 10**11 - 1


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits have the dates and check digits of an identity number.

    >>> is_identity_number("01815012352"), is_identity_number("01815012353")  # a synthetic one
    (True, False)
    """
    numbers = [int(digit) for digit in digits]
    if int(digits[:2]) not in _DAYS or int(digits[2:4]) not in _MONTHS:
        return False
    first = sum(a * b for a, b in zip(numbers, _FIRST_WEIGHTS, strict=False)) % 11
    second = sum(a * b for a, b in zip(numbers, _SECOND_WEIGHTS, strict=True)) % 11
    return first in _FIRST_REMAINDERS and second == 0


def mask(text: str) -> str:
    """Return the text with the last five digits of every identity number in it hidden.

    >>> mask("018150 12352"), mask("018150 12353")
    ('018150*****', '018150 12353')
    """
    return _CANDIDATE.sub(_hidden, text) if len(text) >= _SHORTEST else text


def _hidden(match: re.Match[str]) -> str:
    digits = (match[1] + match[2]).zfill(11)
    return f"{match[1]}*****" if is_identity_number(digits) else match[0]


def screened_name(name: str) -> tuple[str, list[Notice]]:
    """Return a file's or sheet's name as it may be shown, and the error if it holds a number."""
    shown = mask(name)
    return shown, [] if shown == name else [Notice("identity-number-in-name", value=shown)]


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
    if cell.__class__ is str:
        text = str(cell)
        if len(text) < _SHORTEST:
            return ""
    elif isinstance(cell, (int, float)) and _LEAST <= cell <= _MOST and cell == int(cell):
        text = str(int(cell))
    else:
        return ""
    shown = mask(text)
    return "" if shown == text else normalise_text(shown)


def _without(record: Record, masked: dict[int, str]) -> list[Cell]:
    return [
        BadCell("identity-number", masked[column], reported=True) if column in masked else cell
        for column, cell in enumerate(record)
    ]


def _error(name: str, records: list[Record], row: int, column: int) -> Notice:
    heading = as_text(records[0][column]) if column < len(records[0]) else ""
    return Notice("identity-number", name, row + 1, heading, as_text(records[row][column]))
