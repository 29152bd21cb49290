"""A linear programme in PuLP, the language in which it is written whoever solves it."""

from collections.abc import Sequence

import numpy as np
import pulp

from allocator.model.solver import Bounds, LinearExpression, Triples, Vector


def write_problem(
    rows: Sequence[LinearExpression], bounds: Bounds, costs: Vector | None = None
) -> pulp.LpProblem:
    """Write a programme, to be minimised.

    PuLP sorts variables by name: they are ordinals, which name nobody.
    """
    problem = pulp.LpProblem("allocation", pulp.LpMinimize)
    width = len(str(len(bounds.upper)))
    variables = [
        problem.add_variable(f"v{number:0{width}}", low, None if high == np.inf else high)
        for number, (low, high) in enumerate(
            zip(bounds.lower.tolist(), bounds.upper.tolist(), strict=True)
        )
    ]
    by = np.zeros(len(variables)) if costs is None else costs
    problem.setObjective(pulp.LpAffineExpression(list(zip(variables, by.tolist(), strict=True))))
    for number, (terms, low, high) in enumerate(
        zip(rows, bounds.lower_rows.tolist(), bounds.upper_rows.tolist(), strict=True)
    ):
        expression = pulp.LpAffineExpression([(variables[variable], by) for variable, by in terms])
        if low == high:
            sense, bound = pulp.LpConstraintEQ, low
        elif high < np.inf:
            sense, bound = pulp.LpConstraintLE, high
        else:
            sense, bound = pulp.LpConstraintGE, low
        problem.addConstraint(pulp.LpConstraint(expression, sense, f"r{number}", bound))
    return problem


def matrix_of(problem: pulp.LpProblem) -> Triples:
    """Read the coefficients of a problem, whose variables are named by their order."""
    numbers = {variable: number for number, variable in enumerate(problem.variables())}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, constraint in enumerate(problem.constraints()):
        entries = constraint.items()
        rows += [row] * len(entries)
        columns += [numbers[variable] for variable, _ in entries]
        values += [value for _, value in entries]
    return (
        np.array(rows, dtype=np.int64),
        np.array(columns, dtype=np.int64),
        np.array(values, dtype=float),
    )
