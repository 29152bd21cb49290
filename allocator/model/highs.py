"""HiGHS behind the interface of `solver`: in process, from the basis of the last solve.

A status is believed only from HiGHS itself; `threads` is never set.
"""

import highspy
import numpy as np
import pulp

from allocator.model.solver import Infeasibility, Mask, Positions, Solution, Triples, Vector

FEASIBILITY_TOLERANCE = 1e-9
"""Of rows, variables and duals [hours]; with HiGHS's own 1e-7 a stage can end infeasible, because
what earlier ones settled does not hold at once (model.md section 3, in floating point)."""
_TOLERANCES = dict.fromkeys(
    ("primal_feasibility_tolerance", "dual_feasibility_tolerance"), FEASIBILITY_TOLERANCE
)


class Highs:
    """A programme inside HiGHS.

    Parameters
    ----------
    problem : as PuLP wrote it.
    method : `choose`, `simplex` or `ipm`.
    """

    name = "HiGHS"

    def __init__(self, problem: pulp.LpProblem, method: str) -> None:
        solver = pulp.HiGHS(msg=False, solver=method, **_TOLERANCES)
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self._highs: highspy.Highs = problem.solverModel
        self._asked = method
        self.method = method
        self.status = ""

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a row."""
        self._highs.changeRowBounds(row, low, high)

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        """Set the bounds of a variable."""
        self._highs.changeColBounds(variable, low, high)

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        """Set one coefficient."""
        self._highs.changeCoeff(row, variable, value)

    def set_costs(self, costs: Vector) -> None:
        """Set what is minimised."""
        self._highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def solve(self, afresh: bool = False) -> Solution | None:
        """Find the optimum, from scratch by simplex if asked; None unless HiGHS says it is one."""
        self.method = "simplex" if afresh else self._asked
        if afresh:
            self._highs.clearSolver()
        self._highs.setOptionValue("solver", self.method)
        self._highs.run()
        status = self._highs.getModelStatus()
        self.status = self._highs.modelStatusToString(status)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._highs.getSolution()
        return Solution(
            self._highs.getObjectiveValue(),
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
        )

    def leave_out(self, variables: Mask) -> None:
        """Do nothing: from a vertex at which they are 0 they cost next to nothing."""

    def least_violation(self) -> Infeasibility | None:
        """Find the point with the least sum of violations of rows and variables."""
        self._highs.clearSolver()
        if self._highs.feasibilityRelaxation(1.0, 1.0, 1.0) != highspy.HighsStatus.kOk:
            return None
        solution, programme = self._highs.getSolution(), self._highs.getLp()
        if not solution.value_valid:
            return None
        return Infeasibility(
            _outside(solution.row_value, programme.row_lower_, programme.row_upper_),
            _outside(solution.col_value, programme.col_lower_, programme.col_upper_),
        )

    def matrix(self) -> Triples:
        """Return the coefficients as they are now, whichever way HiGHS keeps them."""
        matrix = self._highs.getLp().a_matrix_
        starts = np.array(matrix.start_, dtype=np.int64)
        # behind the last start: what was deleted
        within = np.array(matrix.index_, dtype=np.int64)[: starts[-1]]
        along: Positions = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        values: Vector = np.array(matrix.value_, dtype=float)[: starts[-1]]
        if matrix.format_ == highspy.MatrixFormat.kColwise:
            return within, along, values
        return along, within, values


def _outside(values: list[float], lower: list[float], upper: list[float]) -> Vector:
    """Measure how far each value is from its bounds; 0 inside them."""
    points = np.array(values)
    distances: Vector = np.maximum(np.array(lower) - points, points - np.array(upper))
    return np.maximum(distances, 0.0)
