"""A linear programme between its solves: what is kept, what is let go, and what gives way."""

import numpy as np
import pytest

from allocator.errors import SolverError
from allocator.model import quadratic
from allocator.model.leximin import Outcome, _cannot_be_raised, leximin
from allocator.model.linear import (
    DUAL_TOLERANCE,
    INSIDE_RELAXATION,
    INTERIOR,
    LARGEST_VIOLATION,
    LEVEL_RELAXATION,
    WIDENED_BY,
    LinearProgramme,
)
from allocator.model.quadratic import NearestPoint
from allocator.model.solver import Bounds, Infeasibility, Solution
from allocator.model.statistics import SolverStatistics

INF = np.inf


@pytest.mark.parametrize(
    ("short", "solved"),
    [(LARGEST_VIOLATION * 0.9, True), (LARGEST_VIOLATION * 1.1, False)],
)
def test_bounds_are_widened_by_rounding_and_no_more(short: float, solved: bool) -> None:
    programme = _contradictory(short)
    if solved:
        values = programme.minimise([(0, 1.0)], "R").values
        assert values == pytest.approx([1.0], abs=LARGEST_VIOLATION)
        assert programme.statistics.stages["R"].second_tries == 2
    else:
        with pytest.raises(SolverError, match="Infeasible"):
            programme.minimise([(0, 1.0)], "R")


@pytest.mark.parametrize(
    ("short", "solved"),
    [(LARGEST_VIOLATION * 0.9, True), (LARGEST_VIOLATION * 1.1, False)],
)
def test_the_nearest_point_is_sought_in_bounds_widened_likewise(short: float, solved: bool) -> None:
    programme = _contradictory(short)
    if solved:
        values = programme.solve_quadratic(np.zeros(1), np.ones(1), "N")
        assert values == pytest.approx([1.0], abs=LARGEST_VIOLATION)
        assert programme.statistics.stages["N"].second_tries == 2
    else:
        with pytest.raises(SolverError, match="PrimalInfeasible"):
            programme.solve_quadratic(np.zeros(1), np.ones(1), "N")


def _contradictory(short: float) -> LinearProgramme:
    """One variable that two rows want at 1 and at a little less."""
    rows = [[(0, 1.0)], [(0, 1.0)]]
    return LinearProgramme([INF], rows, [1.0, -INF], [INF, 1.0 - short])


def two_rows(method: str = "simplex", outcomes: int = 0) -> LinearProgramme:
    """Two variables of at most 5, each in a row of its own between 1 and 4."""
    rows = [[(0, 1.0)], [(1, 1.0)]]
    return LinearProgramme([5.0, 5.0], rows, [1.0, 1.0], [4.0, 4.0], method, outcomes)


def with_duals(duals: list[float], reduced_costs: list[float]) -> Solution:
    """A solution with these duals and reduced costs."""
    return Solution(0.0, np.zeros(2), np.array(duals), np.array(reduced_costs))


@pytest.mark.parametrize(
    ("dual", "bounds"),
    [
        (1.0, (1.0, 1.0)),
        (-1.0, (4.0, 4.0)),
        (1.1 * DUAL_TOLERANCE, (1.0, 1.0)),
        (-1.1 * DUAL_TOLERANCE, (4.0, 4.0)),
        (0.9 * DUAL_TOLERANCE, (1.0, 4.0)),
        (0.0, (1.0, 4.0)),
    ],
)
def test_a_row_with_a_dual_stays_at_its_bound(dual: float, bounds: tuple[float, float]) -> None:
    programme = two_rows()
    programme.keep_optimal(with_duals([0.0, dual], [0.0, 0.0]), frozenset())
    now = programme.bounds()
    assert (now.lower_rows.tolist(), now.upper_rows.tolist()) == (
        [1.0, bounds[0]],
        [4.0, bounds[1]],
    )
    assert (now.lower.tolist(), now.upper.tolist()) == ([0.0, 0.0], [5.0, 5.0])
    programme.keep_optimal(with_duals([0.0, 0.0], [0.0, dual]), frozenset())
    now = programme.bounds()
    kept = {1.0: 0.0, 4.0: 5.0}
    held = [(0.0, 5.0) if bounds == (1.0, 4.0) else (kept[bounds[0]], kept[bounds[1]])]
    assert (now.lower[1], now.upper[1]) == held[0]
    assert (now.lower[0], now.upper[0]) == (0.0, 5.0)


@pytest.mark.parametrize("free", [frozenset(), frozenset({1}), frozenset({-2}), frozenset({1, -2})])
def test_rows_and_variables_that_are_free_are_told_apart(free: frozenset[int]) -> None:
    """1 is the second row, -2 the second variable."""
    programme = two_rows()
    programme.keep_optimal(with_duals([0.0, 1.0], [0.0, 1.0]), free)
    now = programme.bounds()
    assert now.upper_rows[1] == (4.0 if 1 in free else 1.0)
    assert now.upper[1] == (5.0 if -2 in free else 0.0)


@pytest.mark.parametrize(("method", "kept"), [("simplex", True), (INTERIOR, False)])
def test_an_outcome_is_no_equality_where_the_inside_is_looked_for(method: str, kept: bool) -> None:
    """The second of two rows is an outcome; the first is kept either way."""
    programme = two_rows(method, outcomes=1)
    programme.keep_optimal(with_duals([1.0, 1.0], [0.0, 0.0]), frozenset())
    now = programme.bounds()
    assert now.upper_rows.tolist() == [1.0, 1.0 if kept else 4.0]
    everything = LinearProgramme([5.0], [[(0, 1.0)]], [1.0], [4.0], method)
    everything.keep_optimal(Solution(0.0, np.zeros(1), np.ones(1), np.zeros(1)), frozenset())
    assert everything.bounds().upper_rows.tolist() == [1.0]
    assert programme.relaxation == (LEVEL_RELAXATION if kept else INSIDE_RELAXATION)


def test_bounds_that_are_copied_are_not_those_that_change() -> None:
    programme = two_rows()
    before = programme.bounds()
    programme.bound_row(0, 2.0, 3.0)
    programme.bound_variable(1, 1.5, 2.5)
    assert before.lower_rows.tolist() == [1.0, 1.0]
    assert before.upper.tolist() == [5.0, 5.0]
    assert programme.fixed([]) is True
    assert not programme.fixed([0, 1])
    programme.restore(before)
    assert_bounds(programme, before)
    for lower, upper in ((1.5, 5.0), (0.0, 2.5)):
        programme.bound_variable(0, lower, upper)
        programme.restore(before)
        assert_bounds(programme, before)
    for low, high in ((2.0, 4.0), (1.0, 3.0)):
        programme.bound_row(1, low, high)
        programme.restore(before)
        assert_bounds(programme, before)


def assert_bounds(programme: LinearProgramme, expected: Bounds) -> None:
    """Every bound as it was."""
    for name, values in vars(programme.bounds()).items():
        assert values.tolist() == getattr(expected, name).tolist()


@pytest.mark.parametrize(
    ("rows", "variables", "widened", "lower_rows", "upper"),
    [
        ([0.0, 4e-6], [0.0, 0.0], True, [1.0, 1.0 - 4e-6 - WIDENED_BY], [5.0, 5.0]),
        ([0.0, 0.0], [0.0, 4e-6], True, [1.0, 1.0], [5.0, 5.0 + 4e-6 + WIDENED_BY]),
        ([0.0, 0.0], [0.0, 0.0], True, [1.0 - WIDENED_BY] * 2, [5.0, 5.0]),
        ([0.0, 6e-6], [0.0, 6e-6], False, [1.0, 1.0], [5.0, 5.0]),
    ],
    ids=["a row", "a variable", "nothing, so any row", "too much in all"],
)
def test_what_is_violated_is_what_is_widened(
    rows: list[float],
    variables: list[float],
    widened: bool,
    lower_rows: list[float],
    upper: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = two_rows()
    violation = Infeasibility(np.array(rows), np.array(variables))
    monkeypatch.setattr(programme._solver, "least_violation", lambda: violation)
    assert programme._widen() is widened
    now = programme.bounds()
    assert now.lower_rows.tolist() == pytest.approx(lower_rows, abs=1e-12)
    assert now.upper_rows.tolist() == pytest.approx([5.0 - low for low in lower_rows], abs=1e-12)
    assert now.upper.tolist() == pytest.approx(upper, abs=1e-12)
    assert now.lower.tolist() == pytest.approx([5.0 - high for high in upper], abs=1e-12)


def test_where_no_violation_is_known_nothing_is_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = two_rows()
    monkeypatch.setattr(programme._solver, "least_violation", lambda: None)
    assert programme._widen() is False


def test_an_effort_goes_on_being_counted_in_what_follows() -> None:
    first = two_rows(INTERIOR)
    assert first.minimise([(0, 1.0)], "A1").objective == pytest.approx(1.0, abs=1e-6)
    second = LinearProgramme.of_region(first.region(), first.statistics)
    assert second.width == 2
    assert second.minimise([(0, -1.0)], "A2").objective == pytest.approx(-4.0, abs=1e-6)
    assert second.solve_quadratic(np.full(2, 2.0), np.ones(2), "N") == pytest.approx([2.0, 2.0])
    stages = first.statistics.stages
    assert {name: own.programmes for name, own in stages.items()} == {"A1": 1, "A2": 1, "N": 1}
    assert not any(own.second_tries for own in stages.values())
    assert all(0 < own.seconds < 60 for own in stages.values())


def test_tries_are_counted_stage_by_stage() -> None:
    statistics = SolverStatistics()
    statistics.add("A1", "Clarabel", "interior point", 0.5)
    statistics.add("A1", "HiGHS", "ipm", 0.25, second_try=True)
    statistics.add("N", "Clarabel", "interior point", 1.0)
    first, last = statistics.stages["A1"], statistics.stages["N"]
    assert (first.solver, first.method, first.programmes) == ("HiGHS", "ipm", 2)
    assert (first.second_tries, first.seconds) == (1, 0.75)
    assert (last.programmes, last.second_tries, last.seconds) == (1, 0, 1.0)
    assert statistics.second_tries == 1


@pytest.mark.parametrize("method", ["simplex", INTERIOR])
def test_an_outcome_is_settled_where_nothing_can_bring_it_higher(method: str) -> None:
    """Of two outcomes one can have a quarter at most: settled there, with what it is kept at."""
    rows = [[(0, 1.0), (1, 1.0)], [(0, 1.0)], [(1, 1.0)]]
    programme = LinearProgramme([1.0, INF, 1.0], rows, [-INF, 0.0, 0.0], [3.0, INF, INF], method, 2)
    outcomes = [Outcome(1, 4.0, (0,), 0.25), Outcome(2, 2.0, (1,), 1.0)]
    levels, distinct = leximin(programme, 2, outcomes, "A1")
    assert levels == pytest.approx([0.25, 1.0], abs=1e-6)
    assert distinct == 2
    kept = programme.bounds().lower_rows
    assert kept[1:] == pytest.approx([1.0, 2.0], rel=1e-6)
    assert (kept[1:] < [1.0, 2.0]).all(), "a hair below, so that rounding leaves an answer"
    if method == "simplex":
        assert kept[1] == pytest.approx(1.0 - LEVEL_RELAXATION, abs=1e-12)
    assert programme.statistics.stages["A1"].programmes == 2


@pytest.mark.parametrize("scales", [(1.0, 1.0), (1.0, 4.0), (4.0, 1.0)])
def test_those_that_can_be_raised_are_told_from_those_that_cannot(
    scales: tuple[float, float],
) -> None:
    """At a level of a half: one outcome is at its bound, and the other has none."""
    first, second = scales
    rows = [[(0, 1.0)], [(0, 1.0)], [(1, 1.0)]]
    programme = LinearProgramme(
        [INF, INF, 1.0], rows, [-INF, 0.0, 0.0], [first / 2, INF, INF], "simplex", 2
    )
    outcomes = [Outcome(1, first, (0,)), Outcome(2, second, (1,))]
    for outcome in outcomes:
        programme.set_coefficient(outcome.row, 2, -outcome.scale)
    before = programme.bounds()
    assert _cannot_be_raised(programme, 2, outcomes, {0, 1}, 0.5, "A1") == {0}
    assert _cannot_be_raised(programme, 2, outcomes, {1}, 0.5, "A1") == set()
    assert _cannot_be_raised(programme, 2, outcomes, set(), 0.5, "A1") == set()
    assert programme.statistics.stages["A1"].programmes == 2
    for name, values in vars(programme.bounds()).items():
        assert values.tolist() == getattr(before, name).tolist(), "as it was"
    level = programme.minimise([(2, -1.0)], "A1").values[2]
    assert level == pytest.approx(0.5), "and the level asks of both again"


@pytest.mark.parametrize(
    ("tries", "again", "second"), [(1, False, 0), (2, False, 1), (3, False, 1), (1, True, 1)]
)
def test_a_nearest_point_that_took_several_tries_was_tried_again(
    tries: int, again: bool, second: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_point = NearestPoint(np.zeros(2), "Solved", tries, "")
    monkeypatch.setattr(quadratic, "nearest_point", lambda *given: found_point)
    programme = two_rows()
    programme._nearest_point(np.zeros(2), np.ones(2), "N", again)
    stage = programme.statistics.stages["N"]
    assert (stage.programmes, stage.second_tries) == (1, second)
    assert 0 < stage.seconds < 60
