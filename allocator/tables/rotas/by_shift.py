"""Rotas with a shift to each row, and the names of those who have it in the cells."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.cells import intervals, part_word
from allocator.tables.rotas.codes import Codes
from allocator.tables.rotas.grid import Grid
from allocator.tables.sheets import Record
from allocator.tables.words import normalise_text

_BETWEEN: Final = re.compile(r"[,;/+&\n]|\s(?:og|and|och)\s")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_ .'’\-]*(?:[ .'’\-]+[^\W\d_]+)*\.?(?: ?[0-9]{1,4})?")
_NO_NAMES: Final = frozenset({"til", "fra", "kl", "t", "timer"})


def shift_column(
    records: Sequence[Record], grid: Grid, kinds: Mapping[int, str], codes: Codes
) -> int | None:
    """Return the column of shifts in a rota whose cells are names; None where it is another rota.

    Parameters
    ----------
    records
        The rows of the sheet.
    grid
        Where the rota is.
    kinds
        Column -> what it is for.
    codes
        The codes that are known.
    """
    if any(staff.kind_of(name) in (staff.NAME, staff.NUMBER) for name in grid.labels.values()):
        return None
    rows = [row for row in records[grid.bottom + 1 : grid.end] if _filled(row, grid.days)]
    labels = [column for column in range(min(grid.days)) if column not in grid.days]
    rows = [row for row in rows if not staff.is_total(row, labels)]
    cells = [as_text(row[column]) for row in rows for column in _filled(row, grid.days)]
    if not cells or not all(is_names(text, codes) for text in cells):
        return None
    for column in labels:
        headed = kinds.get(column) == staff.CODE
        texts = [as_text(row[column]) if column < len(row) else "" for row in rows]
        if all(text and (headed or _is_shift(text, codes)) for text in texts):
            return column
    return None


def shift_beside(label: str, codes: Codes) -> str:
    """Return the shift that names stand beside: of a word with its clock, the clock.

    It has names, so it is duty whatever the word is, unless the word is of leave.
    """
    shifts = intervals(label) or []
    if len(shifts) != 1 or shifts[0].interval is None:
        return label
    word = shifts[0].code
    known = not word or part_word(word) or codes.in_any_unit(word) or staff.is_leave(word)
    return label if known else str(shifts[0].interval)


def names(text: str) -> list[str]:
    """Return the names in a cell: `Kari, Ola og Per`."""
    pieces = (piece.strip() for piece in _BETWEEN.split(normalise_text(text)))
    return [piece for piece in pieces if piece]


def is_names(text: str, codes: Codes) -> bool:
    """Whether a cell holds names and nothing else: no code, no clock, no number."""
    pieces = names(text)
    return bool(pieces) and all(
        _NAME.fullmatch(piece)
        and not _NO_NAMES & set(piece.casefold().split())
        and not codes.in_any_unit(piece)
        and not part_word(piece)
        for piece in pieces
    )


def _is_shift(text: str, codes: Codes) -> bool:
    return bool(intervals(text) or part_word(text) or codes.in_any_unit(text))


def _filled(record: Record, columns: Mapping[int, object]) -> list[int]:
    return [column for column in columns if column < len(record) and not is_blank(record[column])]
