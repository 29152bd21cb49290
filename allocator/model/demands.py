"""Rows of the plan to what is asked for: demands, participations, supervision, and the others'.

Contract 3.1 to 3.4. Each function is one kind of row; `read_plan` goes through them all.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pandas as pd

from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar, Days
from allocator.calendar.school import SchoolTime
from allocator.clock import is_covered, length_of
from allocator.model.decisions import Decisions
from allocator.model.school import beside_school, given_in_school
from allocator.model.unit_data import (
    Deduction,
    Demand,
    ExternalHelp,
    Minutes,
    Participation,
    Requirement,
    RowRef,
    SharedSupervision,
    Span,
)
from allocator.rules.classify import Classification
from allocator.rules.policy import Policies
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow

GIVEN_BY_THE_UNIT: Final = ("individual", "rounds", "own_supervision", "participation")
"""The roles of rows whose minutes the unit gives, and others while the resident is at school."""
TimedRow = InterventionRow | GroupRow | OtherWorkRow
"""A row that says how long, how often and when."""


@dataclass(frozen=True)
class PlanContext:
    """What the reading of a row needs to know about its unit."""

    calendar: Calendar
    residents: Mapping[str, int]
    stays: Sequence[Days]
    presence: Sequence[Presence]
    decisions: Decisions
    classification: Classification
    policies: Policies
    weeks_per: Mapping[str, float]
    school: Sequence[SchoolTime]

    def in_force(self, row: InterventionRow) -> Days:
        """Mark the døgn on which a row of `interventions` is in force, for the register if for any.

        Its own dates, the resident's stay, and no decision that waits for its start or is not the
        register's.
        """
        resident = self.residents[row.resident]
        days = self.calendar.between(row.from_, row.to) & self.stays[resident]
        if self.classification.role(RowRef.of(row)) in INTERVENTION_ROLES:
            days &= ~self.decisions.blocked_days(resident, row.service)
            days &= ~self.classification.not_reported_days(row, self.calendar)
        return days

    def shares(self, row: InterventionRow) -> Iterator[tuple[RowRef, Days]]:
        """List what of a row is the register's, and what is not, with the døgn of each."""
        yield RowRef.of(row), self.in_force(row)
        stay = self.stays[self.residents[row.resident]]
        not_reported = self.classification.not_reported_days(row, self.calendar) & stay
        if not_reported.any():
            yield RowRef.of(row, "not_reported"), not_reported

    def cut(self, row: InterventionRow, requirement: Requirement) -> Requirement:
        """Cut weeks and roster where a period of equal decided hours begins or ends."""
        pieces = self.decisions.pieces(self.residents[row.resident], row.service)
        return replace(requirement, pieces=pieces)

    def at_school(self, row: InterventionRow) -> SchoolTime | None:
        """Return when the resident of a row is at school; None of what school takes time off."""
        respite = row.service in self.policies.rules.services("ABSENCE-03")
        return self.school[self.residents[row.resident]] if respite else None

    def of_the_unit(self, row: InterventionRow, asked: Requirement) -> Requirement:
        """Return what of a requirement is asked of the unit, and not taken as given in school."""
        school = self.at_school(row)
        return asked if school is None else beside_school(asked, school)

    def priority(self, row: InterventionRow) -> int:
        """Return the row's own priority, else its service's."""
        if pd.isna(row.priority):
            return self.policies.priority(row.service)
        return int(row.priority)


@dataclass(frozen=True)
class UnitPlan:
    """All that the rows of one unit ask for."""

    demands: tuple[Demand, ...]
    supervisions: tuple[SharedSupervision, ...]
    externals: tuple[ExternalHelp, ...]


def requirement(row: TimedRow, days: Days, context: PlanContext) -> Requirement:
    """Return the minutes that a row asks for (contract 3.2).

    Each weekday in force is worth 1/D of what a span asks, D being its weekdays in the span; no
    døgn takes more than ⌈times / D⌉ occurrences.

    >>> from types import SimpleNamespace as Row
    >>> week = Calendar(420, 480, 900, weeks=1)
    >>> often = {"minutes": 60, "times": 3, "per": "week", "weekdays": range(5)}
    >>> row = Row(**often, shift=["day"], from_time=np.nan, to_time=np.nan)
    >>> context = Row(calendar=week, weeks_per={"week": 1.0})
    >>> asked = requirement(row, week.on_weekdays(range(7)), context)
    >>> asked.per_day.tolist(), asked.limit, asked.windows
    ([36.0, 36.0, 36.0, 36.0, 36.0, 0.0, 0.0], 60, ((0.0, 480),))
    """
    days = days & context.calendar.on_weekdays(row.weekdays)
    spans: dict[str, Span] = {"day": "day", "week": "week"}
    span = spans.get(row.per, "roster")
    weekdays = 1.0 if row.per == "day" else context.weeks_per[row.per] * len(row.weekdays)
    worth = row.minutes * row.times / weekdays
    # the slack keeps 3 × (1/3) from becoming two occurrences
    occurrences = math.ceil(row.times / weekdays - 1e-9)
    when = context.calendar.windows(row.from_time, row.to_time, row.shift)
    limit = float("inf") if row.per == "day" else occurrences * row.minutes
    per_day = np.where(days, worth, 0.0)
    return Requirement(span, per_day, when, limit, tuple(row.weekdays))


def individual(
    row: InterventionRow, context: PlanContext, kind: Literal["individual", "rounds"]
) -> Iterator[Demand]:
    """Build the demands of an individual intervention, or of a round of supervision."""
    night = context.calendar.windows_of(("night",))
    for source, days in context.shares(row):
        asked = context.cut(row, requirement(row, days, context))
        yield Demand(
            source,
            kind,
            context.of_the_unit(row, asked),
            staff=int(row.staff),
            competence=row.competence,
            resident=context.residents[row.resident],
            service=row.service,
            priority=context.priority(row),
            planned_night=all(is_covered(window, night) for window in asked.windows),
        )


def participation(row: InterventionRow, group: GroupRow, context: PlanContext) -> Participation:
    """Build one resident's part of a group's time."""
    return Participation(
        RowRef.of(row),
        context.residents[row.resident],
        row.service,
        context.priority(row),
        int(row.staff),
        context.of_the_unit(
            row, context.cut(row, requirement(group, context.in_force(row), context))
        ),
    )


def group_demand(group: GroupRow, rows: Sequence[InterventionRow], context: PlanContext) -> Demand:
    """Build the demand of a group, with the participants that the unit itself serves."""
    everywhere = np.ones(context.calendar.days, dtype=bool)
    return Demand(
        RowRef.of(group),
        "group",
        requirement(group, everywhere, context),
        staff=int(group.staff),
        competence=group.competence,
        participants=tuple(participation(row, group, context) for row in rows),
    )


def other_work(row: InterventionRow | OtherWorkRow, days: Days, context: PlanContext) -> Demand:
    """Build staff time for no resident: a row of `other_work`, or a word that never counts."""
    return Demand(
        RowRef.of(row),
        "other_work",
        requirement(row, days, context),
        staff=1 if pd.isna(row.staff) else int(row.staff),
        competence=row.competence if isinstance(row, InterventionRow) else "",
    )


def external(row: InterventionRow, group: GroupRow | None, context: PlanContext) -> ExternalHelp:
    """Build what somebody else gives, alone or in a group."""
    asked = requirement(row if group is None else group, context.in_force(row), context)
    return ExternalHelp(
        RowRef.of(row),
        context.residents[row.resident],
        row.service,
        int(row.staff),
        asked,
    )


def in_school(
    row: InterventionRow, group: GroupRow | None, context: PlanContext
) -> Iterator[ExternalHelp]:
    """Build what of respite is taken as given by others while the resident is at school."""
    school = context.at_school(row)
    if school is None:
        return
    timed, days = row if group is None else group, context.in_force(row)
    asked = supervised(row, days, context) if pd.isna(timed.minutes) else None
    yield from given_in_school(
        RowRef.of(row),
        context.residents[row.resident],
        row.service,
        int(row.staff),
        asked or requirement(timed, days, context),
        school,
    )


def shared_supervision(row: InterventionRow, context: PlanContext) -> SharedSupervision:
    """Build shared supervision without minutes and without staff of its own."""
    return SharedSupervision(
        RowRef.of(row),
        context.residents[row.resident],
        row.service,
        context.calendar.windows_of(row.shift),
        context.in_force(row) & context.calendar.on_weekdays(row.weekdays),
        tuple(row.weekdays),
    )


def supervised(row: InterventionRow, days: Days, context: PlanContext) -> Requirement:
    """Return the whole parts of the døgn of own supervision, on its weekdays among some days."""
    parts = context.calendar.windows_of(row.shift)
    days = days & context.calendar.on_weekdays(row.weekdays)
    minutes = np.where(days, length_of(parts), 0.0)
    return Requirement("day", minutes, parts, weekdays=tuple(row.weekdays))


def own_supervision(row: InterventionRow, context: PlanContext) -> Iterator[Demand]:
    """Build 1:1 or 2:1 for whole parts of the døgn; its minutes follow from the other rows."""
    for source, days in context.shares(row):
        yield Demand(
            source,
            "own_supervision",
            supervised(row, days, context),
            staff=int(row.staff),
            resident=context.residents[row.resident],
            service=row.service,
            priority=context.priority(row),
        )


def deduct_other_demands(demand: Demand, others: Sequence[Demand], context: PlanContext) -> Demand:
    """Take absences and what else is asked for from the minutes of own supervision.

    The others count in full, by their daily average, even where they fall in an absence.
    """
    resident = demand.resident
    assert resident is not None
    there = context.presence[resident].minutes(context.calendar.starts, demand.requirement.windows)
    inside: Minutes = np.zeros(context.calendar.days)
    deducted: list[RowRef] = []
    for other in others:
        for source, asked in _required_by(other, resident):
            if all(is_covered(window, demand.requirement.windows) for window in asked.windows):
                inside += asked.per_day
                deducted.append(source)
    left = np.maximum(there - inside, 0.0)
    days = demand.requirement.per_day > 0
    requirement = replace(demand.requirement, per_day=np.where(days, left, 0.0))
    return replace(demand, requirement=requirement, deduction=Deduction(tuple(deducted), days))


def read_plan(
    interventions: Sequence[InterventionRow],
    groups: Sequence[GroupRow],
    work: Sequence[OtherWorkRow],
    from_decisions: Sequence[Demand],
    context: PlanContext,
) -> UnitPlan:
    """Read every row of one unit's plan as what it asks for, in the order of the tables."""
    demands = list(from_decisions)
    own: list[Demand] = []
    supervisions: list[SharedSupervision] = []
    externals: list[ExternalHelp] = []
    group_of = {group.group: group for group in groups}
    members: dict[str, list[InterventionRow]] = {}
    for row in interventions:
        role = context.classification.role(RowRef.of(row))
        if role in GIVEN_BY_THE_UNIT:
            externals += in_school(row, group_of.get(row.group), context)
        if role == "individual" or role == "rounds":
            demands += individual(row, context, role)
        elif role == "own_supervision":
            own += own_supervision(row, context)
        elif role == "shared_supervision":
            supervisions.append(shared_supervision(row, context))
        elif role == "participation":
            members.setdefault(row.group, []).append(row)
        elif role == "external":
            externals.append(external(row, group_of.get(row.group), context))
        elif role == "other_work":
            days = context.in_force(row)
            demands.append(other_work(row, days, context))
    for group in groups:
        if group.group in members:
            demands.append(group_demand(group, members[group.group], context))
    everywhere = np.ones(context.calendar.days, dtype=bool)
    for row_of_work in work:
        if row_of_work.per != "shift":
            demands.append(other_work(row_of_work, everywhere, context))
    demands += [deduct_other_demands(demand, demands, context) for demand in own]
    # own supervision that others leave nothing of counts in a week of days that the stay lacks
    asked = tuple(
        demand
        for demand in demands
        if demand.requirement.total > 0
        or (demand.deduction is not None and demand.deduction.days.any())
    )
    return UnitPlan(asked, tuple(supervisions), tuple(externals))


def _required_by(demand: Demand, resident: int) -> list[tuple[RowRef, Requirement]]:
    """List what a demand asks for on behalf of one resident, with its row."""
    if demand.resident == resident:
        return [(demand.source, demand.requirement)]
    return [
        (participant.source, participant.requirement)
        for participant in demand.participants
        if participant.resident == resident
    ]
