"""Rotas with the days down the side, turned so that they go across."""

from dataclasses import replace
from itertools import zip_longest

from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import by_shift
from allocator.tables.rotas.cells import intervals
from allocator.tables.rotas.codes import Codes
from allocator.tables.rotas.grid import LEAST_DAYS, first_days, grids
from allocator.tables.sheets import InputSheet

_WIDEST, _LONGEST = 200, 800
"""Columns (employees or shifts) and rows (days of two years) of a sheet that is turned."""


def turned(sheet: InputSheet, codes: Codes) -> InputSheet | None:
    """Return a sheet with its rows as columns, where that makes it a rota of codes or names.

    What is in its cells decides: dates below each other are in many lists.
    """
    if len(sheet.records) > _LONGEST or max(map(len, sheet.records), default=0) > _WIDEST:
        return None
    if first_days(sheet.records) is not None:
        return None
    records = list(zip_longest(*sheet.records))
    rotas = grids(records)
    if len(rotas) != 1 or len(rotas[0].days) < LEAST_DAYS:
        return None
    (grid,) = rotas
    if by_shift.shift_column(records, grid, {}, codes) is not None:
        return replace(sheet, records=records, turned=True)
    cells = [
        as_text(record[column])
        for record in records[grid.bottom + 1 : grid.end]
        for column in grid.days
        if not is_blank(record[column])
    ]
    shifts = sum(bool(intervals(text) or codes.in_any_unit(text)) for text in cells)
    return replace(sheet, records=records, turned=True) if 2 * shifts >= len(cells) > 0 else None
