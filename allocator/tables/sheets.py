"""A table as a file gives it, before anything in it is understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.tables.schema import Cell

Record = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet or CSV file.

    Parameters
    ----------
    name : the sheet's or file's name, as a person sees it, without `.csv`.
    records : every row from the first; records[0] is row 1, the heading.
    """

    name: str
    records: Sequence[Record]
