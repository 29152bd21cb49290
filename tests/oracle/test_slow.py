"""The slow model against cases worked on paper, and against what every answer must obey."""

from __future__ import annotations

from random import Random

import pytest

from .slow import solve
from .unit_features import ALL, features
from .units import random_unit, write

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Rows = list[dict[str, str]]


def row(text: str) -> dict[str, str]:
    """Read ``name=value`` pairs."""
    return dict(pair.split("=", 1) for pair in text.split())


def data(shifts: list[str], interventions: list[str], frame: str = "", **more: list[str]):
    """Give the tables of a unit of one week whose shifts are the same every day."""
    rows = [row(text) for text in interventions]
    names = sorted(
        {line["resident"] for line in rows}
        | {row(t)["resident"] for t in more.get("decisions", [])}
    )
    tables = {
        "unit": [row("unit=U weeks=1 " + frame)],
        "residents": [{"resident": name} for name in names],
        "shifts": [
            row(f"week=1 shift=day weekday={day} {text}") for text in shifts for day in DAYS
        ],
        "interventions": rows,
    }
    return tables | {name: [row(text) for text in texts] for name, texts in more.items()}


def figures(tables, measure: str) -> dict[tuple[str, int], float]:
    """Give one measure by resident and service."""
    answer = solve(tables)
    return {key[1:]: line[measure] for key, line in answer.hours.items()}


DAY = "start=08:00 end=16:00"
AT_EIGHT = "from_time=08:00 to_time=09:00 minutes=60"


def test_enough_staff_gives_what_is_asked():
    tables = data([DAY], [f"resident=A service=1 {AT_EIGHT}"])
    result = solve(tables)
    line = result.hours["U", "A", 1]
    assert [line[m] for m in ("planned", "received", "ressursinnsats", "staff_share", "day")] == (
        pytest.approx([420] * 5)
    )
    staff = result.staff_time["U", "day", "active"]
    assert (staff["rostered"], staff["individual"]) == pytest.approx((7 * 420, 420), abs=1e-5)
    # The last hour of the shift, 15:00 to 16:00, is evening.
    assert result.staff_time["U", "evening", "active"]["presence"] == pytest.approx(420)


def test_a_shortage_is_shared_alike_and_health_goes_first():
    two = [f"resident={name} service=1 {AT_EIGHT}" for name in "AB"]
    assert figures(data([DAY], two), "received") == pytest.approx(
        {("A", 1): 210, ("B", 1): 210}, abs=1e-3
    )
    ranked = [f"resident=A service=15 {AT_EIGHT}", f"resident=B service=9 {AT_EIGHT}"]
    assert figures(data([DAY], ranked), "received") == pytest.approx(
        {("A", 15): 420, ("B", 9): 0}, abs=1e-3
    )


def test_the_share_is_of_what_each_asks():
    rows = ["resident=A service=1 minutes=60", "resident=B service=1 minutes=120"]
    window = " from_time=08:00 to_time=10:00"
    received = figures(
        data(["start=08:00 end=09:30"], [text + window for text in rows]), "received"
    )
    assert received == pytest.approx({("A", 1): 210, ("B", 1): 420}, abs=1e-3)


def test_the_third_gets_what_the_two_cannot():
    # A and B compete for the hour from 8; C has another hour to itself.
    rows = [f"resident={name} service=1 {AT_EIGHT}" for name in "AB"]
    rows.append("resident=C service=1 minutes=60 from_time=10:00 to_time=11:00")
    assert figures(data([DAY], rows), "received")["C", 1] == pytest.approx(420, abs=1e-3)


def test_ten_hours_five_of_them_by_two():
    rows = [
        "resident=A service=1 minutes=300 per=week",
        "resident=A service=1 minutes=300 per=week staff=2",
    ]
    result = solve(data([DAY + " count=2"], rows)).hours["U", "A", 1]
    assert (result["omfang"], result["ressursinnsats"]) == pytest.approx((600, 900), abs=1e-3)


def test_a_group_gives_each_all_and_its_staff_once():
    rows = [f"resident={name} service=4 group=G" for name in "AB"]
    result = solve(data([DAY], rows, groups=["group=G minutes=120 per=week"]))
    for name in "AB":
        line = result.hours["U", name, 4]
        assert (line["received"], line["staff_share"]) == pytest.approx((120, 60), abs=1e-3)
    assert sum(result.staff_time["U", part, "active"]["group"] for part in ("day", "evening")) == (
        pytest.approx(120, abs=1e-3)
    )


def test_two_pairs_do_not_fit_among_three():
    rows = [f"resident={name} service=1 staff=2 {AT_EIGHT}" for name in "AB"]
    received = figures(data([DAY + " count=3"], rows), "received")
    assert received == pytest.approx({("A", 1): 210, ("B", 1): 210}, abs=1e-3)


def test_the_resting_give_what_is_planned_at_night():
    rest = "start=22:00 end=07:00 duty=resting"
    rows = [
        "resident=A service=15 minutes=30 shift=night",
        "resident=B service=15 minutes=30 times=2",
    ]
    result = solve(data([rest], rows))
    assert result.hours["U", "A", 15]["night"] == pytest.approx(210, abs=1e-3)
    assert result.hours["U", "B", 15]["received"] == 0
    assert result.staff_time["U", "night", "resting"]["individual"] == pytest.approx(210, abs=1e-3)


NIGHT = "start=22:00 end=07:00"
WATCHED = [
    "resident=A service=15 mode=supervision",
    "resident=B service=15 mode=supervision",
    "resident=A service=15 mode=supervision minutes=60",
]


@pytest.mark.parametrize(
    ("reading", "a", "b", "share_a", "share_b"),
    [
        ("divided", 300, 240, 300, 240),
        ("joint", 540, 540, 60 + 480 * 480 / 1020, 480 * 540 / 1020),
        ("rounds", 60, 0, 60, 0),
    ],
)
def test_three_readings_of_a_night_watch(reading, a, b, share_a, share_b):
    result = solve(data([NIGHT], WATCHED, f"shared_supervision={reading}"))
    lines = [result.hours["U", name, 15] for name in "AB"]
    assert [line["received"] for line in lines] == pytest.approx([7 * a, 7 * b], abs=1e-3)
    assert [line["planned"] for line in lines] == pytest.approx([7 * a, 7 * b], abs=1e-3)
    assert [line["staff_share"] for line in lines] == pytest.approx(
        [7 * share_a, 7 * share_b], abs=1e-3
    )


def test_own_supervision_asks_for_what_the_rest_leaves():
    rows = [
        "resident=A service=15 mode=supervision shift=day staff=2",
        f"resident=A service=1 {AT_EIGHT}",
    ]
    result = solve(data(["start=07:00 end=15:00 count=2"], rows))
    line = result.hours["U", "A", 15]
    assert (line["planned"], line["ressursinnsats"]) == pytest.approx((7 * 420, 14 * 420), abs=1e-3)


def test_a_decision_cuts_what_is_planned_and_its_unit_of_time_counts():
    rows = [f"resident=A service=1 {AT_EIGHT}", f"resident=B service=1 {AT_EIGHT}"]
    decisions = [
        "resident=A service=1 hours=12:00 per=month",
        "resident=B service=1 hours=3:00 per=14_days",
    ]
    result = solve(data([DAY + " count=2"], rows, decisions=decisions))
    for name, minutes in (("A", 180), ("B", 90)):
        line = result.hours["U", name, 1]
        assert (line["decided"], line["received"]) == pytest.approx((minutes, minutes), abs=1e-3)
        assert line["planned"] == 420


def test_decisions_without_interventions():
    decisions = ["resident=A service=1 hours=7:00", "resident=A service=9 hours=2:00"]
    result = solve(data([DAY], [], decisions=decisions))
    asked, outside = result.hours["U", "A", 1], result.hours["U", "A", 9]
    # Evenly by the minute: on duty 420 in the day and 60 in the evening.
    assert (asked["day"], asked["evening"]) == pytest.approx((367.5, 52.5), abs=1e-3)
    assert (outside["day"], outside["evening"]) == pytest.approx((64, 56))
    assert outside["staff_share"] == 0


def test_a_decision_not_started_blocks():
    rows = [f"resident=A service=1 {AT_EIGHT}"]
    decisions = ["resident=A service=1 hours=7:00 status=not_started"]
    line = solve(data([DAY], rows, decisions=decisions)).hours["U", "A", 1]
    assert (line["decided"], line["planned"], line["received"]) == (420, 0, 0)


def one_shift(day: str, times: str, window: str) -> float:
    """Give what Monday's intervention receives of one shift in the week."""
    tables = data([], [f"resident=A service=1 minutes=30 weekdays=mon {window}"])
    tables["shifts"] = [row(f"week=1 shift=day weekday={day} {times}")]
    return figures(tables, "received")["A", 1]


def test_a_window_belongs_to_the_dogn_in_which_it_begins():
    night = "from_time=02:00 to_time=03:00"
    assert one_shift("tue", "start=02:00 end=03:00", night) == pytest.approx(30)
    assert one_shift("mon", "start=02:00 end=03:00", night) == 0
    morning = "from_time=06:30 to_time=08:00"
    assert one_shift("mon", "start=06:30 end=07:00", morning) == pytest.approx(30)
    assert one_shift("tue", "start=06:30 end=07:00", morning) == 0
    past = "from_time=23:00 to_time=09:00"
    assert one_shift("tue", "start=08:00 end=09:00", past) == pytest.approx(30)


def test_the_answer_nearest_to_the_plan():
    # 60 of the 120 minutes from 14 to 16, but away until 14:30: 20 before 15 and 40 after it.
    rows = ["resident=A service=1 minutes=60 from_time=14:00 to_time=16:00"]
    away = [f"resident=A weekday={day} from_time=14:00 to_time=14:30" for day in DAYS]
    line = solve(data([DAY], rows, absences=away)).hours["U", "A", 1]
    assert (line["day"], line["evening"]) == pytest.approx((140, 280), abs=1e-3)


def test_work_per_shift_and_breaks_are_taken_evenly():
    rows = ["resident=A service=1 minutes=480 from_time=08:00 to_time=16:00"]
    work = ["work=handover minutes=30 per=shift"]
    result = solve(data([DAY + " break_minutes=30"], rows, other_work=work))
    assert result.hours["U", "A", 1]["received"] == pytest.approx(7 * 420, abs=1e-3)
    staff = result.staff_time["U", "evening", "active"]
    assert (staff["break"], staff["other_work"]) == pytest.approx((7 * 3.75, 7 * 3.75))


def test_those_who_ask_for_a_competence_wait_for_it():
    rows = [f"resident={name} service=1 competence=nurse {AT_EIGHT}" for name in "AB"]
    shifts = [DAY, DAY + " competence=Nurse"]
    received = figures(data(shifts, rows), "received")
    assert received == pytest.approx({("A", 1): 210, ("B", 1): 210}, abs=1e-3)


@pytest.mark.parametrize("seed", range(40))
def test_every_answer_closes(seed):
    result = solve(random_unit(seed))
    for unit, checks in result.checks.items():
        assert checks["breach"] < 1e-4, "every constraint holds, to a ten-thousandth of a minute"
        staff = [line for key, line in result.staff_time.items() if key[0] == unit]
        assert all(line["presence"] > -1e-4 for line in staff)
        direct = sum(line["individual"] + line["group"] + line["supervision"] for line in staff)
        lines = [line for key, line in result.hours.items() if key[0] == unit]
        assert sum(line["staff_share"] for line in lines) == pytest.approx(direct, abs=1e-3)
        for line in lines:
            parts = line["day"] + line["evening"] + line["night"]
            assert parts == pytest.approx(line["received"], abs=1e-6)
            assert line["received"] <= line["planned"] + 1e-3
            assert line["planned"] <= 168 * 60 + 1e-6


@pytest.mark.parametrize("seed", range(100, 115))
def test_neither_order_nor_names_matter(seed):
    tables = random_unit(seed)
    rng = Random(seed)
    other = {name: rng.sample(rows, len(rows)) for name, rows in tables.items()}
    turned = {"B1": "Z1", "B2": "Y2", "B3": "X3", "B4": "V4"}
    for name in other:
        other[name] = [
            line | ({"resident": turned[line["resident"]]} if line.get("resident") else {})
            for line in other[name]
        ]
    first, second = solve(tables), solve(other)
    for (unit, resident, service), line in first.hours.items():
        again = second.hours[unit, turned[resident], service]
        for measure in ("received", "staff_share", "day", "evening", "night"):
            assert again[measure] == pytest.approx(line[measure], abs=1e-3)


def test_the_units_use_everything():
    used = set().union(*(features(random_unit(seed)) for seed in range(200)))
    assert used == ALL
    files = write(random_unit(0))
    assert files["unit.csv"].startswith(b"unit;weeks")
