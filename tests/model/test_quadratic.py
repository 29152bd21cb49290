"""The nearest point: which ways are tried, and in which order."""

import numpy as np
import pytest

from allocator.model import interior, quadratic
from allocator.model.solver import Region


def test_a_large_programme_is_first_tried_without_refining(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[float, bool]] = []

    def failing(*given: object) -> interior.Optimum:
        tried.append((given[3], given[4]))  # type: ignore[arg-type]
        return interior.Optimum(np.zeros(1), np.zeros(0), np.zeros(1), "NumericalError")

    monkeypatch.setattr(quadratic, "minimise", failing)
    none = np.zeros(0, dtype=np.int64)
    region = Region((none, none, np.zeros(0)), np.zeros(0), np.zeros(0), np.zeros(1), np.ones(1))
    for large in (False, True):
        tried.clear()
        point = quadratic.nearest_point(region, np.ones(1), np.ones(1), large)
        assert point.values is None
        assert (tried[0] == (1e-8, False)) is large
        assert all(refine for _, refine in tried[large:])
        assert len(tried) == point.tries == 6 + large


def test_rows_give_way_on_both_sides_and_variables_on_none() -> None:
    none = np.zeros(0, dtype=np.int64)
    region = Region((none, none, np.zeros(0)), np.ones(1), np.full(1, 2.0), np.zeros(1), np.ones(1))
    relaxed = quadratic._relaxed(region, 0.25)
    assert (relaxed.lower_rows.tolist(), relaxed.upper_rows.tolist()) == ([0.75], [2.25])
    assert (relaxed.lower.tolist(), relaxed.upper.tolist()) == ([0.0], [1.0])


def test_each_pair_is_tried_until_one_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third pair of slack and tolerance is the first that Clarabel proves."""
    real, tried = interior.minimise, list[tuple[float, float]]()

    def proves_the_third(region: Region, *rest: object) -> interior.Optimum:
        tried.append((float(region.upper_rows[0]) - 1.0, rest[2]))  # type: ignore[arg-type]
        optimum = real(region, *rest)  # type: ignore[arg-type]
        return optimum._replace(status="Solved" if len(tried) == 3 else "AlmostSolved")

    monkeypatch.setattr(quadratic, "minimise", proves_the_third)
    matrix = np.array([0, 0]), np.array([0, 1]), np.ones(2)
    region = Region(matrix, np.full(1, -np.inf), np.ones(1), np.zeros(2), np.array([5.0, 0.0]))
    point = quadratic.nearest_point(region, np.array([3.0, 0.0]), np.array([1.0, 0.0]))
    assert point.values == pytest.approx([1.0, 0.0], abs=1e-6)
    assert (point.tries, point.status, point.size) == (3, "Solved", "1 variables, 1 rows")
    assert np.array(tried) == pytest.approx(np.array(quadratic.TRIES[:3]), abs=1e-15)


def test_nothing_is_less_than_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What rounding leaves below 0 is 0."""
    values = np.array([-1e-9, 0.5])
    optimum = interior.Optimum(values, np.zeros(0), np.zeros(2), "Solved")
    monkeypatch.setattr(quadratic, "minimise", lambda *given: optimum)
    none = np.zeros(0, dtype=np.int64)
    region = Region((none, none, np.zeros(0)), np.zeros(0), np.zeros(0), np.zeros(2), np.ones(2))
    point = quadratic.nearest_point(region, np.ones(2), np.ones(2))
    assert point.values is not None
    assert point.values.tolist() == [0.0, 0.5]
