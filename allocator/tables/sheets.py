"""Sheets of an input as raw cells, before they are interpreted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocator.tables.schema import Cell

Record = Sequence[Cell]


@dataclass(frozen=True)
class CellPlace:
    """Where something stands in the user's own file, which notices name.

    Parameters
    ----------
    sheet, row, column
        As the spreadsheet shows them (row 1 is the first).
    value
        The cell as it may be shown.
    """

    sheet: str
    row: int
    column: str
    value: str


FILE_AND_TITLE = "{file}: {title}"
"""What a sheet is called where its input has several files."""


def own_title(name: str) -> str:
    """Return a sheet's own title, without the file that it is in.

    >>> own_title("plan.xlsx: tiltak"), own_title("tiltak")
    ('tiltak', 'tiltak')
    """
    return name.rpartition(": ")[2]


CellPlaces = Mapping[str, CellPlace]
"""English column name -> its place; "" for columns that are not named."""


@dataclass(frozen=True)
class InputSheet:
    """One sheet or CSV file.

    Parameters
    ----------
    name
        The sheet's or file's name, as a person sees it, without `.csv`; where the input has several
        files, with the workbook that it is in.
    records
        Every row from the first; records[0] is row 1, the heading.
    table
        The English name of the table it is; empty where its own name says so.
    places
        For each row after the heading where its cells come from; empty where the rows are the
        sheet's own.
    turned
        The records are the sheet's columns: records[0] is column A.
    """

    name: str
    records: Sequence[Record]
    table: str = ""
    places: Sequence[CellPlaces] = ()
    turned: bool = False
