"""What is asked for by span, what spans can hold, and what staff minutes are booked as."""

from typing import Any

import numpy as np
import pytest

from allocator.model.unit_data import (
    DecisionCap,
    Demand,
    Requirement,
    RowRef,
    SharedSupervision,
)

DAYS = np.arange(14)
WINDOW = ((0.0, 60.0), (120.0, 150.0))


def asked(span: Any, per_day: Any, **more: Any) -> Requirement:
    return Requirement(span, np.asarray(per_day, dtype=float), WINDOW, **more)


def test_totals_and_windows() -> None:
    own = asked("week", np.where(DAYS < 3, 20.0, 0.0))
    assert own.total == 60.0
    assert own.window_length == 90.0
    assert (own.limit, own.weekdays) == (float("inf"), tuple(range(7)))


@pytest.mark.parametrize(
    ("span", "pieces", "spans"),
    [
        ("day", None, list(range(14))),
        ("week", None, [0] * 7 + [1] * 7),
        ("roster", None, [0] * 14),
        ("week", DAYS // 3, [0] * 3 + [1] * 3 + [2] + [3] * 2 + [4] * 3 + [5] * 2),
        ("roster", DAYS // 10, [0] * 10 + [1] * 4),
        ("day", DAYS // 10, list(range(14))),
    ],
)
def test_the_spans_that_ask_for_themselves(span: str, pieces: Any, spans: list[int]) -> None:
    own = asked(span, np.ones(14), pieces=pieces)
    assert own.spans.tolist() == spans
    assert own.by_span(np.ones(14)).tolist() == np.bincount(spans).tolist()
    assert [own.piece(day) for day in (0, 13)] == ([0, 0] if pieces is None else [0, pieces[13]])


def test_a_span_is_spread_evenly_over_its_days_in_force() -> None:
    """Ten on Mondays and thirty on Tuesdays of the first week; nothing in the second."""
    per_day = np.zeros(14)
    per_day[:2] = 10.0, 30.0
    evenly = asked("week", per_day).evenly
    assert evenly.tolist() == [20.0, 20.0, *[0.0] * 12]
    assert asked("day", per_day).evenly.tolist() == per_day.tolist()


@pytest.mark.parametrize(
    ("span", "room", "limit", "attained"),
    [
        ("day", 40.0, float("inf"), [30.0, 30.0]),
        ("day", 20.0, float("inf"), [20.0, 20.0]),
        ("week", 40.0, float("inf"), [30.0, 30.0]),
        ("week", 20.0, float("inf"), [20.0, 20.0]),
        ("week", 40.0, 25.0, [25.0, 25.0]),
        ("week", 0.0, float("inf"), [0.0, 0.0]),
    ],
)
def test_what_the_spans_can_hold(
    span: str, room: float, limit: float, attained: list[float]
) -> None:
    """Thirty on the first two days; room on days that ask for nothing is none."""
    own = asked(span, np.where(DAYS < 2, 30.0, 0.0), limit=limit)
    assert own.attainable(np.full(14, room)).tolist() == [*attained, *[0.0] * 12]


def test_room_on_one_day_makes_up_for_another_of_the_same_span() -> None:
    room = np.where(DAYS == 0, 50.0, 0.0)
    per_day = np.where(DAYS < 2, 30.0, 0.0)
    assert asked("week", per_day).attainable(room).sum() == pytest.approx(50.0)
    assert asked("day", per_day).attainable(room).sum() == pytest.approx(30.0)
    assert asked("week", per_day, limit=40.0).attainable(room).sum() == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("kind", "share", "booked"),
    [
        ("individual", "reported", "individual"),
        ("own_supervision", "reported", "individual"),
        ("group", "reported", "group"),
        ("other_work", "reported", "other_work"),
        ("individual", "not_reported", "other_work"),
        ("individual", "school", "individual"),
    ],
)
def test_what_staff_minutes_are_booked_as(kind: Any, share: Any, booked: str) -> None:
    own = Demand(RowRef("interventions", 0, share), kind, asked("day", np.ones(14)))
    assert own.booked == booked
    assert own.reported is (share != "not_reported")
    assert (own.staff, own.competence, own.resident, own.planned_night) == (1, "", None, False)


def test_lengths_in_days_and_weeks() -> None:
    shared = SharedSupervision(RowRef("interventions", 0), 0, 15, WINDOW, DAYS < 3)
    assert shared.length == 270.0
    cap = DecisionCap(0, 15, DAYS < 10, 70.0, {})
    assert cap.minutes == pytest.approx(100.0)
