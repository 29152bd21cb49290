"""Who is on duty at a moment, read straight from the shifts: for the checker, not the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator.model.unit_data import Minutes, UnitData


@dataclass(frozen=True)
class ShiftArrays:
    """The shifts of a unit as arrays, one element per shift."""

    data: UnitData
    starts: Minutes
    lengths: Minutes
    counts: Minutes
    kinds: NDArray[np.float64]

    @classmethod
    def of(cls, data: UnitData) -> "ShiftArrays":
        """Read the shifts of a unit."""
        return cls(
            data,
            np.array([shift.start for shift in data.shifts]),
            np.array([shift.length for shift in data.shifts]),
            np.array([float(shift.count) for shift in data.shifts]),
            _kinds(data),
        )

    def at(self, moments: Minutes) -> "OnDuty":
        """Look up the staff at moments that should have the same [min on the circle]."""
        circle = self.data.calendar.length
        since = (moments[:, None] - self.starts) % circle
        # a shift longer than the circle is met more than once
        heads = np.maximum(np.ceil((self.lengths - since) / circle), 0.0) * self.counts
        return OnDuty(self.data, heads, self.kinds)


@dataclass(frozen=True)
class OnDuty:
    """How many of each shift are on duty, moment by moment, shape (moments, shifts)."""

    data: UnitData
    heads: NDArray[np.float64]
    kinds: NDArray[np.float64]
    """What each shift adds: heads and minutes, by duty and set of competences."""

    @property
    def same(self) -> bool:
        """Whether all moments have the same staff: heads, minutes and competences."""
        table = self.heads @ self.kinds
        return bool(np.allclose(table, table[:1], atol=1e-9))

    @cached_property
    def awake(self) -> int:
        """Awake staff."""
        return self._heads(False)

    @cached_property
    def resting(self) -> int:
        """Resting staff."""
        return self._heads(True)

    def minutes(self, length: float, resting: bool, any_of: Sequence[str] | None = None) -> float:
        """Return the minutes of those on duty, less breaks and work per shift [min]."""
        total = 0.0
        for number in np.flatnonzero(self.heads[0]):
            shift = self.data.shifts[number]
            if shift.resting == resting and (
                any_of is None or not shift.competences.isdisjoint(any_of)
            ):
                at_work = 1.0 - (shift.breaks + shift.other_work) / shift.length
                total += float(self.heads[0, number]) * at_work * length
        return total

    def _heads(self, resting: bool) -> int:
        return sum(
            round(self.heads[0, number])
            for number in np.flatnonzero(self.heads[0])
            if self.data.shifts[number].resting == resting
        )


def _kinds(data: UnitData) -> NDArray[np.float64]:
    columns: dict[object, int] = {}
    rows = []
    for shift in data.shifts:
        at_work = 1.0 - (shift.breaks + shift.other_work) / shift.length
        key = (shift.resting, shift.competences)
        rows.append((columns.setdefault(key, len(columns)), at_work))
    table = np.zeros((len(rows), 2 * max(1, len(columns))))
    for number, (column, at_work) in enumerate(rows):
        table[number, 2 * column : 2 * column + 2] = (1.0, at_work)
    return table
