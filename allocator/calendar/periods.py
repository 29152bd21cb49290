"""Periods: what is equal and follows on each other without a day between (contract 3.6)."""

import math
from collections.abc import Iterable
from typing import TypeVar

import numpy as np

from allocator.calendar.roster import Days

Held = TypeVar("Held")


def as_one(held: Iterable[tuple[Held, float, Days]]) -> list[tuple[list[Held], Days]]:
    """Group what is worth the same and follows each other without a day between, in order of time.

    Parameters
    ----------
    held : each with its worth and the døgn of the roster on which it holds; these do not overlap.

    Returns
    -------
    those that count as one, and the døgn of them all; what holds on no døgn is left out.

    >>> days = np.arange(7)
    >>> periods = as_one([("c", 60.0, days > 4), ("a", 60.0, days < 3), ("b", 60.0, days == 3)])
    >>> [(names, days.sum().item()) for names, days in periods]
    [(['a', 'b'], 4), (['c'], 2)]
    """
    periods: list[tuple[list[Held], float, Days]] = []
    some = [own for own in held if own[2].any()]
    for row, worth, days in sorted(some, key=lambda own: int(own[2].argmax())):
        if periods and _follows(periods[-1][1:], (worth, days)):
            rows, _, before = periods[-1]
            periods[-1] = ([*rows, row], worth, before | days)
        else:
            periods.append(([row], worth, days))
    return [(rows, days) for rows, _, days in periods]


def _follows(before: tuple[float, Days], after: tuple[float, Days]) -> bool:
    """Say whether another one of the same worth begins on the døgn after the last."""
    last, first = np.flatnonzero(before[1])[-1], np.flatnonzero(after[1])[0]
    return bool(math.isclose(before[0], after[0], rel_tol=1e-9) and first == last + 1)
