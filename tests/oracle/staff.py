"""Who is on duty, minute by minute, and how much of it is left after breaks and work per shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import DAY, Circle, Row, clock, names, number, weekdays

Floats = NDArray[np.float64]


@dataclass
class Shift:
    """One row of shifts laid on the circle: how often each minute is covered, by how many."""

    resting: bool
    competence: frozenset[str]
    cover: Floats  # staff on duty in each minute
    pause: float  # share of the shift that is break
    work: float  # share of the shift that is work per shift


@dataclass
class Staff:
    """The shifts of a roster; each method gives one value per minute of the circle."""

    shifts: list[Shift]
    total: int

    def heads(self, resting: bool, words: frozenset[str] | None = None) -> Floats:
        """Headcount of the awake or the resting, of all or of those with any of the words."""
        return self._sum(resting, words, lambda _: 1.0)

    def free(self, resting: bool, words: frozenset[str] | None = None) -> Floats:
        """Staff minutes available: less breaks, and less work per shift."""
        return self._sum(resting, words, lambda shift: 1 - shift.pause - shift.work)

    def pauses(self, resting: bool) -> Floats:
        """Staff minutes of breaks."""
        return self._sum(resting, None, lambda shift: shift.pause)

    def work(self, resting: bool) -> Floats:
        """Staff minutes of work per shift."""
        return self._sum(resting, None, lambda shift: shift.work)

    def _sum(
        self, resting: bool, words: frozenset[str] | None, share: Callable[[Shift], float]
    ) -> Floats:
        sums = np.zeros(self.total)
        for shift in self.shifts:
            if shift.resting == resting and (words is None or shift.competence & words):
                sums += shift.cover * share(shift)
        return sums


def on_duty(circle: Circle, shifts: list[Row], other_work: list[Row]) -> Staff:
    """Lay every row of shifts on the circle; one dated outside the roster is nobody on duty."""
    per_shift = [row for row in other_work if row.get("per") == "shift"]
    inside = [row for row in shifts if 0 <= first_day(circle, row) < circle.days]
    return Staff([lay(circle, row, per_shift) for row in inside], circle.total)


def first_day(circle: Circle, row: Row) -> int:
    """Give the calendar day of the roster on which a shift starts; it may lie outside."""
    if row.get("date"):
        return circle.day_of(row["date"])
    return 7 * (int(row["week"]) - 1) + sorted(weekdays(row["weekday"]))[0]


def takes_from(task: Row, row: Row, day: int) -> bool:
    """Say whether work per shift is taken from a shift that starts on a calendar day."""
    kinds = names(task.get("shift", "")) or ["day", "evening", "night"]
    right_day = day % 7 in weekdays(task.get("weekdays", ""))
    return row.get("duty") != "resting" and row["shift"] in kinds and right_day


def lay(circle: Circle, row: Row, per_shift: list[Row]) -> Shift:
    """Lay one row of shifts on the circle, from the calendar day on which it starts."""
    day = first_day(circle, row)
    start, end = clock(row["start"]), clock(row["end"])
    length = end - start + (DAY if end <= start else 0)
    length += DAY * int(row.get("days_more") or 0)
    cover = np.zeros(circle.total)
    where = (DAY * day + start - circle.start + np.arange(length)) % circle.total
    np.add.at(cover, where, float(row.get("count") or 1))
    resting = row.get("duty") == "resting"
    work = 0.0
    for task in per_shift:
        if takes_from(task, row, day):
            minutes, times = number(task["minutes"]), number(task.get("times", ""), 1.0)
            work += minutes * times / length
    pause = float(number(row.get("break_minutes", ""), 0.0)) / length
    return Shift(resting, frozenset(names(row.get("competence", ""))), cover, pause, work)
