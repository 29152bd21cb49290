"""Formulas whose latest results are of before a change, as they read a cell that was changed.

What a formula reads is taken from its references. Where that cannot be told (`INDIRECT`, several
sheets at once) it counts as reading whatever was changed: a result too few is asked for again, a
wrong one would be believed.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from allocator.repair.sheet_xml import Area, CellKey, area_of, coordinate

CellAddress = tuple[str, CellKey]
"""A sheet's title, folded, and a cell of it."""
Reads = list[tuple[str, Area]] | None
"""What a formula reads; None where that cannot be told."""
Known = Mapping[str, Reads]
"""Name or table, folded -> what it stands for."""
_ROUNDS: Final = 40
"""After so many formulas that read each other the rest counts as reading what was changed."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_COLUMNS: Final = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.I)
_ROWS: Final = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_ANYWHERE: Final = frozenset({"INDIRECT(", "OFFSET("})


def outdated(
    formulas: Mapping[CellAddress, str], changed: Iterable[CellAddress], known: Known
) -> set[CellAddress]:
    """Return the formulas that read what was changed, or read such a formula.

    Parameters
    ----------
    formulas
        Cell -> its formula, without the sign of equality.
    changed
        Cells that hold something else now.
    known
        What names and tables stand for.
    """
    fresh = set(changed)
    waiting = {
        cell: _reads(text, cell, known) for cell, text in formulas.items() if cell not in fresh
    }
    gone: set[CellAddress] = set()
    for _ in range(_ROUNDS):
        by_column = _by_column(fresh)
        fresh = {cell for cell, reads in waiting.items() if _reads_any(reads, by_column)}
        if not fresh:
            return gone
        gone |= fresh
        waiting = {cell: reads for cell, reads in waiting.items() if cell not in fresh}
    return gone | set(waiting)


def moved(text: str, origin: CellKey, key: CellKey) -> str:
    """Return a formula as it reads when it is copied from one cell to another.

    >>> moved("A2*$B$1", (2, 3), (5, 3))
    'A5*$B$1'
    """
    from openpyxl.formula.translate import Translator

    translator = Translator(f"={text}", origin=coordinate(origin))
    return str(translator.translate_formula(coordinate(key))).removeprefix("=")


def _by_column(cells: Iterable[CellAddress]) -> dict[str, dict[int, list[int]]]:
    """Sheet -> column -> rows, in order."""
    by_column: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for title, (row, column) in sorted(cells):
        by_column[title][column].append(row)
    return by_column


def _reads_any(reads: Reads, changed: Mapping[str, Mapping[int, list[int]]]) -> bool:
    if reads is None:
        return bool(changed)
    return any(
        area.left <= column <= area.right and _any_between(rows, area.top, area.bottom)
        for title, area in reads
        if title in changed
        for column, rows in changed[title].items()
    )


def _any_between(rows: list[int], first: int, last: int) -> bool:
    position = bisect_left(rows, first)
    return position < len(rows) and rows[position] <= last


def names_read(texts: Mapping[str, str], tables: Known) -> dict[str, Reads]:
    """Return what names stand for.

    Parameters
    ----------
    texts
        Name, folded -> its formula; one that begins from the cell that uses it cannot be told.
    tables
        Name of a table, folded -> its cells.
    """
    nowhere = ("", (0, 0))
    names = {
        name: _reads(text, nowhere, tables) if {"$", "["} & set(text) else None
        for name, text in texts.items()
    }
    return names | dict(tables)


def _reads(formula: str, cell: CellAddress, known: Known) -> Reads:
    from openpyxl.formula import Tokenizer

    try:
        tokens: list[Any] = Tokenizer(f"={formula}").items
    except Exception:
        # What it does not know ends in several types of exception.
        return None
    areas: list[tuple[str, Area]] = []
    for token in tokens:
        if token.type == "FUNC" and token.value.upper() in _ANYWHERE:
            return None
        if token.type == "OPERATOR-INFIX" and token.value == ":":
            return None
        if token.type == "OPERAND" and token.subtype == "RANGE":
            read = _areas(token.value, cell, known)
            if read is None:
                return None
            areas += read
    return areas


def _areas(reference: str, cell: CellAddress, known: Known) -> Reads:
    """Return sheet and cells of a reference; None where they cannot be told: of several sheets.

    >>> _areas("'Mine ark'!$B$2", ("x", (1, 1)), {}), _areas("navn", ("x", (1, 1)), {})
    ([('mine ark', Area(top=2, left=2, bottom=2, right=2))], None)
    """
    name, of_table, rest = reference.partition("[")
    if name.casefold() in known:
        areas = known[name.casefold()]
        this_row = of_table and (rest.startswith(("@", "[#This Row]")))
        return [(title, _row_of(area, cell)) for title, area in areas or ()] if this_row else areas
    title, mark, cells = reference.rpartition("!")
    title = title.strip("'").replace("''", "'").casefold() if mark else cell[0]
    if mark and (":" in title or not title):
        return None
    if match := _COLUMNS.fullmatch(cells):
        cells = f"{match[1]}1:{match[2]}{_LAST_ROW}"
    if match := _ROWS.fullmatch(cells):
        return [(title, Area(int(match[1]), 1, int(match[2]), _LAST_COLUMN))]
    area = area_of(cells.upper())
    return None if area is None else [(title, area)]


def _row_of(area: Area, cell: CellAddress) -> Area:
    """Return the cells of a table that are in a cell's own row."""
    row = cell[1][0]
    return Area(row, area.left, row, area.right)
