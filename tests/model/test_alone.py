"""What a demand could be given if it were alone, beside the breaks of those who give it."""

from typing import Any

import numpy as np
import pytest
from comparing import allocated
from oracle.units import random_unit

from allocator.model import alone
from allocator.model.intervals import Interval
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand, Requirement, RowRef

TWO = StaffGroup(False, (), 2, 30.0, 0.0, 0)
DRIVER = StaffGroup(False, ("driver",), 1, 30.0, 0.0, 1)
RESTING = StaffGroup(True, (), 1, 30.0, 0.0, 2)
ALONE = {
    "two of three are free": ((TWO, DRIVER), TWO, {}, 2 / 3),
    "two at once leave one of three": ((TWO, DRIVER), TWO, {"staff": 2}, 1 / 3),
    "both of one shift are needed": ((TWO,), TWO, {"staff": 2}, 0.0),
    "one of two is needed of a shift": ((TWO, DRIVER), TWO, {"staff": 3}, 0.0),
    "the only driver drives": ((TWO, DRIVER), TWO, {"competence": "driver"}, 0.0),
    "one of two drivers drives": ((DRIVER, DRIVER), DRIVER, {"competence": "driver"}, 1 / 2),
    "who rests gives no help by day": ((TWO, RESTING), RESTING, {}, 1.0),
    "who rests is none of those awake": ((TWO, RESTING), TWO, {}, 1 / 2),
    "who rests may be woken": ((TWO, RESTING), RESTING, {"planned_night": True}, 0.0),
    "a planned night of the awake": ((TWO, DRIVER), TWO, {"planned_night": True}, 2 / 3),
}


@pytest.mark.parametrize(("staff", "shift", "asked", "part"), ALONE.values(), ids=ALONE)
def test_how_much_of_a_break_fits_beside_a_demand(
    staff: tuple[StaffGroup, ...], shift: StaffGroup, asked: dict[str, Any], part: float
) -> None:
    """What may be on a break at once while a demand is given all of an interval."""
    requirement = Requirement("day", np.full(7, 60.0), ((0.0, 60.0),))
    demand = Demand(RowRef("interventions", 0), "individual", requirement, resident=0, **asked)
    interval = Interval(0, 0, ((0.0, 60.0),), staff, (True,), (), ())
    assert alone._part_beside(demand, interval, shift) == pytest.approx(part)


def test_alone_without_a_programme_is_what_the_programme_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a demand could be given alone lies between the rooms that breaks leave it."""
    real = alone.StaffedAlone._most
    without_programme: list[bool] = []

    def compared(staffed: alone.StaffedAlone, demand: Demand) -> float:
        if demand.kind == "group":
            return real(staffed, demand)
        with monkeypatch.context() as patch:
            patch.setattr(alone, "NEGLIGIBLE_MINUTES", -1.0)
            programme = real(staffed, demand)
        least, most = (
            demand.requirement.attainable(room).sum() for room in staffed._rooms_of(demand)
        )
        assert least - 1e-5 <= programme <= most + 1e-5
        without_programme.append(most - least < alone.NEGLIGIBLE_MINUTES)
        return real(staffed, demand)

    monkeypatch.setattr(alone.StaffedAlone, "_most", compared)
    for seed in range(5_400, 5_430):
        allocated(random_unit(seed))
    assert without_programme.count(True) > 20
    assert without_programme.count(False) > 2, "none whose breaks take from it"
