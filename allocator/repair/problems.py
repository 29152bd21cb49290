"""Notices grouped into problems that one correction solves, with what may be written instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pandas as pd

from allocator.notices import Notice
from allocator.repair.edits import Edit, Files, sheets_by_file
from allocator.tables.headings import column_headed, table_named
from allocator.tables.parse import as_text
from allocator.tables.schema import Column, ColumnKind, Table
from allocator.tables.sheets import InputSheet
from allocator.tables.words import closest, normalise_word
from allocator.terms import SERVICES, WORDS

IN_HEADING: Final = frozenset({"column-misspelt", "column-unknown"})
BY_HAND: Final = frozenset({"identity-number", "duplicate-column", "column-in-both-languages"})
"""What no new text in a single cell would repair, or what must not be typed again here."""
REFERENCES: Final = {
    "resident-unknown": ("residents", "resident"),
    "group-unknown": ("groups", "group"),
    "unit-unknown": ("unit", "unit"),
    "shift-code-unknown": ("shift_codes", "code"),
}
"""Code of a name that is not known -> the table and column that have those that are."""
IN_ANY_COLUMN: Final = frozenset(
    {"shift-code-unknown", "rota-text-beside-clock", "rota-cell-unclear"}
)
"""What is wrong with a cell of a rota whatever day it is under."""
EACH_ITS_OWN: Final = frozenset({"formula-not-calculated", "excel-error"})
"""What looks alike in cells that are to hold different things."""
MEANINGS: Final = {
    "duration-ambiguous": ("hours_minutes", "decimal"),
    "duration-with-point": ("decimal",),
    "number-ambiguous": ("large", "small"),
}
"""Facts of a notice that are what may have been meant."""
_KINDS: Final = {ColumnKind.YES_NO: "yes_no", ColumnKind.WEEKDAY: "weekday"}


class Label(NamedTuple):
    """A choice as people read it, in both languages."""

    nb: str
    en: str

    def in_language(self, language: str) -> str:
        """Return it in nb or en."""
        return self.nb if language == "nb" else self.en


Choices = Mapping[str, Label]
"""What is written -> how it is read."""


@dataclass(frozen=True)
class Problem:
    """Cells that one correction repairs: the same error with the same value.

    Parameters
    ----------
    notices
        All of them, as they were found.
    choices
        What may be written, where that is a list.
    suggestion
        What was probably meant.
    is_open
        Whether something else than a choice may be written, too.
    """

    notices: tuple[Notice, ...]
    choices: Choices = field(default_factory=dict)
    suggestion: str = ""
    is_open: bool = False

    @property
    def notice(self) -> Notice:
        """The first of the notices."""
        return self.notices[0]

    @property
    def cells(self) -> tuple[tuple[int, str], ...]:
        """Row as the spreadsheet shows it, and column, of each cell; empty where it is none."""
        return tuple(dict.fromkeys((n.row, n.column) for n in self.notices if n.row is not None))

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the cells."""
        return tuple(dict.fromkeys(row for row, _ in self.cells))

    @property
    def repairable(self) -> bool:
        """Whether new text in its cells can repair it."""
        notice = self.notice
        in_cell = bool(notice.table and notice.column and self.cells)
        return in_cell and notice.code not in BY_HAND

    @property
    def in_heading(self) -> bool:
        """Whether it is the heading of a column that is wrong."""
        return self.notice.code in IN_HEADING

    def edits(self, text: str) -> list[Edit]:
        """Return the changes that put this text into every cell of it."""
        return [Edit(self.notice.table, row, column, text) for row, column in self.cells]


def problems(
    notices: Iterable[Notice], files: Files, tables: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Group notices by what repairs them, in the order they were found.

    Parameters
    ----------
    notices
        What was found in the input.
    files
        The input, by file name.
    tables
        English table name -> its rows, from which an unknown name is chosen.
    """
    groups: dict[tuple[str, ...], list[Notice]] = {}
    for notice in notices:
        in_column = notice.table and notice.column and notice.code not in EACH_ITS_OWN
        alone = "" if in_column else str(id(notice))
        unit = notice.unit if notice.code in REFERENCES else ""
        column = "" if notice.code in IN_ANY_COLUMN else notice.column
        key = (notice.code, notice.table, column, notice.value, unit, alone)
        groups.setdefault(key, []).append(notice)
    present = {sheet.name: sheet for _, sheet in sheets_by_file(files)} if groups else {}
    return [_problem(tuple(group), present, tables) for group in groups.values()]


def _problem(
    group: tuple[Notice, ...],
    present: Mapping[str, InputSheet],
    tables: Mapping[str, pd.DataFrame],
) -> Problem:
    first = group[0]
    suggestion = str(first.facts.get("suggestion", ""))
    if first.code in REFERENCES:
        known = _known(first, tables)
        in_rota = first.code in IN_ANY_COLUMN  # a cell may have a clock in place of a code
        if in_rota and first.facts.get("code") != first.value:
            return Problem(group)
        return Problem(group, _unworded(known), closest(first.value, known), in_rota)
    table = table_named(first.table)
    if table is None:
        return Problem(group, {}, suggestion)
    if first.code in IN_HEADING:
        choices = _free_headings(table, present[first.table])
        return Problem(group, choices, _in_choices(suggestion, choices))
    meant = [str(first.facts[name]) for name in MEANINGS.get(first.code, ())]
    choices = _unworded(meant) or _choices(table, first.column)
    return Problem(group, choices, _in_choices(suggestion, choices))


def _known(notice: Notice, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the names that are known where a notice's is not: those of its unit, if it has one."""
    table, column = REFERENCES[notice.code]
    rows = tables[table]
    if notice.unit and column != "unit":
        rows = rows[rows["unit"] == notice.unit]
    return list(dict.fromkeys(str(name) for name in rows[column] if name))


def _unworded(texts: Iterable[str]) -> dict[str, Label]:
    """Return choices that are read as they are written."""
    return {text: Label(text, text) for text in texts}


def _free_headings(table: Table, sheet: InputSheet) -> dict[str, Label]:
    """Return the headings that a sheet lacks, in the language of those that it has."""
    there = [as_text(cell) for cell in sheet.records[0]]
    known = [(heading, column) for heading in there if (column := column_headed(table, heading))]
    english = sum(_is_english(column, heading) for heading, column in known)
    in_english = 2 * english > len(known)
    taken = {column.name for _, column in known}
    return {
        column.name if in_english else column.norwegian: Label(column.norwegian, column.name)
        for column in table.columns
        if column.name not in taken
    }


def _is_english(column: Column, heading: str) -> bool:
    return normalise_word(heading) != normalise_word(column.norwegian)


def _choices(table: Table, heading: str) -> dict[str, Label]:
    """Return what may be written in a column, where that is a list, in its heading's language."""
    column = column_headed(table, heading)
    if column is None:
        return {}
    if column.kind is ColumnKind.SERVICE:
        return {str(code): _service(code) for code in SERVICES}
    words = column.choices if column.kind is ColumnKind.WORD else {}
    if column.kind in _KINDS:
        kind = WORDS[_KINDS[column.kind]]
        words = {english: spellings[0] for english, spellings in kind.items()}
    in_english = _is_english(column, heading)
    return {
        english if in_english else norwegian: Label(norwegian, english)
        for english, norwegian in words.items()
    }


def _service(code: int) -> Label:
    """Return code and official name, which is Norwegian in both languages."""
    name = f"{code} {SERVICES[code].name}"
    return Label(name, name)


def _in_choices(suggestion: str, choices: Choices) -> str:
    """Return a suggested word as it stands among the choices, whose language may be another."""
    return next((text for text, label in choices.items() if suggestion in label), suggestion)
