"""Minutes as figures: rounded to 0.01 minute and then half up, once; parts by largest remainder."""

import math
from collections.abc import Sequence

from allocator.terms import MINUTES_PER_HOUR

NOTICEABLE = 0.01
"""Minutes a week; figures are determined to this (contract section 2)."""


def whole_minutes(minutes: float) -> int:
    """Round minutes to 0.01 minute and then half up.

    >>> whole_minutes(89.5), whole_minutes(89.4949), whole_minutes(89.496)
    (90, 89, 90)
    """
    return math.floor(round(minutes, 2) + 0.5)


def hours_minutes(minutes: float) -> str:
    """Write minutes as `h:mm`.

    >>> hours_minutes(90.4), hours_minutes(89.5), hours_minutes(89.4949)
    ('1:30', '1:30', '1:29')
    """
    hours, rest = divmod(whole_minutes(minutes), MINUTES_PER_HOUR)
    return f"{hours}:{rest:02d}"


def in_parts(total: float, parts: Sequence[float]) -> list[int]:
    """Divide the whole minutes of a figure into whole parts, by largest remainder.

    Parameters
    ----------
    total : the figure [min].
    parts : what it is made of [min]; they add up to it before rounding.

    Returns
    -------
    minutes of each part; they add up to `whole_minutes(total)`.

    >>> in_parts(9.996, [3.4, 3.3, 3.3])
    [4, 3, 3]
    """
    whole = [math.floor(round(part, 2)) for part in parts]
    rest = sorted(
        range(len(parts)), key=lambda index: (whole[index] - round(parts[index], 2), index)
    )
    left = whole_minutes(total) - sum(whole)
    for index in (rest if left > 0 else rest[::-1])[: abs(left)]:
        whole[index] += 1 if left > 0 else -1
    return whole
