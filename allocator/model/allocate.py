"""One unit, from its rows to the one answer."""

from dataclasses import dataclass

import numpy as np

from allocator.errors import SolverError
from allocator.model.intervals import build_intervals
from allocator.model.merge_days import merge_days
from allocator.model.programme import build_programme, in_full
from allocator.model.read_unit import PreparedUnit
from allocator.model.staff import staff_on_duty
from allocator.model.stages import StageCallback, StageSolution, no_progress, solve_stages
from allocator.model.statistics import SolverStatistics
from allocator.model.unit_data import Minutes, UnitData
from allocator.model.variables import VariableIndex, build_variables
from allocator.terms import MINUTES_PER_HOUR

NEGLIGIBLE_MINUTES = 1e-5
"""What a solver leaves of a variable below this is rounding: nothing is given [min on one day]."""


@dataclass(frozen=True)
class Allocation:
    """The answer of one unit.

    Parameters
    ----------
    minutes : of each variable, over the whole roster [min].
    solution : what the stages say: readings of supervision, levels, effort.
    """

    unit: PreparedUnit
    index: VariableIndex
    minutes: Minutes
    solution: StageSolution

    @property
    def data(self) -> UnitData:
        """What the unit asks for and has."""
        return self.unit.data

    @property
    def statistics(self) -> SolverStatistics:
        """Programmes solved and seconds inside the solvers."""
        return self.solution.statistics


def allocate_unit(
    unit: PreparedUnit,
    merge: bool = True,
    method: str = "choose",
    on_stage: StageCallback = no_progress,
) -> Allocation:
    """Find the one fair answer for a unit.

    Parameters
    ----------
    merge : keep one copy of days that are alike; without it the answer is the same, and slower.
    method : how HiGHS solves (`choose`, `simplex`, `ipm`); the answer is the same.
    on_stage : told which stage begins.

    Raises
    ------
    SolverError : if a programme has no proven optimum.
    """
    data = unit.data
    duty = staff_on_duty(data.shifts, data.calendar)
    classes = merge_days(data, duty, merge)
    index = build_variables(data, classes, build_intervals(data, duty, classes))
    solution = _solve(index, method, on_stage)
    times = np.array(
        [index.times(index.intervals[variable.interval].day) for variable in index.variables]
    )
    each_day = solution.values * MINUTES_PER_HOUR
    minutes = np.where(each_day < NEGLIGIBLE_MINUTES, 0.0, each_day) * times
    return Allocation(unit, index, minutes, solution)


def _solve(index: VariableIndex, method: str, on_stage: StageCallback) -> StageSolution:
    """Go through the stages; where a large programme has no answer, once more in full by HiGHS."""
    programme = build_programme(index, method)
    try:
        return solve_stages(programme, on_stage)
    except SolverError:
        if programme.aggregation is None:
            raise
    solution = solve_stages(build_programme(index, in_full(index.width)), on_stage)
    solution.statistics.count_as_second_try()
    return solution
