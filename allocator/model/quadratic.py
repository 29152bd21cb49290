"""The last stages: the point of a programme that is nearest to a target, by Clarabel."""

from types import SimpleNamespace
from typing import NamedTuple

import clarabel
import numpy as np
from numpy.typing import NDArray

from allocator.model.solver import Positions, Triples, Vector

NAME, METHOD = "Clarabel", "interior point"
TRIES = ((0.0, 1e-9), (0.0, 1e-8), (1e-9, 1e-9), (1e-9, 1e-8), (1e-8, 1e-8), (1e-8, 1e-7))
"""By how much rows may give way, and Clarabel's tolerance [hours]; a looser pair only where the
tighter ones fail. What the stages before settled leaves hardly any inside to work in."""


class Region(NamedTuple):
    """Where a point may lie: bounds of variables, and of rows with their matrix."""

    matrix: Triples
    lower_rows: Vector
    upper_rows: Vector
    lower: Vector
    upper: Vector


class NearestPoint(NamedTuple):
    """The point found, or None with Clarabel's own word for how it ended.

    `tries` counts the pairs of `TRIES` tried; `size` says how large the programme was.
    """

    values: Vector | None
    status: str
    tries: int
    size: str


def nearest_point(region: Region, targets: Vector, weights: Vector) -> NearestPoint:
    """Find the point of a region with least Σ weight (v - target)².

    Variables with weight 0 are free to be anything that the region allows.
    """
    loose = np.flatnonzero(region.lower < region.upper)
    values = region.lower.copy()
    size = f"{len(loose)} variables, {len(region.lower_rows)} rows"
    if not len(loose):
        return NearestPoint(values, "Solved", 0, size)
    diagonal = np.arange(len(loose))
    costs = _sparse(2.0 * weights[loose], diagonal, diagonal, len(loose), len(loose))
    linear = -2.0 * weights[loose] * targets[loose]
    status = ""
    for tries, (slack, tolerance) in enumerate(TRIES, start=1):
        matrix, bounds, cones = _cones(_relaxed(region, slack), loose)
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        solution = clarabel.DefaultSolver(costs, linear, matrix, bounds, cones, settings).solve()
        status = str(solution.status)
        if solution.status == clarabel.SolverStatus.Solved:
            values[loose] = np.maximum(np.array(solution.x), 0.0)
            return NearestPoint(values, status, tries, size)
    return NearestPoint(None, status, tries, size)


def _relaxed(region: Region, slack: float) -> Region:
    """Let the rows of a region give way a little."""
    lower_rows, upper_rows = region.lower_rows - slack, region.upper_rows + slack
    return region._replace(lower_rows=lower_rows, upper_rows=upper_rows)


def _cones(region: Region, loose: Positions) -> tuple[SimpleNamespace, Vector, list[object]]:
    """Write the region over its loose variables as A v + s = b: equalities, then s ≥ 0."""
    rows, columns, values = region.matrix
    positions = np.full(len(region.lower), -1)
    positions[loose] = np.arange(len(loose))
    inside = positions[columns] >= 0
    fixed = values[~inside] * region.lower[columns[~inside]]
    shift = np.bincount(rows[~inside], fixed, len(region.lower_rows))
    rows, columns, values = rows[inside], positions[columns[inside]], values[inside]
    occupied = np.bincount(rows, minlength=len(shift)) > 0
    equal = occupied & (region.lower_rows == region.upper_rows)
    most = region.upper[loose]
    bounded = np.flatnonzero(np.isfinite(most))
    everywhere = np.arange(len(loose))
    blocks = [
        _block(equal, rows, columns, values, region.upper_rows - shift),
        _block(
            occupied & ~equal & np.isfinite(region.upper_rows),
            rows, columns, values, region.upper_rows - shift,
        ),
        _block(
            occupied & ~equal & np.isfinite(region.lower_rows),
            rows, columns, -values, shift - region.lower_rows,
        ),
        (everywhere, everywhere, -np.ones(len(loose)), -region.lower[loose]),
        (np.arange(len(bounded)), bounded, np.ones(len(bounded)), most[bounded]),
    ]  # fmt: skip
    offsets = np.cumsum([0, *(len(block[3]) for block in blocks)])
    bounds = np.concatenate([block[3] for block in blocks])
    matrix = _sparse(
        np.concatenate([block[2] for block in blocks]),
        np.concatenate([block[0] + offset for block, offset in zip(blocks, offsets, strict=False)]),
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
