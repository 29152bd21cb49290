"""What staff allows of a demand in an interval: whether enough are there, and how long."""

from typing import Any

import numpy as np
import pytest

from allocator.model.intervals import Interval
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand, Requirement, RowRef
from allocator.model.variables import _enough_staff, _staff_bound

TWO = StaffGroup(False, (), 2)
NURSE = StaffGroup(False, ("nurse",), 1)
RESTING = StaffGroup(True, ("driver",), 1)
EVENING = Interval(0, 1, ((0.0, 60.0), (120.0, 150.0)), (TWO, NURSE, RESTING), (True,), (), ())


def demand(**more: Any) -> Demand:
    asked = Requirement("day", np.full(7, 60.0), ((0.0, 60.0),))
    return Demand(RowRef("interventions", 0), "individual", asked, resident=0, **more)


@pytest.mark.parametrize(
    ("more", "hours"),
    [
        ({}, 4.5),
        ({"staff": 2}, 2.25),
        ({"staff": 3}, 1.5),
        ({"planned_night": True}, 6.0),
        ({"planned_night": True, "staff": 4}, 1.5),
    ],
)
def test_how_long_staff_lasts(more: dict[str, Any], hours: float) -> None:
    """Three awake and one who rests, for an hour and a half."""
    assert _staff_bound(demand(**more), EVENING) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("more", "enough"),
    [
        ({"staff": 3}, True),
        ({"staff": 4}, False),
        ({"staff": 4, "planned_night": True}, True),
        ({"staff": 5, "planned_night": True}, False),
        ({"competence": "nurse"}, True),
        ({"competence": "cook"}, False),
        ({"competence": "driver"}, False),
        ({"competence": "driver", "planned_night": True}, True),
        ({"competence": "nurse", "staff": 4}, False),
    ],
)
def test_whether_enough_are_there_at_once(more: dict[str, Any], enough: bool) -> None:
    assert _enough_staff(demand(**more), EVENING) is enough


def test_an_interval_adds_up_its_pieces_and_its_staff() -> None:
    assert EVENING.length == 90.0
    assert (EVENING.awake, EVENING.resting) == (3, 1)
    assert (EVENING.heads(False), EVENING.heads(True)) == (3, 4)
    assert (EVENING.minutes(False), EVENING.minutes(True)) == (270.0, 90.0)
    nurses = frozenset({"nurse", "driver"})
    assert (EVENING.minutes(False, nurses), EVENING.minutes(True, nurses)) == (90.0, 90.0)
    assert EVENING.minutes(True, frozenset({"nurse"})) == 0.0
