"""Lists of shifts that several sheets hold, as one: a file a month, or a file an employee.

Only of shifts: a shift that is there twice is found, and results name no rows of `vakter`. Of what
is planned or decided a row's number says which it is, so that its rows must be in one sheet.
"""

from collections.abc import Mapping

from allocator.tables.parse import as_text
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet


def joined(sheet: InputSheet | None, other: InputSheet) -> InputSheet | None:
    """Return two mapped lists of shifts as one, each row knowing where it stands.

    Returns
    -------
    None where one of them is no mapped list of shifts, or it is a copy of the other.
    """
    if sheet is None or not sheet.table == other.table == "shifts":
        return None
    if not (sheet.places and other.places) or sheet.records == other.records:
        return None
    headings = list(dict.fromkeys([*_headings(sheet), *_headings(other)]))
    rows = [[row.get(name) for name in headings] for own in (sheet, other) for row in _rows(own)]
    return InputSheet(sheet.name, [headings, *rows], sheet.table, [*sheet.places, *other.places])


def _headings(sheet: InputSheet) -> list[str]:
    return [as_text(cell) for cell in sheet.records[0]]


def _rows(sheet: InputSheet) -> list[Mapping[str, Cell]]:
    names = _headings(sheet)
    return [dict(zip(names, record, strict=False)) for record in sheet.records[1:]]
