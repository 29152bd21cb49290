"""Periods: what is equal and follows on each other without a day between (contract 3.6)."""

import math
from collections.abc import Sequence

import numpy as np

from allocator.calendar.roster import Days


def as_one(held: Sequence[tuple[float, Days]]) -> list[list[int]]:
    """Group what is equal and follows each other without a day between, in order of time.

    Parameters
    ----------
    held : of each, its worth and the døgn of the roster on which it holds; the døgn do not overlap.

    Returns
    -------
    positions, those that count as one together; what holds on no døgn is left out.

    >>> days = np.arange(7)
    >>> as_one([(60.0, days > 4), (60.0, days < 3), (60.0, days == 3), (30.0, days == 4)])
    [[1, 2], [3], [0]]
    """
    groups: list[list[int]] = []
    positions = [position for position, (_, days) in enumerate(held) if days.any()]
    for position in sorted(positions, key=lambda position: int(held[position][1].argmax())):
        if groups and _follows(held[groups[-1][-1]], held[position]):
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _follows(before: tuple[float, Days], after: tuple[float, Days]) -> bool:
    """Say whether another one of the same worth begins on the døgn after the last."""
    last, first = np.flatnonzero(before[1])[-1], np.flatnonzero(after[1])[0]
    return bool(math.isclose(before[0], after[0], rel_tol=1e-9) and first == last + 1)
