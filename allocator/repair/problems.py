"""Notices grouped into problems that one correction solves, with what may be written instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocator.notices import Notice
from allocator.repair.edits import Edit, Files, sheets_by_file
from allocator.tables.headings import column_headed, table_named
from allocator.tables.parse import as_text
from allocator.tables.schema import ColumnKind, Table
from allocator.tables.sheets import InputSheet
from allocator.tables.words import closest, normalise_word
from allocator.terms import SERVICES, WORDS

IN_HEADING = frozenset({"column-misspelt", "column-unknown"})
BY_HAND = frozenset({"identity-number", "duplicate-column", "column-in-both-languages"})
"""What no new text in a single cell would repair, or what must not be typed again here."""
UNKNOWN_RESIDENT = "resident-unknown"
MEANINGS = {
    "duration-ambiguous": ("hours_minutes", "decimal"),
    "duration-with-point": ("decimal",),
    "number-ambiguous": ("large", "small"),
}
"""Facts of a notice that are what may have been meant."""


@dataclass(frozen=True)
class Problem:
    """Cells that one correction repairs: the same error with the same value of one column.

    Parameters
    ----------
    notice
        The first of the notices.
    rows
        Its rows as the spreadsheet shows them; empty where it is no cell.
    choices
        What may be written, where that is a list.
    suggestion
        What was probably meant.
    """

    notice: Notice
    rows: tuple[int, ...]
    choices: tuple[str, ...] = ()
    suggestion: str = ""

    @property
    def repairable(self) -> bool:
        """Whether new text in its cells can repair it."""
        notice = self.notice
        in_cell = bool(notice.table and notice.column and self.rows)
        return in_cell and notice.code not in BY_HAND

    def edits(self, text: str) -> list[Edit]:
        """Return the changes that put this text into every cell of it."""
        return [Edit(self.notice.table, row, self.notice.column, text) for row in self.rows]


def problems(
    notices: Iterable[Notice], files: Files, residents: Mapping[str, Sequence[str]] | None = None
) -> list[Problem]:
    """Group notices by what repairs them, in the order they were found.

    Parameters
    ----------
    notices
        What was found in the input.
    files
        The input, by file name.
    residents
        Unit -> its residents, from whom an unknown one is chosen.
    """
    groups: dict[tuple[str, ...], list[Notice]] = {}
    for notice in notices:
        alone = "" if notice.table and notice.column else str(id(notice))
        unit = notice.unit if notice.code == UNKNOWN_RESIDENT else ""
        key = (notice.code, notice.table, notice.column, notice.value, unit, alone)
        groups.setdefault(key, []).append(notice)
    present = {sheet.name: sheet for _, sheet in sheets_by_file(files)} if groups else {}
    return [_problem(group, present, residents or {}) for group in groups.values()]


def _problem(
    group: Sequence[Notice],
    present: Mapping[str, InputSheet],
    residents: Mapping[str, Sequence[str]],
) -> Problem:
    first = group[0]
    rows = tuple(dict.fromkeys(notice.row for notice in group if notice.row is not None))
    suggestion = str(first.facts.get("suggestion", ""))
    if first.code == UNKNOWN_RESIDENT:
        own = tuple(residents.get(first.unit, ()))
        return Problem(first, rows, own, closest(first.value, own))
    table = table_named(first.table)
    if table is None:
        return Problem(first, rows, (), suggestion)
    if first.code in IN_HEADING:
        headings = {normalise_word(as_text(cell)) for cell in present[first.table].records[0]}
        free = [c for c in table.columns if not headings & set(map(normalise_word, c.headings))]
        return Problem(first, rows, tuple(column.norwegian for column in free), suggestion)
    meant = tuple(str(first.facts[name]) for name in MEANINGS.get(first.code, ()))
    return Problem(first, rows, meant or _choices(table, first.column), suggestion)


def _choices(table: Table, heading: str) -> tuple[str, ...]:
    """Return what may be written in a column, where that is a list."""
    column = column_headed(table, heading)
    if column is None:
        return ()
    if column.kind is ColumnKind.WORD:
        return tuple(column.choices.values())
    if column.kind is ColumnKind.YES_NO:
        return tuple(spellings[0] for spellings in WORDS["yes_no"].values())
    if column.kind is ColumnKind.WEEKDAY:
        return tuple(spellings[0] for spellings in WORDS["weekday"].values())
    if column.kind is ColumnKind.SERVICE:
        return tuple(str(code) for code in SERVICES)
    return ()
