"""What has been decided, day by day: minutes granted, minutes waiting, and what they leave.

Contract 3.6. A granted decision counts for its days; one not yet started blocks its service on
the days where none is granted.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from allocator.calendar.roster import Calendar, Days
from allocator.model.unit_data import (
    DecisionCap,
    Demand,
    ExternalHelp,
    Minutes,
    Requirement,
    RowRef,
)
from allocator.rules.classify import Classification
from allocator.tables.declared_people import DecisionRow
from allocator.terms import DAYS_PER_WEEK

WithHours = Literal["granted", "not_started"]
"""The roles of decisions whose hours mean something to the roster."""


@dataclass(frozen=True)
class Decision:
    """One decision with hours: what it is worth a day [min], and the døgn it holds."""

    source: RowRef
    resident: int
    service: int
    status: WithHours
    per_day: float
    resource_per_day: float
    days: Days
    valid: Days
    """The døgn of the roster on which it holds, whether the resident lives there or not."""

    @property
    def minutes(self) -> float:
        """What it is worth over its days in the roster [min]."""
        return self.per_day * float(self.days.sum())

    def is_followed_by(self, other: "Decision") -> bool:
        """Say whether another one of the same hours begins on the døgn after its last."""
        last, first = np.flatnonzero(self.valid)[-1], np.flatnonzero(other.valid)[0]
        same = math.isclose(self.per_day, other.per_day, rel_tol=1e-9)
        return bool(same and first == last + 1)


@dataclass(frozen=True)
class DecisionPeriod:
    """Decisions of the same hours that follow each other without a day between, as one (3.6).

    Parameters
    ----------
    weekly : what is decided [min per week]; days : the døgn on which the resident lives there.
    """

    decisions: tuple[Decision, ...]
    weekly: float
    days: Days


@dataclass(frozen=True)
class Decisions:
    """All decisions with hours of one unit, by resident and service."""

    calendar: Calendar
    rows: Mapping[tuple[int, int], tuple[Decision, ...]]

    def granted_days(self, resident: int, service: int) -> Days:
        """Mark the døgn on which something is granted."""
        return self._days(resident, service, "granted")

    def blocked_days(self, resident: int, service: int) -> Days:
        """Mark the døgn on which a decision waits and none is granted."""
        waiting = self._days(resident, service, "not_started")
        return waiting & ~self.granted_days(resident, service)

    def granted_periods(self, resident: int, service: int) -> list[DecisionPeriod]:
        """List the periods of equal granted hours that have any døgn, in order."""
        granted = [
            row
            for row in self.rows.get((resident, service), ())
            if row.status == "granted" and row.valid.any()
        ]
        groups: list[list[Decision]] = []
        for row in sorted(granted, key=lambda row: int(row.valid.argmax())):
            before = groups[-1][-1] if groups else None
            if before is not None and before.is_followed_by(row):
                groups[-1].append(row)
            else:
                groups.append([row])
        periods = [
            DecisionPeriod(
                tuple(group),
                group[0].per_day * DAYS_PER_WEEK,
                np.logical_or.reduce([row.days for row in group]),
            )
            for group in groups
        ]
        return [period for period in periods if period.days.any()]

    def decided_periods(self, resident: int, service: int) -> list[DecisionPeriod]:
        """List the same, and each decision not started on the døgn that it blocks."""
        blocked = self.blocked_days(resident, service)
        waiting = [
            DecisionPeriod((row,), row.per_day * DAYS_PER_WEEK, row.days & blocked)
            for row in self.rows.get((resident, service), ())
            if row.status == "not_started" and (row.days & blocked).any()
        ]
        return [*self.granted_periods(resident, service), *waiting]

    def decided(self, resident: int, service: int) -> float | None:
        """Return what is decided over the roster [min], or None without a decision.

        On each døgn the granted decision's, else that of the one not yet started.
        """
        rows = self._with_days(resident, service)
        return sum(row.per_day * days for row, days in rows) if rows else None

    def decided_resources(self, resident: int, service: int, ratio: float) -> float:
        """Return the decided ressursinnsats [min], or the minutes times a ratio without it."""
        return sum(
            days * (row.per_day * ratio if np.isnan(row.resource_per_day) else row.resource_per_day)
            for row, days in self._with_days(resident, service)
        )

    def _with_days(self, resident: int, service: int) -> list[tuple[Decision, float]]:
        """Return each decision with the number of døgn on which it counts."""
        blocked = self.blocked_days(resident, service)
        return [
            (row, float((row.days if row.status == "granted" else row.days & blocked).sum()))
            for row in self.rows.get((resident, service), ())
        ]

    def _days(self, resident: int, service: int, status: WithHours) -> Days:
        days = np.zeros(self.calendar.days, dtype=bool)
        for row in self.rows.get((resident, service), ()):
            if row.status == status:
                days |= row.days
        return days


def read_decisions(
    rows: Sequence[DecisionRow],
    classification: Classification,
    calendar: Calendar,
    residents: Mapping[str, int],
    stays: Sequence[Days],
    weeks_per: Mapping[str, float],
) -> Decisions:
    """List the rows of `decisions` that grant hours or wait for a start."""
    by_service: dict[tuple[int, int], list[Decision]] = {}
    for row in rows:
        source = RowRef.of(row)
        role = classification.role(source)
        if not (role == "granted" or role == "not_started") or pd.isna(row.hours):
            continue
        resident = residents[row.resident]
        days_per = weeks_per[row.per] * DAYS_PER_WEEK
        valid = calendar.between(row.from_, row.to)
        decision = Decision(
            source,
            resident,
            row.service,
            role,
            row.hours / days_per,
            row.resource_hours / days_per,
            valid & stays[resident],
            valid,
        )
        by_service.setdefault((resident, row.service), []).append(decision)
    return Decisions(calendar, {key: tuple(own) for key, own in by_service.items()})


def without_interventions(decisions: Decisions, planned: set[tuple[int, int]]) -> list[Decision]:
    """List the granted decisions that no intervention stands under."""
    return [
        row
        for key, rows in decisions.rows.items()
        if key not in planned
        for row in rows
        if row.status == "granted"
    ]


def requirement_of(decision: Decision, calendar: Calendar, of_the_unit: bool) -> Requirement:
    """Build the demand of a decision without interventions, asked for weekly in day and evening.

    In the night too where day and evening are shorter than what a week asks for.
    """
    parts = ["day", "evening"]
    if of_the_unit and decision.per_day > calendar.night:
        parts.append("night")
    per_day: Minutes = np.where(decision.days, decision.per_day, 0.0)
    return Requirement("week", per_day, calendar.windows_of(parts))


def demand_of(decision: Decision, calendar: Calendar, priority: int) -> Demand:
    """Build the demand of a decision without interventions: one person, in any pieces."""
    return Demand(
        decision.source,
        "decision",
        requirement_of(decision, calendar, of_the_unit=True),
        resident=decision.resident,
        service=decision.service,
        priority=priority,
    )


def external_of(decision: Decision, calendar: Calendar) -> ExternalHelp:
    """Build what somebody else is taken to give of a decision without interventions."""
    requirement = requirement_of(decision, calendar, of_the_unit=False)
    return ExternalHelp(decision.source, decision.resident, decision.service, 1, requirement)


def decision_caps(decisions: Decisions, externals: Sequence[ExternalHelp]) -> list[DecisionCap]:
    """Return what each granted decision leaves for the unit, less what others give on its days."""
    caps = []
    for (resident, service), rows in decisions.rows.items():
        taken = np.zeros(decisions.calendar.days)
        for external in externals:
            if (external.resident, external.service) == (resident, service):
                taken += external.requirement.per_day
        for row in rows:
            if row.status == "granted":
                minutes = row.minutes - float(taken[row.days].sum())
                caps.append(DecisionCap(row.source, resident, service, row.days, max(0.0, minutes)))
    return caps
