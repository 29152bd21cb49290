"""The roster of a unit as a circle of weeks: its døgn and their dates.

Minute 0 is `dag_start` of the roster's first Monday; døgn *d* is the minutes from 1440 d to
1440 (d + 1); the roster is a circle, so minute `length` is minute 0 again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocator.clock import Clock
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

if TYPE_CHECKING:
    from allocator.tables.declared_rota import UnitRow

Date = TypeVar("Date", date, pd.Series)
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

    @classmethod
    def of_unit(cls, row: "UnitRow") -> "Calendar":
        """From a row of the table `unit`."""
        clock = Clock.of(row.day_start, row.evening_start, row.night_start)
        first = None if pd.isna(row.period_start) else row.period_start.date()
        return cls(clock.day_start, clock.evening, clock.night, int(row.weeks), first)

    @property
    def last(self) -> date | None:
        """The date of the last døgn, if the unit has dates."""
        return None if self.first is None else last_day(self.first, self.weeks)

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

    def on_date(self, when: pd.Timestamp) -> int | None:
        """The number of the døgn with this date, or None outside the roster."""
        day = self.day_of(when)
        return day if 0 <= day < self.days else None


def last_day(first: Date, weeks: int | pd.Series) -> Date:
    """The last day of a roster by its first; of one roster, or of a column of them."""
    return cast("Date", first + pd.to_timedelta(weeks * DAYS_PER_WEEK - 1, unit="D"))
