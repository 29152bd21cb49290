"""Sums that long rows have in common are written once, and no optimum moves."""

import numpy as np
import pytest

from allocator.model import interior
from allocator.model.common_sums import share_sums
from allocator.model.solver import Region, Triples, Vector

INF = np.inf


def test_sums_in_common_are_written_once() -> None:
    """Of three long rows two share half of their entries, with the same values; one has others."""
    half = np.arange(150)
    rows = np.repeat([0, 1, 2], 150)
    columns = np.concatenate([half, half, half])
    values = np.ones(450)
    values[150 + 75 : 300] = 2.0
    values[300:] = np.arange(1.0, 151.0)
    sums = share_sums((rows, columns, values), 150)
    assert sums.size == 0, "no two variables have the same values in all rows"

    sums = share_sums((rows[:300], columns[:300], values[:300]), 150)
    assert sums.size == 2
    full = dense((rows[:300], columns[:300], values[:300]), 2, 150)
    definitions = dense(sums.definitions, 2, 152)
    short = dense(sums.matrix, 2, 152)
    in_place_of_sums = definitions[:, :150].T
    assert (short[:, :150] + short[:, 150:] @ in_place_of_sums.T == full).all()
    assert (definitions[:, 150:] == -np.eye(2)).all()
    assert (short != 0).sum() == 4


@pytest.mark.parametrize(("entries", "size"), [(99, 0), (100, 1), (400, 1), (401, 1), (403, 2)])
def test_how_long_a_sum_is(entries: int, size: int) -> None:
    """Rows of 100 entries are long, sums of more than 400 are divided, two left over stay."""
    columns = np.tile(np.arange(entries), 2)
    triples = np.repeat([0, 1], entries), columns, np.ones(2 * entries)
    assert share_sums(triples, entries).size == size


def test_sums_in_common_change_no_optimum() -> None:
    """The nearest point under two rows of 300, the second tighter; duals of the rows as without."""
    width = 300
    rows, columns = np.repeat([0, 1], width), np.tile(np.arange(width), 2)
    region = Region(
        (rows, columns, np.concatenate([np.ones(width), np.full(width, 2.0)])),
        np.full(2, -INF),
        np.array([200.0, 150.0]),
        np.zeros(width),
        np.full(width, INF),
    )
    assert share_sums(region.matrix, width).size == 1
    optimum = interior.minimise(region, np.full(width, -2.0), np.full(width, 2.0), 1e-9)
    assert optimum.values == pytest.approx(np.full(width, 0.25), abs=1e-7)
    assert optimum.duals == pytest.approx([0.0, -0.75], abs=1e-6)


def dense(triples: Triples, height: int, width: int) -> Vector:
    """Write entries out."""
    matrix = np.zeros((height, width))
    matrix[triples[0], triples[1]] = triples[2]
    return matrix
