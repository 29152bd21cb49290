"""The schema: tables and columns with kind of cell, default, limits and help in both languages.

The tables themselves are declared in `declared.py`. Reading, checking, the template and the
documentation all use these declarations and no list of their own.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from allocator import terms


class ColumnKind(StrEnum):
    """The kinds of cell."""

    TEXT = "text"
    CLOCK = "clock"
    MINUTES = "minutes"
    DURATION = "duration"
    DATE = "date"
    WHOLE = "whole"
    NUMBER = "number"
    WORD = "word"
    YES_NO = "yes_no"
    WEEKDAY = "weekday"
    WEEKDAYS = "weekdays"
    PARTS = "parts"
    SERVICE = "service"
    COMPETENCE = "competence"
    COMPETENCES = "competences"
    ORGANISATION = "organisation"


class ServiceCode(NamedTuple):
    """A service as a cell names it."""

    code: int
    written: int
    """The code before 12 and 13 became 29."""
    rolling: bool | None = None
    """True for 08.01, False for 08.02, None where the cell does not say."""


class BadCell(NamedTuple):
    """A cell that cannot be read before its column is even known."""

    code: str
    shown: str
    """The cell as it may be shown: identity numbers masked."""
    reported: bool = False
    """Whether its notice has been given already."""


Cell = str | int | float | bool | datetime | date | time | timedelta | BadCell | None
"""A cell as a file gives it: text from CSV, Excel's own types from a workbook."""
Value = str | float | bool | date | ServiceCode | tuple[int, ...] | tuple[str, ...] | None
"""A cell as the program reads it; times in minutes [min]."""

EMPTY: Final[dict[ColumnKind, Value]] = {
    ColumnKind.TEXT: "",
    ColumnKind.WORD: "",
    ColumnKind.COMPETENCE: "",
    ColumnKind.ORGANISATION: "",
    ColumnKind.COMPETENCES: (),
    ColumnKind.WEEKDAYS: tuple(range(terms.DAYS_PER_WEEK)),
    ColumnKind.PARTS: terms.PARTS,
    ColumnKind.YES_NO: False,
    ColumnKind.DATE: None,
    ColumnKind.SERVICE: None,
    ColumnKind.CLOCK: math.nan,
    ColumnKind.MINUTES: math.nan,
    ColumnKind.DURATION: math.nan,
    ColumnKind.WHOLE: math.nan,
    ColumnKind.NUMBER: math.nan,
    ColumnKind.WEEKDAY: math.nan,
}
"""What an empty cell is where its column has no default."""

FIRST_DATE: Final = date(1950, 1, 1)
LAST_DATE: Final = date(2149, 12, 31)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, norwegian
        The heading in both languages.
    kind
        What a cell holds.
    nb, en
        Help for the person who fills it in.
    required
        Every row must have it.
    default
        The typed value of an empty cell.
    words
        For words, the vocabularies of `terms.WORDS` it draws on; for text, words that are
        recognised among free text.
    refused
        English word -> notice code, for words that belong in another table.
    minimum, maximum, above
        Limits, in minutes [min] where the kind is a time.
    """

    name: str
    norwegian: str
    kind: ColumnKind
    nb: str
    en: str
    required: bool = False
    default: Value = None
    words: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict, hash=False)
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None

    @property
    def blank(self) -> Value:
        """What an empty cell becomes."""
        return EMPTY[self.kind] if self.default is None else self.default

    @property
    def headings(self) -> tuple[str, ...]:
        """Every accepted heading, Norwegian first."""
        return (self.norwegian, self.name)

    @property
    def choices(self) -> dict[str, str]:
        """English word -> Norwegian word, of a column of words."""
        return {
            word: spellings[0]
            for kind in self.words
            for word, spellings in terms.WORDS[kind].items()
            if word not in self.refused
        }


@dataclass(frozen=True)
class Table:
    """One table.

    Parameters
    ----------
    name, norwegian
        Its name in both languages.
    nb, en
        What it is for.
    row
        The class of its rows: a field for each column, and where the row stands.
    columns
        In order.
    required
        Every input must have it.
    """

    name: str
    norwegian: str
    nb: str
    en: str
    row: type[Any]
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """Return the column with that English name."""
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        """Whether there is a column with that English name."""
        return any(column.name == name for column in self.columns)
