"""What is alike in a roster: days that ask and have the same are kept once (model.md section 4).

Two døgn are alike when they have the same staff, the same residents there and the same rows in
force, and when what they are tied to is alike: the neighbour that a window runs into, and, where
a row asks for whole weeks, the other days of the week. This is colour refinement; by convexity
and symmetry the one best answer treats alike days alike, so one copy with its multiplicity does.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.model.house import Demand, House
from allocator.model.staff import Piece
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

Colours = NDArray[np.int64]


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


def alike_days(house: House, duty: Sequence[Sequence[Piece]], merge: bool) -> list[DayClass]:
    """The classes of alike days of a house; every day its own class where not to be merged."""
    if merge:
        colours = _refined(_static_colours(house, duty), _ties(house), _asks_by_week(house))
    else:
        colours = np.arange(house.calendar.days, dtype=np.int64)
    weeks = _week_colours(colours)
    classes = []
    for colour in range(int(colours.max()) + 1):
        days = np.flatnonzero(colours == colour)
        first = int(days[0])
        week = int(weeks[first // DAYS_PER_WEEK])
        classes.append(
            DayClass(
                tuple(int(day) for day in days),
                int(colours[first - 1]),
                int(colours[(first + 1) % len(colours)]),
                week,
                len(days) / float((weeks == week).sum()),
            )
        )
    return classes


def runs_on(demand: Demand) -> bool:
    """Whether a window of the demand runs into the next døgn."""
    return any(end > MINUTES_PER_DAY for _, end in demand.ask.windows)


def begins_before(demand: Demand) -> bool:
    """Whether a window of the demand begins in the døgn before the one it belongs to."""
    return any(start < 0 for start, _ in demand.ask.windows)


def _static_colours(house: House, duty: Sequence[Sequence[Piece]]) -> Colours:
    """Days by what they themselves have: staff, residents there, rows in force."""
    rows: list[NDArray[np.float64]] = []
    for demand in house.demands:
        asked = [demand.ask.per_day, *(one.ask.per_day for one in demand.participants)]
        rows += asked
        if runs_on(demand):
            rows += [np.roll(one, 1) for one in asked]
        if begins_before(demand):
            rows += [np.roll(one, -1) for one in asked]
    rows += [one.days.astype(float) for one in house.supervisions]
    rows += [cap.days.astype(float) for cap in house.caps]
    rows.append(_numbered(duty).astype(float))
    rows += [_numbered(pieces).astype(float) for pieces in _away(house)]
    table = np.ascontiguousarray(np.round(np.array(rows).T, 9))
    return _numbered([row.tobytes() for row in table])


def _away(house: House) -> list[list[tuple[tuple[float, float], ...]]]:
    """For each resident, the pieces of each døgn in which he or she is not there."""
    found = []
    for presence in house.presence:
        days: list[list[tuple[float, float]]] = [[] for _ in range(house.calendar.days)]
        for start, end in presence.away:
            for day in range(int(start // MINUTES_PER_DAY), -int(-end // MINUTES_PER_DAY)):
                begin = day * MINUTES_PER_DAY
                days[day].append((max(start - begin, 0), min(end - begin, MINUTES_PER_DAY)))
        found.append([tuple(pieces) for pieces in days])
    return found


def _ties(house: House) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which days are tied to the day before, and to the day after, by a window across."""
    before = np.zeros(house.calendar.days, dtype=bool)
    after = before.copy()
    for demand in house.demands:
        in_force = demand.ask.per_day > 0
        if runs_on(demand):
            after |= in_force
            before |= np.roll(in_force, 1)
        if begins_before(demand):
            before |= in_force
            after |= np.roll(in_force, -1)
    return before, after


def _asks_by_week(house: House) -> bool:
    return any(demand.ask.span == "week" for demand in house.demands)


def _refined(
    colours: Colours, ties: tuple[NDArray[np.bool_], NDArray[np.bool_]], by_week: bool
) -> Colours:
    """Split colours until days of one colour are tied to days of one colour."""
    before, after = ties
    while True:
        keys = [
            colours,
            np.where(before, np.roll(colours, 1), -1),
            np.where(after, np.roll(colours, -1), -1),
        ]
        if by_week:
            keys.append(np.repeat(_week_colours(colours), DAYS_PER_WEEK))
        finer = _numbered(list(zip(*(key.tolist() for key in keys), strict=True)))
        if finer.max() == colours.max():
            return colours
        colours = finer


def _week_colours(colours: Colours) -> Colours:
    """Weeks by the colours of their days."""
    return _numbered([tuple(sorted(week)) for week in colours.reshape(-1, DAYS_PER_WEEK).tolist()])


def _numbered(keys: Sequence[Hashable]) -> Colours:
    """Equal keys get equal numbers, in the order in which they are first seen.

    >>> _numbered(["b", "a", "b"]).tolist()
    [0, 1, 0]
    """
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)
