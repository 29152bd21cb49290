"""Who is on duty in each døgn, and in which one a shift takes its breaks."""

import datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allocator.calendar.roster import Calendar
from allocator.model.staff import StaffGroup, calendar_day, read_shifts, staff_on_duty, takes_from
from allocator.model.unit_data import RowRef, Shift

CALENDAR = Calendar(420, 480, 900, weeks=1)
DAY = 1440.0


def shift(start: float, length: float, **more: Any) -> Shift:
    """One on duty, so many minutes after the start of the first døgn."""
    return Shift(
        RowRef("shifts", 0),
        start,
        length,
        **({"count": 1, "resting": False, "breaks": 30.0} | more),
    )


def pieces(*shifts: Shift) -> dict[int, list[tuple[float, float, float, int]]]:
    """By døgn: from, to, break of each, and the number of the shift."""
    return {
        day: [(own.start, own.end, own.duty.breaks, own.duty.shift) for own in of_day]
        for day, of_day in enumerate(staff_on_duty(shifts, CALENDAR))
        if of_day
    }


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (60.0, 480.0, {0: [(60.0, 540.0, 30.0, 0)]}),
        (960.0, 480.0, {0: [(960.0, DAY, 30.0, 0)]}),
        (960.0, 481.0, {0: [(960.0, DAY, 30.0, 0)], 1: [(0.0, 1.0, 0.0, -1)]}),
        (1300.0, 480.0, {0: [(1300.0, DAY, 0.0, -1)], 1: [(0.0, 340.0, 30.0, 0)]}),
        (1200.0, 480.0, {0: [(1200.0, DAY, 30.0, 0)], 1: [(0.0, 240.0, 0.0, -1)]}),
        (6 * DAY + 1300.0, 480.0, {6: [(1300.0, DAY, 0.0, -1)], 0: [(0.0, 340.0, 30.0, 0)]}),
        (720.0, DAY, {0: [(720.0, DAY, 15.0, 0)], 1: [(0.0, 720.0, 15.0, 0)]}),
        (720.0, DAY - 1, {0: [(720.0, DAY, 30.0, 0)], 1: [(0.0, 719.0, 0.0, -1)]}),
    ],
    ids=[
        "within a døgn", "until its end", "a minute past it", "mostly in the next",
        "as much in both: the first", "past the end of the roster", "24 hours, in proportion",
        "a minute less",
    ],
)  # fmt: skip
def test_a_shift_is_cut_where_a_dogn_begins(
    start: float, length: float, expected: dict[int, list[tuple[float, float, float, int]]]
) -> None:
    assert pieces(shift(start, length)) == expected


def test_work_per_shift_is_taken_where_breaks_are() -> None:
    night = shift(1300.0, 480.0, other_work=10.0)
    work = [own.duty.other_work for of_day in staff_on_duty([night], CALENDAR) for own in of_day]
    assert work == [0.0, 10.0]


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({}, 0),
        ({"weekday": 6}, 6),
        ({"week": 2}, 7),
        ({"week": 2, "weekday": 3}, 10),
        ({"date": pd.Timestamp("2026-01-05")}, 0),
        ({"date": pd.Timestamp("2026-01-16")}, 11),
        ({"date": pd.Timestamp("2026-01-19")}, None),
        ({"date": pd.Timestamp("2026-01-04")}, None),
    ],
)
def test_the_day_on_which_a_shift_starts(
    cells: dict[str, Any], day: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By week and weekday, or by its date; a date outside the roster has none."""
    calendar = Calendar(420, 480, 900, weeks=2, first=datetime.date(2026, 1, 5))
    own = row(**cells)
    assert calendar_day(own, calendar) == day
    always = SimpleNamespace(**vars(WORK) | {"weekdays": tuple(range(7))})
    assert takes_from(always, own, calendar) is (day is not None)
    monkeypatch.setattr(RowRef, "of", classmethod(lambda cls, given: cls("shifts", given.position)))
    starts = [read.start for read in read_shifts([own], [], calendar)]
    assert starts == ([] if day is None else [day * DAY + 60.0])


def test_shifts_that_take_something_are_numbered_by_when_they_are() -> None:
    """The later one first in the rota, and one between them that takes nothing."""
    on_duty = pieces(shift(300.0, 60.0), shift(60.0, 60.0), shift(120.0, 60.0, breaks=0.0))
    assert on_duty == {
        0: [(60.0, 120.0, 30.0, 0), (120.0, 180.0, 0.0, -1), (300.0, 360.0, 30.0, 1)]
    }


def test_what_a_group_takes_is_of_all_its_heads() -> None:
    group = StaffGroup(False, (), 3, 30.0, 10.0, 0)
    assert group.taken == 120.0
    assert group.break_share == 0.75
    assert StaffGroup(False, (), 3).taken == 0.0, "nothing unless it is said"


def row(**cells: Any) -> Any:
    """A row of `shifts`: the day shift on Mondays of the first week."""
    plain = {
        "date": np.datetime64("NaT"), "week": 1, "weekday": 0, "start": 480.0, "end": 900.0,
        "days_more": 0, "count_": 2, "duty": "active", "shift": "day", "competence": ("nurse",),
        "break_minutes": 30.0, "position": 0,
    }  # fmt: skip
    return SimpleNamespace(**plain | cells)


WORK: Any = SimpleNamespace(minutes=15.0, times=2.0, shift=("day", "evening"), weekdays=(0, 1))


@pytest.mark.parametrize(
    ("cells", "takes"),
    [
        ({}, True),
        ({"weekday": 1}, True),
        ({"weekday": 2}, False),
        ({"shift": "evening"}, True),
        ({"shift": "night"}, False),
        ({"duty": "resting"}, False),
    ],
)
def test_work_per_shift_is_of_active_shifts_of_its_kinds_and_days(
    cells: dict[str, Any], takes: bool
) -> None:
    assert takes_from(WORK, row(**cells), CALENDAR) is takes


@pytest.mark.parametrize(
    ("cells", "start", "length"),
    [
        ({}, 60.0, 420.0),
        ({"weekday": 2}, 2 * DAY + 60.0, 420.0),
        ({"start": 1320.0, "end": 420.0}, 900.0, 540.0),
        ({"start": 480.0, "end": 480.0}, 60.0, DAY),
        ({"start": 480.0, "end": 481.0}, 60.0, 1.0),
        ({"start": 480.0, "end": 600.0, "days_more": 1}, 60.0, DAY + 120.0),
        ({"start": 360.0, "end": 420.0}, 7 * DAY - 60.0, 60.0),
    ],
)
def test_when_a_row_of_the_rota_is_on_duty(
    cells: dict[str, Any], start: float, length: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Minutes from 07:00 on the first Monday; what is before it is at the end of the circle."""
    monkeypatch.setattr(RowRef, "of", classmethod(lambda cls, own: cls("shifts", own.position)))
    (read,) = read_shifts([row(**cells)], [WORK], CALENDAR)
    assert (read.start, read.length) == (start, length)
    assert (read.count, read.resting, read.competences) == (2, False, frozenset({"nurse"}))
    assert read.breaks == 30.0
    assert read.other_work == (30.0 if cells.get("weekday", 0) < 2 else 0.0)
