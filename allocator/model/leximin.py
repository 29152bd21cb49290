"""Lexicographic max-min: make the worst-off as well off as possible, then the second worst-off.

The one routine of model.md section 3, by linear programmes. An outcome is a row of the programme,
Σ terms − scale × level ≥ 0, whose share (Σ terms / scale) is to be as large as possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocator.model.linear import DUAL_TOLERANCE, LinearProgramme

RAISE_TEST_SHARE = 1e-5
"""A share that tells an outcome that can be raised from one that cannot."""


@dataclass(frozen=True)
class Outcome:
    """A share to be made large: received of what could be received at most.

    Parameters
    ----------
    row : its row in the programme.
    scale : what it is a share of [hours an average week], > 0.
    variables : those in its row.
    most : no solution can bring the share above this.
    """

    row: int
    scale: float
    variables: tuple[int, ...]
    most: float = 1.0


def leximin(
    programme: LinearProgramme, level: int, outcomes: Sequence[Outcome], stage: str
) -> tuple[list[float], int]:
    """Settle every outcome at its lexicographic max-min level.

    Parameters
    ----------
    programme : its outcomes' rows have no `level` yet; afterwards each row is bounded from below
        by its level, so that every later stage keeps it.
    level : the variable that all unsettled outcomes must reach.
    stage : named in `programme.effort`.

    Returns
    -------
    The level of each outcome, in their order, and how many distinct levels there are.

    >>> rows = [[(0, 1.0)], [(0, 1.0)], [(1, 1.0)]]  # a ≤ 1, and what two outcomes receive
    >>> lp = LinearProgramme([9.0, 9.0, 1.0], rows, [-np.inf, 0, 0], [1.0, np.inf, np.inf])
    >>> leximin(lp, 2, [Outcome(1, 2.0, (0,)), Outcome(2, 3.0, (1,))], "A1")
    ([0.5, 1.0], 2)
    """
    levels = [0.0] * len(outcomes)
    unsettled = set(range(len(outcomes)))
    for number in unsettled:
        programme.set_coefficient(outcomes[number].row, level, -outcomes[number].scale)
    distinct: list[float] = []
    while unsettled:
        solution = programme.minimise([(level, -1.0)], stage)
        reached = float(np.clip(solution.values[level], 0.0, 1.0))
        rows = {outcomes[number].row for number in unsettled}
        programme.keep_optimal(solution, rows | {-level - 1})
        settled = {
            number
            for number in unsettled
            if abs(solution.duals[outcomes[number].row]) * outcomes[number].scale > DUAL_TOLERANCE
            or reached >= outcomes[number].most - programme.relaxation
            or programme.fixed(outcomes[number].variables)
        }
        if distinct and reached <= distinct[-1] + DUAL_TOLERANCE:
            raised = unsettled - settled
            settled |= _cannot_be_raised(programme, level, outcomes, raised, reached, stage)
        else:
            distinct.append(reached)
        for number in settled:
            outcome = outcomes[number]
            programme.set_coefficient(outcome.row, level, 0.0)
            programme.bound_row(outcome.row, outcome.scale * reached * (1.0 - programme.relaxation))
            levels[number] = reached
        unsettled -= settled
    return levels, len(distinct)


def _cannot_be_raised(
    programme: LinearProgramme,
    level: int,
    outcomes: Sequence[Outcome],
    numbers: set[int],
    reached: float,
    stage: str,
) -> set[int]:
    """Those that no solution can raise above the level, found by one solve for all of them.

    A level that comes twice had more outcomes than its duals told. Each of the rest may now rise
    a little and no further: by convexity all that can rise do so together.
    """
    if not numbers:
        return set()
    before = programme.bounds()
    for number in numbers:
        outcome = outcomes[number]
        programme.set_coefficient(outcome.row, level, 0.0)
        low = outcome.scale * reached * (1.0 - programme.relaxation)
        programme.bound_row(outcome.row, low, low + outcome.scale * RAISE_TEST_SHARE)
    costs: dict[int, float] = {}
    for number in numbers:
        for variable, by in programme.row(outcomes[number].row):
            costs[variable] = costs.get(variable, 0.0) - by / outcomes[number].scale
    solution = programme.minimise(list(costs.items()), stage)
    programme.restore(before)
    held = set()
    for number in numbers:
        outcome = outcomes[number]
        programme.set_coefficient(outcome.row, level, -outcome.scale)
        received = sum(
            by * solution.values[variable] for variable, by in programme.row(outcome.row)
        )
        if received < outcome.scale * (reached + RAISE_TEST_SHARE / 10):
            held.add(number)
    return held
