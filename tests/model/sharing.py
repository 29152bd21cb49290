"""Programmes small enough to solve by hand, and units whose rows come in pairs."""

from collections.abc import Mapping, Sequence

import numpy as np
from oracle.units import random_unit

from allocator.model.leximin import Outcome
from allocator.model.linear import LinearProgramme

INF = np.inf
Tables = dict[str, list[dict[str, str]]]


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


def twinned(seed: int) -> Tables:
    """A random unit with a second intervention beside each one, alike in all but its minutes."""
    tables = random_unit(seed)
    rows = []
    for number, row in enumerate(tables["interventions"]):
        rows.append(row | {"intervention": f"T{number}"})
        if row.get("minutes") and not row.get("group") and row.get("mode") != "supervision":
            more = str(float(row["minutes"].replace(",", ".")) * 0.75 + 1)
            rows.append(row | {"intervention": f"T{number}b", "minutes": more})
    return tables | {"interventions": rows}
