"""What a unit uses of the contract, so that a test can say that many units use all of it."""

from __future__ import annotations

from .calendar import Circle, service
from .demands import AROUND, Requirement, is_continuous
from .staff import first_day
from .unit_data import not_the_registers
from .unit_frame import Tables

WORDS = """
several_weeks two_units dated_shifts week_shifts resting awake_and_resting break_minutes
count_above_1 days_more shift_competence odd_day_start odd_parts night_after_midnight
reading_divided reading_joint reading_rounds report_decided equal_priority own_priority
resident_dates intervention_dates participation_dates per_day per_week per_14_days per_month
per_3_weeks per_6_weeks
times_fraction times_below_1 weekday_word weekday_list window past_midnight past_day_start
calendar_morning parts_list night_window staff_2 staff_3 intervention_competence
several_competences rounds own_1 own_2 shared shared_and_own two_shared supervision_parts
supervision_weekdays group group_staff group_competence group_external group_unpaid
group_window group_parts participation_external participation_never_counting participation_need
shared_participation external unpaid around around_dated around_external work_per_shift
work_per_shift_limited work_window work_parts work_staff granted decision_dates two_decisions
not_started not_started_and_granted refused applied not_reportable hidden hidden_in_part
hidden_own_supervision hidden_at_night bare_decision
bare_external_decision resource_hours decision_day decision_14_days decision_month
decision_3_weeks decision_dogn
renewed three_in_turn gap_between ended_before refused_and_granted start_stands_for_from
end_stands_for_to days_differ cut_in_a_week
decision_on_record decision_org_no dates_alone rolling_column rolling_dates
competence_and_two facts_of_unit
short_window_part_of_stay external_outside_decision two_competences shift_outside_roster
shift_a_minute_past
absence_date absence_weekday absence_window absence_whole absence_holiday absence_past_day_start
absence_until hospital hospital_in_parts school school_and_respite
"""
ALL = frozenset(WORDS.split())


def features(tables: Tables) -> set[str]:
    """Name what a unit uses, in the words of ``ALL``."""
    used = {"two_units"} if len(tables["unit"]) > 1 else set()
    for row in tables["unit"]:
        unit = row["unit"]
        own = {
            name: [line for line in table if line.get("unit") in ("", None, unit)]
            for name, table in tables.items()
        }
        used |= frame(row) | shifts(own["shifts"]) | decisions(own) | absences(own, row)
        used |= shift_corners(own, row) | decision_corners(own, row)
        used |= decisions_in_turn(own, row) | not_reported(own, row)
        used |= supervision(own, row) | groups(own) | interventions(own, row) | work(own)
    return used


def having(**checks: bool) -> set[str]:
    """Give the names that are true."""
    return {name for name, true in checks.items() if true}


def minutes(text: str) -> int:
    """Read a clock time."""
    return int(text[:2]) * 60 + int(text[3:])


def frame(row: dict[str, str]) -> set[str]:
    """Name what the row of the unit uses."""
    return having(
        several_weeks=int(row["weeks"]) > 1,
        odd_day_start=row["day_start"] not in ("", "07:00"),
        odd_parts=row["evening_start"] not in ("", "15:00"),
        night_after_midnight=row["night_start"][:2] in ("00", "01"),
        report_decided=row["report"] == "decided",
        equal_priority=row["priority_policy"] == "equal",
        facts_of_unit=all(row.get(name) for name in ("org_no", "staffing", "ordinary_housing")),
    )


def shifts(rows: list[dict[str, str]]) -> set[str]:
    """Name what the roster uses."""
    duties = {row.get("duty") or "active" for row in rows}
    return having(
        dated_shifts=any(row.get("date") for row in rows),
        week_shifts=any(row.get("week") for row in rows),
        resting="resting" in duties,
        awake_and_resting=duties == {"active", "resting"},
        break_minutes=any(row.get("break_minutes") for row in rows),
        count_above_1=any(int(row.get("count") or 1) > 1 for row in rows),
        days_more=any(row.get("days_more") for row in rows),
        shift_competence=any(row.get("competence") for row in rows),
    )


def shift_corners(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what the roster uses that few have."""
    asked = {row["competence"].casefold() for row in own["interventions"] if row.get("competence")}
    able = [set(row.get("competence", "").casefold().split(",")) for row in own["shifts"]]
    bounds = {
        minutes(unit[name] or default)
        for name, default in (
            ("day_start", "07:00"),
            ("evening_start", "15:00"),
            ("night_start", "22:00"),
        )
    }
    circle = Circle.of(unit)
    days = [first_day(circle, row) for row in own["shifts"]]
    return having(
        two_competences=any(len(words & asked) > 1 for words in able),
        shift_a_minute_past=any(minutes(row["end"]) - 1 in bounds for row in own["shifts"]),
        shift_outside_roster=any(not 0 <= day < circle.days for day in days),
    )


def decision_corners(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what decisions for part of a stay meet: short windows and few staff, and others' help.

    Few staff by day and evening: hardly more minutes than the interventions ask for.
    """
    circle = Circle.of(unit)
    stay = {row["resident"]: circle.dated(row) for row in own["residents"]}
    asked = rostered = 0.0
    for row in own["interventions"]:
        if row.get("minutes") and row.get("provider") in ("", "unit", None):
            asked += (
                Requirement.of(row).average
                * len(Requirement.of(row).weekdays)
                * int(row.get("staff") or 1)
            )
    for row in own["shifts"]:
        if row["shift"] == "night":
            continue
        length = (minutes(row["end"]) - minutes(row["start"])) % 1440 or 1440
        rostered += length * int(row.get("count") or 1) / circle.weeks
    used = set()
    for decision in own["decisions"]:
        granted = decision.get("status") in ("", "granted", None)
        if not granted or decision.get("reportable") == "no" or not decision.get("hours"):
            continue
        outside = stay[decision["resident"]] - circle.decided(decision)
        inside = stay[decision["resident"]] & circle.decided(decision)
        for row in own["interventions"]:
            same = all(row[name] == decision[name] for name in ("resident", "service"))
            if not (same and inside and outside and row.get("minutes")):
                continue
            helped = row.get("provider") == "external"
            used |= having(
                external_outside_decision=helped and bool(outside & circle.dated(row)),
                short_window_part_of_stay=not helped and is_short(row) and asked > 0.8 * rostered,
            )
    return used


def is_short(row: dict[str, str]) -> bool:
    """Say whether a window by the clock is hardly longer than one occurrence."""
    if not row.get("from_time"):
        return False
    length = (minutes(row["to_time"]) - minutes(row["from_time"])) % 1440
    return length <= 1.5 * float(row["minutes"].replace(",", "."))


def decisions_in_turn(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what decisions of one service that follow each other use."""
    circle = Circle.of(unit)
    by_key: dict[tuple[str, str], list[dict[str, str]]] = {}
    used: set[str] = set()
    for row in own["decisions"]:
        if circle.first is None:
            return used
        by_key.setdefault((row["resident"], row["service"]), []).append(row)
        begins, ends = circle.validity(row)
        granted = row.get("status") in ("", "granted", None) and bool(row.get("hours"))
        pairs = [("from", "started_on"), ("to", "ended_on")]
        used |= having(
            start_stands_for_from=granted and not row.get("from") and bool(begins),
            end_stands_for_to=granted and not row.get("to") and bool(ends),
            days_differ=any(row.get(o) and row.get(t) and row[o] != row[t] for o, t in pairs),
            ended_before=granted and bool(ends) and circle.day_of(ends) < 0,
            cut_in_a_week=granted and bool(begins) and circle.day_of(begins) % 7 > 0,
        )
    for rows in by_key.values():
        granted = [r for r in rows if r.get("status") in ("", "granted", None) and r.get("hours")]
        days = [(circle.decided(row), row["hours"]) for row in granted]
        days = sorted((own for own in days if own[0]), key=lambda own: min(own[0]))
        pairs = list(zip(days, days[1:], strict=False))
        used |= having(
            three_in_turn=len(days) > 2,
            renewed=any(a[1] == b[1] and max(a[0]) + 1 == min(b[0]) for a, b in pairs),
            gap_between=any(max(a[0]) + 1 < min(b[0]) for a, b in pairs),
            refused_and_granted=any(r.get("status") == "refused" for r in rows) and bool(days),
        )
    return used


def not_reported(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what stands under decisions that are not the register's."""
    circle, used = Circle.of(unit), set[str]()
    hidden = not_the_registers(circle, own["decisions"])
    for row in own["interventions"]:
        days = circle.dated(row) & hidden.get((row["resident"], service(row["service"])), set())
        ours = row.get("provider") in ("", "unit", None) and row.get("activity") not in AROUND
        if not days or not ours or row.get("group"):
            continue
        own_supervision = is_continuous(row) and bool(row.get("staff"))
        used |= having(
            hidden=True,
            hidden_in_part=bool(circle.dated(row) - days),
            hidden_own_supervision=own_supervision,
            hidden_at_night="night" in row.get("shift", "") and not own_supervision,
        )
    return used


def decisions(own: Tables) -> set[str]:
    """Name what the decisions use."""
    rows = own["decisions"]
    status: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        key = (row["resident"], row["service"])
        status.setdefault(key, []).append(row.get("status") or "granted")
    granted = [row for row in rows if row.get("status", "") in ("", "granted")]
    granted = [row for row in granted if row.get("reportable") != "no"]
    planned = {(row["resident"], row["service"].lstrip("0")) for row in own["interventions"]}
    bare = {
        row["service"]
        for row in granted
        if (row["resident"], row["service"].lstrip("0")) not in planned
    }
    both = [words for words in status.values() if {"granted", "not_started"} <= set(words)]
    return having(
        granted=bool(granted),
        decision_dates=any(row.get("from") or row.get("to") for row in rows),
        two_decisions=any(words.count("granted") > 1 for words in status.values()),
        not_started=any(words == ["not_started"] for words in status.values()),
        not_started_and_granted=bool(both),
        refused=any(row.get("status") == "refused" for row in rows),
        applied=any(row.get("status") == "applied" for row in rows),
        not_reportable=any(row.get("reportable") == "no" for row in rows),
        bare_decision=bool(bare & {"1", "2", "15"}),
        bare_external_decision=bool(bare - {"1", "2", "15"}),
        resource_hours=any(row.get("resource_hours") for row in rows),
        decision_dogn=any("døgn" in row.get("hours", "") for row in rows),
        decision_on_record=any(row.get("decided_on") for row in granted),
        decision_org_no=any(row.get("org_no") for row in rows),
        dates_alone=any(not row.get("hours") for row in granted),
        rolling_dates=any(
            row.get("from") and (row.get("rolling") or row["service"] == "08.01") for row in granted
        ),
        rolling_column=any(row.get("rolling") for row in rows),
        **{
            f"decision_{per}": any(row.get("per") == per for row in rows)
            for per in ("day", "14_days", "month", "3_weeks")
        },
    )


def absences(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what the absences use."""
    rows = own["absences"]
    real = [row for row in rows if not row.get("reason")]
    return having(
        absence_date=any(row.get("date") for row in real),
        absence_weekday=any(row.get("weekday") for row in real),
        absence_window=any(row.get("from_time") for row in real),
        absence_whole=any(not row.get("from_time") for row in real),
        absence_holiday=any(row.get("reason") == "holiday_with_staff" for row in rows),
        absence_until=any(row.get("date_to") for row in real),
        hospital=any(row.get("reason") == "hospital" for row in rows),
        school=any(row.get("reason") == "school" for row in rows),
        school_and_respite=any(
            row["resident"] == line["resident"] and line["service"] in ("7", "8")
            for row in rows
            if row.get("reason") == "school"
            for line in own["interventions"]
        ),
        hospital_in_parts=any(
            row.get("reason") == "hospital" and row.get("from_time") for row in rows
        ),
        absence_past_day_start=any("past_day_start" in clock_words(row, unit) for row in real),
    )


def clock_words(row: dict[str, str], unit: dict[str, str]) -> set[str]:
    """Name the kind of a clock window."""
    if not row.get("from_time"):
        return set()
    start = minutes(unit["day_start"] or "07:00")
    begins, ends = minutes(row["from_time"]), minutes(row["to_time"])
    length = ends - begins + (1440 if ends <= begins else 0)
    morning = begins < start < begins + length
    return having(
        window=True,
        past_midnight=ends <= begins,
        calendar_morning=morning,
        past_day_start=not morning and (begins - start) % 1440 + length > 1440,
    )


def supervision(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what supervision uses."""
    rows = [row for row in own["interventions"] if row.get("mode") == "supervision"]
    continuous = [row for row in rows if not row.get("minutes")]
    shared = [row["resident"] for row in continuous if not row.get("staff")]
    owned = [row for row in continuous if row.get("staff")]
    reading = unit["shared_supervision"] or "divided"
    return having(
        rounds=any(row.get("minutes") for row in rows),
        own_1=any(row["staff"] == "1" for row in owned),
        own_2=any(row["staff"] == "2" for row in owned),
        shared=bool(shared),
        shared_and_own=bool(shared and owned),
        two_shared=len(shared) > len(set(shared)),
        supervision_parts=any("," in row.get("shift", "") for row in continuous),
        supervision_weekdays=any(row.get("weekdays", "") not in ("", "all") for row in continuous),
        **{
            f"reading_{name}": bool(shared) and reading == name
            for name in ("divided", "joint", "rounds")
        },
    )


def groups(own: Tables) -> set[str]:
    """Name what groups and participations use."""
    rows = own["groups"]
    members = [row for row in own["interventions"] if row.get("group")]
    named = [row["group"] for row in members]
    return having(
        group=bool(members),
        shared_participation=len(named) > len(set(named)),
        group_staff=any(row.get("staff") for row in rows),
        group_competence=any(row.get("competence") for row in rows),
        group_external=any(row.get("provider") == "external" for row in rows),
        group_unpaid=any(row.get("provider") == "unpaid" for row in rows),
        group_window=any(row.get("from_time") for row in rows),
        group_parts=any(row.get("shift") for row in rows),
        participation_external=any(row.get("provider") == "external" for row in members),
        participation_never_counting=any(row.get("activity") in AROUND for row in members),
        participation_need=any(row.get("staff") for row in members),
        participation_dates=any(row.get("from") or row.get("to") for row in members),
    )


def interventions(own: Tables, unit: dict[str, str]) -> set[str]:
    """Name what individual interventions use."""
    rows = [row for row in own["interventions"] if row.get("minutes")]
    around = [row for row in rows if row.get("activity") in AROUND]
    rows = [row for row in rows if row.get("activity") not in AROUND]
    times = [float((row.get("times") or "1").replace(",", ".")) for row in rows]
    words = {row.get("competence") for row in rows} - {"", None}
    used = having(
        resident_dates=any(row.get("from") or row.get("to") for row in own["residents"]),
        intervention_dates=any(row.get("from") or row.get("to") for row in rows),
        own_priority=any(row.get("priority") for row in rows),
        times_fraction=any(time % 1 for time in times),
        times_below_1=any(time < 1 for time in times),
        weekday_word=any(row.get("weekdays") in ("weekday", "weekend") for row in rows),
        weekday_list=any("," in row.get("weekdays", "") for row in rows),
        parts_list=any(row.get("shift") for row in rows),
        night_window=any(row.get("shift") == "night" for row in rows),
        staff_2=any(row.get("staff") == "2" for row in rows),
        staff_3=any(row.get("staff") == "3" for row in rows),
        intervention_competence=bool(words),
        several_competences=len(words) > 1,
        competence_and_two=any(row.get("competence") and row.get("staff") == "2" for row in rows),
        external=any(row.get("provider") == "external" for row in rows),
        unpaid=any(row.get("provider") == "unpaid" for row in rows),
        around=any((row.get("provider") or "unit") == "unit" for row in around),
        around_dated=any(row.get("from") or row.get("to") for row in around),
        around_external=any(row.get("provider") in ("external", "unpaid") for row in around),
        **{
            f"per_{per}": any((row.get("per") or "day") == per for row in rows)
            for per in ("day", "week", "14_days", "month", "3_weeks", "6_weeks")
        },
    )
    return used.union(*(clock_words(row, unit) for row in rows))


def work(own: Tables) -> set[str]:
    """Name what other work uses."""
    rows = own["other_work"]
    per_shift = [row for row in rows if row.get("per") == "shift"]
    others = [row for row in rows if row.get("per") != "shift"]
    return having(
        work_per_shift=bool(per_shift),
        work_per_shift_limited=any(row.get("shift") or row.get("weekdays") for row in per_shift),
        work_window=any(row.get("from_time") for row in others),
        work_parts=any(row.get("shift") for row in others),
        work_staff=any(row.get("staff") for row in others),
    )
