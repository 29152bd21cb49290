"""Staff time to the minute: rostered = direct + other work + breaks + presence."""

from dataclasses import dataclass, field

import numpy as np

from allocator.model.allocate import Allocation
from allocator.model.house import Minutes
from allocator.model.variables import InCell
from allocator.results.ledger import Ledger
from allocator.terms import PARTS

DUTIES = ("active", "resting")


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
        """What is left: being there, and nothing below zero but rounding."""
        used = self.individual + self.group + self.supervision + self.other_work + self.breaks
        return self.rostered - used


def staff_time_of(allocation: Allocation, ledger: Ledger) -> StaffTime:
    """Where the rostered time of one unit went."""
    found = StaffTime()
    for cell, variables in zip(allocation.layout.cells, allocation.layout.in_cell, strict=True):
        minutes = cell.length * allocation.layout.times(cell.day)
        for duty in cell.duties:
            place = cell.part, int(duty.resting)
            found.rostered[place] += duty.heads * minutes
            found.breaks[place] += duty.heads * minutes * duty.breaks
            found.other_work[place] += duty.heads * minutes * duty.other_work
        _given(allocation, cell.part, variables, found)
    found.supervision[:, 0] = ledger.supervision
    return found


def _given(allocation: Allocation, part: int, variables: InCell, found: StaffTime) -> None:
    for one in variables.given:
        demand = allocation.layout.demand(one)
        column = {"group": found.group, "other_work": found.other_work}
        staff = demand.staff * allocation.minutes[one.number]
        column.get(demand.kind, found.individual)[part, 0] += staff
    if variables.woken is not None:
        woken = allocation.minutes[variables.woken.number]
        found.individual[part] += (-woken, woken)
