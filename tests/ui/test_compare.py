"""Units side by side."""

import math

import pandas as pd
import pytest

from allocator.results.compare import (
    FEWEST,
    FIGURES,
    by_service,
    compared,
    distribution,
    high_hours,
    in_classes,
    with_high_hours,
)

H = 60.0


def hours_of(rows: list[tuple[str, str, int, float]]) -> pd.DataFrame:
    """`hours` with all that is received on the night, twice as much planned."""
    frame = pd.DataFrame(rows, columns=["unit", "resident", "service", "omfang_minutes"])
    return frame.assign(
        received_minutes=frame["omfang_minutes"],
        planned_minutes=frame["omfang_minutes"] * 2,
        night_minutes=frame["omfang_minutes"],
    )


def staff_of(unit: str, rostered: float, given: float) -> pd.DataFrame:
    row = {"unit": unit, "part": "day", "duty": "active", "rostered_minutes": rostered}
    kinds = ("individual", "group", "supervision", "other_work", "break")
    row |= {f"{kind}_minutes": 0.0 for kind in kinds} | {"individual_minutes": given}
    return pd.DataFrame([row | {"presence_minutes": rostered - given}])


UNITS = pd.DataFrame({"unit": ["A", "B"], "name": ["Alv", ""]})
HOURS = hours_of(
    [("A", f"B{number}", 15, 10 * H) for number in range(FEWEST)]
    + [("B", f"B{number}", 15, 20 * H) for number in range(FEWEST - 1)]
)
STAFF = pd.concat([staff_of("A", 100 * H, 60 * H), staff_of("B", 100 * H, 50 * H)])


def test_the_figures_of_a_unit() -> None:
    row = compared(UNITS, HOURS, STAFF).iloc[0]
    assert row["per_resident_minutes"] == pytest.approx(10 * H)
    assert row["night_share"] == pytest.approx(1.0)
    assert row["direct_share"] == pytest.approx(0.6)
    assert row["staff_per_resident_minutes"] == pytest.approx(100 * H / FEWEST)
    assert row["coverage"] == pytest.approx(0.5)


def test_few_residents_are_hidden() -> None:
    frame = compared(UNITS, HOURS, STAFF)
    assert frame["hidden"].tolist() == [False, True]
    assert frame.loc[1, list(FIGURES)].isna().all()
    assert by_service(UNITS, HOURS)["unit"].tolist() == ["A"]
    assert in_classes(HOURS, 15)["unit"].tolist() == ["A"]


def test_examples_are_about_nobody_and_shown() -> None:
    frame = compared(UNITS, HOURS, STAFF, show_few=True)
    assert not frame["hidden"].any()
    assert by_service(UNITS, HOURS, show_few=True)["unit"].tolist() == ["A", "B"]
    assert in_classes(HOURS, 15, show_few=True)["unit"].tolist() == ["A", "B"]


def test_a_unit_without_a_name_goes_by_its_id() -> None:
    assert compared(UNITS, HOURS, STAFF)["name"].tolist() == ["Alv", "B"]


def test_a_unit_without_anybody_has_no_figures() -> None:
    row = compared(pd.DataFrame({"unit": ["C"], "name": [""]}), HOURS, STAFF, show_few=True).iloc[0]
    assert all(math.isnan(row[name]) for name in FIGURES)


def test_at_least_and_more_than_differ_at_the_limit() -> None:
    limit = high_hours()
    assert limit == 35.5 * H
    equal, below, above = limit, limit - 1, limit + 1
    hours = hours_of([("A", "B1", 15, equal), ("A", "B2", 15, below), ("A", "B3", 15, above)])
    assert with_high_hours(hours) == (2, 1)


def test_the_two_sets_count_their_own_services() -> None:
    assert with_high_hours(hours_of([("A", "B1", 9, 40 * H)])) == (1, 0)
    assert with_high_hours(hours_of([("A", "B1", 8, 40 * H)])) == (0, 0)
    assert with_high_hours(hours_of([("A", "B1", 1, 20 * H), ("A", "B1", 2, 20 * H)])) == (1, 1)


def test_the_national_shares_are_whole() -> None:
    national = distribution()
    assert sorted(national.shares) == [1, 2, 3, 4, 7, 9, 15]
    for code, shares in national.shares.items():
        assert sum(shares) == pytest.approx(1.0)
        assert len(shares) == len(national.begins)
        assert national.recipients[code] > 1000


def test_recipients_fall_into_the_national_classes() -> None:
    rows = [1.9, 2.0, 4.99, 5.0, 15.0, 35.49, 35.5]
    hours = hours_of([("A", f"B{number}", 1, weekly * H) for number, weekly in enumerate(rows)])
    classes = in_classes(hours, 1).iloc[0]
    counts = [classes[f"class_{number}"] * len(rows) for number in range(6)]
    assert counts == pytest.approx([1, 2, 1, 0, 2, 1])
    assert classes["recipients"] == len(rows)
