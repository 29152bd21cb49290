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
