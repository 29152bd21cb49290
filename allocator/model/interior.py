"""Clarabel, which goes to an optimum through the inside of a region.

Of a linear programme it gives the middle of all optima, where a bound has a dual exactly if it
holds in every optimum: of the two, a dual and what is left to its bound, one is nothing.
"""

from types import SimpleNamespace
from typing import NamedTuple

import clarabel
import numpy as np
from numpy.typing import NDArray

from allocator.model.common_sums import CommonSums, share_sums
from allocator.model.solver import Mask, Positions, Region, Triples, Vector, summed

NAME, METHOD = "Clarabel", "interior point"
ROUNDING = 1e-12
"""Hours by which a row that cannot be broken may seem to be."""
NEARLY = 10.0
"""Times the tolerance to which what is nearly solved is proven."""


class Optimum(NamedTuple):
    """What Clarabel found, and its own word for how it ended.

    Duals and reduced costs are positive at a lower bound, as of a cost that is minimised.
    """

    values: Vector
    duals: Vector
    reduced_costs: Vector
    status: str

    @property
    def is_solved(self) -> bool:
        """Whether it is proven."""
        return self.status == str(clarabel.SolverStatus.Solved)

    @property
    def is_nearly_solved(self) -> bool:
        """Whether it is proven, if only to `NEARLY` times the tolerance."""
        return self.is_solved or self.status == str(clarabel.SolverStatus.AlmostSolved)


class _Rows(NamedTuple):
    """The bounds of a region that can bind: which they are, and their matrix over what is loose."""

    loose: Positions
    matrix: Triples
    equal: Mask
    upper: Mask
    lower: Mask
    shift: Vector
    """What the fixed variables bring to each row."""


def minimise(
    region: Region, linear: Vector, curvature: Vector, tolerance: float, refine: bool = True
) -> Optimum:
    """Minimise Σ linear · v + Σ curvature · v² / 2 over a region.

    Parameters
    ----------
    tolerance : of the gap and of rows [hours].
    refine : whether each step is refined, which costs half as much again.
    """
    rows = _binding(region)
    width = len(rows.loose)
    sums = share_sums(rows.matrix, width)
    matrix, bounds, equalities = _stacked(region, rows, sums)
    diagonal = np.arange(width)
    costs = _sparse(curvature[rows.loose], diagonal, diagonal, *[width + sums.size] * 2)
    gradient = np.append(linear[rows.loose], np.zeros(sums.size))
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    settings.reduced_tol_gap_abs = settings.reduced_tol_gap_rel = NEARLY * tolerance
    settings.reduced_tol_feas = NEARLY * tolerance
    settings.iterative_refinement_enable = refine
    cones = [clarabel.ZeroConeT(equalities), clarabel.NonnegativeConeT(len(bounds) - equalities)]
    solver = clarabel.DefaultSolver(costs, gradient, matrix, bounds, cones, settings)
    solution = solver.solve()
    values = region.lower.copy()
    values[rows.loose] = np.array(solution.x)[:width]
    duals, reduced_costs = _duals(region, rows, np.array(solution.z)[sums.size :])
    return Optimum(values, duals, reduced_costs, str(solution.status))


def _binding(region: Region) -> _Rows:
    """Leave out what is fixed, and rows that the bounds of the variables hold already."""
    rows, columns, values = region.matrix
    height = len(region.lower_rows)
    loose = np.flatnonzero(region.lower < region.upper)
    positions = np.full(len(region.lower), -1)
    positions[loose] = np.arange(len(loose))
    inside = (positions[columns] >= 0) & (values != 0.0)
    fixed = positions[columns] < 0
    shift = summed(rows[fixed], values[fixed] * region.lower[columns[fixed]], height)
    rows, columns, values = rows[inside], columns[inside], values[inside]
    above, below = region.upper[columns], region.lower[columns]
    most = summed(rows, values * np.where(values > 0.0, above, below), height) + shift
    least = summed(rows, values * np.where(values > 0.0, below, above), height) + shift
    occupied = np.bincount(rows, minlength=height) > 0
    equal = occupied & (region.lower_rows == region.upper_rows)
    upper = occupied & ~equal & (most > region.upper_rows + ROUNDING)
    lower = occupied & ~equal & (least < region.lower_rows - ROUNDING)
    kept = (equal | upper | lower)[rows]
    matrix = rows[kept], positions[columns[kept]], values[kept]
    return _Rows(loose, matrix, equal, upper, lower, shift)


def _stacked(region: Region, kept: _Rows, sums: CommonSums) -> tuple[SimpleNamespace, Vector, int]:
    """Write a region as A v + s = b: the sums and the equalities first, then s ≥ 0."""
    rows, columns, values = sums.matrix
    below, above = region.lower[kept.loose], region.upper[kept.loose]
    bounded = np.flatnonzero(np.isfinite(above))
    everywhere = np.arange(len(kept.loose))
    blocks = [
        (*sums.definitions, np.zeros(sums.size)),
        _block(kept.equal, rows, columns, values, region.upper_rows - kept.shift),
        _block(kept.upper, rows, columns, values, region.upper_rows - kept.shift),
        _block(kept.lower, rows, columns, -values, kept.shift - region.lower_rows),
        (everywhere, everywhere, -np.ones(len(everywhere)), -below),
        (np.arange(len(bounded)), bounded, np.ones(len(bounded)), above[bounded]),
    ]
    offsets = np.cumsum([0, *(len(block[3]) for block in blocks)])
    bounds = np.concatenate([block[3] for block in blocks])
    matrix = _sparse(
        np.concatenate([block[2] for block in blocks]),
        np.concatenate([block[0] + offset for block, offset in zip(blocks, offsets, strict=False)]),
        np.concatenate([block[1] for block in blocks]),
        len(bounds),
        len(kept.loose) + sums.size,
    )
    return matrix, bounds, sums.size + int(kept.equal.sum())


def _duals(region: Region, kept: _Rows, multipliers: Vector) -> tuple[Vector, Vector]:
    """Sort Clarabel's multipliers to rows and variables."""
    duals, reduced = np.zeros(len(region.lower_rows)), np.zeros(len(region.lower))
    bounded = kept.loose[np.isfinite(region.upper[kept.loose])]
    sizes = [kept.equal.sum(), kept.upper.sum(), kept.lower.sum(), len(kept.loose)]
    equal, upper, lower, below, above = np.split(multipliers, np.cumsum(sizes))
    duals[kept.equal] -= equal
    duals[kept.upper] -= upper
    duals[kept.lower] += lower
    reduced[kept.loose] += below
    reduced[bounded] -= above
    return duals, reduced


def _block(
    kept: NDArray[np.bool_], rows: Positions, columns: Positions, values: Vector, limits: Vector
) -> tuple[Positions, Positions, Vector, Vector]:
    """Select some of the rows, renumbered."""
    numbers = np.cumsum(kept) - 1
    chosen = kept[rows]
    return numbers[rows[chosen]], columns[chosen], values[chosen], limits[kept]


def _sparse(
    values: Vector, rows: Positions, columns: Positions, height: int, width: int
) -> SimpleNamespace:
    """Build a sparse matrix as Clarabel reads it; scipy, which has one, takes 0.15 s to import."""
    order = np.lexsort((rows, columns))
    return SimpleNamespace(
        data=values[order],
        indices=rows[order],
        indptr=np.searchsorted(columns[order], np.arange(width + 1)),
        shape=(height, width),
        has_canonical_format=True,
    )
