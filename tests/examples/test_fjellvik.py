"""Fjellvik, five residents around the clock: the headline figures, worked out in the comments."""

import io
import runpy
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import allocator
from allocator.tables import Inputs

EXAMPLES = Path(__file__).parents[2] / "examples"
WORKBOOK = EXAMPLES / "fjellvik.xlsx"

WEEK = 7 * 1440
WEEKS = 6
HEALTH_CARE = 15
STAFF = {"F1": 2, "F2": 2, "F3": 1, "F4": 1, "F5": 1}
RESOLUTION = 0.01

# With somebody there around the clock, health care is what absences and other services leave.
PLANNED_HEALTH_CARE = {
    "F1": WEEK - 5 * 45 - 90 - 2 * 60 - 60,  # training, group, housework, errand
    "F2": WEEK - 3 * 60 - 60,  # housework, errand
    "F3": WEEK - 5 * 360 - 90 - 90 - 2 * 60,  # day centre with the way, two groups, housework
    # Day centre three days, two weekends of six from Saturday 10:00 to Sunday 18:00, group,
    # housework, errand.
    "F4": WEEK - 3 * 360 - 2 * 32 * 60 / WEEKS - 90 - 3 * 60 - 60,
    "F5": WEEK - 180 - 5 * 60 - 90 - 2 * 60 - 60,  # support contact, training, group, house, errand
}

# Staff minutes missing in six weeks. Between 15:00 and 21:45 (405 min) nobody else is there.
MISSING = (
    2 * 405 * 2 * 2  # team B: two short, Saturday and Sunday, two weekends
    + 1 * 225 * 1 * 2  # team C: one short; F4 is away until Sunday 18:00, so 18:00–21:45
    + 2 * 10 * 2 * 2  # team C: nobody for the night medicine of F2, which takes two
)
ASKED = WEEKS * sum(STAFF[name] * minutes for name, minutes in PLANNED_HEALTH_CARE.items())
COVERAGE = 1 - MISSING / ASKED


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return allocator.read(WORKBOOK)


@pytest.fixture(scope="module")
def result(inputs: Inputs) -> allocator.Result:
    return allocator.allocate(inputs)


@pytest.fixture(scope="module")
def health_care(result: allocator.Result) -> pd.DataFrame:
    return result.hours[result.hours["service"] == HEALTH_CARE].set_index("resident")


def test_workbook_is_what_the_script_makes() -> None:
    make = runpy.run_path(str(EXAMPLES / "make_fjellvik.py"))["workbook"]
    made = make()
    assert made == make()
    # Packing differs between builds of zlib; what is packed does not.
    assert unpacked(made) == unpacked(WORKBOOK.read_bytes())


def unpacked(workbook: bytes) -> dict[str, bytes]:
    """The files inside a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_seven_on_duty_at_all_times_in_the_ordinary_week(inputs: Inputs) -> None:
    # Bergen: seven at all times is 1,176 staff hours a week.
    shifts = inputs.tables["shifts"]
    on_duty = [0] * WEEK
    for row in shifts[shifts["week"] == 1].itertuples():
        start = int(row.weekday * 1440 + row.start)
        length = int((row.end - row.start) % 1440)
        for minute in range(start, start + length):
            on_duty[minute % WEEK] += row.count
    assert min(on_duty) == 7
    assert sum(min(staff, 7) for staff in on_duty) == 1176 * 60


def test_health_care_is_asked_for_around_the_clock(health_care: pd.DataFrame) -> None:
    assert health_care["planned_minutes"].to_dict() == pytest.approx(
        PLANNED_HEALTH_CARE, abs=RESOLUTION
    )


def test_two_to_one_is_planned_with_336_hours_and_one_to_one_with_168(
    result: allocator.Result,
) -> None:
    hours = result.hours.groupby("resident")["planned_minutes"].sum() / 60
    # Two at all times: omfang 168:00, ressursinnsats 336:00.
    assert hours["F1"] * STAFF["F1"] == pytest.approx(336, abs=RESOLUTION)
    assert hours["F2"] * STAFF["F2"] == pytest.approx(336, abs=RESOLUTION)
    # F3 has 168:00 less the way to and from the day centre, five hours, which does not count.
    assert hours["F3"] == pytest.approx(168 - 5, abs=RESOLUTION)
    # F4 less the way (3:00) and the weekends away; F5 is with somebody all the time.
    assert hours["F4"] == pytest.approx(168 - 3 - 2 * 32 / WEEKS, abs=RESOLUTION)
    assert hours["F5"] == pytest.approx(168, abs=RESOLUTION)


def test_ressursinnsats_approaches_336_and_168(result: allocator.Result) -> None:
    hours = result.hours.groupby("resident")[["omfang_minutes", "ressursinnsats_minutes"]].sum()
    for resident, asked in PLANNED_HEALTH_CARE.items():
        lost = (1 - COVERAGE) * asked * STAFF[resident]
        planned = {"F1": 336, "F2": 336, "F3": 163, "F4": 168 - 3 - 32 / 3, "F5": 168}[resident]
        cut = 60 if resident == "F4" else 0  # an hour of practical help beyond the decision
        resource = hours.loc[resident, "ressursinnsats_minutes"]
        assert resource == pytest.approx(planned * 60 - lost - cut, abs=RESOLUTION), resident
        assert hours.loc[resident, "omfang_minutes"] <= 168 * 60
    assert (result.hours["received_minutes"] <= 168 * 60).all()


def test_the_short_weekends_are_shared_in_the_same_proportion(
    health_care: pd.DataFrame, result: allocator.Result
) -> None:
    assert health_care["coverage"].tolist() == pytest.approx([COVERAGE] * 5, abs=1e-6)
    others = result.hours[result.hours["service"] != HEALTH_CARE].dropna(subset="coverage")
    short = others[others["coverage"] < 1 - 1e-6]
    assert list(zip(short["resident"], short["service"], strict=True)) == [("F4", 1)]
    assert short["coverage"].tolist() == pytest.approx([3 / 4], abs=1e-6)  # granted 3:00 of 4:00


def test_what_is_missing_is_missing_in_the_weekend_evenings(result: allocator.Result) -> None:
    week = result.staff_week
    missing = week[week["missing_minutes"] > RESOLUTION]
    # what F4's decision cuts on Tuesdays and Thursdays is no want of staff
    assert set(missing["weekday"]) == {"saturday", "sunday"}
    assert missing["missing_minutes"].sum() == pytest.approx(MISSING / WEEKS, abs=RESOLUTION)
    evening = missing[missing["from_time"].between("15:00", "21:59")]
    night = 2 * 10 * 2 * 2 / WEEKS
    total = MISSING / WEEKS - night
    assert evening["missing_minutes"].sum() == pytest.approx(total, abs=RESOLUTION)


def test_reasons_for_what_is_missing(result: allocator.Result) -> None:
    reasons = result.unmet.groupby("reason")["intervention"].agg(set)
    assert set(reasons.index) == {"staff_busy", "no_competence", "decision_cap"}
    assert reasons["no_competence"] == {"F2-8"}
    assert reasons["decision_cap"] == {"F4-8", "F4-9"}


def test_staff_time_closes(result: allocator.Result) -> None:
    time = result.staff_time
    parts = time.loc[:, "individual_minutes":"presence_minutes"]
    assert parts.sum(axis=1).tolist() == pytest.approx(
        time["rostered_minutes"].tolist(), abs=RESOLUTION
    )
    given = time[["individual_minutes", "group_minutes", "supervision_minutes"]].sum().sum()
    assert result.hours["staff_share_minutes"].sum() == pytest.approx(given, abs=RESOLUTION)
    # Weekdays 8 by day, 7 in the evening, 7 at night; weekends 7, 6 on average, 7.
    rostered = 5 * (8 * 480 + 7 * 450 + 7 * 570) + 2 * (7 * 480 + 6 * 450 + 7 * 570)
    assert time["rostered_minutes"].sum() == pytest.approx(rostered, abs=RESOLUTION)


def test_notices(result: allocator.Result) -> None:
    notices = result.notices
    assert "error" not in set(notices["severity"])
    warnings = set(notices.loc[notices["severity"] == "warning", "code"])
    assert warnings == {"beyond-decision", "decision-ends-soon", "other-work-short"}
    questions = notices[notices["severity"] == "question"]
    assert questions["code"].tolist() == [
        *["coverage"] * 5,
        *["less-than-decided"] * 4,
        "absence-lowers",
        "org-no-of-unit",
        *["org-no-of-others"] * 3,
    ]
    assert questions["answer"].str.contains("boligleder").all()
