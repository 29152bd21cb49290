"""An average week: how much each døgn of a period counts in it (contract 3.2)."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from allocator.calendar.roster import Days
from allocator.terms import DAYS_PER_WEEK


def week_weights(period: Days, weekdays: Collection[int], by_weekday: bool) -> NDArray[np.float64]:
    """Return what each døgn counts in an average week of a period.

    Parameters
    ----------
    period : the døgn of the period, shape (days,).
    weekdays : those of the row (0 is Monday).
    by_weekday : whether each weekday is taken for itself, as of a row by the døgn: the mean of the
        period's døgn of it, and of a weekday that the period lacks the mean of the others. Else
        all of them together: their number / the number of the period's døgn that fall on them.

    Returns
    -------
    weights, shape (days,): an average week is Σ weight × minutes of the døgn; all 0 where the
    period has none of the weekdays.

    Three hours each Friday are three hours a week, whatever weekday somebody moved in on:

    >>> period = np.arange(14) >= 3
    >>> np.flatnonzero(week_weights(period, [4], False)).tolist()
    [4, 11]
    >>> [float(week_weights(period, [weekday], False).max()) for weekday in (0, 4)]
    [1.0, 0.5]
    >>> week_weights(np.arange(7) >= 5, range(7), True).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 3.5, 3.5]
    """
    weekday_of = np.arange(len(period)) % DAYS_PER_WEEK
    counted = period & np.isin(weekday_of, list(weekdays))
    weights = np.zeros(len(period))
    if not counted.any():
        return weights
    if not by_weekday:
        weights[counted] = len(weekdays) / counted.sum()
        return weights
    occurrences = np.bincount(weekday_of[counted], minlength=DAYS_PER_WEEK)
    extended = len(weekdays) / np.count_nonzero(occurrences)
    weights[counted] = extended / occurrences[weekday_of[counted]]
    return weights
