"""Minutes to `h:mm`: to 0.01 minute, then half up, once; parts by largest remainder."""

import math
from collections.abc import Sequence

from allocator.terms import MINUTES_PER_HOUR

NOTICEABLE = 0.01
"""Minutes a week; figures are determined to this (contract section 2)."""


def whole_minutes(minutes: float) -> int:
    """Rounded to 0.01 minute and then half up.

    >>> whole_minutes(29.5), whole_minutes(29.494), whole_minutes(29.496)
    (30, 29, 30)
    """
    return math.floor(round(minutes, 2) + 0.5)


def hours_minutes(minutes: float) -> str:
    """As `h:mm`.

    >>> hours_minutes(90.4), hours_minutes(89.5), hours_minutes(89.4949)
    ('1:30', '1:30', '1:29')
    """
    whole = whole_minutes(minutes)
    return f"{whole // MINUTES_PER_HOUR}:{whole % MINUTES_PER_HOUR:02d}"


def in_parts(total: int, parts: Sequence[float]) -> list[int]:
    """A rounded figure divided into whole parts that add up to it, by largest remainder.

    >>> in_parts(10, [3.4, 3.3, 3.3])
    [4, 3, 3]
    """
    whole = [math.floor(round(part, 2)) for part in parts]
    rest = sorted(
        range(len(parts)), key=lambda place: (whole[place] - round(parts[place], 2), place)
    )
    left = total - sum(whole)
    for place in (rest if left > 0 else rest[::-1])[: abs(left)]:
        whole[place] += 1 if left > 0 else -1
    return whole
