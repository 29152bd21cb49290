"""Questions that the plan and the decisions raise by themselves, before anything is calculated."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from allocator.calendar.absences import absent_days, in_hospital
from allocator.calendar.roster import Days
from allocator.clock import Window, overlap_minutes
from allocator.notices import Notice
from allocator.rules.plan_rows import PlanRow, QuestionContext, first_word_found
from allocator.rules.planned import ServiceKey, granted_periods
from allocator.rules.verdicts import INTERVENTION_ROLES, Role
from allocator.tables.declared_people import AbsenceRow, DecisionRow
from allocator.tables.rows import rows_of
from allocator.terms import (
    DAYS_PER_WEEK,
    EMERGENCY_BED,
    HOLIDAY_WITH_STAFF,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    SERVICES,
    norwegian,
)


def plan_questions(context: QuestionContext) -> Iterator[Notice]:
    """List every question and warning about rows, in the order of contract 3.5."""
    yield from night_work(context)
    yield from purpose_of_supervision(context)
    yield from medication_elsewhere(context)
    yield from without_decision(context)
    yield from decisions_without_plan(context)
    yield from changed_inside_a_week(context)
    yield from waiting_for_start(context)
    yield from under_not_reportable(context)
    yield from suspect_words(context)
    yield from work_training(context)
    yield from present_while_elsewhere(context)
    yield from hospital_stays(context)
    yield from emergency_beds(context)
    yield from one_actor(context)
    yield from home_consultant(context)


def night_work(context: QuestionContext) -> Iterator[Notice]:
    """Ask about housework or training planned in the night (ASK-01, ASK-02)."""
    for code, rule in (("night-housework", "ASK-01"), ("night-training", "ASK-02")):
        for row, in_force in context.under(rule, context.counted):
            if row.service in in_force.services and _touches_night(row):
                column = "from_time" if row.by_the_clock else "shift"
                yield context.about(code, row, column, row.description)


def _touches_night(row: PlanRow) -> bool:
    """Say whether any of a row's windows lies in the night part."""
    night = row.clock.parts["night"]
    return any(overlap_minutes(window, night) > 0 for window in row.windows)


def purpose_of_supervision(context: QuestionContext) -> Iterator[Notice]:
    """Ask about supervision whose service is not health care (ASK-04)."""
    for row, rule in context.under("ASK-04", context.interventions):
        if row.mode == "supervision" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield context.about("supervision-purpose", row, "service", name)


def medication_elsewhere(context: QuestionContext) -> Iterator[Notice]:
    """Ask about medication on a service other than health care (ASK-06)."""
    for row, rule in context.under("ASK-06", context.counted):
        if row.activity == "medication" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield context.about("medication-service", row, "service", name)


def without_decision(context: QuestionContext) -> Iterator[Notice]:
    """Ask about interventions without a decision, where the unit has decisions (ASK-07)."""
    units = {row.unit for row, _ in context.decisions}
    behind: set[ServiceKey] = {
        (row.unit, row.resident, row.service)
        for row, verdict in context.decisions
        if verdict.role in ("granted", "not_started")
    }
    asked = (row.key for row in context.interventions if row.unit in units)
    for key in dict.fromkeys(key for key in asked if key not in behind):
        yield context.about_service("no-decision", key)


def decisions_without_plan(context: QuestionContext) -> Iterator[Notice]:
    """Ask about granted decisions that no intervention fulfils (DECISION-07, -08, PASS-01)."""
    codes = {"DECISION-07": "decision-asked", "DECISION-08": "decision-given"}
    for row, verdict in context.decisions:
        code = codes.get(verdict.rule)
        if verdict.role == "dates_only" and row.service != EMERGENCY_BED:
            code = "dates-only"
        if code:
            yield Notice(
                code,
                context.inputs.names["decisions"],
                row.row,
                context.column("decisions", "service"),
                SERVICES[row.service].name,
                unit=row.unit,
                resident=row.resident,
                service=row.service,
            )


def changed_inside_a_week(context: QuestionContext) -> Iterator[Notice]:
    """Say from which Monday a week is ordinary, where a decision begins or ends in one (ASK-17).

    Decisions that count as one do not end where the next begins.
    """
    periods = list(granted_periods(context.inputs, context.classification.policies))
    begins = {(period.key, int(period.days.argmax())) for period in periods}
    for period in periods:
        held = np.flatnonzero(period.days)
        first, after = int(held[0]), int(held[-1]) + 1
        if first > 0 and first % DAYS_PER_WEEK:
            yield _inside_a_week(context, period.key, period.rows[0], "from", first)
        ends = after < len(period.days) and after % DAYS_PER_WEEK > 0
        if ends and (period.key, after) not in begins:
            yield _inside_a_week(context, period.key, period.rows[-1], "to", after)


def _inside_a_week(
    context: QuestionContext, key: ServiceKey, row: DecisionRow, column: str, day: int
) -> Notice:
    """Write the notice on a decision that begins, or has ended, on a døgn inside a week."""
    first = context.calendars[row.unit].first
    assert first is not None, "in a roster without dates everything holds on every day"
    changed = first + timedelta(days=day if column == "from" else day - 1)
    monday = first + timedelta(days=day - day % DAYS_PER_WEEK + DAYS_PER_WEEK)
    return Notice(
        f"decision-{column}-inside-week",
        context.inputs.names["decisions"],
        row.row,
        context.column("decisions", column),
        changed.isoformat(),
        {"monday": monday.isoformat()},
        *key,
    )


def waiting_for_start(context: QuestionContext) -> Iterator[Notice]:
    """Warn of interventions on days when their decision is not started (DECISION-02)."""
    # no day at all, where a service has no decision of a role
    days: dict[tuple[ServiceKey, Role], Days] = defaultdict(lambda: np.zeros(1, dtype=bool))
    for decision, verdict in context.decisions:
        key = decision.unit, decision.resident, decision.service
        days[key, verdict.role] = days[key, verdict.role] | context.in_force(decision)
    asked: set[ServiceKey] = set()
    for row, planned in zip(context.intervention_rows, context.plan, strict=True):
        key = planned.key
        if planned.verdict.role not in INTERVENTION_ROLES or key in asked:
            continue
        waiting = days[key, "not_started"] & ~days[key, "granted"]
        elsewhere = context.classification.not_reported_days(row, context.calendars[row.unit])
        if (waiting & context.in_force(row) & ~elsewhere).any():
            asked.add(key)
            yield context.about_service("not-started-interventions", key)


def under_not_reportable(context: QuestionContext) -> Iterator[Notice]:
    """Say which services have interventions under a decision that is not reported (DECISION-09)."""
    keys = (
        planned.key
        for row, planned in zip(context.intervention_rows, context.plan, strict=True)
        if planned.verdict.role in INTERVENTION_ROLES
        and context.classification.not_reported_days(row, context.calendars[row.unit]).any()
    )
    for key in dict.fromkeys(keys):
        yield context.about_service("not-reported-interventions", key)


def suspect_words(context: QuestionContext) -> Iterator[Notice]:
    """Ask about words of travel, meeting, report or planning on a row that counts (ASK-09)."""
    for row, rule in context.under("ASK-09", context.counted):
        if word := first_word_found(row.description, rule):
            activity = norwegian("activity", row.activity)
            yield context.about(
                "suspect-words", row, "description", row.description, word=word, activity=activity
            )


def work_training(context: QuestionContext) -> Iterator[Notice]:
    """Ask who runs work training, of which only the labour authority's is left out (ASK-15)."""
    for row, _ in context.under("ASK-15", context.plan):
        if row.activity == "work_training":
            yield context.about("work-training", row, "activity", row.description)


def present_while_elsewhere(context: QuestionContext) -> Iterator[Notice]:
    """Ask about help by others at a fixed time at which the resident is present (ASK-10)."""
    away = absences(context)
    for row in context.interventions:
        if row.verdict.role != "external" or not row.by_the_clock:
            continue
        met = [
            any(
                overlap_minutes(_on(day, given), absent, MINUTES_PER_WEEK) > 0
                for given in row.windows
                for absent in away[row.unit, row.resident]
            )
            for day in row.weekdays
        ]
        if not (all(met) if row.daily else any(met)):
            yield context.about("external-present", row, "provider", row.description)


def absences(context: QuestionContext) -> dict[tuple[str, str], list[Window]]:
    """Return when each resident is away [min of the week]; a dated absence by its weekday."""
    windows: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in rows_of(context.inputs.tables["absences"], AbsenceRow):
        if row.reason == HOLIDAY_WITH_STAFF:
            continue
        calendar = context.calendars[row.unit]
        away = (0.0, float(MINUTES_PER_DAY))
        if not math.isnan(row.from_time):
            away = calendar.window(row.from_time, row.to_time)
        for day in {day % DAYS_PER_WEEK for day in absent_days(row, calendar)}:
            windows[row.unit, row.resident].append(_on(day, away))
    return windows


def hospital_stays(context: QuestionContext) -> Iterator[Notice]:
    """Say how many whole døgn each resident is in hospital (ABSENCE-02)."""
    rows_of_resident: dict[tuple[str, str], list[AbsenceRow]] = defaultdict(list)
    for row in rows_of(context.inputs.tables["absences"], AbsenceRow):
        rows_of_resident[row.unit, row.resident].append(row)
    for (unit, resident), rows in rows_of_resident.items():
        days = int(in_hospital(rows, context.calendars[unit]).sum())
        if days:
            facts = {"days": str(days)}
            yield Notice("hospital-stop", facts=facts, unit=unit, resident=resident)


def emergency_beds(context: QuestionContext) -> Iterator[Notice]:
    """Say which emergency beds are no data of a person, and ask what the others changed (ASK-20).

    Whose only granted service it is, is not reported as a person (PASS-07).
    """
    granted = [row for row, _ in context.decisions if row.status == "granted" and row.reportable]
    others = {(row.unit, row.resident) for row in granted if row.service != EMERGENCY_BED}
    for row in granted:
        if row.service != EMERGENCY_BED:
            continue
        alone = (row.unit, row.resident) not in others
        if alone or context.in_force(row).any():
            code = "bed-alone" if alone else "bed-stay"
            key = row.unit, row.resident, row.service
            yield context.about_row(("decisions", row.position), code, key)


def one_actor(context: QuestionContext) -> Iterator[Notice]:
    """Ask about (re)habilitation that a single actor gives (ASK-12)."""
    rows: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row, rule in context.under("ASK-12", context.counted):
        if first_word_found(row.description, rule):
            rows[row.unit, row.resident].append(row)
    for (unit, _), own in rows.items():
        actors = {(row.provider, row.competence) for row in own}
        if len(actors) < context.rules(unit).number("ASK-12", "actors"):
            first = own[0]
            yield context.about("one-actor", first, "description", first.description)


def home_consultant(context: QuestionContext) -> Iterator[Notice]:
    """Ask about a home consultant, which is no service of its own (ASK-13)."""
    for row, rule in context.under("ASK-13", context.counted):
        if first_word_found(row.description, rule):
            yield context.about("home-consultant", row, "description", row.description)


def _on(day: int, window: Window) -> Window:
    """Place a window of the døgn on one weekday [min of the week]."""
    start = day * MINUTES_PER_DAY
    return start + window[0], start + window[1]
