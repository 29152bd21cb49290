"""Names that one table uses and another defines; names that may stand only once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pandas as pd

from allocator.notices import Notice
from allocator.tables.bounds import MAX_SUGGESTIONS, MAX_WRONG
from allocator.tables.checks.book import Book
from allocator.tables.checks.lookalikes import LOOK_ALIKES, alike
from allocator.tables.interpret import NOT_READ
from allocator.tables.lookalikes import skeleton
from allocator.tables.schema import BadCell
from allocator.tables.words import closest

_MENTIONED = 8
"""How many known names a notice mentions."""
_UNIQUE = {
    "unit": ("unit",),
    "residents": ("unit", "resident"),
    "interventions": ("unit", "intervention"),
    "groups": ("unit", "group"),
    "shift_codes": ("unit", "code"),
}


def unknown_units(book: Book) -> Iterator[Notice]:
    """Every `enhet` of another table is one of the table `enhet`."""
    if not book.complete("unit", "unit"):
        return
    units = book.frames["unit"]["unit"]
    known = list(dict.fromkeys(units))
    by_look = _by_look(units)
    some: dict[str, str] = {}
    for table in book.parsed:
        rows = book.rows(table, "unit")
        for position in rows.index[~rows["unit"].isin(known)]:
            value = str(rows.at[position, "unit"])
            if (first := _hardly_other(value, units, by_look)) is not None:
                yield alike(book, table, position, "unit", "unit", first)
                continue
            if value not in some:
                if len(some) >= MAX_WRONG:
                    yield book.notice(NOT_READ, table, position, "unit", most=str(MAX_WRONG))
                    break
                some[value] = _some(known, value if len(some) < MAX_SUGGESTIONS else "")
            yield book.notice("unit-unknown", table, position, "unit", known=some[value])


def unknown_residents(book: Book) -> Iterator[Notice]:
    """Every `beboer` is one of the table `beboere`, in the same unit."""
    for table in ("decisions", "interventions", "absences", "answers"):
        yield from _unknown(book, table, "resident", "residents", "resident-unknown")


def unknown_groups(book: Book) -> Iterator[Notice]:
    """Every `gruppe` that is named is one of the table `grupper`, in the same unit."""
    yield from _unknown(book, "interventions", "group", "groups", "group-unknown")


def repeated_names(book: Book) -> Iterator[Notice]:
    """Units, residents, interventions, groups and shift codes have one row each."""
    for table, columns in _UNIQUE.items():
        rows = book.rows(table, *columns)
        for position, first in _repeats(rows, columns):
            own, earlier = (book.written(table, index, columns[-1]) for index in (position, first))
            if own != earlier and table in LOOK_ALIKES:
                continue  # reported with what differs
            facts = book.place(table, first) | {"id": str(rows.at[position, columns[-1]])}
            yield book.notice("duplicate-id", table, position, columns[-1], **facts)


def repeated_participants(book: Book) -> Iterator[Notice]:
    """Check that a resident takes part in a group once."""
    columns = ("unit", "group", "resident")
    rows = book.rows("interventions", *columns)
    rows = rows[rows["group"] != ""]
    for position, first in _repeats(rows, columns):
        facts = book.place("interventions", first) | {"id": str(rows.at[position, "resident"])}
        yield book.notice("participant-twice", "interventions", position, "group", **facts)


def _unknown(book: Book, table: str, column: str, where: str, code: str) -> Iterator[Notice]:
    """Names in a table that the defining table does not have in that unit.

    A name there that could not be read may be any of the others; an identity number is none.
    """
    defined = book.rows(where, "unit", column)
    unread = set(book.frames[where].index) - set(defined.index)
    if not all(_is_identity_number(book, where, column, position) for position in unread):
        return
    if not book.complete("unit", "unit"):
        return
    if defined.empty and (book.parsed[where].table.required or book.parsed[where].rows):
        return  # said already: the table is missing or empty, or none of its names can be read
    rows = book.rows(table, "unit", column)
    rows = rows[(rows[column] != "") & rows["unit"].isin(book.frames["unit"]["unit"])]
    names: dict[str, dict[str, None]] = {}
    for unit, name in _keys(defined, ("unit", column)):
        names.setdefault(unit, {})[name] = None
    known: dict[tuple[str, ...], str] = {}
    by_look = {unit: _by_look(own[column]) for unit, own in defined.groupby("unit")}
    for position, key in zip(rows.index, _keys(rows, ("unit", column)), strict=True):
        here = names.get(key[0], {})
        if key[1] in here:
            continue
        first = _hardly_other(key[1], defined[column], by_look.get(key[0], {}))
        if first is not None:
            yield alike(book, table, position, column, where, first)
            continue
        if key not in known:
            if len(known) >= MAX_WRONG:
                yield book.notice(NOT_READ, table, position, column, most=str(MAX_WRONG))
                return
            known[key] = _some(list(here), key[1] if len(known) < MAX_SUGGESTIONS else "")
        yield book.notice(code, table, position, column, known=known[key])


def _is_identity_number(book: Book, table: str, column: str, position: int) -> bool:
    """Whether a name is refused for being an identity number, in a row whose unit can be read."""
    cells = book.parsed[table].cells.get(column)
    cell = None if cells is None else cells[position]
    unit_is_read = position not in book.parsed[table].bad.get("unit", ())
    return isinstance(cell, BadCell) and cell.code == "identity-number" and unit_is_read


def _repeats(rows: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of repeated rows, each with the position of the first of its kind."""
    again = rows[rows.duplicated(list(columns))]
    if again.empty:
        return
    firsts = rows.drop_duplicates(list(columns))
    where = {
        key: position for position, key in zip(firsts.index, _keys(firsts, columns), strict=True)
    }
    for position, key in zip(again.index, _keys(again, columns), strict=True):
        yield position, where[key]


def _keys(rows: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(rows[column] for column in columns), strict=True))


def _by_look(names: pd.Series) -> dict[str, int]:
    """Return, for what a name looks like, the position of the first such name."""
    by_look: dict[str, int] = {}
    for position, name in names.items():
        by_look.setdefault(skeleton(str(name)), cast(int, position))
    return by_look


def _hardly_other(name: str, known: pd.Series, by_look: Mapping[str, int]) -> int | None:
    """Return the position of the known name that a person could take it for, case told apart."""
    first = by_look.get(skeleton(name))
    seen = first is not None and str(known[first]).casefold() == name.casefold()
    return None if seen else first


def _some(names: Sequence[str], value: str) -> str:
    """Return a few of the known names, the likeliest first."""
    near = closest(value, names) if value else ""
    ordered = [near, *(name for name in names if name != near)] if near else names
    more = ", …" if len(ordered) > _MENTIONED else ""
    return (", ".join(ordered[:_MENTIONED]) + more) if ordered else "–"
