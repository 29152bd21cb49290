"""What Clarabel is given, and how its answer is read: small programmes solved by hand."""

import clarabel
import numpy as np
import pytest

from allocator.model import interior
from allocator.model.solver import Region

INF = np.inf


def test_duals_have_the_signs_of_a_cost_that_is_minimised() -> None:
    """The least of a + 2 b − 3 c: a ≥ 1 by a row, a + b ≥ 3, c ≤ 2 by a row, d ≤ 1 at −1 each."""
    matrix = (np.array([0, 1, 1, 2]), np.array([0, 0, 1, 2]), np.array([1.0, 1.0, 1.0, 1.0]))
    region = Region(
        matrix,
        np.array([1.0, 3.0, -INF]),
        np.array([INF, INF, 2.0]),
        np.zeros(4),
        np.array([2.0, INF, INF, 1.0]),
    )
    optimum = interior.minimise(region, np.array([1.0, 2.0, -3.0, -1.0]), np.zeros(4), 1e-9)
    assert optimum.is_solved
    assert optimum.values == pytest.approx([2.0, 1.0, 2.0, 1.0], abs=1e-6)
    assert optimum.duals == pytest.approx([0.0, 2.0, -3.0], abs=1e-6)
    assert optimum.reduced_costs == pytest.approx([-1.0, 0.0, 0.0, -1.0], abs=1e-6)


def test_a_row_that_the_bounds_hold_already_is_left_out() -> None:
    """a + b ≤ 2 where both are at most 1 says nothing; a + b ≤ 1 does; a − b ≥ −1 nothing."""
    matrix = (np.repeat([0, 1, 2], 2), np.tile([0, 1], 3), np.array([1.0, 1, 1, 1, 1, -1]))
    region = Region(
        matrix, np.array([-INF, -INF, -1.0]), np.array([2.0, 1.0, INF]), np.zeros(2), np.ones(2)
    )
    assert interior._binding(region).upper.tolist() == [False, True, False]
    assert not interior._binding(region).lower.any()
    optimum = interior.minimise(region, np.array([-1.0, -2.0]), np.zeros(2), 1e-9)
    assert optimum.values == pytest.approx([0.0, 1.0], abs=1e-6)


def test_a_row_is_held_against_the_sides_that_can_be_broken() -> None:
    """0 ≤ a ≤ 1, and b is 1: a + b at most 2, at most 1.5, at least 1, at least 1.5; −a ≤ −0.5."""
    matrix = (np.array([0, 0, 1, 1, 2, 2, 3, 3, 4]), np.array([0, 1] * 4 + [0]), np.ones(9))
    matrix[2][8] = -1.0
    region = Region(
        matrix,
        np.array([-INF, -INF, 1.0, 1.5, -INF]),
        np.array([2.0, 1.5, INF, INF, -0.5]),
        np.array([0.0, 1.0]),
        np.array([1.0, 1.0]),
    )
    kept = interior._binding(region)
    assert kept.loose.tolist() == [0]
    assert kept.upper.tolist() == [False, True, False, False, True]
    assert kept.lower.tolist() == [False, False, False, True, False]
    assert kept.shift.tolist() == [1.0, 1.0, 1.0, 1.0, 0.0]
    assert kept.matrix[0].tolist() == [1, 3, 4]
    least = interior.minimise(region, np.array([1.0, 0.0]), np.zeros(2), 1e-9)
    assert least.values == pytest.approx([0.5, 1.0], abs=1e-6)


def test_rows_of_fixed_variables_alone_are_not_asked() -> None:
    """a is fixed a hair above the rows a ≤ 1 and a = 1, and below a ≥ 2; b is what it costs."""
    region = Region(
        (np.array([0, 1, 2, 3]), np.array([0, 0, 1, 0]), np.ones(4)),
        np.array([-INF, 2.0, -INF, 1.0]),
        np.array([1.0, INF, 3.0, 1.0]),
        np.array([1.0 + 1e-9, 0.0]),
        np.array([1.0 + 1e-9, INF]),
    )
    kept = interior._binding(region)
    assert (kept.equal | kept.upper | kept.lower).tolist() == [False, False, True, False]
    most = interior.minimise(region, np.array([0.0, -1.0]), np.zeros(2), 1e-9)
    assert most.is_solved
    assert most.values == pytest.approx([1.0, 3.0], abs=1e-6)


def test_an_equality_is_kept_whatever_the_bounds_say() -> None:
    """a + b = 1, the least of a + 2 b: a is 1, and an hour more would cost one."""
    region = Region(
        (np.array([0, 0]), np.array([0, 1]), np.ones(2)),
        np.ones(1),
        np.ones(1),
        np.zeros(2),
        np.full(2, INF),
    )
    kept = interior._binding(region)
    assert (kept.equal[0], kept.upper[0], kept.lower[0]) == (True, False, False)
    optimum = interior.minimise(region, np.array([1.0, 2.0]), np.zeros(2), 1e-9)
    assert optimum.values == pytest.approx([1.0, 0.0], abs=1e-6)
    assert optimum.duals == pytest.approx([1.0], abs=1e-6)
    assert optimum.reduced_costs == pytest.approx([0.0, 1.0], abs=1e-6)


@pytest.mark.parametrize("low", [3.0, -INF])
def test_what_is_fixed_takes_from_a_row(low: float) -> None:
    """a + b = 3, and at most 3, where b is fixed at 1."""
    region = Region(
        (np.zeros(2, dtype=np.int64), np.arange(2), np.ones(2)),
        np.array([low]),
        np.array([3.0]),
        np.array([0.0, 1.0]),
        np.array([INF, 1.0]),
    )
    most = interior.minimise(region, np.array([-1.0, 0.0]), np.zeros(2), 1e-9)
    assert most.values == pytest.approx([2.0, 1.0], abs=1e-6)


def test_an_entry_that_is_nothing_is_no_entry() -> None:
    """A coefficient of 0 reaches no bound, though its variable has none."""
    region = Region(
        (np.array([0]), np.array([0]), np.zeros(1)),
        np.array([-INF]),
        np.array([-1.0]),
        np.zeros(1),
        np.full(1, INF),
    )
    assert not interior._binding(region).upper.any()


@pytest.mark.parametrize(
    ("status", "solved", "nearly"),
    [("Solved", True, True), ("AlmostSolved", False, True), ("MaxIterations", False, False)],
)
def test_what_counts_as_proven(status: str, solved: bool, nearly: bool) -> None:
    nothing = np.zeros(0)
    optimum = interior.Optimum(nothing, nothing, nothing, status)
    assert (optimum.is_solved, optimum.is_nearly_solved) == (solved, nearly)


def test_only_what_is_fixed_is_shifted() -> None:
    """a + b + c where c is fixed at 2; a, of at least 0.25, is not."""
    region = Region(
        (np.zeros(3, dtype=np.int64), np.arange(3), np.ones(3)),
        np.array([-INF]),
        np.array([3.0]),
        np.array([0.25, 0.0, 2.0]),
        np.array([1.0, 1.0, 2.0]),
    )
    assert interior._binding(region).shift.tolist() == [2.0]
    most = interior.minimise(region, np.array([-1.0, -2.0, 0.0]), np.zeros(3), 1e-9)
    assert most.values == pytest.approx([0.25, 0.75, 2.0], abs=1e-6)


def test_clarabel_is_told_its_tolerances_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is nearly solved may be ten times as far off."""
    real, made = clarabel.DefaultSettings, list[clarabel.DefaultSettings]()

    def settings() -> clarabel.DefaultSettings:
        made.append(real())
        return made[-1]

    monkeypatch.setattr(interior.clarabel, "DefaultSettings", settings)
    none = np.zeros(0, dtype=np.int64)
    region = Region((none, none, np.zeros(0)), np.zeros(0), np.zeros(0), np.zeros(1), np.ones(1))
    for refine in (True, False):
        interior.minimise(region, np.ones(1), np.zeros(1), 1e-8, refine)
    for own, refine in zip(made, (True, False), strict=True):
        assert (own.tol_gap_abs, own.tol_gap_rel, own.tol_feas) == (1e-8, 1e-8, 1e-8)
        reduced = own.reduced_tol_gap_abs, own.reduced_tol_gap_rel, own.reduced_tol_feas
        assert reduced == pytest.approx((1e-7, 1e-7, 1e-7))
        assert own.iterative_refinement_enable is refine
    assert capfd.readouterr() == ("", "")
