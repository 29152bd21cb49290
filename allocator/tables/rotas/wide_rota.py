"""A wide rota of a sheet: where its days, labels and rows are, and what its columns are for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from allocator import terms
from allocator.tables.guard import letters
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.columns import Day, named_week
from allocator.tables.rotas.grid import Grid, first_days, grids
from allocator.tables.sheets import CellPlace, InputSheet, Record

_OF_LISTS: Final = frozenset({staff.DATE, staff.START, staff.END, staff.WEEKDAY, staff.COUNT})
"""Columns of lists that a wide rota does not use."""
DAY_NAMES: Final = tuple(terms.norwegian("weekday", day) for day in terms.WEEKDAYS)


def is_wide(sheet: InputSheet) -> bool:
    """Whether a sheet holds a wide rota."""
    return first_days(sheet.records) is not None


@dataclass(frozen=True)
class WideRota:
    """One wide rota of a sheet: its grid with the meaning of its columns."""

    sheet: InputSheet
    grid: Grid
    kinds: Mapping[int, str]
    days: Mapping[int, Day]
    weeks: Mapping[int, int]
    """Week as it is written -> week of the roster."""

    @property
    def labels(self) -> list[int]:
        """The columns before the first day that are none."""
        return [column for column in range(min(self.days, default=0)) if column not in self.days]

    def of_kind(self, *kinds: str) -> list[int]:
        """Return the columns that are for one of these."""
        return [column for column, kind in self.kinds.items() if kind in kinds]

    def filled(self, record: Record) -> list[int]:
        """Return the columns of days in which a row has anything."""
        return [c for c in self.days if c < len(record) and not is_blank(record[c])]

    def place(self, row: int, column: int) -> CellPlace:
        """Return where a cell stands in the user's own sheet."""
        record = self.sheet.records[row]
        heading = (
            self.days[column].shown if column in self.days else self.grid.labels.get(column, "")
        )
        if self.sheet.turned:
            row, column = column, row
        name = f"{letters(column)} ({heading})" if heading else letters(column)
        index = row if self.sheet.turned else column
        value = as_text(record[index]) if index < len(record) else ""
        return CellPlace(self.sheet.name, row + 1, name, value)


def grids_of(sheet: InputSheet) -> list[Grid]:
    """Return the rotas of a sheet; the sheet's own name says the week where no heading does."""
    rotas = grids(sheet.records)
    week = named_week(sheet.name)
    for grid in rotas:
        if week is not None and all(piece.week is None for piece in grid.days.values()):
            for column, piece in grid.days.items():
                grid.days[column] = piece if piece.day else replace(piece, week=week)
    return rotas


def kinds_of(sheet: InputSheet, grid: Grid, mapped: Mapping[str, str]) -> dict[int, str]:
    """Return the purpose of each column that is no day; one is the employee's if none is.

    It is the first; in a sheet that is turned the one beside the days, for titles stand before it.
    """
    labels = grid.labels.items()
    kinds = {column: mapped.get(name, staff.kind_of(name)) for column, name in labels}
    kinds = {column: kind for column, kind in kinds.items() if kind and kind not in _OF_LISTS}
    if not {staff.NAME, staff.NUMBER} & set(kinds.values()):
        left = [column for column in range(min(grid.days)) if column not in kinds]
        kinds |= {left[-1 if sheet.turned else 0]: staff.NAME} if left else {}
    return dict(sorted(kinds.items()))
