"""Recognition of tables by sheet name, and of columns by heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from allocator.notices import Notice
from allocator.tables.declared import TABLES
from allocator.tables.parse import as_text, is_blank
from allocator.tables.schema import Cell, Column, Table
from allocator.tables.sheets import own_title
from allocator.tables.words import closest, normalise_word, shorten

INSTRUCTIONS: Final = "Les meg"
"""The sheet of instructions of our own template; it is skipped with a notice."""
MISSPELT: Final = "column-misspelt"
"""The code of the notice of a heading that is nearly one of ours."""
HEADING_ROWS = 40
"""Rows in which the headings of a sheet of another form are looked for."""


def table_named(name: str) -> Table | None:
    """Return the table that a sheet or file name means, in either language."""
    return _TABLE_NAMES.get(normalise_word(own_title(name)))


def resembled_table(name: str) -> Table | None:
    """Return the table that an unknown name may be a misspelling of."""
    near = closest(own_title(name), _TABLE_NAMES)
    return _TABLE_NAMES[near] if near else None


_TABLE_NAMES = {
    normalise_word(name): table
    for table in TABLES.values()
    for name in (table.norwegian, table.name)
}


def column_headed(table: Table, heading: str) -> Column | None:
    """Return the column of a table that a heading names, in either language."""
    wanted = normalise_word(heading)
    return next((c for c in table.columns if wanted in map(normalise_word, c.headings)), None)


@dataclass
class Headings:
    """Where the columns of a table are.

    Parameters
    ----------
    places
        English column name -> position.
    shown
        English column name -> heading as in the input.
    unknown
        Positions of columns that are not the table's.
    notices
        What was found in the heading row.
    """

    places: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def match(table: Table, sheet_name: str, cells: Sequence[Cell]) -> Headings:
    """Return the columns that a heading row names, and every mistake in it."""
    headings = Headings()
    known = {normalise_word(name): column for column in table.columns for name in column.headings}
    strangers: list[tuple[int, str]] = []
    for position, cell in enumerate(cells):
        heading = shorten(as_text(cell))
        column = known.get(normalise_word(heading))
        if is_blank(cell):
            continue
        if column is None:
            strangers.append((position, heading))
        elif column.name in headings.places:
            headings.notices.append(_twice(sheet_name, headings.shown[column.name], heading))
        else:
            headings.places[column.name] = position
            headings.shown[column.name] = heading
    for position, heading in strangers:
        headings.unknown.append(position)
        headings.notices.append(_stranger(table, sheet_name, heading, headings.places))
    for column in table.columns:
        if column.required and column.name not in headings.places:
            facts = {"expected": column.norwegian, "expected_en": column.name}
            headings.notices.append(Notice("column-missing", sheet_name, 1, facts=facts))
        headings.shown.setdefault(column.name, column.norwegian)
    return headings


def _twice(sheet_name: str, first: str, second: str) -> Notice:
    code = (
        "duplicate-column"
        if normalise_word(first) == normalise_word(second)
        else "column-in-both-languages"
    )
    return Notice(code, sheet_name, 1, second, facts={"other": first})


def _stranger(table: Table, sheet_name: str, heading: str, present: Iterable[str]) -> Notice:
    """Return the notice of a heading that the table does not have, perhaps misspelt."""
    near = closest(heading, [name for column in table.columns for name in column.headings])
    near = near or _begins_like(table.columns, heading, set(present))
    if near:
        return Notice(MISSPELT, sheet_name, 1, heading, facts={"suggestion": near})
    return Notice("column-unknown", sheet_name, 1, heading)


def _begins_like(columns: Iterable[Column], heading: str, present: set[str]) -> str:
    """Return the missing column with whose name the heading begins (`minutter per gang`)."""
    for column in columns:
        for name in column.headings:
            if column.name not in present and normalise_word(heading).startswith(
                normalise_word(name) + "_"
            ):
                return name
    return ""
