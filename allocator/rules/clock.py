"""When a row may fall in the døgn, as far as rules and questions need to know it.

Times are minutes after `dag_start` [min]; a window may run past the next one, and one that is a
day's own morning begins below 0 (contract section 1).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from allocator.terms import MINUTES_PER_DAY

Window = tuple[float, float]


class Parts(NamedTuple):
    """Where the parts of a unit's døgn begin [min after midnight]."""

    day: float
    evening: float
    night: float

    @property
    def windows(self) -> dict[str, Window]:
        """Each part as a window."""
        evening = (self.evening - self.day) % MINUTES_PER_DAY
        night = (self.night - self.day) % MINUTES_PER_DAY
        return {
            "day": (0.0, evening),
            "evening": (evening, night),
            "night": (night, float(MINUTES_PER_DAY)),
        }


def window(start: float, end: float, parts: Parts) -> Window:
    """A window by the clock [min after midnight]; `end` ≤ `start` passes midnight."""
    length = end - start if end > start else end - start + MINUTES_PER_DAY
    offset = start % MINUTES_PER_DAY - parts.day
    if offset < 0 and offset + length <= 0:
        offset += MINUTES_PER_DAY
    return offset, offset + length


def windows(
    from_time: float, to_time: float, shift: Sequence[str], parts: Parts
) -> tuple[Window, ...]:
    """A row's window by the clock, else the parts of the døgn it may fall in."""
    if math.isnan(from_time):
        return tuple(parts.windows[part] for part in shift)
    return (window(from_time, to_time, parts),)


def overlap(one: Window, other: Window, circle: int = MINUTES_PER_DAY) -> float:
    """The minutes that two windows share by the clock; or on another circle, such as the week."""
    return sum(
        max(0.0, min(one[1], other[1] + turn) - max(one[0], other[0] + turn))
        for turn in (-circle, 0, circle)
    )


def within_night(found: Sequence[Window], parts: Parts) -> bool:
    """Whether all of it lies in the night part."""
    night = parts.windows["night"]
    return bool(found) and all(overlap(one, night) >= one[1] - one[0] for one in found)


def touches_night(found: Sequence[Window], parts: Parts) -> bool:
    """Whether any of it lies in the night part."""
    return any(overlap(one, parts.windows["night"]) > 0 for one in found)
