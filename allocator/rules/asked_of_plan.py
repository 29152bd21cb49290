"""Questions that the plan and the decisions raise by themselves, before anything is calculated."""

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from allocator.calendar.roster import Days
from allocator.clock import Window, shared
from allocator.notices import Notice
from allocator.rules.plan_rows import Asking, Key, PlanRow, word_found
from allocator.rules.rows import records, tuples
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.terms import (
    HOLIDAY_WITH_STAFF,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    SERVICES,
    norwegian,
)


def asked_of_plan(asking: Asking) -> Iterator[Notice]:
    """Every question and warning about rows, in the order of contract 3.5."""
    yield from night_work(asking)
    yield from purpose_of_supervision(asking)
    yield from medication_elsewhere(asking)
    yield from without_decision(asking)
    yield from decisions_without_plan(asking)
    yield from waiting_for_start(asking)
    yield from suspect_words(asking)
    yield from present_while_elsewhere(asking)
    yield from one_actor(asking)
    yield from home_consultant(asking)


def night_work(asking: Asking) -> Iterator[Notice]:
    """ASK-01, ASK-02: housework or training planned in the night."""
    for code, rule in (("night-housework", "ASK-01"), ("night-training", "ASK-02")):
        for row, found in asking.under(rule, asking.counted):
            if row.service in found.services and _touches_night(row):
                column = "from_time" if row.by_the_clock else "shift"
                yield asking.about(code, row, column, row.description)


def _touches_night(row: PlanRow) -> bool:
    """Whether any of a row's windows lies in the night part."""
    night = row.clock.parts["night"]
    return any(shared(window, night) > 0 for window in row.windows)


def purpose_of_supervision(asking: Asking) -> Iterator[Notice]:
    """ASK-04: supervision whose service is not health care."""
    for row, rule in asking.under("ASK-04", asking.interventions):
        if row.mode == "supervision" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield asking.about("supervision-purpose", row, "service", name)


def medication_elsewhere(asking: Asking) -> Iterator[Notice]:
    """ASK-06: medication on a service other than health care."""
    for row, rule in asking.under("ASK-06", asking.counted):
        if row.activity == "medication" and row.service not in rule.services:
            name = SERVICES[row.service].name
            yield asking.about("medication-service", row, "service", name)


def without_decision(asking: Asking) -> Iterator[Notice]:
    """ASK-07: interventions that no decision stands behind, where the unit has decisions."""
    frame = asking.inputs.tables["decisions"]
    units = set(frame["unit"].tolist())
    behind: set[Key] = {
        (unit, resident, service)
        for (unit, resident, service), verdict in zip(
            tuples(frame, "unit", "resident", "service"),
            asking.decided.verdicts["decisions"],
            strict=True,
        )
        if verdict.role in ("granted", "not_started")
    }
    asked = (row.key for row in asking.interventions if row.unit in units)
    for key in dict.fromkeys(key for key in asked if key not in behind):
        yield asking.about_service("no-decision", key)


def decisions_without_plan(asking: Asking) -> Iterator[Notice]:
    """DECISION-07, DECISION-08, PASS-01: granted decisions that no intervention fulfils."""
    codes = {"DECISION-07": "decision-asked", "DECISION-08": "decision-given"}
    for row, verdict in zip(
        records(asking.inputs.tables["decisions"]),
        asking.decided.verdicts["decisions"],
        strict=True,
    ):
        code = "dates-only" if verdict.role == "dates_only" else codes.get(verdict.rule)
        if code:
            yield Notice(
                code,
                asking.inputs.names["decisions"],
                int(row.row),
                asking.column("decisions", "service"),
                SERVICES[int(row.service)].name,
                unit=row.unit,
                resident=row.resident,
                service=int(row.service),
            )


def waiting_for_start(asking: Asking) -> Iterator[Notice]:
    """DECISION-02: interventions on days when their decision is granted and not started."""
    # no day at all, where a service has no decision of a role
    days: dict[tuple[Key, str], Days] = defaultdict(lambda: np.zeros(1, dtype=bool))
    decisions = asking.inputs.tables["decisions"]
    for row, verdict in zip(records(decisions), asking.decided.verdicts["decisions"], strict=True):
        key = row.unit, row.resident, int(row.service)
        days[key, verdict.role] = days[key, verdict.role] | asking.in_force(row)
    plan = records(asking.inputs.tables["interventions"])
    said: set[Key] = set()
    for row, planned in zip(plan, asking.plan, strict=True):
        key = planned.key
        if planned.verdict.role not in INTERVENTION_ROLES or key in said:
            continue
        waiting = days[key, "not_started"] & ~days[key, "granted"]
        if (waiting & asking.in_force(row)).any():
            said.add(key)
            yield asking.about_service("not-started-interventions", key)


def suspect_words(asking: Asking) -> Iterator[Notice]:
    """ASK-09: words that tell of travel, meeting, report or planning on a row that counts."""
    for row, rule in asking.under("ASK-09", asking.counted):
        if word := word_found(row.description, rule):
            activity = norwegian("activity", row.activity)
            yield asking.about(
                "suspect-words", row, "description", row.description, word=word, activity=activity
            )


def present_while_elsewhere(asking: Asking) -> Iterator[Notice]:
    """ASK-10: given by others at a fixed time, with no absence of the resident then."""
    away = absences(asking)
    for row in asking.interventions:
        if row.verdict.role != "external" or not row.by_the_clock:
            continue
        met = [
            any(
                shared(_on(day, given), absent, MINUTES_PER_WEEK) > 0
                for given in row.windows
                for absent in away[row.unit, row.resident]
            )
            for day in row.weekdays
        ]
        if not (all(met) if row.daily else any(met)):
            yield asking.about("external-present", row, "provider", row.description)


def absences(asking: Asking) -> dict[tuple[str, str], list[Window]]:
    """When each resident is away [min of the week]; a dated absence stands for its weekday."""
    found: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in records(asking.inputs.tables["absences"]):
        if row.reason == HOLIDAY_WITH_STAFF:
            continue
        day = row.date.weekday() if math.isnan(row.weekday) else int(row.weekday)
        away = (0.0, float(MINUTES_PER_DAY))
        if not math.isnan(row.from_time):
            away = asking.calendars[row.unit].window(row.from_time, row.to_time)
        found[row.unit, row.resident].append(_on(day, away))
    return found


def one_actor(asking: Asking) -> Iterator[Notice]:
    """ASK-12: (re)habilitation that a single actor gives."""
    rows: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row, rule in asking.under("ASK-12", asking.counted):
        if word_found(row.description, rule):
            rows[row.unit, row.resident].append(row)
    for (unit, _), found in rows.items():
        actors = {(row.provider, row.competence) for row in found}
        if len(actors) < asking.rules(unit).number("ASK-12", "actors"):
            first = found[0]
            yield asking.about("one-actor", first, "description", first.description)


def home_consultant(asking: Asking) -> Iterator[Notice]:
    """ASK-13: a home consultant, which is no service of its own."""
    for row, rule in asking.under("ASK-13", asking.counted):
        if word_found(row.description, rule):
            yield asking.about("home-consultant", row, "description", row.description)


def _on(day: int, found: Window) -> Window:
    """A window of the døgn on one weekday [min of the week]."""
    start = day * MINUTES_PER_DAY
    return start + found[0], start + found[1]
