"""Questions that the plan and the decisions raise by themselves, before anything is calculated."""

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from allocator.calendar.roster import Days
from allocator.clock import Window, overlap_minutes
from allocator.notices import Notice
from allocator.rules.plan_rows import Key, PlanRow, QuestionContext, first_word_found
from allocator.rules.rows import records, tuples
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.terms import (
    HOLIDAY_WITH_STAFF,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    SERVICES,
    norwegian,
)


def plan_questions(context: QuestionContext) -> Iterator[Notice]:
    """Every question and warning about rows, in the order of contract 3.5."""
    yield from night_work(context)
    yield from purpose_of_supervision(context)
    yield from medication_elsewhere(context)
    yield from without_decision(context)
    yield from decisions_without_plan(context)
    yield from waiting_for_start(context)
    yield from suspect_words(context)
    yield from present_while_elsewhere(context)
    yield from one_actor(context)
    yield from home_consultant(context)


def night_work(context: QuestionContext) -> Iterator[Notice]:
    """ASK-01, ASK-02: housework or training planned in the night."""
    for code, rule in (("night-housework", "ASK-01"), ("night-training", "ASK-02")):
        for row, found in context.under(rule, context.counted):
            if row.service in found.services and _touches_night(row):
                column = "from_time" if row.by_the_clock else "shift"
                yield context.about(code, row, column, row.description)


def _touches_night(row: PlanRow) -> bool:
    """Whether any of a row's windows lies in the night part."""
    night = row.clock.parts["night"]
    return any(overlap_minutes(window, night) > 0 for window in row.windows)


def purpose_of_supervision(context: QuestionContext) -> Iterator[Notice]:
    """ASK-04: supervision whose service is not health care."""
    for row, rule in context.under("ASK-04", context.interventions):
        if row.mode == "supervision" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield context.about("supervision-purpose", row, "service", name)


def medication_elsewhere(context: QuestionContext) -> Iterator[Notice]:
    """ASK-06: medication on a service other than health care."""
    for row, rule in context.under("ASK-06", context.counted):
        if row.activity == "medication" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield context.about("medication-service", row, "service", name)


def without_decision(context: QuestionContext) -> Iterator[Notice]:
    """ASK-07: interventions that no decision stands behind, where the unit has decisions."""
    frame = context.inputs.tables["decisions"]
    units = set(frame["unit"].tolist())
    behind: set[Key] = {
        (unit, resident, service)
        for (unit, resident, service), verdict in zip(
            tuples(frame, "unit", "resident", "service"),
            context.classification.verdicts["decisions"],
            strict=True,
        )
        if verdict.role in ("granted", "not_started")
    }
    asked = (row.key for row in context.interventions if row.unit in units)
    for key in dict.fromkeys(key for key in asked if key not in behind):
        yield context.about_service("no-decision", key)


def decisions_without_plan(context: QuestionContext) -> Iterator[Notice]:
    """DECISION-07, DECISION-08, PASS-01: granted decisions that no intervention fulfils."""
    codes = {"DECISION-07": "decision-asked", "DECISION-08": "decision-given"}
    for row, verdict in zip(
        records(context.inputs.tables["decisions"]),
        context.classification.verdicts["decisions"],
        strict=True,
    ):
        code = "dates-only" if verdict.role == "dates_only" else codes.get(verdict.rule)
        if code:
            yield Notice(
                code,
                context.inputs.names["decisions"],
                int(row.row),
                context.column("decisions", "service"),
                SERVICES[int(row.service)].name,
                unit=row.unit,
                resident=row.resident,
                service=int(row.service),
            )


def waiting_for_start(context: QuestionContext) -> Iterator[Notice]:
    """DECISION-02: interventions on days when their decision is granted and not started."""
    # no day at all, where a service has no decision of a role
    days: dict[tuple[Key, str], Days] = defaultdict(lambda: np.zeros(1, dtype=bool))
    decisions = context.inputs.tables["decisions"]
    for row, verdict in zip(
        records(decisions), context.classification.verdicts["decisions"], strict=True
    ):
        key = row.unit, row.resident, int(row.service)
        days[key, verdict.role] = days[key, verdict.role] | context.in_force(row)
    plan = records(context.inputs.tables["interventions"])
    said: set[Key] = set()
    for row, planned in zip(plan, context.plan, strict=True):
        key = planned.key
        if planned.verdict.role not in INTERVENTION_ROLES or key in said:
            continue
        waiting = days[key, "not_started"] & ~days[key, "granted"]
        if (waiting & context.in_force(row)).any():
            said.add(key)
            yield context.about_service("not-started-interventions", key)


def suspect_words(context: QuestionContext) -> Iterator[Notice]:
    """ASK-09: words that tell of travel, meeting, report or planning on a row that counts."""
    for row, rule in context.under("ASK-09", context.counted):
        if word := first_word_found(row.description, rule):
            activity = norwegian("activity", row.activity)
            yield context.about(
                "suspect-words", row, "description", row.description, word=word, activity=activity
            )


def present_while_elsewhere(context: QuestionContext) -> Iterator[Notice]:
    """ASK-10: given by others at a fixed time, with no absence of the resident then."""
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
    """When each resident is away [min of the week]; a dated absence stands for its weekday."""
    found: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in records(context.inputs.tables["absences"]):
        if row.reason == HOLIDAY_WITH_STAFF:
            continue
        day = row.date.weekday() if math.isnan(row.weekday) else int(row.weekday)
        away = (0.0, float(MINUTES_PER_DAY))
        if not math.isnan(row.from_time):
            away = context.calendars[row.unit].window(row.from_time, row.to_time)
        found[row.unit, row.resident].append(_on(day, away))
    return found


def one_actor(context: QuestionContext) -> Iterator[Notice]:
    """ASK-12: (re)habilitation that a single actor gives."""
    rows: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row, rule in context.under("ASK-12", context.counted):
        if first_word_found(row.description, rule):
            rows[row.unit, row.resident].append(row)
    for (unit, _), found in rows.items():
        actors = {(row.provider, row.competence) for row in found}
        if len(actors) < context.rules(unit).number("ASK-12", "actors"):
            first = found[0]
            yield context.about("one-actor", first, "description", first.description)


def home_consultant(context: QuestionContext) -> Iterator[Notice]:
    """ASK-13: a home consultant, which is no service of its own."""
    for row, rule in context.under("ASK-13", context.counted):
        if first_word_found(row.description, rule):
            yield context.about("home-consultant", row, "description", row.description)


def _on(day: int, found: Window) -> Window:
    """A window of the døgn on one weekday [min of the week]."""
    start = day * MINUTES_PER_DAY
    return start + found[0], start + found[1]
