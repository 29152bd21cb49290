"""The interface between the programme and what solves it.

A solver keeps a programme whose bounds, costs and coefficients change between solves. It minimises
(duals change sign otherwise), and it says itself whether an optimum is proven.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
LinearExpression = Sequence[tuple[int, float]]
Triples = tuple[Positions, Positions, Vector]
"""Row, column and value of each entry of a matrix."""


@dataclass(frozen=True)
class Solution:
    """A proven optimum: values of the variables, duals of the rows, reduced costs."""

    objective: float
    values: Vector
    duals: Vector
    reduced_costs: Vector


@dataclass(frozen=True)
class Infeasibility:
    """By how much each row and variable must leave its bounds where there is no other way."""

    rows: Vector
    variables: Vector

    @property
    def total(self) -> float:
        """All of it together."""
        return float(self.rows.sum() + self.variables.sum())


@dataclass(frozen=True)
class Bounds:
    """Bounds of rows and variables at one moment."""

    lower_rows: Vector
    upper_rows: Vector
    lower: Vector
    upper: Vector


class Region(NamedTuple):
    """Where a point may lie: bounds of variables, and of rows with their matrix."""

    matrix: Triples
    lower_rows: Vector
    upper_rows: Vector
    lower: Vector
    upper: Vector


class LinearSolver(Protocol):
    """What solves a linear programme, and keeps it between solves."""

    name: str
    method: str
    """The method of the last solve."""
    status: str
    """How the last solve ended, in the solver's own words."""

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a row."""

    def bound_variable(self, variable: int, low: float, high: float) -> None:
        """Set the bounds of a variable."""

    def set_coefficient(self, row: int, variable: int, value: float) -> None:
        """Set one coefficient."""

    def set_costs(self, costs: Vector) -> None:
        """Set what is minimised."""

    def leave_out(self, variables: Mask) -> None:
        """Say which variables are 0 in some optimum of what is minimised from now on."""

    def solve(self, afresh: bool = False) -> Solution | None:
        """Find the optimum, or None where none is proven.

        Parameters
        ----------
        afresh : forget the last basis, and solve by simplex.
        """

    def least_violation(self) -> Infeasibility | None:
        """Find the point that violates the bounds least, or None where that fails too."""

    def matrix(self) -> Triples:
        """Return the coefficients as they are now."""


def summed(rows: Positions, values: Vector, height: int) -> Vector:
    """Add up values by row."""
    return np.asarray(np.bincount(rows, values, height), dtype=float)


def versions() -> dict[str, str]:
    """Return the versions of PuLP, HiGHS and Clarabel."""
    return {name: version(name) for name in ("pulp", "highspy", "clarabel")}
