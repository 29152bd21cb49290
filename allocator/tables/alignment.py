"""Where two sequences of rows differ: rows that are changed, gone or new.

In a file of results a row has its place; in a table of an input it may stand anywhere.
"""

from collections import Counter, defaultdict, deque
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


def differing_members(
    before: Sequence[Hashable],
    now: Sequence[Hashable],
    *keys: tuple[Sequence[Hashable], Sequence[Hashable]],
) -> list[Pair]:
    """Return the positions of the rows that differ, in whatever order rows stand.

    A row that is anywhere among the others is the same row. Of the rest, rows are the same and
    changed where they have a key in common.

    Parameters
    ----------
    keys : of every row before and now, the most telling first; None where a row has no such key.

    >>> differing_members("abcd", "dxabc"), differing_members("abc", "ac")
    ([(None, 1)], [(1, None)])
    >>> differing_members(["B1 30", "B2 20"], ["B2 20", "B1 45"], (["B1", "B2"], ["B2", "B1"]))
    [(0, 1)]
    """
    gone = _not_in(range(len(before)), before, now)
    new = _not_in(range(len(now)), now, before)
    pairs: list[Pair] = []
    for old_keys, new_keys in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for position in new:
            waiting[new_keys[position]].append(position)
        changed = {
            position: waiting[old_keys[position]].popleft()
            for position in gone
            if old_keys[position] is not None and waiting[old_keys[position]]
        }
        pairs += changed.items()
        gone = [position for position in gone if position not in changed]
        taken = set(changed.values())
        new = [position for position in new if position not in taken]
    pairs += [(position, None) for position in gone]
    pairs += [(None, position) for position in new]
    return sorted(pairs, key=_as_it_stands)


def _as_it_stands(pair: Pair) -> tuple[int, bool]:
    """Order rows by where they stand now, and those that are gone by where they stood."""
    before, now = pair
    return (now, True) if now is not None else (before or 0, False)


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
