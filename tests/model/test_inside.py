"""A programme solved from the inside: what it leaves out, what it believes, and what it tries."""

from typing import Any

import numpy as np
import pytest

from allocator.model import interior
from allocator.model.inside import TRIES, Inside, _certain
from allocator.model.solver import Bounds, Region, Solution

INF = np.inf


def solved(terms: list[float], bound: float, bounds: list[tuple[float, float]]) -> Solution:
    """The most of a where Σ terms (a, b) ≤ bound, with b left out."""
    low, high = (np.array(side) for side in zip(*bounds, strict=True))
    matrix = np.array([0, 0]), np.array([0, 1]), np.array(terms)
    programme = Inside(matrix, Bounds(np.array([-INF]), np.array([bound]), low, high))
    programme.set_costs(np.array([-1.0, 0.0]))
    programme.leave_out(np.array([False, True]))
    solution = programme.solve()
    assert solution is not None
    return solution


def test_what_takes_from_the_optimum_is_left_out_and_has_its_price() -> None:
    """a + b ≤ 1: each hour of b costs one of a, so b is 0 in every optimum."""
    solution = solved([1.0, 1.0], 1.0, [(0.0, INF), (0.0, INF)])
    assert solution.values == pytest.approx([1.0, 0.0], abs=1e-6)
    assert solution.reduced_costs == pytest.approx([0.0, 1.0], abs=1e-5)


def test_what_costs_nothing_is_not_settled() -> None:
    """a ≤ 1, whatever b is."""
    solution = solved([1.0, 0.0], 1.0, [(0.0, INF), (0.0, INF)])
    assert solution.reduced_costs[1] == 0.0


def test_what_the_optimum_needs_is_not_left_out() -> None:
    """a − b ≤ 0 and b ≤ 2: without b there is no a, and the price of b says so."""
    solution = solved([1.0, -1.0], 0.0, [(0.0, INF), (0.0, 2.0)])
    assert solution.values == pytest.approx([2.0, 2.0], abs=1e-5)


def test_what_must_be_more_than_nothing_is_not_left_out() -> None:
    """a + b ≤ 1, b at least 0.25."""
    solution = solved([1.0, 1.0], 1.0, [(0.0, INF), (0.25, INF)])
    assert solution.values == pytest.approx([0.75, 0.25], abs=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "left_out"),
    [(0.0, INF, True), (0.0, 0.5, True), (0.25, INF, False), (0.0, 0.0, False)],
)
def test_what_is_left_out_is_nothing_while_it_is_solved(
    low: float, high: float, left_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """a + b ≤ 1; what is fixed, and what must be more than nothing, is as it was."""
    real, given = interior.minimise, list[float]()

    def seen(region: Region, *rest: Any) -> interior.Optimum:
        given.append(float(region.upper[1]))
        return real(region, *rest)

    monkeypatch.setattr(interior, "minimise", seen)
    solution = solved([1.0, 1.0], 1.0, [(0.0, INF), (low, high)])
    assert given == [0.0 if left_out else high]
    assert solution.values == pytest.approx([1.0 - low, low], abs=1e-6)
    assert solution.objective == pytest.approx(low - 1.0, abs=1e-6)
    assert solution.reduced_costs[1] == pytest.approx(0.0 if high == 0.0 else 1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("dual", "value", "kept"),
    [
        (1.0, 1.0, True),
        (1.0, 1.0 + 1.1e-6, False),
        (1.0, 3.0, False),
        (-1.0, 3.0, True),
        (-1.0, 3.0 - 1.1e-6, False),
        (-1.0, 1.0, False),
        (1.1e-5, 1.0, True),
        (-1.1e-5, 3.0, True),
        (0.9e-5, 1.0, False),
    ],
)
def test_a_dual_is_believed_where_its_bound_is_reached(
    dual: float, value: float, kept: bool
) -> None:
    """A variable between 1 and 3."""
    believed = _certain(np.array([dual]), np.array([value]), np.ones(1), np.full(1, 3.0))
    assert believed.tolist() == [dual if kept else 0.0]


@pytest.mark.parametrize(
    ("statuses", "tried", "proven"),
    [
        (["Solved"], 1, True),
        (["AlmostSolved", "AlmostSolved"], 2, True),
        (["NumericalError", "MaxIterations", "AlmostSolved"], 3, True),
        (["NumericalError", "NumericalError", "MaxIterations"], 3, False),
    ],
)
def test_what_is_nearly_solved_counts_where_its_steps_were_refined(
    statuses: list[str], tried: int, proven: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, given = interior.minimise, list[tuple[float, bool]]()

    def ends(*arguments: Any) -> interior.Optimum:
        given.append(arguments[3:])
        return real(*arguments)._replace(status=statuses[len(given) - 1])

    monkeypatch.setattr(interior, "minimise", ends)
    programme = between(1.0, 2.0)
    assert (programme.solve() is not None) is proven
    assert given == list(TRIES[:tried])
    assert programme.status == statuses[tried - 1]
    assert (programme.name, programme.method) == (interior.NAME, interior.METHOD)


def between(low: float, high: float) -> Inside:
    """One variable, the least of it, in a row with two bounds."""
    matrix = np.array([0]), np.array([0]), np.array([1.0])
    bounds = Bounds(np.array([low]), np.array([high]), np.zeros(1), np.full(1, INF))
    programme = Inside(matrix, bounds)
    programme.set_costs(np.array([1.0]))
    return programme


@pytest.mark.parametrize(("cost", "value"), [(1.0, 1.0), (-1.0, 2.0)])
def test_both_bounds_of_a_row_are_told_to_highs(cost: float, value: float) -> None:
    programme = between(1.0, 2.0)
    programme.set_costs(np.array([cost]))
    solution = programme.solve(afresh=True)
    assert solution is not None
    assert solution.values == pytest.approx([value])
    assert (programme.name, programme.method, programme.status) == ("HiGHS", "ipm", "Optimal")
    assert programme.solve() is not None
    assert programme.name == interior.NAME, "the next is solved from the inside again"


def test_a_coefficient_that_is_set_stands_in_the_place_of_the_old_one() -> None:
    """2 a + 0 b between 1 and 2 in place of a; a second one is set beside it."""
    matrix = np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0])
    bounds = Bounds(np.array([1.0, -INF]), np.array([INF, 4.0]), np.zeros(2), np.full(2, INF))
    programme = Inside(matrix, bounds)
    programme.set_costs(np.array([1.0, -1.0]))
    programme.set_coefficient(0, 0, 2.0)
    programme.set_coefficient(1, 0, 2.0)
    entries = sorted(zip(*(part.tolist() for part in programme.matrix()), strict=True))
    assert entries == [(0, 0, 2.0), (1, 0, 2.0), (1, 1, 1.0)]
    solution = programme.solve()
    assert solution is not None
    assert solution.values == pytest.approx([0.5, 3.0], abs=1e-6)


@pytest.mark.parametrize(("low", "high", "rows"), [(1.0, 2.0, 0.0), (-2.0, -1.0, 1.0)])
def test_what_violates_a_row_is_found(low: float, high: float, rows: float) -> None:
    violation = between(low, high).least_violation()
    assert violation is not None
    assert violation.rows.tolist() == pytest.approx([rows], abs=1e-7)
    assert violation.total == pytest.approx(rows, abs=1e-7)


def test_what_is_violated_is_said_of_the_coefficients_as_they_are_now() -> None:
    programme = between(1.0, 2.0)
    programme.set_coefficient(0, 0, 0.0)
    violation = programme.least_violation()
    assert violation is not None
    assert violation.rows.tolist() == pytest.approx([1.0], abs=1e-7)
