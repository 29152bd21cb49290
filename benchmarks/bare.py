"""What an engineer would write first: day by day, one maximising solve, no fairness.

PuLP and HiGHS, the same constraints of the same unit, with every day a class of its own.
"""

import time
from dataclasses import dataclass

import pulp

from allocator.model.families import all_constraints
from allocator.model.intervals import build_intervals
from allocator.model.merge_days import merge_days
from allocator.model.staff import staff_on_duty
from allocator.model.unit_data import UnitData
from allocator.model.variables import OF_THE_PLAN, build_variables

PATIENCE = 90.0
"""Seconds."""


@dataclass(frozen=True)
class Bare:
    """One bare solve; it was given up after `PATIENCE` seconds where not `ended`."""

    seconds: float
    solver_seconds: float
    columns: int
    ended: bool


def solve_bare(data: UnitData, merge: bool = False, method: str = "choose") -> Bare:
    """Build and solve it once.

    Parameters
    ----------
    merge : keep one copy of alike days, as the program does.
    method : of HiGHS.
    """
    started = time.perf_counter()
    duty = staff_on_duty(data.shifts, data.calendar)
    classes = merge_days(data, duty, merge)
    index = build_variables(data, classes, build_intervals(data, duty, classes))
    problem = pulp.LpProblem("bare", pulp.LpMaximize)
    variables = [
        problem.add_variable(
            f"v{variable.number:07}",
            0.0,
            None if variable.kind in OF_THE_PLAN else variable.most,
        )
        for variable in index.variables
    ]
    received = [
        (variables[variable.number], 1.0)
        for variable in index.variables
        if index.receiver(variable)
    ]
    problem.setObjective(pulp.LpAffineExpression(received))
    for number, constraint in enumerate(all_constraints(index)):
        expression = pulp.LpAffineExpression(
            [(variables[column], by) for column, by in constraint.terms]
        )
        sense = pulp.LpConstraintEQ if constraint.equal else pulp.LpConstraintLE
        problem.addConstraint(pulp.LpConstraint(expression, sense, f"r{number}", constraint.bound))
    solver = pulp.HiGHS(msg=False, solver=method, timeLimit=PATIENCE)
    before = time.perf_counter()
    problem.solve(solver)
    after = time.perf_counter()
    return Bare(after - started, after - before, len(variables), after - before < PATIENCE)
