"""What is alike in a roster: days that ask and have the same are kept once (model.md section 4).

Two døgn are alike when they have the same staff, the same residents there and the same rows in
force, and when what they are tied to is alike: the neighbour that a window runs into, and, where
a row asks for whole weeks, the other days of the week. This is partition refinement; by convexity
and symmetry the one best answer treats alike days alike, so one copy with its multiplicity does.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.model.staff import DutyPeriod
from allocator.model.unit_data import Demand, UnitData
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

PartitionLabels = NDArray[np.int64]


@dataclass(frozen=True)
class DayClass:
    """Days of the roster that are alike.

    Parameters
    ----------
    days : which they are; the first stands for them all.
    before, after : the classes of the døgn before and after the first.
    week : which class of weeks they belong to, where a row asks for whole weeks.
    in_week : how many of them each such week has.
    """

    days: tuple[int, ...]
    before: int
    after: int
    week: int
    in_week: float

    @property
    def first(self) -> int:
        """The day that stands for them all."""
        return self.days[0]


def merge_days(data: UnitData, duty: Sequence[Sequence[DutyPeriod]], merge: bool) -> list[DayClass]:
    """Find the classes of alike days of a unit; every day its own class where not to be merged."""
    if merge:
        labels = _refine_partition(
            _initial_labels(data, duty), _linked_days(data), _has_weekly_requirement(data)
        )
    else:
        labels = np.arange(data.calendar.days, dtype=np.int64)
    weeks = _week_labels(labels)
    classes = []
    for label in range(int(labels.max()) + 1):
        days = np.flatnonzero(labels == label)
        first = int(days[0])
        week = int(weeks[first // DAYS_PER_WEEK])
        classes.append(
            DayClass(
                tuple(int(day) for day in days),
                int(labels[first - 1]),
                int(labels[(first + 1) % len(labels)]),
                week,
                len(days) / float((weeks == week).sum()),
            )
        )
    return classes


def runs_on(demand: Demand) -> bool:
    """Whether a window of the demand runs into the next døgn."""
    return any(end > MINUTES_PER_DAY for _, end in demand.requirement.windows)


def begins_before(demand: Demand) -> bool:
    """Whether a window of the demand begins in the døgn before the one it belongs to."""
    return any(start < 0 for start, _ in demand.requirement.windows)


def _initial_labels(data: UnitData, duty: Sequence[Sequence[DutyPeriod]]) -> PartitionLabels:
    """Days by what they themselves have: staff, residents there, rows in force."""
    rows: list[NDArray[np.float64]] = []
    for demand in data.demands:
        asked = [
            demand.requirement.per_day,
            *(participant.requirement.per_day for participant in demand.participants),
        ]
        rows += asked
        if runs_on(demand):
            rows += [np.roll(asked_per_day, 1) for asked_per_day in asked]
        if begins_before(demand):
            rows += [np.roll(asked_per_day, -1) for asked_per_day in asked]
    rows += [supervision.days.astype(float) for supervision in data.supervisions]
    for cap in data.caps:
        rows += [cap.days.astype(float), *cap.weights.values()]
    rows += _pieces(data)
    rows.append(_labels_of(duty).astype(float))
    rows += [_labels_of(pieces).astype(float) for pieces in _away(data)]
    table = np.ascontiguousarray(np.round(np.array(rows).T, 9))
    return _labels_of([row.tobytes() for row in table])


def _pieces(data: UnitData) -> list[NDArray[np.float64]]:
    """List where decisions cut the weeks and the roster of what is asked for."""
    asked = [
        requirement
        for demand in data.demands
        for requirement in (
            demand.requirement,
            *(participant.requirement for participant in demand.participants),
        )
    ]
    return [
        requirement.pieces.astype(float)
        for requirement in asked
        if requirement.pieces is not None and requirement.span != "day"
    ]


def _away(data: UnitData) -> list[list[tuple[tuple[float, float], ...]]]:
    """For each resident, the pieces of each døgn in which he or she is not there."""
    away = []
    for presence in data.presence:
        days: list[list[tuple[float, float]]] = [[] for _ in range(data.calendar.days)]
        for start, end in presence.away:
            for day in range(int(start // MINUTES_PER_DAY), -int(-end // MINUTES_PER_DAY)):
                begin = day * MINUTES_PER_DAY
                days[day].append((max(start - begin, 0), min(end - begin, MINUTES_PER_DAY)))
        away.append([tuple(pieces) for pieces in days])
    return away


def _linked_days(data: UnitData) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which days are tied to the day before, and to the day after, by a window across."""
    before = np.zeros(data.calendar.days, dtype=bool)
    after = before.copy()
    for demand in data.demands:
        in_force = demand.requirement.per_day > 0
        if runs_on(demand):
            after |= in_force
            before |= np.roll(in_force, 1)
        if begins_before(demand):
            before |= in_force
            after |= np.roll(in_force, -1)
    return before, after


def _has_weekly_requirement(data: UnitData) -> bool:
    return any(demand.requirement.span == "week" for demand in data.demands)


def _refine_partition(
    labels: PartitionLabels, ties: tuple[NDArray[np.bool_], NDArray[np.bool_]], by_week: bool
) -> PartitionLabels:
    """Split colours until days of one colour are tied to days of one colour."""
    before, after = ties
    while True:
        keys = [
            labels,
            np.where(before, np.roll(labels, 1), -1),
            np.where(after, np.roll(labels, -1), -1),
        ]
        if by_week:
            keys.append(np.repeat(_week_labels(labels), DAYS_PER_WEEK))
        finer = _labels_of(list(zip(*(key.tolist() for key in keys), strict=True)))
        if finer.max() == labels.max():
            return labels
        labels = finer


def _week_labels(labels: PartitionLabels) -> PartitionLabels:
    """Label weeks alike whose days have the same labels, each as often."""
    return _labels_of([tuple(sorted(week)) for week in labels.reshape(-1, DAYS_PER_WEEK).tolist()])


def _labels_of(keys: Sequence[Hashable]) -> PartitionLabels:
    """Equal keys get equal numbers, in the order in which they are first seen.

    >>> _labels_of(["b", "a", "b"]).tolist()
    [0, 1, 0]
    """
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)
