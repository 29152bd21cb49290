"""The solvers themselves: what they find on programmes solved by hand, and what they refuse."""

from collections.abc import Callable
from pathlib import Path

import clarabel
import numpy as np
import pulp
import pytest
from export.small import write_small

from allocator.cli import main
from allocator.cli.terminal import FAILED
from allocator.errors import SolverError
from allocator.model import highs, interior
from allocator.model import programme as programmes
from allocator.model.families import Constraint
from allocator.model.leximin import Outcome, leximin
from allocator.model.linear import LinearProgramme
from allocator.model.problem import write_problem
from allocator.model.solver import Bounds
from model.sharing import sharing

INF = np.inf
Monkey = pytest.MonkeyPatch


def _infeasible(monkeypatch: Monkey) -> None:
    """A constraint that nothing non-negative satisfies."""
    real = programmes.all_constraints
    monkeypatch.setattr(
        programmes, real.__name__, lambda index: [*real(index), Constraint([(0, 1.0)], -1.0)]
    )


def _unbounded(monkeypatch: Monkey) -> None:
    """No constraint at all, and a level without a bound."""
    monkeypatch.setattr(programmes, programmes.all_constraints.__name__, lambda index: [])
    monkeypatch.setattr(
        programmes, programmes._upper.__name__, lambda index: [INF] * (len(index.variables) + 1)
    )


def _no_time(monkeypatch: Monkey) -> None:
    real = pulp.HiGHS
    monkeypatch.setattr(
        highs.pulp, "HiGHS", lambda **options: real(**options, timeLimit=1e-9, presolve="off")
    )


def _nothing_nearest(monkeypatch: Monkey) -> None:
    """Before the last stage, a row that asks for less than nothing."""
    real = LinearProgramme.solve_quadratic

    def impossible(self: LinearProgramme, *given: object) -> object:
        self.bound_row(0, -INF, -1.0)
        return real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(LinearProgramme, real.__name__, impossible)


def _one_iteration(monkeypatch: Monkey) -> None:
    """Clarabel may take one step, at each of its tolerances."""
    real = clarabel.DefaultSettings

    def hurried() -> object:
        settings = real()
        settings.max_iter = 1
        return settings

    monkeypatch.setattr(interior.clarabel, "DefaultSettings", hurried)


NB = "Enheten «{}» er ikke beregnet: løseren fant ikke et bevist svar i trinn "
EN = 'The unit "{}" is not calculated: the solver found no proven answer in stage '


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (_infeasible, "0 (HiGHS ended with 'Infeasible'; "),
        (_unbounded, "0 (HiGHS ended with 'Unbounded'; "),
        (_no_time, "0 (HiGHS ended with 'Time limit reached'; "),
        (_nothing_nearest, "N (Clarabel ended with PrimalInfeasible; "),
        (_one_iteration, "N (Clarabel ended with MaxIterations; "),
    ],
)
def test_a_unit_that_the_solver_refuses_is_named_and_has_no_figures(
    given: Callable[[Monkey], None],
    reason: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: Monkey,
) -> None:
    """Only what the solver is given is changed here; the answer is its own."""
    source, out = write_small(tmp_path / "inn"), tmp_path / "ut"
    given(monkeypatch)
    for language, sentence in (("nb", NB), ("en", EN)):
        assert main(["run", str(source), "--out", str(out), "--lang", language]) == FAILED
        shown = " ".join(capsys.readouterr().err.split())
        assert sentence.format("A1") + reason in shown
        assert sentence.format("A2") in shown
        listed = (out / "notices.csv").read_text("utf-8")
        assert listed.count("error,unit-not-solved,") == 2
        assert (out / "hours.csv").read_text("utf-8").count("\n") == 1


@pytest.mark.parametrize(
    ("low", "high", "cost", "reason"),
    [
        (-INF, -1.0, 1.0, "HiGHS ended with 'Infeasible' in stage A2 (1 variables, 1 rows)"),
        (1.0, INF, -1.0, "HiGHS ended with 'Unbounded' in stage A2 (1 variables, 1 rows)"),
    ],
)
def test_a_status_is_the_solvers_own(low: float, high: float, cost: float, reason: str) -> None:
    programme = LinearProgramme([INF], [[(0, 1.0)]], [low], [high])
    with pytest.raises(SolverError) as raised:
        programme.minimise([(0, cost)], "A2")
    assert str(raised.value) == reason


def test_a_quadratic_without_a_solution_says_so() -> None:
    programme = LinearProgramme([INF], [[(0, 1.0)]], [-INF], [-1.0])
    with pytest.raises(SolverError) as raised:
        programme.solve_quadratic(np.ones(1), np.ones(1), "N")
    assert str(raised.value) == (
        "Clarabel ended with PrimalInfeasible in stage N (1 variables, 1 rows)"
    )


def test_the_nearest_point_under_every_kind_of_bound() -> None:
    """Solved by hand: least Σ weight (v - target)².

    a + b = 3 with targets 1 and 1 and weights 1 and 3: a is 1 + 3/4, b 1 + 1/4. c ≤ 0.5 by its
    own bound; d ≥ 2 by a row whose other variable, g, is fixed at 1; e ≤ 0 by a row; f has no row;
    h is at least 2 by its own bound.
    """
    programme = LinearProgramme(
        [INF, INF, 0.5, INF, INF, INF, INF, INF],
        [[(0, 1.0), (1, 1.0)], [(3, 1.0), (6, 1.0)], [(4, 2.0), (5, 0.0)], [(6, 1.0)]],
        [-INF, 3.0, -INF, -INF],
        [3.0, INF, 0.0, 1.0],
    )
    programme.bound_row(0, 3.0, 3.0)
    programme.bound_variable(6, 1.0, 1.0)
    programme.bound_variable(7, 2.0, 5.0)
    point = programme.solve_quadratic(
        np.array([1.0, 1.0, 1.0, 1.0, 1.0, 4.0, 0.0, 1.0]),
        np.array([1.0, 3.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0]),
        "N",
    )
    assert point == pytest.approx([1.75, 1.25, 0.5, 2.0, 0.0, 4.0, 1.0, 2.0], abs=1e-6)
    assert (point >= 0.0).all()


def test_nothing_loose_is_what_it_is_fixed_at() -> None:
    programme = LinearProgramme([INF], [[(0, 1.0)]], [-INF], [5.0])
    programme.bound_variable(0, 2.0, 2.0)
    assert programme.solve_quadratic(np.ones(1), np.ones(1), "N").tolist() == [2.0]
    assert programme.statistics.stages == {}


def test_costs_of_one_solve_are_not_those_of_the_next() -> None:
    programme = LinearProgramme([2.0, 3.0], [[(0, 1.0), (1, 1.0)]], [1.0], [INF])
    assert programme.minimise([(0, -1.0)], "1").objective == -2.0
    assert programme.minimise([(1, 1.0)], "2").objective == 0.0
    assert [own.programmes for own in programme.statistics.stages.values()] == [1, 1]


def test_optima_are_kept_and_bounds_come_back() -> None:
    """Most of a + b ≤ 4 where a ≤ 3 and b + c ≥ 1, then the least of c + b / 2: all is settled."""
    rows = [[(0, 1.0), (1, 1.0)], [(0, 1.0)], [(1, 1.0), (2, 1.0)]]
    programme = LinearProgramme([INF, INF, 5.0], rows, [-INF, -INF, 1.0], [4.0, 3.0, INF])
    before = programme.bounds()
    programme.keep_optimal(programme.minimise([(0, -1.0), (1, -1.0)], "1"), frozenset())
    assert programme.minimise([(0, 1.0)], "2").objective == pytest.approx(0.0)
    assert programme.minimise([(1, 1.0)], "3").objective == pytest.approx(1.0)
    assert programme.bounds().lower_rows.tolist() == [4.0, -INF, 1.0]
    programme.keep_optimal(programme.minimise([(2, 1.0), (1, 0.5)], "4"), frozenset())
    assert programme.fixed([2])
    assert not programme.fixed([0, 2])
    assert programme.minimise([(1, -1.0)], "5").objective == pytest.approx(-1.0)
    programme.restore(before)
    assert vars(programme.bounds()).keys() == vars(before).keys()
    for name, values in vars(programme.bounds()).items():
        assert values.tolist() == getattr(before, name).tolist()
    assert programme.minimise([(0, 1.0), (1, 1.0), (2, 1.0)], "6").objective == pytest.approx(1.0)


def test_what_is_free_is_left_alone() -> None:
    programme = LinearProgramme([3.0, INF], [[(1, 1.0)]], [-INF], [4.0])
    solution = programme.minimise([(0, -1.0), (1, -1.0)], "1")
    programme.keep_optimal(solution, {0, -1})
    assert programme.minimise([(0, 1.0), (1, 1.0)], "2").objective == pytest.approx(0.0)


def _shares(
    capacities: dict[tuple[int, ...], float], scales: list[float]
) -> tuple[list[float], int]:
    """Leximin over variables, each its own outcome, that share capacities."""
    programme, outcomes = sharing(capacities, scales)
    levels, distinct = leximin(programme, len(scales), outcomes, "A1")
    kept = programme.bounds().lower_rows[len(capacities) :]
    expected = [level * scale for level, scale in zip(levels, scales, strict=True)]
    assert kept == pytest.approx(expected, rel=1e-6)
    assert programme.statistics.stages["A1"].programmes <= 2 * distinct + 2
    return levels, distinct


@pytest.mark.parametrize(
    ("capacities", "scales", "levels", "distinct"),
    [
        ({(0, 1): 4.0}, [2.0, 2.0], [1.0, 1.0], 1),
        ({(0, 1): 2.0}, [2.0, 2.0], [0.5, 0.5], 1),
        ({(0, 1): 2.0}, [1.0, 3.0], [0.5, 0.5], 1),
        ({(0,): 1.0, (0, 1): 4.0}, [4.0, 4.0], [0.25, 0.75], 2),
        ({(0, 1): 2.0, (1, 2): 6.0}, [2.0, 2.0, 8.0], [0.5, 0.5, 0.625], 2),
        ({(0,): 1.0, (1,): 2.0, (2,): 3.0, (3,): 9.0}, [4.0] * 4, [0.25, 0.5, 0.75, 1.0], 4),
        ({(0,): 2.0, (1,): 2.0, (2,): 2.0, (0, 1, 2, 3): 8.0}, [4.0] * 4, [0.5] * 4, 1),
        ({(0,): 2.0, (1,): 2.0, (2,): 2.0, (3,): 3.0}, [4.0] * 4, [0.5, 0.5, 0.5, 0.75], 2),
        ({(0, 1, 2): 0.0, (3,): 1.0}, [1.0] * 4, [0.0, 0.0, 0.0, 1.0], 2),
    ],
)  # fmt: skip
def test_the_worst_off_first(
    capacities: dict[tuple[int, ...], float],
    scales: list[float],
    levels: list[float],
    distinct: int,
) -> None:
    """Max-min shares solved by hand."""
    reached, count = _shares(capacities, scales)
    assert reached == pytest.approx(levels, abs=1e-7)
    assert count == distinct


def test_what_limits_the_worst_off_stays_used_up() -> None:
    """The two share the only hour, so every later stage finds that hour given, to the minute."""
    rows = [[(0, 1.0), (1, 1.0)], [(0, 1.0)], [(1, 1.0)]]
    programme = LinearProgramme([INF, INF, 1.0], rows, [-INF, 0.0, 0.0], [1.0, INF, INF])
    outcomes = [Outcome(1, 1.0, (0,)), Outcome(2, 1.0, (1,))]
    assert leximin(programme, 2, outcomes, "A1") == ([0.5, 0.5], 1)
    assert programme.bounds().lower_rows[0] == programme.bounds().upper_rows[0] == 1.0


def test_what_is_fixed_is_settled_at_once() -> None:
    """Two outcomes that an earlier stage has fixed at a quarter, and one that can be whole."""
    rows = [[(0, 1.0)], [(1, 1.0)], [(2, 1.0)]]
    programme = LinearProgramme([INF, INF, INF, 1.0], rows, [0.0] * 3, [INF] * 3)
    for variable in (0, 1):
        programme.bound_variable(variable, 1.0, 1.0)
    outcomes = [Outcome(row, 4.0, (row,)) for row in range(3)]
    assert leximin(programme, 3, outcomes, "A1") == ([0.25, 0.25, 1.0], 2)
    assert programme.statistics.stages["A1"].programmes == 2


@pytest.mark.parametrize(
    ("by", "low", "high", "rows", "variables"),
    [(1.5, 2.25, INF, 0.0, 0.5), (1.5, -INF, -0.75, 0.0, 0.5), (0.75, 1.5, INF, 0.75, 0.0)],
    ids=["above a variable's bound", "below it", "a row"],
)
def test_what_gives_way_is_what_gives_least(
    by: float, low: float, high: float, rows: float, variables: float
) -> None:
    """0 ≤ a ≤ 1 and a row of a cannot both hold; an hour counts the same wherever it is."""
    bounds = Bounds(np.array([low]), np.array([high]), np.zeros(1), np.ones(1))
    violation = highs.Highs(write_problem([[(0, by)]], bounds), "simplex").least_violation()
    assert violation is not None
    assert violation.rows.tolist() == pytest.approx([rows], abs=1e-7)
    assert violation.variables.tolist() == pytest.approx([variables], abs=1e-7)
