"""A linear programme, written in PuLP and kept warm in a solver; each optimum settles its face."""

import time
from collections.abc import Sequence

import numpy as np

from allocator.errors import SolverError
from allocator.model import interior, quadratic
from allocator.model.highs import Highs
from allocator.model.inside import Inside
from allocator.model.problem import matrix_of, write_problem
from allocator.model.solver import (
    Bounds,
    LinearExpression,
    LinearSolver,
    Mask,
    Region,
    Solution,
    Vector,
)
from allocator.model.statistics import SolverStatistics

DUAL_TOLERANCE = 1e-7
"""A dual or reduced cost from here on is no rounding: its bound holds in every optimum."""
LEVEL_RELAXATION = 1e-9
"""What an outcome is settled below its level, relative, so that rounding leaves it feasible."""
INSIDE_RELAXATION = 1e-7
"""The same where the inside is looked for: without it the later programmes have none."""
INTERIOR = "interior"
"""The method that takes the inside of all optima, and needs no vertex."""
LARGEST_VIOLATION = 1e-5
"""Hours in all by which bounds may be widened where rounding leaves no answer between them."""
WIDENED_BY = 1e-9
"""Hours beyond the least violation, so that the widened programme has an answer in rounding."""


class LinearProgramme:
    """Non-negative variables and rows, solved again and again as bounds and costs change.

    Parameters
    ----------
    upper : an upper bound of each variable, infinite where there is none.
    rows : the terms of each row.
    lower_rows, upper_rows : their bounds.
    method : of the solver: `choose`, `simplex`, `ipm` or `INTERIOR`.
    outcomes : how many rows, the last, are outcomes, which are settled with a relaxation.
    """

    def __init__(
        self,
        upper: Sequence[float],
        rows: Sequence[LinearExpression],
        lower_rows: Sequence[float],
        upper_rows: Sequence[float],
        method: str = "choose",
        outcomes: int = 0,
    ) -> None:
        self._rows = rows
        self._costs = np.zeros(len(upper))
        self._bounds = Bounds(
            np.array(lower_rows, dtype=float),
            np.array(upper_rows, dtype=float),
            np.zeros(len(upper)),
            np.array(upper, dtype=float),
        )
        self._inside = method == INTERIOR
        problem = write_problem(rows, self._bounds)
        self._solver: LinearSolver = (
            Inside(matrix_of(problem), self.bounds()) if self._inside else Highs(problem, method)
        )
        self.relaxation = INSIDE_RELAXATION if self._inside else LEVEL_RELAXATION
        # an equality at a relaxed bound leaves the inside of the older equalities empty
        self._relaxed_from = len(rows) - outcomes if self._inside else len(rows)
        self.statistics = SolverStatistics()

    @classmethod
    def of_region(cls, region: Region, statistics: SolverStatistics) -> "LinearProgramme":
        """Take a programme that follows from another one, whose effort it goes on counting."""
        programme = cls([], [], [], [], INTERIOR)
        programme._bounds = Bounds(*region[1:])
        programme._costs = np.zeros(len(region.lower))
        programme._solver = Inside(region.matrix, programme.bounds())
        programme.statistics = statistics
        return programme

    def row(self, row: int) -> LinearExpression:
        """Return the terms of a row as they were written."""
        return self._rows[row]

    def fixed(self, variables: Sequence[int]) -> bool:
        """Whether none of these variables can be anything but what it is."""
        numbers = list(variables)
        return bool((self._bounds.lower[numbers] == self._bounds.upper[numbers]).all())

    @property
    def width(self) -> int:
        """How many variables there are."""
        return len(self._costs)

    def bound_row(self, row: int, low: float, high: float = np.inf) -> None:
        """Set the bounds of a row."""
        self._bounds.lower_rows[row], self._bounds.upper_rows[row] = low, high
        self._solver.bound_row(row, low, high)

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        """Set the bounds of a variable."""
        self._bounds.lower[variable], self._bounds.upper[variable] = low, high
        self._solver.bound_variable(variable, low, high)

    def bounds(self) -> Bounds:
        """Copy the bounds as they are now, to come back to."""
        return Bounds(*(values.copy() for values in vars(self._bounds).values()))

    def restore(self, bounds: Bounds) -> None:
        """Set the bounds as they were."""
        now = self._bounds
        changed = (now.lower_rows != bounds.lower_rows) | (now.upper_rows != bounds.upper_rows)
        for row in np.flatnonzero(changed):
            self.bound_row(int(row), bounds.lower_rows[row], bounds.upper_rows[row])
        changed = (now.lower != bounds.lower) | (now.upper != bounds.upper)
        for variable in np.flatnonzero(changed):
            self.bound_variable(int(variable), bounds.lower[variable], bounds.upper[variable])

    def keep_optimal(self, solution: Solution, free: frozenset[int] | set[int]) -> None:
        """Keep to the optima of what was just minimised.

        A row with a dual is at its bound in every optimum, and a variable with a reduced cost at
        its own; said as equalities, no later programme depends on a tolerance.

        Parameters
        ----------
        free : rows and, as negative numbers less one, variables that are to be left alone.
        """
        now = self._bounds
        for row in np.flatnonzero(np.abs(solution.duals[: self._relaxed_from]) > DUAL_TOLERANCE):
            if int(row) not in free:
                bound = (now.lower_rows if solution.duals[row] > 0 else now.upper_rows)[row]
                self.bound_row(int(row), bound, bound)
        for variable in np.flatnonzero(np.abs(solution.reduced_costs) > DUAL_TOLERANCE):
            if -int(variable) - 1 not in free:
                bound = (now.lower if solution.reduced_costs[variable] > 0 else now.upper)[variable]
                self.bound_variable(int(variable), bound, bound)

    def leave_out(self, variables: Mask) -> None:
        """Say which variables are 0 in some optimum of what is minimised from now on."""
        self._solver.leave_out(variables)

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        """Set one coefficient."""
        self._solver.set_coefficient(row, variable, value)

    def minimise(self, costs: LinearExpression, stage: str) -> Solution:
        """Find the optimum of a linear objective.

        From the last basis; where that fails once more from scratch, and where that fails too
        between bounds that are widened by as little as leaves an answer.

        Raises
        ------
        SolverError : no optimum is proven, or it would take more than `LARGEST_VIOLATION`.
        """
        self._costs[:] = 0.0
        for variable, cost in costs:
            self._costs[variable] = cost
        self._solver.set_costs(self._costs)
        solution = self._solve(stage)
        if solution is None:
            solution = self._solve(stage, again=True)
        if solution is None:
            status = self._solver.status
            if self._widen():
                solution = self._solve(stage, again=True)
            if solution is None:
                size = f"{self.width} variables, {len(self._rows)} rows"
                raise SolverError(stage, f"{self._solver.name} ended with {status!r}", size)
        return solution

    def _solve(self, stage: str, again: bool = False) -> Solution | None:
        """Solve, and count what it cost."""
        started = time.perf_counter()
        solution = self._solver.solve(afresh=again)
        seconds = time.perf_counter() - started
        self.statistics.add(stage, self._solver.name, self._solver.method, seconds, again)
        return solution

    def _widen(self) -> bool:
        """Widen the bounds that cannot all hold; False where that is no matter of rounding."""
        violation = self._solver.least_violation()
        if violation is None or violation.total > LARGEST_VIOLATION:
            return False
        now = self._bounds
        # where nothing is violated, though the solver said so, any row may be what it stopped at
        every = np.full(len(violation.rows), violation.total == 0.0)
        for row in np.flatnonzero(violation.rows + every):
            by = violation.rows[row] + WIDENED_BY
            self.bound_row(int(row), now.lower_rows[row] - by, now.upper_rows[row] + by)
        for variable in np.flatnonzero(violation.variables):
            by = violation.variables[variable] + WIDENED_BY
            self.bound_variable(int(variable), now.lower[variable] - by, now.upper[variable] + by)
        return True

    def region(self) -> Region:
        """Copy where a solution may lie now: the matrix and the bounds."""
        return Region(self._solver.matrix(), **vars(self.bounds()))

    def solve_quadratic(self, targets: Vector, weights: Vector, stage: str) -> Vector:
        """Find the point of the programme with least Σ weight (v - target)².

        Variables with weight 0 are free to be anything that the bounds allow. Where no point is
        found, it is sought once more between bounds that are widened by as little as leaves one.

        Raises
        ------
        SolverError : the solver does not say that it is solved, or it would take more than
            `LARGEST_VIOLATION`.
        """
        nearest = self._nearest_point(targets, weights, stage)
        if nearest.values is None and self._widen():
            nearest = self._nearest_point(targets, weights, stage, again=True)
        if nearest.values is None:
            status = f"{interior.NAME} ended with {nearest.status}"
            raise SolverError(stage, status, nearest.size)
        return nearest.values

    def _nearest_point(
        self, targets: Vector, weights: Vector, stage: str, again: bool = False
    ) -> quadratic.NearestPoint:
        """Find it between the bounds as they are now, and count what it cost."""
        region = self.region()
        started = time.perf_counter()
        nearest = quadratic.nearest_point(region, targets, weights, self._inside)
        seconds = time.perf_counter() - started
        if nearest.tries:
            again = again or nearest.tries > 1
            self.statistics.add(stage, interior.NAME, interior.METHOD, seconds, again)
        return nearest
