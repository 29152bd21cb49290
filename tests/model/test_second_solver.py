"""Another solver altogether gives the same figures: the slow model with CBC in place of HiGHS."""

import warnings
from types import SimpleNamespace
from typing import Any

import numpy as np
import pulp
import pytest
from comparing import differences
from oracle import stages
from oracle.units import random_unit
from scipy.sparse import csr_matrix

BREATHS = (0.0, 1e-8, 1e-7)
"""Hours: what is settled leaves hardly any interior, and CBC now and then needs a breath more."""


def by_cbc(costs: Any, matrix: Any, bounds: Any, **_options: Any) -> SimpleNamespace:
    """Minimise costs · v over v ≥ 0 and matrix v ≤ bounds, as `scipy.optimize.linprog` does."""
    for breath in BREATHS:
        answer = once(costs, csr_matrix(matrix), np.asarray(bounds) + breath)
        if answer.status == 0:
            break
    return answer


def once(costs: Any, rows: Any, bounds: Any) -> SimpleNamespace:
    """One solve by CBC."""
    problem = pulp.LpProblem("second", pulp.LpMinimize)
    variables = [problem.add_variable(f"v{number:06}", 0.0) for number in range(len(costs))]
    problem.setObjective(
        pulp.LpAffineExpression(
            [(variables[number], float(costs[number])) for number in range(len(costs))]
        )
    )
    for number, bound in enumerate(bounds):
        inside = slice(rows.indptr[number], rows.indptr[number + 1])
        terms = [
            (variables[column], float(value))
            for column, value in zip(rows.indices[inside], rows.data[inside], strict=True)
        ]
        expression = pulp.LpAffineExpression(terms)
        problem.addConstraint(
            pulp.LpConstraint(expression, pulp.LpConstraintLE, f"r{number}", float(bound))
        )
    with warnings.catch_warnings():
        # CBC leaves PuLP with version 4; here it is the second opinion, not the program's solver
        warnings.simplefilter("ignore", DeprecationWarning)
        status = problem.solve(pulp.PULP_CBC_CMD(msg=False))
    values = np.array([variable.value() or 0.0 for variable in variables])
    return SimpleNamespace(
        status=0 if status == pulp.LpStatusOptimal else 1,
        x=values,
        fun=float(np.dot(costs, values)),
        message="CBC",
    )


def test_a_second_solver_gives_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """CBC leaves a few programmes unsettled for rounding; whatever it settles is the same."""
    monkeypatch.setattr(stages, "linprog", by_cbc)
    compared = 0
    for seed in range(3_000, 3_030):
        try:
            apart = differences(random_unit(seed))
        except stages.SolveError:
            continue
        assert apart == [], seed
        compared += 1
    assert compared >= 24
