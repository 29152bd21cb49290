"""The circle of weeks: døgn, parts of the døgn, windows and dates.

Minute 0 is `dag_start` of the roster's first Monday; døgn *d* is the minutes from 1440 d to
1440 (d + 1); the roster is a circle, so minute `length` is minute 0 again. A window is a pair of
offsets [min] from the start of the døgn it belongs to; it may begin before it or end after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY, PARTS

Days = NDArray[np.bool_]
"""One truth value for each døgn of the roster."""
Window = tuple[float, float]
"""From and to [min], counted from the start of the døgn that the window belongs to."""


@dataclass(frozen=True)
class Calendar:
    """The roster of one unit.

    Parameters
    ----------
    weeks : how many weeks the roster covers.
    day_start : the clock [min after midnight] at which the døgn begins.
    evening, night : where evening and night begin [min after the start of the døgn].
    first : the date of the first døgn, if the unit has one.
    """

    weeks: int
    day_start: float
    evening: float
    night: float
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

    @property
    def parts(self) -> dict[str, Window]:
        """Day, evening and night as windows."""
        return {
            "day": (0.0, self.evening),
            "evening": (self.evening, self.night),
            "night": (self.night, float(MINUTES_PER_DAY)),
        }

    def window(self, start: float, end: float) -> Window:
        """A window given by the clock [min after midnight].

        It runs its whole length and belongs to the døgn in which it begins; only one that begins
        before `dag_start` and ends after it is taken by the calendar, as that day's own morning.
        """
        start %= MINUTES_PER_DAY
        length = end - start if end > start else end - start + MINUTES_PER_DAY
        offset = start - self.day_start
        if offset >= 0 or offset + length > 0:
            return offset, offset + length
        return offset + MINUTES_PER_DAY, offset + MINUTES_PER_DAY + length

    def windows_of(self, parts: Sequence[str]) -> tuple[Window, ...]:
        """The parts of the døgn as windows, neighbours joined."""
        joined: list[Window] = []
        for name in PARTS:
            if name in parts:
                start, end = self.parts[name]
                if joined and joined[-1][1] == start:
                    joined[-1] = (joined[-1][0], end)
                else:
                    joined.append((start, end))
        return tuple(joined)

    def on_weekdays(self, weekdays: Sequence[int]) -> Days:
        """The døgn that fall on these weekdays (0 is Monday)."""
        week = np.zeros(DAYS_PER_WEEK, dtype=bool)
        week[list(weekdays)] = True
        return np.tile(week, self.weeks)

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> Days:
        """The døgn from one date to another, both included; a missing date is no limit."""
        days = np.ones(self.days, dtype=bool)
        if not pd.isna(first):
            days[: max(0, self.day_of(first))] = False
        if not pd.isna(last):
            days[max(0, self.day_of(last) + 1) :] = False
        return days

    def day_of(self, when: pd.Timestamp) -> int:
        """The number of the døgn with this date; outside the roster where it is not in it."""
        if self.first is None:
            raise ValueError("a date needs the first day of the roster")
        return (when.date() - self.first).days


def covered(window: Window, by: Sequence[Window]) -> bool:
    """Whether every minute of a window, by the clock, lies within the others together."""
    inside = sum(
        max(0.0, min(end, window[1]) - max(start, window[0]))
        for first, last in by
        for start, end in ((first + turn, last + turn) for turn in _TURNS)
    )
    return inside >= window[1] - window[0]


def length_of(windows: Sequence[Window]) -> float:
    """The minutes in windows that do not overlap."""
    return sum(end - start for start, end in windows)


_TURNS = (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)


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
        """From pieces of absence that may overlap and pass the end of the circle."""
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
