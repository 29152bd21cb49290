"""Who is on duty, minute by minute, and what each shift takes of breaks and work in which døgn."""

from __future__ import annotations

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
    count: int
    pause: float  # minutes of break, of each
    work: float  # minutes of work per shift, of each
    shares: dict[int, float]  # døgn -> share of both that it holds

    @property
    def taken(self) -> float:
        """Minutes of break and work per shift of all of them together."""
        return self.count * (self.pause + self.work)


@dataclass
class Staff:
    """The shifts of a roster; each method gives one value per minute of the circle."""

    shifts: list[Shift]
    total: int

    def heads(self, resting: bool, words: frozenset[str] | None = None) -> Floats:
        """Headcount of the awake or the resting, of all or of those with any of the words."""
        sums = np.zeros(self.total)
        for shift in self.shifts:
            if shift.resting == resting and (words is None or shift.competence & words):
                sums += shift.cover
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
            work += minutes * times
    pause = float(number(row.get("break_minutes", ""), 0.0))
    count = int(row.get("count") or 1)
    competence = frozenset(names(row.get("competence", "")))
    return Shift(resting, competence, cover, count, pause, work, shares(cover, where[0], count))


def shares(cover: Floats, first: int, count: int) -> dict[int, float]:
    """Give the share of its breaks that each døgn holds (model.md 2.8)."""
    lengths = cover.reshape(-1, DAY).sum(axis=1) / count
    if lengths.sum() >= DAY:
        return {int(d): float(lengths[d] / lengths.sum()) for d in np.flatnonzero(lengths)}
    order = (first // DAY + np.arange(len(lengths))) % len(lengths)
    return {int(order[np.argmax(lengths[order])]): 1.0}
