"""A døgn cut where something changes, and put together again where it is alike.

Between two cuts nothing changes, so minutes there are interchangeable; intervals of the same døgn
and part with the same staff, residents and open windows are one interval, because every constraint
is proportional to length. An interval is what model.md calls an interval *i*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocator.clock import Window
from allocator.model.merge_days import DayClass, begins_before, runs_on
from allocator.model.staff import DutyPeriod, StaffGroup
from allocator.model.unit_data import UnitData
from allocator.terms import MINUTES_PER_DAY


class OpenDemand(NamedTuple):
    """A demand that may fall in an interval, and the døgn its window belongs to.

    `owner` is -1 for the døgn before, 0 for this one, 1 for the døgn after.
    """

    demand: int
    owner: int


@dataclass(frozen=True)
class Interval:
    """Alike minutes of a class of days.

    Parameters
    ----------
    day : the class of days, a place in the list of classes.
    part : 0 day, 1 evening, 2 night.
    pieces : where on the clock it lies [min from the start of the døgn].
    staff : who is on duty throughout.
    there : for each resident, whether he or she is there.
    open : the demands whose windows are open, with their owners.
    supervisions : the rows of shared supervision in force.
    """

    day: int
    part: int
    pieces: tuple[Window, ...]
    staff: tuple[StaffGroup, ...]
    there: tuple[bool, ...]
    open: tuple[OpenDemand, ...]
    supervisions: tuple[int, ...]

    @cached_property
    def length(self) -> float:
        """L [min]."""
        return sum(end - start for start, end in self.pieces)

    @cached_property
    def awake(self) -> int:
        """n: awake staff."""
        return sum(duty.heads for duty in self.staff if not duty.resting)

    @cached_property
    def resting(self) -> int:
        """h: resting staff."""
        return sum(duty.heads for duty in self.staff if duty.resting)

    def heads(self, planned_night: bool) -> int:
        """Count the staff who may give a demand: the resting too where its nights are planned."""
        return self.awake + (self.resting if planned_night else 0)

    def minutes(self, resting: bool, competences: frozenset[str] | None = None) -> float:
        """Add up the minutes [min] of those awake or resting who have any of the competences.

        Breaks and work per shift are not taken from them here: when they are is a variable.
        """
        if competences is None:
            return self.length * (self.resting if resting else self.awake)
        return self.length * sum(
            duty.heads
            for duty in self.staff
            if duty.resting == resting and not competences.isdisjoint(duty.competences)
        )


def build_intervals(
    data: UnitData,
    duty: Sequence[Sequence[DutyPeriod]],
    classes: Sequence[DayClass],
    chosen: Iterable[int] | None = None,
) -> list[Interval]:
    """Return the intervals of each class of days, or of those chosen, in the order of the clock."""
    intervals: list[Interval] = []
    windows = _DemandWindows(data)
    for number in range(len(classes)) if chosen is None else chosen:
        first = classes[number].first
        intervals += _intervals_of_day(data, duty[first], number, first, windows)
    return intervals


class _DemandWindows:
    """All windows as arrays, so that those open in a døgn are found at once."""

    def __init__(self, data: UnitData) -> None:
        rows = [
            (number, owner, start + owner * MINUTES_PER_DAY, end + owner * MINUTES_PER_DAY)
            for number, demand in enumerate(data.demands)
            for owner in (-1, 0, 1)
            if owner == 0 or (runs_on(demand) if owner < 0 else begins_before(demand))
            for start, end in demand.requirement.windows
        ]
        table = np.array(rows, dtype=float).reshape(-1, 4)
        self.demand = table[:, 0].astype(int)
        self.owner = table[:, 1].astype(int)
        self.start, self.end = table[:, 2], table[:, 3]
        days = data.calendar.days
        self.in_force = np.array(
            [demand.requirement.per_day > 0 for demand in data.demands], dtype=bool
        ).reshape(-1, days)

    def of_day(self, day: int) -> NDArray[np.int64]:
        """List the windows in force that may have minutes in a døgn."""
        owners = (day + self.owner) % self.in_force.shape[1]
        return np.flatnonzero(self.in_force[self.demand, owners])


def _intervals_of_day(
    data: UnitData, duty: Sequence[DutyPeriod], number: int, day: int, windows: _DemandWindows
) -> list[Interval]:
    calendar = data.calendar
    active = windows.of_day(day)
    begin = day * MINUTES_PER_DAY
    away = [
        [(start - begin, end - begin) for start, end in presence.away] for presence in data.presence
    ]
    cuts = {0.0, calendar.evening, calendar.night, float(MINUTES_PER_DAY)}
    cuts.update(windows.start[active].tolist(), windows.end[active].tolist())
    cuts.update(edge for piece in duty for edge in piece[:2])
    cuts.update(edge for pieces in away for piece in pieces for edge in piece)
    edges = np.array(sorted(cut for cut in cuts if 0 <= cut <= MINUTES_PER_DAY))
    middles = (edges[1:] + edges[:-1]) / 2
    is_open = (windows.start[active][:, None] < middles) & (middles < windows.end[active][:, None])
    in_force = tuple(
        number for number, supervision in enumerate(data.supervisions) if supervision.days[day]
    )
    pieces_of: dict[tuple[object, ...], list[Window]] = {}
    for position, middle in enumerate(middles.tolist()):
        part = int(middle >= calendar.evening) + int(middle >= calendar.night)
        supervisions = tuple(
            row for row in in_force if _within(middle, data.supervisions[row].windows)
        )
        key = (
            part,
            tuple(piece.duty for piece in duty if piece.start < middle < piece.end),
            tuple(not _within(middle, pieces) for pieces in away),
            tuple(
                OpenDemand(int(windows.demand[window]), int(windows.owner[window]))
                for window in active[is_open[:, position]]
            ),
            supervisions,
        )
        pieces_of.setdefault(key, []).append((float(edges[position]), float(edges[position + 1])))
    return [
        Interval(number, key[0], tuple(pieces), *key[1:])  # type: ignore[arg-type]
        for key, pieces in pieces_of.items()
    ]


def _within(moment: float, windows: Sequence[Window]) -> bool:
    return any(start <= moment < end for start, end in windows)
