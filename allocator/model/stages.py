"""Which answer: the stages of model.md section 3, each keeping what the ones before it settled.

0 other work, A who goes short, R the resting are woken only when needed, S how a night
watch is shared, N the answer nearest to the plan, B when breaks are taken. After B every variable
is settled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.model.aggregate import AFTER_ALL
from allocator.model.leximin import Outcome, leximin
from allocator.model.programme import StagedProgramme
from allocator.model.solver import Vector
from allocator.model.statistics import SolverStatistics
from allocator.model.variables import OF_THE_PLAN, VariableKind
from allocator.terms import MINUTES_PER_HOUR

STAGES = ("0", "A", "R", "S", "N", "B")
"""The stages in order; each is reported as it begins."""
BREAK_SLACK = 1e-6 / MINUTES_PER_HOUR
"""Hours by which what the other stages settled may give way in stage B, so that the solver, which
works from the inside, has an inside; 1e-6 minutes."""
INSIDE_BREAK_SLACK = 1e-5 / MINUTES_PER_HOUR
"""The same where the other stages were solved from the inside too, and less exactly."""
StageCallback = Callable[[str], None]


def no_progress(_stage: str) -> None:
    """Report nothing: the callback where nobody follows the stages."""


@dataclass(frozen=True)
class StageSolution:
    """The one answer of all stages.

    Parameters
    ----------
    values : of the variables of the index [hours on one day of the class].
    readings : under each reading, the minutes an average week of each row of shared supervision.
    statistics : programmes and seconds by stage.
    levels : by stage, the distinct levels that leximin settled.
    """

    values: Vector
    readings: Mapping[str, Mapping[int, float]]
    statistics: SolverStatistics
    levels: Mapping[str, int]


def solve_stages(
    programme: StagedProgramme, on_stage: StageCallback = no_progress
) -> StageSolution:
    """Go through the stages, reporting each as it begins.

    Raises
    ------
    SolverError : if a programme has no proven optimum.
    """
    levels: dict[str, int] = {}
    # what stages 0, A and R settle must hold under every reading, so z takes no staff in them
    programme.supervision_takes(staff=False)
    on_stage("0")
    programme.ask_for(0)
    _solve_leximin(programme, levels, "0", list(programme.work.values()))
    on_stage("A")
    for priority in sorted({key.priority for key in programme.received}):
        outcomes = [
            outcome for key, outcome in programme.received.items() if key.priority == priority
        ]
        programme.ask_for(priority)
        _solve_leximin(programme, levels, f"A{priority}", outcomes)
    programme.ask_for(AFTER_ALL)
    on_stage("R")
    _minimise_woken(programme)
    on_stage("S")
    readings = _solve_supervision(programme, levels)
    on_stage("N")
    programme = programme.in_full()
    values = _solve_nearest_to_plan(programme)
    on_stage("B")
    if programme.break_rows:
        values = _solve_breaks(programme, values)
    return StageSolution(values, readings, programme.lp.statistics, levels)


def _solve_leximin(
    programme: StagedProgramme, levels: dict[str, int], stage: str, outcomes: Sequence[Outcome]
) -> None:
    """Stage 0, or A for one priority: leximin over its outcomes."""
    if outcomes:
        levels[stage] = leximin(programme.lp, programme.level, outcomes, stage)[1]


def _minimise_woken(programme: StagedProgramme) -> None:
    """Stage R: the least Σ w."""
    if programme.woken is None:
        return
    index = programme.index
    woken = [
        (variable.number, index.weight(variable))
        for variable in index.variables
        if variable.kind is VariableKind.WOKEN
    ]
    solution = programme.lp.minimise(woken, "R")
    programme.lp.keep_optimal(solution, frozenset())
    programme.lp.bound_row(
        programme.woken, 0.0, max(0.0, solution.objective) * (1.0 + programme.lp.relaxation)
    )


def _solve_supervision(
    programme: StagedProgramme, levels: dict[str, int]
) -> dict[str, dict[int, float]]:
    """Stage S under `divided` and `joint`; the reading of the unit last, so that it is kept."""
    reading = programme.index.data.reading
    readings: dict[str, dict[int, float]] = {"rounds": dict.fromkeys(programme.supervised, 0.0)}
    if not programme.supervised:
        return readings
    order = ["joint", "divided"] if reading != "joint" else ["divided", "joint"]
    outcomes = list(programme.supervised.values())
    before = programme.lp.bounds()
    for tried in order:
        programme.supervision_takes(staff=tried == "divided")
        stage = "S" if tried == reading else f"S {tried}"
        shares, levels[stage] = leximin(programme.lp, programme.level, outcomes, stage)
        readings[tried] = {
            row: share * outcome.scale * MINUTES_PER_HOUR
            for (row, outcome), share in zip(programme.supervised.items(), shares, strict=True)
        }
        if tried != reading:
            programme.lp.restore(before)
    if reading == "rounds":
        programme.forbid_supervision()
    return readings


def _solve_nearest_to_plan(programme: StagedProgramme) -> Vector:
    """Stage N: the least Σ (v − t)² / t over all x, y and z, each as often as its day occurs."""
    index = programme.index
    targets = np.zeros(len(index.variables) + 1)
    weights = np.zeros(len(index.variables) + 1)
    for variable in index.variables:
        if variable.kind in OF_THE_PLAN:
            targets[variable.number] = variable.target
            weights[variable.number] = index.weight(variable) / variable.target
    programme.lp.bound_variable(programme.level, 0.0, 0.0)
    return programme.lp.solve_quadratic(targets, weights, "N")[:-1]


def _solve_breaks(programme: StagedProgramme, values: Vector) -> Vector:
    """Stage B: the least Σ (b − t)² / t over all b; x, y and z stay, w may follow."""
    index = programme.index
    targets = np.zeros(len(index.variables) + 1)
    weights = np.zeros(len(index.variables) + 1)
    bounds = programme.lp.bounds()
    slack = BREAK_SLACK if programme.aggregation is None else INSIDE_BREAK_SLACK
    for row in set(range(len(bounds.lower_rows))) - set(programme.break_rows):
        programme.lp.bound_row(row, bounds.lower_rows[row] - slack, bounds.upper_rows[row] + slack)
    for variable in index.variables:
        number = variable.number
        if variable.kind is VariableKind.BREAK:
            targets[number] = variable.target
            weights[number] = index.weight(variable) / variable.target
        elif variable.kind in OF_THE_PLAN:
            programme.lp.bound_variable(number, values[number], values[number])
    return programme.lp.solve_quadratic(targets, weights, "B")[:-1]
