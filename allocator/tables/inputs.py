"""The result of reading: the typed tables of one input, and its notices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from allocator.notices import Notice
from allocator.tables.accounts import SheetAccount
from allocator.tables.checks.book import Book


@dataclass(frozen=True)
class Inputs:
    """One input, read and checked; it may hold many units.

    Parameters
    ----------
    tables
        Typed frames by English table name; every table of the contract is there, possibly
        empty, with all its columns under their English names and `row`, the row as the
        spreadsheet shows it (the heading is row 1). Clock times, minutes and durations are in
        minutes [min]; hours of decisions too, per the row's own `per`.
    notices
        All that was found; an error among them means that nothing may be calculated.
    sha256
        Of the input's bytes.
    names
        English table name -> name as in the input (the Norwegian one if it was not there).
    book
        Units and decisions with their cells, for checks that need the catalogue's numbers.
    accounts
        What became of the rows of each sheet.
    """

    tables: Mapping[str, pd.DataFrame]
    notices: tuple[Notice, ...]
    sha256: str
    names: Mapping[str, str]
    book: Book = field(repr=False, compare=False)
    accounts: tuple[SheetAccount, ...] = ()
