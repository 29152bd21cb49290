"""Long rows made short: a sum that several of them have in common gets a variable of its own.

What somebody receives is added up over all days of the roster in more rows than one: as an outcome,
under the decision, by the month. Written out in each, they make the factorisation of an
interior-point solver slow; with Σ x = s said once and s in place of the sum it is the same region.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocator.model.solver import Positions, Triples

LONG_ROW = 100
"""Entries from which a row is long."""
LONGEST_SUM = 400
"""Entries of one sum; longer ones are divided, or their own rows would be as slow."""
LEAST_SUM = 3
"""Entries below which a variable more saves nothing."""


class CommonSums(NamedTuple):
    """A matrix with sums in place of their entries.

    Parameters
    ----------
    matrix : its entries; the variables of the sums are numbered from `width` on.
    definitions : a row for each sum: Σ entries − sum = 0.
    size : how many sums there are.
    """

    matrix: Triples
    definitions: Triples
    size: int


def share_sums(matrix: Triples, width: int) -> CommonSums:
    """Put variables in place of what long rows have in common; no entry may come twice.

    Parameters
    ----------
    width : how many variables there are.

    >>> row = np.arange(100)
    >>> twice = np.repeat([0, 1], 100), np.tile(row, 2), np.ones(200)
    >>> sums = share_sums(twice, 100)
    >>> [part.tolist() for part in sums.matrix], sums.size
    ([[0, 1], [100, 100], [1.0, 1.0]], 1)
    """
    rows, columns, values = matrix
    long = np.bincount(rows, minlength=1) >= LONG_ROW
    sum_of = _sums(matrix, np.flatnonzero(long), width)
    count = int(sum_of.max(initial=-1)) + 1
    moved = long[rows] & (sum_of[columns] >= 0)
    places, first = np.unique(rows[moved] * (count + 1) + sum_of[columns[moved]], return_index=True)
    summed = np.flatnonzero(sum_of >= 0)
    return CommonSums(
        (
            np.concatenate([rows[~moved], places // (count + 1)]),
            np.concatenate([columns[~moved], width + places % (count + 1)]),
            np.concatenate([values[~moved], values[moved][first]]),
        ),
        (
            np.concatenate([sum_of[summed], np.arange(count)]),
            np.concatenate([summed, width + np.arange(count)]),
            np.concatenate([np.ones(len(summed)), -np.ones(count)]),
        ),
        count,
    )


def _sums(matrix: Triples, long: Positions, width: int) -> Positions:
    """Return the number of the sum that each variable belongs to; -1 for those of no sum."""
    labels, times = _alike(matrix, long, width)
    several = np.flatnonzero(times > 1)
    several = several[np.argsort(labels[several], kind="stable")]
    position = np.arange(len(several))
    begins = np.append(True, labels[several][1:] != labels[several][:-1])[: len(several)]
    within = position - np.maximum.accumulate(np.where(begins, position, 0))
    pieces = np.cumsum(within % LONGEST_SUM == 0) - 1
    worth_it = np.bincount(pieces, minlength=1) >= LEAST_SUM
    numbers = np.cumsum(worth_it) - 1
    sums = np.full(width, -1)
    sums[several] = np.where(worth_it[pieces], numbers[pieces], -1)
    return sums


def _alike(matrix: Triples, long: Positions, width: int) -> tuple[Positions, NDArray[np.int64]]:
    """Label the variables that are in the same long rows with the same values.

    Returns
    -------
    the label of each variable, and in how many long rows it is.
    """
    rows, columns, values = matrix
    labels, times = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    unused = 1
    for row in long:
        own = rows == row
        _, value = np.unique(values[own], return_inverse=True)
        _, label = np.unique(labels[columns[own]] * len(values) + value, return_inverse=True)
        labels[columns[own]] = unused + label
        times[columns[own]] += 1
        unused += int(label.max()) + 1
    return labels, times
