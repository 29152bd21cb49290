"""The last stages: the point of a programme that is nearest to a target, by interior point."""

from typing import NamedTuple

import numpy as np

from allocator.model.interior import minimise
from allocator.model.solver import Region, Vector

TRIES = ((0.0, 1e-9), (0.0, 1e-8), (1e-9, 1e-9), (1e-9, 1e-8), (1e-8, 1e-8), (1e-8, 1e-7))
"""By how much rows may give way, and Clarabel's tolerance [hours]; a looser pair only where the
tighter ones fail. What the stages before settled leaves hardly any inside to work in."""
QUICK = (0.0, 1e-8)
"""The pair for a large programme, tried first and without refining the steps."""


class NearestPoint(NamedTuple):
    """The point found, or None with Clarabel's own word for how it ended.

    `tries` counts the pairs of `TRIES` tried; `size` says how large the programme was.
    """

    values: Vector | None
    status: str
    tries: int
    size: str


def nearest_point(
    region: Region, targets: Vector, weights: Vector, large: bool = False
) -> NearestPoint:
    """Find the point of a region with least Σ weight (v - target)².

    Variables with weight 0 are free to be anything that the region allows.

    Parameters
    ----------
    large : whether to try the quick way first.
    """
    loose = int((region.lower < region.upper).sum())
    size = f"{loose} variables, {len(region.lower_rows)} rows"
    if not loose:
        return NearestPoint(region.lower.copy(), "Solved", 0, size)
    pairs = [(pair, True) for pair in TRIES]
    if large:
        pairs.insert(0, (QUICK, False))
    for tries, ((slack, tolerance), refine) in enumerate(pairs, start=1):
        optimum = minimise(
            _relaxed(region, slack), -2.0 * weights * targets, 2.0 * weights, tolerance, refine
        )
        if optimum.is_solved:
            return NearestPoint(np.maximum(optimum.values, 0.0), optimum.status, tries, size)
    return NearestPoint(None, optimum.status, tries, size)


def _relaxed(region: Region, slack: float) -> Region:
    """Let the rows of a region give way a little."""
    lower_rows, upper_rows = region.lower_rows - slack, region.upper_rows + slack
    return region._replace(lower_rows=lower_rows, upper_rows=upper_rows)
