"""Where two sequences of rows differ: rows that are changed, gone or new."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

Pair = tuple[int | None, int | None]
"""Positions before and now: both of a changed row, one of a row that is gone or new."""


def differing_rows(before: Sequence[Hashable], now: Sequence[Hashable]) -> list[Pair]:
    """Return the positions of the rows that differ.

    What is alike at the beginning and at the end is set aside. Where the rest is of equal length,
    rows are compared one by one; else a row that is found anywhere in the other rest is the same.

    >>> differing_rows("abcd", "abxd"), differing_rows("abcd", "abd"), differing_rows("ab", "abc")
    ([(2, 2)], [(2, None)], [(None, 2)])
    >>> differing_rows("abcde", "axbfe")
    [(1, 1), (2, 2), (3, 3)]
    >>> differing_rows("abcde", "axdbye")
    [(2, None), (None, 1), (None, 4)]
    """
    shorter = min(len(before), len(now))
    head = _alike(before, now, shorter)
    tail = _alike(before[::-1], now[::-1], shorter - head)
    old, new = range(head, len(before) - tail), range(head, len(now) - tail)
    if len(old) == len(new):
        return [(a, b) for a, b in zip(old, new, strict=True) if before[a] != now[b]]
    gone = [(a, None) for a in _not_in(old, before, (now[b] for b in new))]
    added = [(None, b) for b in _not_in(new, now, (before[a] for a in old))]
    return [*gone, *added]


def _alike(before: Sequence[Hashable], now: Sequence[Hashable], most: int) -> int:
    """Return how many of the first `most` rows are alike, up to the first that is not."""
    return next((index for index in range(most) if before[index] != now[index]), most)


def _not_in(
    positions: Iterable[int], rows: Sequence[Hashable], others: Iterable[Hashable]
) -> list[int]:
    """Return the positions whose row has no counterpart among the others, each used once."""
    left = Counter(others)
    alone = []
    for position in positions:
        if left[rows[position]]:
            left[rows[position]] -= 1
        else:
            alone.append(position)
    return alone
