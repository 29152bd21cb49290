"""The only file that knows HiGHS and Clarabel: a linear programme kept warm, and a last quadratic.

PuLP writes the programme; HiGHS solves it in process and keeps its basis, so that the many nearly
equal programmes of the stages are each a few pivots. Always minimised (duals change sign
otherwise); a status is believed only from HiGHS itself; `threads` is never set.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from types import SimpleNamespace

import clarabel
import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from allocator.errors import SolverError

Vector = NDArray[np.float64]
Positions = NDArray[np.int64]
LinearExpression = Sequence[tuple[int, float]]


@dataclass
class SolverStatistics:
    """Programmes solved and seconds inside the solvers, stage by stage."""

    solves: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, stage: str, seconds: float) -> None:
        """Count one solve."""
        self.solves[stage] = self.solves.get(stage, 0) + 1
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


DUAL_TOLERANCE = 1e-7
"""A dual or reduced cost from here on is no rounding: its bound holds in every optimum."""
QUADRATIC_TOLERANCES = (1e-9, 1e-8, 1e-7)
"""Of the quadratic programme, in hours; a looser one only where rounding forbids a tighter."""


@dataclass(frozen=True)
class Solution:
    """A proven optimum: values of the variables, duals of the rows, reduced costs."""

    objective: float
    values: Vector
    duals: Vector
    reduced_costs: Vector


@dataclass(frozen=True)
class Bounds:
    """Bounds of rows and variables at one moment."""

    lower_rows: Vector
    upper_rows: Vector
    lower: Vector
    upper: Vector


class LinearProgramme:
    """Non-negative variables and rows, solved again and again as bounds and costs change.

    Parameters
    ----------
    upper : an upper bound of each variable, infinite where there is none.
    rows : the terms of each row.
    lower_rows, upper_rows : their bounds.
    method : of HiGHS: `choose`, `simplex` or `ipm`.
    """

    def __init__(
        self,
        upper: Sequence[float],
        rows: Sequence[LinearExpression],
        lower_rows: Sequence[float],
        upper_rows: Sequence[float],
        method: str = "choose",
    ) -> None:
        problem = pulp.LpProblem("allocation", pulp.LpMinimize)
        width = len(str(len(upper)))
        # PuLP sorts variables by name: ordinals keep the order, and name nobody
        variables = [
            problem.add_variable(f"v{place:0{width}}", 0.0, None if bound == np.inf else bound)
            for place, bound in enumerate(upper)
        ]
        problem.setObjective(pulp.LpAffineExpression([(one, 0.0) for one in variables]))
        for place, (terms, low, high) in enumerate(zip(rows, lower_rows, upper_rows, strict=True)):
            expression = pulp.LpAffineExpression([(variables[one], by) for one, by in terms])
            sense, bound = (
                (pulp.LpConstraintLE, high) if high < np.inf else (pulp.LpConstraintGE, low)
            )
            problem.addConstraint(pulp.LpConstraint(expression, sense, f"r{place}", bound))
        solver = pulp.HiGHS(msg=False, solver=method)
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self._highs: highspy.Highs = problem.solverModel
        self._method = method
        self._rows = rows
        self._costs = np.zeros(len(variables))
        self._bounds = Bounds(
            np.array(lower_rows, dtype=float),
            np.array(upper_rows, dtype=float),
            np.zeros(len(upper)),
            np.array(upper, dtype=float),
        )
        self.statistics = SolverStatistics()

    def row(self, row: int) -> LinearExpression:
        """The terms of a row as they were written."""
        return self._rows[row]

    def fixed(self, variables: Sequence[int]) -> bool:
        """Whether none of these variables can be anything but what it is."""
        places = list(variables)
        return bool((self._bounds.lower[places] == self._bounds.upper[places]).all())

    @property
    def width(self) -> int:
        """How many variables there are."""
        return len(self._costs)

    def bound_row(self, row: int, low: float, high: float = np.inf) -> None:
        """Set the bounds of a row."""
        self._bounds.lower_rows[row], self._bounds.upper_rows[row] = low, high
        self._highs.changeRowBounds(row, low, high)

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        """Set the bounds of a variable."""
        self._bounds.lower[variable], self._bounds.upper[variable] = low, high
        self._highs.changeColBounds(variable, low, high)

    def bounds(self) -> Bounds:
        """The bounds as they are now, to come back to."""
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
        for row in np.flatnonzero(np.abs(solution.duals) > DUAL_TOLERANCE):
            if int(row) not in free:
                bound = (now.lower_rows if solution.duals[row] > 0 else now.upper_rows)[row]
                self.bound_row(int(row), bound, bound)
        for one in np.flatnonzero(np.abs(solution.reduced_costs) > DUAL_TOLERANCE):
            if -int(one) - 1 not in free:
                bound = (now.lower if solution.reduced_costs[one] > 0 else now.upper)[one]
                self.bound_variable(int(one), bound, bound)

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        """Set one coefficient."""
        self._highs.changeCoeff(row, variable, value)

    def minimise(self, costs: LinearExpression, stage: str) -> Solution:
        """The optimum of a linear objective.

        Raises
        ------
        SolverError : unless HiGHS itself says that it is optimal.
        """
        self._costs[:] = 0.0
        for variable, cost in costs:
            self._costs[variable] = cost
        everywhere = np.arange(self.width, dtype=np.int32)
        self._highs.changeColsCost(self.width, everywhere, self._costs)
        status = self._run(stage)
        if status == highspy.HighsModelStatus.kSolveError:
            status = self._run_afresh(stage)
        if status != highspy.HighsModelStatus.kOptimal:
            text = self._highs.modelStatusToString(status)
            size = f"{self.width} variables, {self._highs.getNumRow()} rows"
            raise SolverError(f"HiGHS ended with {text!r} in stage {stage} ({size})")
        solution = self._highs.getSolution()
        return Solution(
            self._highs.getObjectiveValue(),
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
        )

    def _run(self, stage: str) -> highspy.HighsModelStatus:
        """Solve, and count the seconds; the status is HiGHS's own."""
        started = time.perf_counter()
        self._highs.run()
        self.statistics.add(stage, time.perf_counter() - started)
        return self._highs.getModelStatus()

    def _run_afresh(self, stage: str) -> highspy.HighsModelStatus:
        """Solve once more by simplex from scratch, where interior point lost its way."""
        self._highs.setOptionValue("solver", "simplex")
        self._highs.clearSolver()
        status = self._run(stage)
        self._highs.setOptionValue("solver", self._method)
        return status

    def solve_quadratic(self, targets: Vector, weights: Vector, stage: str) -> Vector:
        """The point of the programme with least Σ weight (v - target)², by Clarabel.

        Variables with weight 0 are free to be anything that the rows allow.

        Raises
        ------
        SolverError : unless Clarabel says that it is solved.
        """
        now = self._bounds
        loose = np.flatnonzero(now.lower < now.upper)
        values = now.lower.copy()
        matrix, bounds, cones = self._cones(loose, values)
        if not len(loose):
            return values
        costs = _sparse(
            2.0 * weights[loose],
            np.arange(len(loose)),
            np.arange(len(loose)),
            len(loose),
            len(loose),
        )
        linear = -2.0 * weights[loose] * targets[loose]
        started = time.perf_counter()
        for tolerance in QUADRATIC_TOLERANCES:
            settings = clarabel.DefaultSettings()
            settings.verbose = False
            settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
            solver = clarabel.DefaultSolver(costs, linear, matrix, bounds, cones, settings)
            solution = solver.solve()
            if solution.status == clarabel.SolverStatus.Solved:
                break
        else:
            size = f"{len(loose)} variables, {len(bounds)} rows"
            raise SolverError(f"Clarabel ended with {solution.status} in stage {stage} ({size})")
        self.statistics.add(stage, time.perf_counter() - started)
        values[loose] = np.maximum(np.array(solution.x), 0.0)
        return values

    def _cones(
        self, loose: Positions, fixed: Vector
    ) -> tuple[SimpleNamespace, Vector, list[object]]:
        """The programme over its loose variables as A v + s = b: equalities, then s ≥ 0."""
        now = self._bounds
        rows, columns, values = _triples(self._highs.getLp().a_matrix_)
        shift = np.bincount(rows, values * fixed[columns], len(now.lower_rows))
        place = np.full(self.width, -1)
        place[loose] = np.arange(len(loose))
        inside = place[columns] >= 0
        rows, columns, values = rows[inside], place[columns[inside]], values[inside]
        occupied = np.bincount(rows, minlength=len(shift)) > 0
        equal = occupied & (now.lower_rows == now.upper_rows)
        most = now.upper[loose]
        bounded = np.flatnonzero(np.isfinite(most))
        everywhere = np.arange(len(loose))
        blocks = [
            _block(equal, rows, columns, values, now.upper_rows - shift),
            _block(
                occupied & ~equal & np.isfinite(now.upper_rows),
                rows, columns, values, now.upper_rows - shift,
            ),
            _block(
                occupied & ~equal & np.isfinite(now.lower_rows),
                rows, columns, -values, shift - now.lower_rows,
            ),
            (everywhere, everywhere, -np.ones(len(loose)), -now.lower[loose]),
            (np.arange(len(bounded)), bounded, np.ones(len(bounded)), most[bounded]),
        ]  # fmt: skip
        offsets = np.cumsum([0, *(len(block[3]) for block in blocks)])
        bounds = np.concatenate([block[3] for block in blocks])
        matrix = _sparse(
            np.concatenate([block[2] for block in blocks]),
            np.concatenate(
                [block[0] + offset for block, offset in zip(blocks, offsets, strict=False)]
            ),
            np.concatenate([block[1] for block in blocks]),
            len(bounds),
            len(loose),
        )
        equalities = int(equal.sum())
        cones = [
            clarabel.ZeroConeT(equalities),
            clarabel.NonnegativeConeT(len(bounds) - equalities),
        ]
        return matrix, bounds, cones


def _block(
    kept: NDArray[np.bool_], rows: Positions, columns: Positions, values: Vector, limits: Vector
) -> tuple[Positions, Positions, Vector, Vector]:
    """Some of the rows, renumbered."""
    numbers = np.cumsum(kept) - 1
    chosen = kept[rows]
    return numbers[rows[chosen]], columns[chosen], values[chosen], limits[kept]


def _sparse(
    values: Vector, rows: Positions, columns: Positions, height: int, width: int
) -> SimpleNamespace:
    """A sparse matrix as Clarabel reads it; scipy, which has one, takes 0.15 s to import."""
    order = np.lexsort((rows, columns))
    return SimpleNamespace(
        data=values[order],
        indices=rows[order],
        indptr=np.searchsorted(columns[order], np.arange(width + 1)),
        shape=(height, width),
        has_canonical_format=True,
    )


def _triples(matrix: highspy.HighsSparseMatrix) -> tuple[Positions, Positions, Vector]:
    """Row, column and value of each entry, whichever way HiGHS keeps them."""
    starts = np.array(matrix.start_, dtype=np.int64)
    within = np.array(matrix.index_, dtype=np.int64)[: starts[-1]]  # behind it: what was deleted
    along: Positions = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    values: Vector = np.array(matrix.value_, dtype=float)[: starts[-1]]
    if matrix.format_ == highspy.MatrixFormat.kColwise:
        return within, along, values
    return along, within, values


def versions() -> dict[str, str]:
    """The versions of PuLP, HiGHS and Clarabel."""
    return {name: version(name) for name in ("pulp", "highspy", "clarabel")}
