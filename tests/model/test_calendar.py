"""Windows, parts and dates on the circle of weeks (contract section 1)."""

import datetime

import numpy as np
import pandas as pd
import pytest

from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar
from allocator.clock import Clock, is_covered, overlap_minutes

CALENDAR = Calendar(420, 480, 900, weeks=2, first=datetime.date(2026, 1, 5))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (480, 600, (60, 180)),  # 08:00-10:00, an hour into the døgn
        (120, 180, (1140, 1200)),  # 02:00-03:00: the night after
        (1320, 120, (900, 1140)),  # 22:00-02:00 begins in the evening
        (1320, 480, (900, 1500)),  # 22:00-08:00 runs past the next 07:00
        (390, 480, (-30, 60)),  # 06:30-08:00: that weekday's own morning
        (300, 420, (1320, 1440)),  # 05:00-07:00 ends where the døgn ends
        (1320, 1440, (900, 1020)),  # until 24:00
        (1440, 120, (1020, 1140)),  # from 24:00
        (1440, 480, (-420, 60)),  # 24:00-08:00 is 00:00-08:00: that weekday's own morning
        (300, 421, (-120, 1)),  # a minute after dag_start is enough
        (420, 420, (0, 1440)),  # the same time twice is a whole døgn
        (390, 390, (-30, 1410)),  # also before dag_start: taken by the calendar
    ],
)
def test_a_window_belongs_to_the_døgn_in_which_it_begins(
    start: float, end: float, expected: tuple[float, float]
) -> None:
    assert CALENDAR.window(start, end) == expected


def test_dates_are_døgn_and_both_ends_count() -> None:
    days = CALENDAR.between(pd.Timestamp("2026-01-06"), pd.Timestamp("2026-01-08"))
    assert np.flatnonzero(days).tolist() == [1, 2, 3]
    assert CALENDAR.between(pd.NaT, pd.NaT).all()
    assert not CALENDAR.between(pd.Timestamp("2027-01-01"), pd.NaT).any()
    assert not CALENDAR.between(pd.NaT, pd.Timestamp("2025-12-31")).any()


def test_a_date_outside_the_roster_has_no_døgn() -> None:
    assert CALENDAR.last == datetime.date(2026, 1, 18)
    dates = ("2026-01-04", "2026-01-05", "2026-01-18", "2026-01-19")
    assert [CALENDAR.on_date(pd.Timestamp(date)) for date in dates] == [None, 0, 13, None]


def test_neighbouring_parts_are_one_window() -> None:
    assert CALENDAR.windows_of(("day", "evening")) == ((0, 900),)
    assert CALENDAR.windows_of(("day", "night")) == ((0, 480), (900, 1440))


def test_covered_is_by_the_clock() -> None:
    night = CALENDAR.windows_of(("night",))
    assert is_covered((900, 1440), night)
    assert not is_covered((900, 1500), night)
    assert is_covered((900, 1500), CALENDAR.windows_of(("day", "night")))
    assert is_covered((-30, 60), CALENDAR.windows_of(("day", "night")))


def test_presence_takes_overlapping_absences_once_and_passes_the_end() -> None:
    presence = Presence.of([(100, 300), (200, 400), (20_100, 20_260)], 20_160)
    starts = np.arange(14) * 1440.0
    there = presence.minutes(starts, ((0, 1440),))
    assert there[0] == 1440 - 300 - 100  # 100-400, and 0-100 from the end of the circle
    assert there[13] == 1440 - 60
    assert there[1] == 1440


def test_a_clock_is_told_by_times_of_day() -> None:
    """A night that begins at midnight, in a døgn that begins at half past six."""
    clock = Clock.of(390, 870, 0)
    assert clock == Clock(390, 480, 1050)
    assert clock.windows(float("nan"), float("nan"), ("night",)) == ((1050, 1440),)
    assert clock.windows(0, 60, ("day",)) == ((1050, 1110),)


def test_windows_share_minutes_across_the_end_of_the_circle() -> None:
    assert overlap_minutes((1320, 1500), (0, 120)) == 60
    assert overlap_minutes((-30, 60), (1400, 1440)) == 30
    assert overlap_minutes((10_000, 10_140), (0, 120), 10_080) == 60
