"""Which days of a roster are alike: by what they have, and by what they are tied to."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from allocator.model.merge_days import (
    _away,
    _linked_days,
    _refine_partition,
    _week_labels,
    begins_before,
    runs_on,
)
from allocator.model.unit_data import Requirement

DAY = 1440.0
NO_TIE = np.zeros(7, dtype=bool)


def demand(days: list[int], *windows: tuple[float, float]) -> Any:
    per_day = np.where(np.isin(np.arange(7), days), 30.0, 0.0)
    return SimpleNamespace(requirement=Requirement("day", per_day, windows))


@pytest.mark.parametrize(
    ("windows", "runs", "begins"),
    [
        ([(0.0, DAY)], False, False),
        ([(900.0, DAY + 1)], True, False),
        ([(-1.0, 60.0)], False, True),
        ([(0.0, 60.0), (900.0, DAY + 1)], True, False),
        ([(0.0, 60.0), (-30.0, 0.0)], False, True),
    ],
)
def test_windows_that_leave_their_dogn(
    windows: list[tuple[float, float]], runs: bool, begins: bool
) -> None:
    own = demand([0], *windows)
    assert (runs_on(own), begins_before(own)) == (runs, begins)


@pytest.mark.parametrize(
    ("window", "before", "after"),
    [
        ((900.0, DAY + 60), [3], [2]),
        ((-60.0, 60.0), [2], [1]),
        ((0.0, DAY), [], []),
    ],
)
def test_a_window_across_ties_two_days(
    window: tuple[float, float], before: list[int], after: list[int]
) -> None:
    """A row in force on Wednesday: which days look at the one before them, and at the next."""
    data: Any = SimpleNamespace(calendar=SimpleNamespace(days=7), demands=[demand([2], window)])
    ties = _linked_days(data)
    assert [np.flatnonzero(own).tolist() for own in ties] == [before, after]


def test_sunday_is_tied_to_the_first_monday() -> None:
    across = demand([6], (900.0, DAY + 60))
    data: Any = SimpleNamespace(calendar=SimpleNamespace(days=7), demands=[across])
    before, after = _linked_days(data)
    assert (np.flatnonzero(before).tolist(), np.flatnonzero(after).tolist()) == ([0], [6])


def refined(
    labels: str, before: tuple[int, ...] = (), after: tuple[int, ...] = (), by_week: bool = False
) -> str:
    numbers = np.array([int(label) for label in labels])
    ties = [np.isin(np.arange(len(labels)), own) for own in (before, after)]
    finer = _refine_partition(numbers, (ties[0], ties[1]), by_week)
    return "".join(map(str, finer.tolist()))


def test_days_tied_to_unlike_days_are_unlike() -> None:
    assert refined("0000000") == "0000000"
    assert refined("0010000") == "0010000"
    assert refined("0010000", before=(3,)) == "0012000", "only what is tied looks"
    assert refined("0010000", after=(1,)) == "0120000"
    assert refined("0010000", before=(5,)) == "0010020"


def test_what_is_told_apart_tells_its_neighbours_apart() -> None:
    """All but Monday look at the day before: one after the other."""
    assert refined("0100000", before=(2, 3, 4)) == "0123400"


def test_weeks_with_unlike_days_are_unlike_where_a_week_asks() -> None:
    assert refined("00000000100000") == "00000000100000"
    assert refined("00000000100000", by_week=True) == "00000001211111"
    assert refined("01000000100000", by_week=True) == "01000000100000"


@pytest.mark.parametrize(
    ("weeks", "labels"),
    [
        (("0123456", "6543210"), [0, 0]),
        (("0000001", "0000011"), [0, 1]),
        (("0000000", "0000000"), [0, 0]),
    ],
)
def test_weeks_are_alike_whose_days_are_alike_as_often(
    weeks: tuple[str, str], labels: list[int]
) -> None:
    numbers = np.array([int(label) for label in "".join(weeks)])
    assert _week_labels(numbers).tolist() == labels


def test_an_absence_over_midnight_is_cut_where_a_dogn_begins() -> None:
    pieces = np.array([(DAY - 60, DAY + 30), (3 * DAY, 4 * DAY)])
    data: Any = SimpleNamespace(
        calendar=SimpleNamespace(days=7), presence=[SimpleNamespace(away=pieces)]
    )
    (away,) = _away(data)
    assert away == [
        ((DAY - 60, DAY),), ((0.0, 30.0),), (), ((0.0, DAY),), (), (), (),
    ]  # fmt: skip
