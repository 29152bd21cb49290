"""Each reason of `unmet.csv`, by the smallest unit in which it is the one."""

import pytest
from comparing import Tables, allocated

DAY_SHIFT = {"week": "1", "shift": "day", "start": "07:00", "end": "22:00"}
NIGHT_SHIFT = {"week": "1", "shift": "night", "start": "22:00", "end": "07:00"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AT_EIGHT = {"from_time": "08:00", "to_time": "09:00"}
CARE = {"intervention": "T1", "resident": "B1", "service": "15", "minutes": "60"}


def unit(*interventions: dict[str, str], **tables: list[dict[str, str]]) -> Tables:
    """One unit, one week, one member of staff by day, two residents."""
    shifts = tables.pop("shifts", [DAY_SHIFT])
    return {
        "unit": [{"unit": "A", "weeks": "1"}],
        "residents": [{"resident": "B1"}, {"resident": "B2"}],
        "shifts": [row | {"weekday": day} for day in WEEK for row in shifts],
        "interventions": list(interventions),
        **tables,
    }


@pytest.mark.parametrize(
    ("tables", "reason", "missing"),
    [
        pytest.param(
            unit(CARE, absences=[{"resident": "B1", "weekday": "mon"}]), "absent", 60, id="absent"
        ),
        pytest.param(
            unit(CARE | {"from_time": "08:00", "to_time": "08:30"}),
            "window_short",
            7 * 30,
            id="window_short",
        ),
        pytest.param(unit(CARE | {"staff": "2"}), "no_staff", 7 * 60, id="no_staff"),
        pytest.param(
            unit(
                CARE | {"from_time": "21:00", "to_time": "23:00", "minutes": "90"},
                shifts=[DAY_SHIFT, NIGHT_SHIFT | {"duty": "resting"}],
            ),
            "resting_only",
            7 * 30,
            id="resting_only",
        ),
        pytest.param(
            unit(CARE | {"competence": "medicine"}), "no_competence", 7 * 60, id="no_competence"
        ),
        pytest.param(
            unit(CARE, decisions=[{"resident": "B1", "service": "15", "hours": "5:00"}]),
            "decision_cap",
            2 * 60,
            id="decision_cap",
        ),
        pytest.param(
            unit(
                CARE | AT_EIGHT,
                CARE | AT_EIGHT | {"intervention": "T2"},
                shifts=[DAY_SHIFT | {"count": "2"}],
            ),
            "resident_busy",
            7 * 60,
            id="resident_busy",
        ),
        pytest.param(
            unit(
                CARE | AT_EIGHT,
                CARE
                | {
                    "intervention": "T2",
                    "resident": "B2",
                    "from_time": "08:00",
                    "to_time": "09:00",
                },
            ),
            "staff_busy",
            7 * 60,
            id="staff_busy",
        ),
    ],
)
def test_the_reason_and_what_is_missing(tables: Tables, reason: str, missing: float) -> None:
    unmet = allocated(tables).unmet
    assert set(unmet["reason"]) == {reason}
    assert unmet["missing_minutes"].sum() == pytest.approx(missing, abs=0.01)
    hours = allocated(tables).hours
    lacking = hours["planned_minutes"] - hours["received_minutes"]
    assert lacking.sum() == pytest.approx(missing, abs=0.01)


def test_who_waits_is_shared_when_staff_is_short() -> None:
    """Two residents alike, one hour between them: half an hour each, whatever they are called."""
    unmet = allocated(
        unit(
            CARE | AT_EIGHT,
            CARE | AT_EIGHT | {"intervention": "T2", "resident": "B2"},
        )
    ).unmet
    assert unmet["missing_minutes"].tolist() == pytest.approx([210, 210], abs=0.01)


NEEDED = {"no_staff": 2, "no_competence": 1, "staff_busy": 1}
"""How many staff the one who is short for want of staff needs."""


def monday(minutes: str, **more: str) -> dict[str, str]:
    """An intervention on Mondays between eight and nine."""
    return CARE | AT_EIGHT | {"minutes": minutes, "weekdays": "mon"} | more


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        (
            unit(
                monday("59.5"),
                absences=[
                    {"resident": "B1", "weekday": "mon", "from_time": "08:00", "to_time": "08:01"}
                ],
            ),
            "absent",
        ),
        (unit(monday("60.5")), "window_short"),
        (unit(monday("0.5", staff="2")), "no_staff"),
        (unit(monday("0.5", competence="medicine")), "no_competence"),
        (
            unit(monday("59.5"), decisions=[{"resident": "B1", "service": "15", "hours": "0:59"}]),
            "decision_cap",
        ),
        (
            unit(
                monday("30"),
                monday("30.5", intervention="T2"),
                shifts=[DAY_SHIFT | {"count": "2"}],
            ),
            "resident_busy",
        ),
        (unit(monday("30"), monday("30.5", intervention="T2", resident="B2")), "staff_busy"),
    ],
)
def test_half_a_minute_that_is_missing_has_its_own_reason(tables: Tables, reason: str) -> None:
    result = allocated(tables)
    assert set(result.unmet["reason"]) == {reason}
    assert result.unmet["missing_minutes"].sum() == pytest.approx(0.5, abs=0.01)
    if reason in NEEDED:
        lacking = result.staff_week["missing_minutes"].sum()
        assert lacking == pytest.approx(0.5 * NEEDED[reason], abs=0.01)


def test_free_time_in_one_week_is_none_in_another() -> None:
    """Once a week; in the first week the window is filled by what comes before it.

    The second week has six hours to spare, of which it needs none more: its hour is given.
    """
    first_week = {"intervention": "T2", "priority": "1", "to": "2026-01-11"}
    tables = unit(
        CARE | AT_EIGHT | {"per": "week", "priority": "2"},
        CARE | AT_EIGHT | first_week,
        shifts=[DAY_SHIFT | {"count": "2"}],
    )
    tables["unit"] = [{"unit": "A", "weeks": "2", "period_start": "2026-01-05"}]
    tables["shifts"] += [row | {"week": "2"} for row in tables["shifts"]]
    unmet = allocated(tables).unmet
    assert unmet[["intervention", "reason"]].to_numpy().tolist() == [["T1", "resident_busy"]]
    assert unmet["missing_minutes"].tolist() == pytest.approx([30], abs=0.01)


def test_time_at_home_is_the_only_free_time() -> None:
    """At home on Tuesdays alone, where another takes the staff: it is not the resident's time."""
    away = [{"resident": "B1", "weekday": day} for day in WEEK if day != "tue"]
    tuesday = {"weekdays": "tue"}
    tables = unit(
        CARE | AT_EIGHT | tuesday | {"priority": "2"},
        CARE | AT_EIGHT | tuesday | {"intervention": "T2", "resident": "B2", "priority": "1"},
        absences=away,
    )
    unmet = allocated(tables).unmet
    assert unmet[["intervention", "reason"]].to_numpy().tolist() == [["T1", "staff_busy"]]
