"""One house, from its rows to the one answer."""

from dataclasses import dataclass

import numpy as np

from allocator.model.alike import alike_days
from allocator.model.cells import cells_of
from allocator.model.house import House, Minutes
from allocator.model.programme import write
from allocator.model.solver import Effort
from allocator.model.staff import on_duty
from allocator.model.stages import Settled, Tell, settle, silent
from allocator.model.units import Unit
from allocator.model.variables import Layout, lay_out
from allocator.terms import MINUTES_PER_HOUR


@dataclass(frozen=True)
class Allocation:
    """The answer of one unit.

    Parameters
    ----------
    minutes : of each variable, over the whole roster [min].
    settled : what the stages say: readings of supervision, levels, effort.
    """

    unit: Unit
    layout: Layout
    minutes: Minutes
    settled: Settled

    @property
    def house(self) -> House:
        """What the unit asks for and has."""
        return self.unit.house

    @property
    def effort(self) -> Effort:
        """Programmes solved and seconds inside the solvers."""
        return self.settled.effort


def allocate_unit(
    unit: Unit, merge: bool = True, method: str = "choose", tell: Tell = silent
) -> Allocation:
    """The one fair answer for a unit.

    Parameters
    ----------
    merge : keep one copy of days that are alike; without it the answer is the same, and slower.
    method : how HiGHS solves (`choose`, `simplex`, `ipm`); the answer is the same.
    tell : told which stage begins.

    Raises
    ------
    SolverError : if a programme has no proven optimum.
    """
    house = unit.house
    duty = on_duty(house.shifts, house.calendar)
    classes = alike_days(house, duty, merge)
    layout = lay_out(house, classes, cells_of(house, duty, classes))
    settled = settle(write(layout, method), tell)
    times = np.array([layout.times(layout.cells[one.cell].day) for one in layout.variables])
    minutes = settled.values * times * MINUTES_PER_HOUR if len(times) else settled.values
    return Allocation(unit, layout, minutes, settled)
