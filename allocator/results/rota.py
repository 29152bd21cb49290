"""Who is on duty at a moment, read straight from the shifts: for the checker, not the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocator.model.unit_data import Minutes, Shift, UnitData
from allocator.terms import MINUTES_PER_DAY


class BreakDue(NamedTuple):
    """What a shift takes in one døgn, and how long it is on duty there [min]."""

    resting: bool
    competences: tuple[str, ...]
    heads: int
    breaks: float
    other_work: float
    length: float


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
        days = (moments // MINUTES_PER_DAY).astype(int)
        return OnDuty(self.data, heads, self.kinds, days, self)

    @cached_property
    def due(self) -> tuple[dict[int, BreakDue], ...]:
        """For each døgn, the shifts that take breaks or work per shift in it, by their number."""
        days: list[dict[int, BreakDue]] = [{} for _ in range(self.data.calendar.days)]
        for number, shift in enumerate(self.data.shifts):
            for day, due in _due_of(shift, len(days)):
                if due.breaks + due.other_work > 0:
                    days[day][number] = due
        return tuple(days)


def _due_of(shift: Shift, days: int) -> list[tuple[int, BreakDue]]:
    """Divide what a shift takes between the døgn that it touches."""
    end = shift.start + shift.length
    lengths: dict[int, float] = {}
    for day in range(int(shift.start // MINUTES_PER_DAY), int(-(-end // MINUTES_PER_DAY))):
        from_, to = max(shift.start, day * MINUTES_PER_DAY), min(end, (day + 1) * MINUTES_PER_DAY)
        lengths[day % days] = lengths.get(day % days, 0.0) + to - from_
    longest = max(lengths.values())
    holding = next(day for day, length in lengths.items() if length == longest)
    competences = tuple(sorted(shift.competences))
    dues = []
    for day, length in lengths.items():
        share = length / shift.length if shift.length >= MINUTES_PER_DAY else float(day == holding)
        taken = (shift.breaks * share, shift.other_work * share)
        dues.append((day, BreakDue(shift.resting, competences, shift.count, *taken, length)))
    return dues


@dataclass(frozen=True)
class OnDuty:
    """How many of each shift are on duty, moment by moment, shape (moments, shifts)."""

    data: UnitData
    heads: NDArray[np.float64]
    kinds: NDArray[np.float64]
    """Which duty and set of competences each shift has."""
    days: NDArray[np.int64]
    shifts: ShiftArrays

    @property
    def same(self) -> bool:
        """Whether all moments have the same staff: heads and competences."""
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
        """Return the minutes of those on duty, breaks and work per shift among them [min]."""
        return length * sum(
            float(self.heads[0, number])
            for number in np.flatnonzero(self.heads[0])
            if self.data.shifts[number].resting == resting
            and (any_of is None or not self.data.shifts[number].competences.isdisjoint(any_of))
        )

    def due(self) -> list[list[BreakDue]]:
        """List, at each moment, what those on duty take in its døgn, in order."""
        return [
            sorted(
                due for number, due in self.shifts.due[day].items() if self.heads[moment, number]
            )
            for moment, day in enumerate(self.days)
        ]

    def _heads(self, resting: bool) -> int:
        return sum(
            round(self.heads[0, number])
            for number in np.flatnonzero(self.heads[0])
            if self.data.shifts[number].resting == resting
        )


def _kinds(data: UnitData) -> NDArray[np.float64]:
    columns: dict[object, int] = {}
    numbers = [
        columns.setdefault((shift.resting, shift.competences), len(columns))
        for shift in data.shifts
    ]
    table = np.zeros((len(numbers), max(1, len(columns))))
    table[np.arange(len(numbers)), numbers] = 1.0
    return table
