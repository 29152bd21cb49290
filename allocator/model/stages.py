"""Which answer: the stages of model.md section 3, each keeping what the ones before it settled.

0 that the house runs, A who goes short, R the resting are woken only when needed, S how a night
watch is shared, N the answer nearest to the plan. After N every variable is settled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.model.leximin import SETTLED, Outcome, leximin
from allocator.model.programme import Programme
from allocator.model.solver import Effort, Vector
from allocator.model.variables import Kind
from allocator.terms import MINUTES_PER_HOUR

STAGES = ("0", "A", "R", "S", "N")
"""What is told as each begins."""
Tell = Callable[[str], None]


def silent(_stage: str) -> None:
    """Told, and says nothing."""


@dataclass(frozen=True)
class Settled:
    """The one answer.

    Parameters
    ----------
    values : of the variables of the layout [hours on one day of the class].
    readings : under each reading, the minutes an average week of each row of shared supervision.
    effort : programmes and seconds by stage.
    levels : by stage, the distinct levels that leximin settled.
    """

    values: Vector
    readings: Mapping[str, Mapping[int, float]]
    effort: Effort
    levels: Mapping[str, int]


def settle(programme: Programme, tell: Tell = silent) -> Settled:
    """Go through the stages, telling which one begins.

    Raises
    ------
    SolverError : if a programme has no proven optimum.
    """
    levels: dict[str, int] = {}
    # what stages 0, A and R settle must hold under every reading, so z takes no staff in them
    programme.supervision_takes(staff=False)
    tell("0")
    _share_out(programme, levels, "0", list(programme.work.values()))
    tell("A")
    for priority in sorted({key[2] for key in programme.received}):
        outcomes = [one for key, one in programme.received.items() if key[2] == priority]
        _share_out(programme, levels, f"A{priority}", outcomes)
    tell("R")
    _wake_few(programme)
    tell("S")
    readings = _share_supervision(programme, levels)
    tell("N")
    values = _nearest(programme)
    return Settled(values, readings, programme.lp.effort, levels)


def _share_out(
    programme: Programme, levels: dict[str, int], stage: str, outcomes: Sequence[Outcome]
) -> None:
    """Stage 0, or A for one priority: leximin over its outcomes."""
    if outcomes:
        levels[stage] = leximin(programme.lp, programme.level, outcomes, stage)[1]


def _wake_few(programme: Programme) -> None:
    """Stage R: the least Σ w."""
    if programme.woken is None:
        return
    layout = programme.layout
    woken = [(one.number, layout.weight(one)) for one in layout.variables if one.kind is Kind.WOKEN]
    solution = programme.lp.minimise(woken, "R")
    programme.lp.keep_optimal(solution, frozenset())
    programme.lp.bound_row(programme.woken, 0.0, max(0.0, solution.objective) * (1.0 + SETTLED))


def _share_supervision(programme: Programme, levels: dict[str, int]) -> dict[str, dict[int, float]]:
    """Stage S under `divided` and `joint`; the reading of the unit last, so that it is kept."""
    reading = programme.layout.house.reading
    found: dict[str, dict[int, float]] = {"rounds": dict.fromkeys(programme.supervised, 0.0)}
    if not programme.supervised:
        return found
    order = ["joint", "divided"] if reading != "joint" else ["divided", "joint"]
    outcomes = list(programme.supervised.values())
    before = programme.lp.bounds()
    for one in order:
        programme.supervision_takes(staff=one == "divided")
        stage = "S" if one == reading else f"S {one}"
        shares, levels[stage] = leximin(programme.lp, programme.level, outcomes, stage)
        found[one] = {
            row: share * outcome.scale * MINUTES_PER_HOUR
            for (row, outcome), share in zip(programme.supervised.items(), shares, strict=True)
        }
        if one != reading:
            programme.lp.restore(before)
    if reading == "rounds":
        programme.forbid_supervision()
    return found


def _nearest(programme: Programme) -> Vector:
    """Stage N: the least Σ (v − t)² / t over all x, y and z, each as often as its day occurs."""
    layout = programme.layout
    targets = np.zeros(len(layout.variables) + 1)
    weights = np.zeros(len(layout.variables) + 1)
    for one in layout.variables:
        if one.kind is not Kind.WOKEN:
            targets[one.number] = one.target
            weights[one.number] = layout.weight(one) / one.target
    programme.lp.bound_variable(programme.level, 0.0, 0.0)
    return programme.lp.nearest(targets, weights, "N")[:-1]
