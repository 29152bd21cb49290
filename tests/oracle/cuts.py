"""Cutting the circle wherever anything changes: what lies between two cuts is alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import DAY, PARTS, Circle
from .unit_data import UnitData

HOUR = 60.0


@dataclass
class Interval:
    """A stretch of identical minutes within one døgn; lengths and staff time in hours."""

    first: int
    day: int
    part: str
    length: float
    awake: int
    resting: int


def window_days(
    data: UnitData, windows: list[tuple[int, int]], days: list[int]
) -> NDArray[np.int64]:
    """Give for each minute the døgn whose window covers it, and -1 where none does."""
    cover = np.full(data.circle.total, -1)
    for day in days:
        for begin, length in windows:
            cover[data.circle.minutes(day, begin, length)] = day
    return cover


def covers(data: UnitData) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Give the windows of every demand and of every supervision row on the circle."""
    of_demands = [
        window_days(data, demand.windows, [day for span in demand.spans for day in span.days])
        for demand in data.demands
    ]
    of_rows = [window_days(data, row.windows, sorted(row.days)) for row in data.supervision]
    return of_demands, of_rows


def part_names(circle: Circle) -> NDArray[np.int64]:
    """Give the part of the døgn of every minute, as its ordinal in PARTS."""
    ordinals = np.zeros(DAY, dtype=np.int64)
    for number, part in enumerate(PARTS):
        begin, length = circle.part_window(part)
        ordinals[begin : begin + length] = number
    return np.tile(ordinals, circle.days)


def cut(data: UnitData, windows: list[NDArray[np.int64]]) -> list[Interval]:
    """Cut the circle wherever anything changes from one minute to the next, and at each døgn."""
    total, staff = data.circle.total, data.staff
    parts = part_names(data.circle)
    signs = [parts, np.arange(total) // DAY, *windows, *data.there.values()]
    signs += [shift.cover for shift in staff.shifts]
    changes = np.zeros(total, dtype=bool)
    changes[0] = True
    for sign in signs:
        changes[1:] |= sign[1:] != sign[:-1]
    starts = [*np.flatnonzero(changes), total]
    heads, resting = staff.heads(False), staff.heads(True)
    return [
        Interval(
            int(a),
            int(a) // DAY,
            PARTS[parts[a]],
            (b - a) / HOUR,
            round(heads[a]),
            round(resting[a]),
        )
        for a, b in zip(starts[:-1], starts[1:], strict=True)
    ]
