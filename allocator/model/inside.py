"""A linear programme solved from the inside, behind the interface of `solver`.

What it gives is the middle of all optima. There a dual says for certain whether its bound holds in
every one of them, so no vertex is needed, and one solve settles a whole level. Where that fails,
HiGHS solves the same programme.
"""

import numpy as np
import pulp

from allocator.model import interior
from allocator.model.highs import Highs
from allocator.model.problem import write_problem
from allocator.model.solver import (
    Bounds,
    Infeasibility,
    Mask,
    Region,
    Solution,
    Triples,
    Vector,
    summed,
)

CERTAIN_DUAL = 1e-5
"""A dual from here on is no rounding, if what is left to its bound is nothing."""
NEGATIVE_COST = -1e-6
"""A reduced cost below this is no rounding: the optimum is less with the variable."""
NOTHING_LEFT = 1e-6
"""Hours to a bound that are rounding."""
TRIES = ((1e-8, False), (1e-8, True), (1e-7, True))
"""Clarabel's tolerance [hours], and whether it refines its steps."""


class Inside:
    """A programme whose optima are looked at from their middle.

    Parameters
    ----------
    matrix : its coefficients.
    bounds : its bounds.
    """

    def __init__(self, matrix: Triples, bounds: Bounds) -> None:
        self._region = Region(matrix, **vars(bounds))
        self._costs: Vector = np.zeros(len(bounds.lower))
        self._left_out: Mask = np.zeros(len(bounds.lower), dtype=bool)
        self._changed: dict[tuple[int, int], float] = {}
        self.name, self.method, self.status = interior.NAME, interior.METHOD, ""

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a row."""
        self._region.lower_rows[row], self._region.upper_rows[row] = low, high

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        """Set the bounds of a variable."""
        self._region.lower[variable], self._region.upper[variable] = low, high

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        """Set one coefficient."""
        self._changed[row, variable] = value

    def set_costs(self, costs: Vector) -> None:
        """Set what is minimised."""
        self._costs = costs.copy()

    def leave_out(self, variables: Mask) -> None:
        """Leave variables out, unless their reduced costs say that the optimum needs them."""
        self._left_out = variables

    def solve(self, afresh: bool = False) -> Solution | None:
        """Find the middle of all optima; a vertex by HiGHS if asked to begin afresh."""
        self._change_matrix()
        if afresh:
            return self._by_highs()
        self.name, self.method = interior.NAME, interior.METHOD
        for tolerance, refine in TRIES:
            optimum = self._minimise(tolerance, refine)
            self.status = optimum.status
            if optimum.is_solved or (refine and optimum.is_nearly_solved):
                return self._certain(optimum)
        return None

    def least_violation(self) -> Infeasibility | None:
        """Find the point with the least sum of violations of rows and variables."""
        return self._as_highs().least_violation()

    def matrix(self) -> Triples:
        """Return the coefficients as they are now."""
        self._change_matrix()
        return self._region.matrix

    def _minimise(self, tolerance: float, refine: bool) -> interior.Optimum:
        """Minimise without what is left out; where a reduced cost is negative, with it."""
        curvature = np.zeros(len(self._costs))
        out = self._left_out & (self._region.lower == 0.0) & (self._region.upper > 0.0)
        region = self._region._replace(upper=np.where(out, 0.0, self._region.upper))
        optimum = interior.minimise(region, self._costs, curvature, tolerance, refine)
        rows, columns, by = region.matrix
        prices = self._costs - summed(columns, by * optimum.duals[rows], len(self._costs))
        if prices[out].min(initial=0.0) < NEGATIVE_COST:
            return interior.minimise(self._region, self._costs, curvature, tolerance, refine)
        return optimum._replace(reduced_costs=np.where(out, prices, optimum.reduced_costs))

    def _certain(self, optimum: interior.Optimum) -> Solution:
        """Keep the duals and reduced costs that tell a bound which holds in every optimum."""
        rows, columns, by = self._region.matrix
        sums = summed(rows, by * optimum.values[columns], len(optimum.duals))
        duals = _certain(optimum.duals, sums, self._region.lower_rows, self._region.upper_rows)
        reduced_costs = _certain(
            optimum.reduced_costs, optimum.values, self._region.lower, self._region.upper
        )
        objective = float(self._costs @ optimum.values)
        return Solution(objective, optimum.values, duals, reduced_costs)

    def _change_matrix(self) -> None:
        """Put the coefficients that were set into the matrix."""
        if not self._changed:
            return
        width = len(self._region.lower)
        rows, columns, values = self._region.matrix
        new_rows, new_columns = np.array(list(self._changed), dtype=np.int64).T
        kept = ~np.isin(rows * width + columns, new_rows * width + new_columns)
        matrix = (
            np.concatenate([rows[kept], new_rows]),
            np.concatenate([columns[kept], new_columns]),
            np.concatenate([values[kept], np.array(list(self._changed.values()))]),
        )
        self._region = self._region._replace(matrix=matrix)
        self._changed.clear()

    def _by_highs(self) -> Solution | None:
        """Solve the programme as it is now by HiGHS."""
        highs = self._as_highs()
        solution = highs.solve()
        self.name, self.method, self.status = highs.name, highs.method, highs.status
        return solution

    def _as_highs(self) -> Highs:
        """Build the programme as it is now in HiGHS."""
        highs = Highs(self.problem(), "ipm")
        low, high = self._region.lower_rows, self._region.upper_rows
        for row in range(len(low)):  # a constraint of PuLP has one bound
            highs.bound_row(row, low[row], high[row])
        return highs

    def problem(self) -> pulp.LpProblem:
        """Write the programme as it is now in PuLP."""
        self._change_matrix()
        rows: list[list[tuple[int, float]]] = [[] for _ in self._region.lower_rows]
        for row, variable, by in zip(*(each.tolist() for each in self._region.matrix), strict=True):
            rows[row].append((variable, by))
        return write_problem(rows, Bounds(*self._region[1:]), self._costs)


def _certain(duals: Vector, values: Vector, lower: Vector, upper: Vector) -> Vector:
    """Return the duals whose bound is reached; nothing in place of the others."""
    left = np.where(duals > 0.0, values - lower, upper - values)
    return np.where((np.abs(duals) > CERTAIN_DUAL) & (left < NOTHING_LEFT), duals, 0.0)
