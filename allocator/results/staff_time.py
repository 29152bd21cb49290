"""Staff time to the minute: rostered = direct + other work + breaks + presence."""

from dataclasses import dataclass, field

import numpy as np

from allocator.model.allocate import Allocation
from allocator.model.unit_data import Minutes
from allocator.model.variables import IntervalVariables
from allocator.results.ledger import Ledger
from allocator.terms import PARTS, Duty

DUTIES: tuple[Duty, ...] = ("active", "resting")


def _by_part_and_duty() -> Minutes:
    return np.zeros((len(PARTS), len(DUTIES)))


@dataclass
class StaffTime:
    """Minutes over the roster, by part of the døgn and duty, shape (3, 2)."""

    rostered: Minutes = field(default_factory=_by_part_and_duty)
    individual: Minutes = field(default_factory=_by_part_and_duty)
    group: Minutes = field(default_factory=_by_part_and_duty)
    supervision: Minutes = field(default_factory=_by_part_and_duty)
    other_work: Minutes = field(default_factory=_by_part_and_duty)
    breaks: Minutes = field(default_factory=_by_part_and_duty)

    @property
    def presence(self) -> Minutes:
        """Rostered time that is used for nothing else; below 0 by rounding only."""
        used = self.individual + self.group + self.supervision + self.other_work + self.breaks
        return self.rostered - used


def staff_time_of(allocation: Allocation, ledger: Ledger) -> StaffTime:
    """Divide the rostered time of one unit by what it was used for (HOUSE-05)."""
    times = StaffTime()
    for interval, variables in zip(
        allocation.index.intervals, allocation.index.by_interval, strict=True
    ):
        minutes = interval.length * allocation.index.times(interval.day)
        for duty in interval.staff:
            index = interval.part, int(duty.resting)
            times.rostered[index] += duty.heads * minutes
        _given(allocation, interval.part, variables, times)
    times.supervision[:, 0] = ledger.supervision
    return times


def _given(
    allocation: Allocation, part: int, variables: IntervalVariables, times: StaffTime
) -> None:
    for variable in variables.given:
        demand = allocation.index.demand(variable)
        staff = demand.staff * allocation.minutes[variable.number]
        getattr(times, demand.booked)[part, 0] += staff
    for variable in variables.breaks:
        shift, taken = variable.shift, allocation.minutes[variable.number]
        assert shift is not None
        times.breaks[part, int(shift.resting)] += taken * shift.break_share
        times.other_work[part, int(shift.resting)] += taken * (1.0 - shift.break_share)
    for booked, woken in woken_for(allocation, variables).items():
        getattr(times, booked)[part] += (-woken, woken)


def woken_for(allocation: Allocation, variables: IntervalVariables) -> dict[str, float]:
    """Divide the minutes of the woken by what they are booked as, as the planned night there."""
    if variables.woken is None:
        return {}
    night = {"individual": 0.0, "other_work": 0.0}
    for variable in variables.given:
        demand = allocation.index.demand(variable)
        if demand.planned_night:
            minutes = float(allocation.minutes[variable.number])
            night[demand.booked] += demand.staff * minutes
    woken, total = float(allocation.minutes[variables.woken.number]), sum(night.values())
    return {booked: woken * minutes / total for booked, minutes in night.items() if total > 0}
