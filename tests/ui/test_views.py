"""The figures that a page shows, against the frames they come from."""

import math

import pandas as pd
import pytest
from rules.case_files import files_of

import allocator
from allocator.results.period_words import periods_apart
from allocator.results.views import (
    CLOCK_STEP,
    MEASURES,
    STAFF_KINDS,
    by_clock,
    by_reason,
    by_resident,
    closing,
    of_unit,
    offset,
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
from allocator.rounding import hours_minutes
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
    hours = with_missing(of_unit(result.hours, UNIT), result.calculation.units)
    residents, sums = by_resident(hours), totals(hours)
    for name in ("received_minutes", "planned_minutes", "omfang_minutes", "missing_minutes"):
        assert residents[name].sum() == pytest.approx(sums[name])
    assert sums["residents"] == len(residents)
    assert sums["per_resident"] == pytest.approx(sums["received_minutes"] / len(residents))


def test_what_is_missing_is_what_unmet_lists(result: allocator.Result) -> None:
    hours = with_missing(result.hours, result.calculation.units)
    missing = hours.groupby("resident")["missing_minutes"].sum()
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
            "missing_minutes": [0.0],
            "undelivered_minutes": [math.nan],
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
    in_order = stretches(staff, "missing_minutes", 420.0, in_week_order=True)
    assert in_order["from_time"].tolist() == ["08:00", "11:00", "22:00"]


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


def hours_rows(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows of `hours.csv` with what is missing: nothing, and nothing decided, by default."""
    nothing = dict.fromkeys((*MEASURES, "missing_minutes"), 0.0)
    nothing |= {"decided_minutes": math.nan, "undelivered_minutes": math.nan}
    plain = nothing | {"unit": "A1", "resident": "B1", "service": 15}
    return pd.DataFrame([plain | row for row in rows])


def test_what_is_not_noticeable_is_not_missing() -> None:
    frame = with_missing(
        hours_rows(
            {"planned_minutes": 60.0, "received_minutes": 45.0},
            {"planned_minutes": 60.0, "received_minutes": 59.995},
            {"planned_minutes": 60.0, "received_minutes": 61.0},
        ),
        (),
    )
    assert frame["missing_minutes"].tolist() == pytest.approx([15.0, 0.0, 0.0])
    assert frame["undelivered_minutes"].isna().all()


TWO_WEEKS = {"uker": "2", "periode_start": "2026-01-05"}
FIRST, SECOND = {"til": "2026-01-11"}, {"fra": "2026-01-12"}


def undelivered(given: dict[str, object]) -> dict[str, str]:
    """Of each service of B1 what is decided and not received, as h:mm; empty without a decision."""
    result = allocator.allocate(allocator.read(files_of({"enhet": TWO_WEEKS} | given)))
    frame = with_missing(result.hours, result.calculation.units)
    return {
        str(service): "" if math.isnan(minutes) else hours_minutes(minutes)
        for service, minutes in zip(frame["service"], frame["undelivered_minutes"], strict=True)
    }


def decision(hours: str, **cells: str) -> dict[str, str]:
    return {"beboer": "B1", "tjeneste": "9", "timer": hours} | cells


def help_of(minutes: str, **cells: str) -> dict[str, str]:
    return {"beboer": "B1", "tjeneste": "9", "minutter": minutes, "per": "uke"} | cells


@pytest.mark.parametrize(
    ("decisions", "plan", "expected"),
    [
        # 10:00 of 5:00 in the first week; 0:10 of 4:00 in the second lacks 3:50, in one week of two
        (
            [decision("5:00", **FIRST), decision("4:00", **SECOND)],
            [help_of("600", utforer="ekstern", **FIRST), help_of("10", **SECOND)],
            "1:55",
        ),
        ([decision("5:00", **FIRST)], [help_of("480", utforer="ekstern")], "0:00"),
        ([decision("5:00")], [help_of("180")], "2:00"),
        ([decision("5:00")], [help_of("300")], "0:00"),
        ([], [help_of("300")], ""),
        ([decision("5:00", status="ikke iverksatt")], [], "5:00"),
        ([decision("5:00", status="avslått")], [help_of("300")], ""),
    ],
)
def test_a_decision_that_is_not_met_is_seen_whatever_another_receives(
    decisions: list[dict[str, str]], plan: list[dict[str, str]], expected: str
) -> None:
    given = {"vedtak": decisions, "tiltak": plan}
    assert undelivered({name: rows for name, rows in given.items() if rows}) == {"9": expected}


def test_a_resident_has_the_sum_of_the_services_in_the_order_of_the_hours() -> None:
    frame = by_resident(
        hours_rows(
            {"resident": "B2", "planned_minutes": 60.0, "received_minutes": 30.0},
            {"resident": "B1", "planned_minutes": 0.5, "received_minutes": 0.5},
            {"resident": "B2", "service": 1, "decided_minutes": 60.0, "undelivered_minutes": 30.0},
            {"resident": "B3", "planned_minutes": math.nan},
        )
    )
    assert frame["resident"].tolist() == ["B2", "B1", "B3"]
    assert frame["coverage"].tolist()[:2] == [0.5, 1.0]
    assert frame["decided_minutes"].tolist()[0] == 60.0
    assert frame["undelivered_minutes"].tolist()[0] == 30.0
    assert frame["decided_minutes"].isna().tolist() == [False, True, True]
    assert frame.loc[2, "planned_minutes"] == 0.0


def test_a_unit_has_the_sum_of_its_rows_and_without_rows_no_figures() -> None:
    rows = hours_rows(
        {"planned_minutes": 0.6, "received_minutes": 0.3, "decided_minutes": 60.0},
        {"resident": "B2"},
    )
    sums = totals(rows)
    assert (sums["residents"], sums["per_resident"], sums["coverage"]) == (2.0, 0.15, 0.5)
    assert sums["decided_minutes"] == 60.0
    nobody = totals(rows.iloc[:0])
    assert nobody["residents"] == 0.0
    assert math.isnan(nobody["per_resident"])
    assert math.isnan(nobody["coverage"])


def test_a_service_with_less_than_a_minute_has_hours() -> None:
    assert services_with_hours(hours_rows({"received_minutes": 0.5}, {"service": 1})) == [15]


def test_a_units_rows_are_numbered_from_nought() -> None:
    frame = of_unit(pd.DataFrame({"unit": ["A", "B"], "minutes": [1.0, 2.0]}), "B")
    assert frame.to_dict("index") == {0: {"unit": "B", "minutes": 2.0}}


def test_staff_is_shown_part_by_part_the_awake_first_and_then_all_of_it() -> None:
    def row(part: str, duty: str, minutes: float) -> dict[str, object]:
        used = {f"{kind}_minutes": 0.0 for kind in STAFF_KINDS} | {"presence_minutes": minutes}
        return {"part": part, "duty": duty, "rostered_minutes": minutes, **used}

    rows = [row("night", "resting", 5.0), row("night", "active", 0.5), row("day", "active", 60.0)]
    use = staff_use(pd.DataFrame([*rows, row("evening", "active", 0.0)]))
    assert list(zip(use["part"], use["duty"], strict=True)) == [
        ("day", "active"), ("night", "active"), ("night", "resting"), ("all", ""),
    ]  # fmt: skip
    assert use.index.tolist() == [0, 1, 2, 3]
    assert use["rostered_minutes"].tolist() == [60.0, 0.5, 5.0, 65.5]
    assert staff_use(pd.DataFrame([row("day", "active", 0.0)])).empty


def test_what_lasts_till_the_start_of_the_dogn_is_not_over_before_it() -> None:
    assert offset(pd.Series(["07:00", "07:30", "06:59"]), 420.0).tolist() == [0.0, 30.0, 1439.0]
    ends = offset(pd.Series(["07:00", "07:01"]), 420.0, end=True)
    assert ends.tolist() == [1440.0, 1.0]


def test_persons_over_are_awake_and_persons_missing_are_asked() -> None:
    def row(duty: str, **minutes: float) -> dict[str, object]:
        kinds = ("rostered", "direct", "other_work", "break", "presence", "missing")
        figures = {f"{kind}_minutes": minutes.get(kind, 0.0) for kind in kinds}
        return {
            "weekday": "monday",
            "from_time": "08:00",
            "to_time": "08:30",
            "duty": duty,
            **figures,
        }

    staff = pd.DataFrame(
        [
            row("active", rostered=90.0, direct=15.0, other_work=6.0, presence=60.0, missing=30.0)
            | {"break_minutes": 9.0},
            row("resting", rostered=30.0, presence=30.0),
        ]
    )
    clock = {name: fields[0, 2] for name, fields in staff_clock(staff, 420.0).items()}
    assert clock == pytest.approx(
        {"active": 3.0, "resting": 1.0, "asked": 2.0, "missing": 1.0, "over": 2.0}
    )


def test_a_stretch_is_one_weekdays_and_of_the_awake_and_at_least_a_twentieth_of_a_person() -> None:
    staff = staff_of(
        ("monday", "08:00", "10:00", 6.0),
        ("monday", "10:00", "12:00", 5.9),
        ("tuesday", "10:00", "11:00", 6.0),
        ("sunday", "06:00", "07:00", 60.0),
        ("monday", "07:00", "08:00", 6.0),
        ("tuesday", "07:00", "07:30", 30.0),
    )
    resting = staff_of(("friday", "08:00", "10:00", 90.0)).assign(duty="resting")
    joined = stretches(pd.concat([staff, resting]), "missing_minutes", 420.0)
    columns = ["weekday", "from_time", "to_time", "minutes"]
    assert joined[columns].to_numpy().tolist() == [
        ["sunday", "06:00", "07:00", 60.0],
        ["tuesday", "07:00", "07:30", 30.0],
        ["monday", "07:00", "10:00", 12.0],
        ["tuesday", "10:00", "11:00", 6.0],
    ]
    assert joined.index.tolist() == [0, 1, 2, 3]


def test_those_who_wait_longest_come_first_with_their_own_intervention() -> None:
    unmet = pd.DataFrame(
        {
            "resident": ["B1", "B2", "B2"],
            "intervention": ["T1", "", "T2"],
            "missing_minutes": [5.0, 20.0, 10.0],
            "reason": ["no_staff", "absent", "no_staff"],
        }
    )
    rest = dict.fromkeys(("from_time", "to_time", "shift", "competence"), [None] * 3)
    interventions = pd.DataFrame(
        {"intervention": ["T1", "T2", "T1"], "description": ["bath", "walk", "bath again"], **rest}
    )
    rows = waiting(unmet, interventions)
    assert rows["missing_minutes"].tolist() == [20.0, 10.0, 5.0]
    assert rows["description"].fillna("").tolist() == ["", "walk", "bath"]
    assert rows.index.tolist() == [0, 1, 2]
    reasons = by_reason(unmet.assign(missing_minutes=[5.0, 12.0, 10.0]))
    assert reasons.to_dict("records") == [
        {"reason": "no_staff", "missing_minutes": 15.0, "residents": 2},
        {"reason": "absent", "missing_minutes": 12.0, "residents": 1},
    ]


def test_the_difference_of_profiles_is_the_largest_less_the_smallest() -> None:
    hours = pd.DataFrame({"unit": ["A", "B"], "resident": "B1", "service": 15})
    three = [
        (name, hours.assign(omfang_minutes=[minutes, 9.0]))
        for name, minutes in (("one", 30.0), ("two", 10.0), ("three", 20.0))
    ]
    assert profiles_side_by_side(three, "A").to_dict("records") == [
        {
            "resident": "B1",
            "service": 15,
            "one": 30.0,
            "two": 10.0,
            "three": 20.0,
            "difference": 20.0,
        }
    ]


def test_periods_are_shown_where_the_registers_hours_are_not_those_of_the_stay() -> None:
    key, figures = ["unit", "resident", "service"], ["omfang_hm", "ressursinnsats_hm"]
    rows = [
        ("A1", "B1", 1, "7:00", "7:00", "2026-01-05"),
        ("A1", "B1", 1, "14:00", "14:00", "2026-01-12"),
        ("A1", "B1", 2, "3:00", "3:00", "2026-01-05"),
        ("A1", "B1", 9, "", "", ""),
        ("A1", "B1", 9, "2:00", "2:00", ""),
        ("A1", "B2", 1, "5:00", "5:00", "2026-01-06"),
        ("A1", "B2", 2, "5:00", "5:00", "2026-01-05"),
        ("A1", "B2", 2, "5:00", "5:00", "2026-01-08"),
        ("A2", "B1", 2, "5:00", "10:00", "2026-01-05"),
    ]
    register = pd.DataFrame(rows, columns=[*key, *figures, "period_from"])
    average = {
        ("A1", "B1", 1): ("10:30", "10:30"),
        ("A1", "B1", 2): ("3:00", "3:00"),
        ("A1", "B1", 9): ("0:00", "0:00"),
        ("A1", "B2", 1): ("4:17", "4:17"),
        ("A1", "B2", 2): ("5:00", "5:00"),
        ("A2", "B1", 2): ("5:00", "7:30"),
    }
    hours = pd.DataFrame(
        [(*service, *shown) for service, shown in average.items()], columns=[*key, *figures]
    )
    apart = periods_apart(hours, register)
    assert apart["omfang_hm"].tolist() == ["7:00", "14:00", "5:00", "5:00"]
    assert apart["unit"].tolist() == ["A1", "A1", "A1", "A2"]
    assert periods_apart(hours, register[register["service"] == 9]).empty
    assert periods_apart(hours, register.iloc[:0]).empty
