"""Large programmes, solved from the inside and with shared variables, have the same answer."""

from pathlib import Path

import highspy
import numpy as np
import pulp
import pytest
from comparing import allocated, assert_same_hours, hours_by
from oracle.units import random_unit

from allocator.errors import SolverError
from allocator.model import interior
from allocator.model.inside import Inside
from allocator.model.leximin import leximin
from allocator.model.linear import INSIDE_RELAXATION, INTERIOR, LinearProgramme
from allocator.model.solver import Solution
from model.sharing import sharing, twinned

INF = np.inf


@pytest.mark.parametrize("first", range(5_000, 5_030, 5))
def test_the_second_opinion_is_the_same(first: int) -> None:
    """The warm simplex on the programme in full, and the inside of the one that shares."""
    for tables in (
        make(seed) for seed in range(first, first + 5) for make in (random_unit, twinned)
    ):
        if tables["interventions"] or tables.get("decisions"):
            vertex, inside = (allocated(tables, method=way) for way in ("simplex", INTERIOR))
            assert_same_hours(hours_by(inside), hours_by(vertex))
            assert not inside.failures


def test_every_programme_is_the_one_in_pulp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written as an LP file and solved by HiGHS, by PuLP's own and apart, each has its optimum."""
    solve = Inside.solve
    compared: list[float] = []

    def also_by_others(self: Inside, afresh: bool = False) -> Solution | None:
        solution = solve(self, afresh)
        assert solution is not None
        problem = self.problem()
        path = str(tmp_path / "programme.lp")
        problem.writeLP(path)
        apart = highspy.Highs()
        apart.setOptionValue("output_flag", False)
        apart.readModel(path)
        apart.run()
        problem.solve(pulp.HiGHS(msg=False))
        objective = pulp.value(problem.objective)
        assert apart.getObjectiveValue() == pytest.approx(objective, abs=1e-6)
        assert solution.objective == pytest.approx(objective, abs=1e-5)
        compared.append(objective)
        return solution

    monkeypatch.setattr(Inside, "solve", also_by_others)
    for seed in range(5_100, 5_104):
        allocated(random_unit(seed), method=INTERIOR)
    assert len(compared) > 12


def test_what_fails_inside_is_solved_by_highs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clarabel may take one step only in the linear programmes; the hours are the same."""
    real = interior.minimise
    tables = random_unit(5_200)
    expected = hours_by(allocated(tables, method="simplex"))

    def fails(*given: object) -> interior.Optimum:
        return real(*given)._replace(status="NumericalError")  # type: ignore[arg-type]

    monkeypatch.setattr(interior, "minimise", fails)
    result = allocated(tables, method=INTERIOR)
    assert_same_hours(hours_by(result), expected)
    stages = result.run["units"][0]["solver"]["stages"]
    linear = [cost for stage, cost in stages.items() if stage not in ("N", "B")]
    assert {cost["solver"] for cost in linear} == {"HiGHS"}
    assert all(cost["second_try"] for cost in linear)


def test_what_has_no_answer_inside_is_solved_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stage N fails on the programme that shares; the unit is solved all the same, and says so."""
    real = LinearProgramme.solve_quadratic
    tables = random_unit(5_200)
    expected = hours_by(allocated(tables, method="simplex"))

    def fails(self: LinearProgramme, *given: object) -> object:
        if self.relaxation == INSIDE_RELAXATION:
            raise SolverError("N", "Clarabel ended with NumericalError", "")
        return real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(LinearProgramme, real.__name__, fails)
    result = allocated(tables, method=INTERIOR)
    assert not result.failures
    assert_same_hours(hours_by(result), expected)
    stages = result.run["units"][0]["solver"]["stages"].values()
    assert all(cost["second_try"] for cost in stages)


@pytest.mark.parametrize(
    ("capacities", "scales", "levels"),
    [
        ({(0, 1): 4.0}, [2.0, 2.0], [1.0, 1.0]),
        ({(0, 1): 2.0}, [1.0, 3.0], [0.5, 0.5]),
        ({(0,): 1.0, (0, 1): 4.0}, [4.0, 4.0], [0.25, 0.75]),
        ({(0, 1): 2.0, (1, 2): 6.0}, [2.0, 2.0, 8.0], [0.5, 0.5, 0.625]),
        ({(0,): 1.0, (1,): 2.0, (2,): 3.0, (3,): 9.0}, [4.0] * 4, [0.25, 0.5, 0.75, 1.0]),
        ({(0, 1, 2): 0.0, (3,): 1.0}, [1.0] * 4, [0.0, 0.0, 0.0, 1.0]),
    ],
)  # fmt: skip
def test_the_worst_off_first(
    capacities: dict[tuple[int, ...], float], scales: list[float], levels: list[float]
) -> None:
    """Max-min shares solved by hand, one programme a level."""
    programme, outcomes = sharing(capacities, scales, INTERIOR)
    reached, distinct = leximin(programme, len(scales), outcomes, "A1")
    assert reached == pytest.approx(levels, abs=1e-6)
    assert distinct == len(set(levels))
    assert programme.statistics.stages["A1"].programmes == distinct
    # an outcome's own row is relaxed, and never an equality
    assert np.isinf(programme.bounds().upper_rows[len(capacities) :]).all()
