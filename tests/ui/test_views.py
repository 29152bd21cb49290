"""The figures that a page shows, against the frames they come from."""

import math

import pandas as pd
import pytest

import allocator
from allocator.results.views import (
    CLOCK_STEP,
    by_clock,
    by_reason,
    by_resident,
    closing,
    decided_periods,
    of_unit,
    profiles_side_by_side,
    services_with_hours,
    staff_clock,
    staff_use,
    stretches,
    totals,
    waiting,
    with_missing,
)
from allocator.results.why import explanations_of
from allocator.terms import WEEKDAYS

UNIT = "Solbakken"


@pytest.fixture(scope="module")
def result() -> allocator.Result:
    return allocator.allocate(allocator.read("examples/solbakken"))


def week_of(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    columns = ["weekday", "from_time", "to_time", "received_minutes"]
    return pd.DataFrame(list(rows), columns=columns)


def staff_of(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["weekday", "from_time", "to_time", "missing_minutes"])
    return frame.assign(duty="active")


def test_residents_add_up_to_the_unit(result: allocator.Result) -> None:
    hours = of_unit(result.hours, UNIT)
    residents, sums = by_resident(hours), totals(hours)
    for name in ("received_minutes", "planned_minutes", "omfang_minutes", "missing_minutes"):
        assert residents[name].sum() == pytest.approx(sums[name])
    assert sums["residents"] == len(residents)
    assert sums["per_resident"] == pytest.approx(sums["received_minutes"] / len(residents))


def test_what_is_missing_is_what_unmet_lists(result: allocator.Result) -> None:
    missing = with_missing(result.hours).groupby("resident")["missing_minutes"].sum()
    listed = result.unmet.groupby("resident")["missing_minutes"].sum()
    for resident, minutes in listed.items():
        assert missing[resident] == pytest.approx(minutes, abs=0.01)
    assert missing.sum() == pytest.approx(listed.sum(), abs=0.01)


def test_nothing_decided_is_empty_and_not_nought() -> None:
    hours = pd.DataFrame(
        {name: [0.0] for name in ("planned_minutes", "received_minutes", "omfang_minutes")}
        | {
            "resident": ["B1"],
            "decided_minutes": [math.nan],
            "decided_coverage": [math.nan],
            "ressursinnsats_minutes": [0.0],
            "staff_share_minutes": [0.0],
            "day_minutes": [0.0],
            "evening_minutes": [0.0],
            "night_minutes": [0.0],
        }
    )
    row = by_resident(hours).iloc[0]
    assert math.isnan(row["decided_minutes"])
    assert math.isnan(row["coverage"])
    assert math.isnan(totals(hours)["coverage"])
    assert math.isnan(row["undelivered_minutes"])


def test_services_without_any_time_are_left_out() -> None:
    hours = pd.DataFrame(
        {
            "service": [15, 1, 29],
            "received_minutes": [60.0, 0.0, 0.0],
            "planned_minutes": [60.0, 0.0, 0.0],
            "decided_minutes": [math.nan, 120.0, math.nan],
        }
    )
    assert services_with_hours(hours) == [1, 15]


def test_the_staff_bar_closes(result: allocator.Result) -> None:
    use = staff_use(of_unit(result.staff_time, UNIT))
    kinds = [
        name for name in use.columns if name.endswith("_minutes") and name != "rostered_minutes"
    ]
    assert use[kinds].sum(axis=1).to_numpy() == pytest.approx(use["rostered_minutes"].to_numpy())
    assert use["part"].iloc[-1] == "all"
    assert use["rostered_minutes"].iloc[-1] == pytest.approx(
        use["rostered_minutes"].iloc[:-1].sum()
    )


def test_rounded_parts_add_up() -> None:
    frame = pd.DataFrame({"whole": [10.4], "a": [3.4], "b": [3.6], "c": [3.4]})
    row = closing(frame, "whole", ["a", "b", "c"]).iloc[0]
    assert row["whole"] == 10.0
    assert row[["a", "b", "c"]].sum() == 10.0


def test_the_clock_picture_holds_every_minute(result: allocator.Result) -> None:
    week = of_unit(result.week, UNIT)
    fields = by_clock(week, "received_minutes", 420.0)
    assert fields.sum() * CLOCK_STEP == pytest.approx(week["received_minutes"].sum())


def test_time_lies_where_the_clock_says() -> None:
    fields = by_clock(week_of(("tuesday", "07:15", "08:00", 45.0)), "received_minutes", 420.0)
    assert fields[1, :3].tolist() == pytest.approx([0.5, 1.0, 0.0])
    assert fields[0].sum() == 0.0


def test_the_end_of_the_dogn_is_no_midnight() -> None:
    fields = by_clock(week_of(("sunday", "23:30", "07:00", 450.0)), "received_minutes", 420.0)
    assert fields[6, 33:].tolist() == pytest.approx([1.0] * 15)
    assert fields[6, :33].sum() == 0.0


def test_nothing_gives_an_empty_week() -> None:
    assert by_clock(week_of(), "received_minutes", 420.0).shape == (7, 48)


def test_what_is_asked_is_what_is_done_and_what_is_missing(result: allocator.Result) -> None:
    staff = of_unit(result.staff_week, UNIT)
    clock = staff_clock(staff, 420.0)
    hours = {name: values.sum() * CLOCK_STEP for name, values in clock.items()}
    done = staff[["direct_minutes", "other_work_minutes", "break_minutes"]].sum().sum()
    assert hours["asked"] == pytest.approx(done + staff["missing_minutes"].sum())
    on_duty = hours["active"] + hours["resting"]
    assert on_duty == pytest.approx(staff["rostered_minutes"].sum())


def test_stretches_are_joined_and_ordered() -> None:
    staff = staff_of(
        ("monday", "08:00", "09:00", 30.0),
        ("monday", "09:00", "10:00", 60.0),
        ("monday", "11:00", "12:00", 20.0),
        ("tuesday", "07:00", "08:00", 0.5),
        ("tuesday", "22:00", "01:00", 180.0),
    )
    joined = stretches(staff, "missing_minutes", 420.0)
    assert joined["from_time"].tolist() == ["22:00", "08:00", "11:00"]
    assert joined["to_time"].tolist() == ["01:00", "10:00", "12:00"]
    assert joined["persons"].tolist() == pytest.approx([1.0, 0.75, 1 / 3])
    assert set(joined["weekday"]) <= set(WEEKDAYS)


def test_never_short_gives_no_stretch() -> None:
    assert stretches(staff_of(("monday", "08:00", "09:00", 0.0)), "missing_minutes", 420.0).empty


def test_reasons_add_up_to_what_is_missing(result: allocator.Result) -> None:
    reasons = by_reason(result.unmet)
    assert reasons["missing_minutes"].sum() == pytest.approx(result.unmet["missing_minutes"].sum())
    assert reasons["missing_minutes"].is_monotonic_decreasing


def test_those_who_wait_bring_their_own_words(result: allocator.Result) -> None:
    interventions = result.calculation.inputs.tables["interventions"]
    rows = waiting(result.unmet, interventions)
    assert len(rows) == len(result.unmet)
    words = interventions.set_index("intervention")["description"]
    assert rows["description"].tolist() == [words[name] for name in rows["intervention"]]


def test_the_rows_of_a_service_add_up_to_it(result: allocator.Result) -> None:
    explanations = explanations_of(result)
    assert len(explanations) == len(result.hours)
    for explanation in explanations:
        reasons = [
            reason for _, _, chapter in explanation.chapters for reason in chapter if reason.table
        ]
        received = sum(reason.received_minutes for reason in reasons)
        assert received == pytest.approx(explanation.hours.received_minutes, abs=0.01)
        counted = [reason.counted for reason in reasons]
        assert counted != sorted(counted) or len(set(counted)) == 1


def test_profiles_stand_side_by_side(result: allocator.Result) -> None:
    other = result.hours.assign(omfang_minutes=result.hours["omfang_minutes"] + 30)
    compared = profiles_side_by_side([("one", result.hours), ("two", other)], UNIT)
    assert compared["difference"].tolist() == pytest.approx([30.0] * len(result.hours))


def test_periods_are_shown_where_a_service_has_hours_of_more_than_one() -> None:
    rows = [
        ("B1", 1, "7:00"),
        ("B1", 1, "14:00"),
        ("B1", 2, "3:00"),
        ("B1", 9, ""),
        ("B1", 9, "2:00"),
        ("B2", 1, "5:00"),
        ("B2", 1, "6:00"),
    ]
    register = pd.DataFrame(rows, columns=["resident", "service", "omfang_hm"])
    assert decided_periods(register, "B1")["omfang_hm"].tolist() == ["7:00", "14:00"]
    assert decided_periods(register, "B3").empty
