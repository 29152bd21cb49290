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


def test_direct_time_is_individual_group_and_supervision() -> None:
    staff = staff_of("A", 100.0, 10.0).assign(
        group_minutes=20.0, supervision_minutes=5.0, other_work_minutes=7.0, break_minutes=3.0
    )
    hours = HOURS[HOURS["unit"] == "A"]
    row = compared(UNITS.iloc[:1], hours, staff).iloc[0]
    assert row["direct_share"] == pytest.approx(0.35)
    assert row["residents"] == FEWEST
    nothing = compared(UNITS.iloc[:1], hours, staff.assign(rostered_minutes=0.0)).iloc[0]
    assert math.isnan(nothing["direct_share"])
    assert nothing["staff_per_resident_minutes"] == 0.0


def test_high_hours_are_shares_of_the_residents() -> None:
    rows = [("A", f"B{number}", 15, hours * H) for number, hours in enumerate((40, 36, 35.5, 1))]
    row = compared(UNITS.iloc[:1], hours_of(rows), STAFF, show_few=True).iloc[0]
    assert (row["high_at_least_share"], row["high_more_than_share"]) == (0.75, 0.5)


def test_services_stand_side_by_side_by_resident_in_the_order_of_the_units() -> None:
    """A service that nobody receives has no column, a unit that receives nothing no row."""
    hours = hours_of(
        [("A", f"B{number}", 15, 10 * H) for number in range(FEWEST)]
        + [("A", "B0", 1, 5 * H), ("A", "B0", 1, 5 * H), ("A", "B0", 9, 0.0)]
        + [("B", f"B{number}", 15, 0.5) for number in range(FEWEST)]
        + [("C", f"B{number}", 15, 0.0) for number in range(FEWEST)]
    )
    units = pd.DataFrame({"unit": ["C", "B", "A", "D"]})
    frame = by_service(units, hours)
    assert frame.columns.tolist() == ["unit", 1, 15]
    assert frame["unit"].tolist() == ["B", "A"]
    assert frame[15].tolist() == [0.5, 10 * H]
    assert frame[1].tolist() == pytest.approx([0.0, 10 * H / FEWEST])


def test_classes_are_of_recipients_to_the_hundredth_of_a_minute() -> None:
    rows = [("A", f"B{number}", 1, minutes) for number, minutes in enumerate((0.0, 0.4, 119.996))]
    classes = in_classes(hours_of([*rows, ("A", "B9", 2, 50 * H)]), 1, show_few=True)
    assert classes.to_dict("records") == [
        {"unit": "A", "recipients": 2, "class_0": 0.5, "class_1": 0.5}
        | {f"class_{number}": 0.0 for number in range(2, 6)}
    ]
    assert in_classes(hours_of([("A", "B1", 1, 0.0)]), 1, show_few=True).empty


def test_few_recipients_are_hidden_whatever_the_number_of_residents() -> None:
    """The most of a class is open, and a unit with as many recipients as need be is shown."""
    few = [("B", f"B{number}", 1, 2 * H) for number in range(FEWEST - 1)]
    enough = [("A", f"B{number}", 1, 100 * H) for number in range(FEWEST)]
    classes = in_classes(hours_of([*few, ("B", "B9", 2, H), *enough]), 1)
    assert classes["unit"].tolist() == ["A"]
    assert classes["class_5"].tolist() == [1.0]
    assert classes["recipients"].tolist() == [FEWEST]
