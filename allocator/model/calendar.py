"""The circle of weeks: døgn, dates, and when somebody is there.

Minute 0 is `dag_start` of the roster's first Monday; døgn *d* is the minutes from 1440 d to
1440 (d + 1); the roster is a circle, so minute `length` is minute 0 again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocator.clock import Clock, Window
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

Days = NDArray[np.bool_]
"""One truth value for each døgn of the roster."""


@dataclass(frozen=True)
class Calendar(Clock):
    """The roster of one unit: its døgn, and how many weeks of them.

    Parameters
    ----------
    weeks : how many weeks the roster covers.
    first : the date of the first døgn, if the unit has one.
    """

    weeks: int
    first: date | None = None

    @property
    def days(self) -> int:
        """How many døgn the roster has."""
        return self.weeks * DAYS_PER_WEEK

    @property
    def length(self) -> int:
        """How many minutes the roster has."""
        return self.days * MINUTES_PER_DAY

    @property
    def starts(self) -> NDArray[np.float64]:
        """Where each døgn begins [min], shape (days,)."""
        return np.arange(0, self.length, MINUTES_PER_DAY, dtype=np.float64)

    def on_weekdays(self, weekdays: Sequence[int]) -> Days:
        """The døgn that fall on these weekdays (0 is Monday).

        >>> np.flatnonzero(Calendar(420, 480, 900, weeks=2).on_weekdays([0, 6])).tolist()
        [0, 6, 7, 13]
        """
        week = np.zeros(DAYS_PER_WEEK, dtype=bool)
        week[list(weekdays)] = True
        return np.tile(week, self.weeks)

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> Days:
        """The døgn from one date to another, both included; a missing date is no limit.

        >>> calendar = Calendar(420, 480, 900, weeks=1, first=date(2026, 1, 5))
        >>> calendar.between(pd.Timestamp("2026-01-08"), pd.NaT).tolist()
        [False, False, False, True, True, True, True]
        """
        days = np.ones(self.days, dtype=bool)
        if not pd.isna(first):
            days[: max(0, self.day_of(first))] = False
        if not pd.isna(last):
            days[max(0, self.day_of(last) + 1) :] = False
        return days

    def day_of(self, when: pd.Timestamp) -> int:
        """The number of the døgn with this date; outside the roster where it is not in it.

        >>> calendar = Calendar(420, 480, 900, weeks=1, first=date(2026, 1, 5))
        >>> calendar.day_of(pd.Timestamp("2026-01-08")), calendar.day_of(pd.Timestamp("2026-01-04"))
        (3, -1)
        """
        if self.first is None:
            raise ValueError("a date needs the first day of the roster")
        return (when.date() - self.first).days


@dataclass(frozen=True)
class Presence:
    """When somebody is there: the minutes of the circle, less absences and days lived elsewhere.

    Parameters
    ----------
    away : non-overlapping, sorted pieces [min] of the circle, shape (n, 2).
    length : of the circle [min].
    """

    away: NDArray[np.float64]
    length: float

    @classmethod
    def of(cls, pieces: Sequence[Window], length: float) -> "Presence":
        """From pieces of absence that may overlap and pass the end of the circle.

        >>> Presence.of([(600, 660), (630, 720), (1430, 1450)], 1440).away.tolist()
        [[0.0, 10.0], [600.0, 720.0], [1430.0, 1440.0]]
        """
        cut: list[Window] = []
        for start, end in pieces:
            turn = start // length * length
            start, end = start - turn, min(end - turn, start - turn + length)
            cut.append((start, min(end, length)))
            if end > length:
                cut.append((0.0, end - length))
        joined: list[list[float]] = []
        for start, end in sorted(cut):
            if joined and start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], end)
            elif end > start:
                joined.append([start, end])
        return cls(np.array(joined, dtype=float).reshape(-1, 2), length)

    def minutes(
        self, starts: NDArray[np.float64], windows: Sequence[Window]
    ) -> NDArray[np.float64]:
        """How many minutes of the windows somebody is there.

        Parameters
        ----------
        starts : where each døgn begins [min], shape (days,).
        windows : offsets from there.

        Returns
        -------
        minutes [min], shape (days,).

        >>> away = Presence.of([(600, 660)], 1440)
        >>> away.minutes(np.array([0.0]), [(570, 690), (650, 655)]).tolist()
        [60.0]
        """
        total = np.zeros(len(starts))
        for start, end in windows:
            total += end - start
            if len(self.away):
                total -= self._away_before(starts + end) - self._away_before(starts + start)
        return total

    def _away_before(self, moments: NDArray[np.float64]) -> NDArray[np.float64]:
        """Minutes away from the start of the circle up to each moment, over whole turns too."""
        turns, within = np.divmod(moments, self.length)
        lengths = self.away[:, 1] - self.away[:, 0]
        knots = self.away.ravel()
        sums = np.repeat(np.cumsum(lengths), 2)
        sums[::2] -= lengths
        before: NDArray[np.float64] = np.interp(within, knots, sums) + turns * lengths.sum()
        return before
