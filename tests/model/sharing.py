"""Programmes small enough to solve by hand: variables that share capacities."""

from collections.abc import Mapping, Sequence

import numpy as np

from allocator.model.leximin import Outcome
from allocator.model.linear import LinearProgramme

INF = np.inf


def sharing(
    capacities: Mapping[tuple[int, ...], float], scales: Sequence[float], method: str = "choose"
) -> tuple[LinearProgramme, list[Outcome]]:
    """A programme in which each variable is its own outcome; its level is the last variable.

    Parameters
    ----------
    capacities : numbers of variables, and what they can be together.
    scales : by variable, what its outcome is held against.
    """
    count = len(scales)
    rows = [[(number, 1.0) for number in those] for those in capacities]
    rows += [[(number, 1.0)] for number in range(count)]
    programme = LinearProgramme(
        [*([INF] * count), 1.0],
        rows,
        [-INF] * len(capacities) + [0.0] * count,
        [*capacities.values(), *([INF] * count)],
        method,
        count,
    )
    outcomes = [
        Outcome(len(capacities) + number, scale, (number,)) for number, scale in enumerate(scales)
    ]
    return programme, outcomes
