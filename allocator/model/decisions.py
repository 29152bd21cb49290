"""What has been decided, day by day: minutes granted, minutes waiting, and what they leave.

Contract 3.6. A granted decision counts for its days; one not yet started blocks its service on
the days where none is granted.
"""

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

    @property
    def minutes(self) -> float:
        """What it is worth over its days in the roster [min]."""
        return self.per_day * float(self.days.sum())


@dataclass(frozen=True)
class Decisions:
    """All decisions with hours of one unit, by resident and service."""

    calendar: Calendar
    rows: Mapping[tuple[int, int], tuple[Decision, ...]]

    def granted_days(self, resident: int, service: int) -> Days:
        """The døgn on which something is granted."""
        return self._days(resident, service, "granted")

    def blocked_days(self, resident: int, service: int) -> Days:
        """The døgn on which a decision waits and none is granted."""
        waiting = self._days(resident, service, "not_started")
        return waiting & ~self.granted_days(resident, service)

    def decided(self, resident: int, service: int) -> float | None:
        """What is decided over the roster [min], or None without a decision.

        On each døgn the granted decision's, else that of the one not yet started.
        """
        rows = self._with_days(resident, service)
        return sum(row.per_day * days for row, days in rows) if rows else None

    def decided_resources(self, resident: int, service: int, ratio: float) -> float:
        """The decided ressursinnsats [min], or the minutes times a ratio where it is not given."""
        return sum(
            days * (row.per_day * ratio if np.isnan(row.resource_per_day) else row.resource_per_day)
            for row, days in self._with_days(resident, service)
        )

    def _with_days(self, resident: int, service: int) -> list[tuple[Decision, float]]:
        """Each decision with the number of døgn for which it is the one that counts."""
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
    """The rows of `decisions` that grant hours or wait for a start."""
    by_service: dict[tuple[int, int], list[Decision]] = {}
    for row in rows:
        source = RowRef.of(row)
        role = classification.role(source)
        if not (role == "granted" or role == "not_started") or pd.isna(row.hours):
            continue
        resident = residents[row.resident]
        days_per = weeks_per[row.per] * DAYS_PER_WEEK
        decision = Decision(
            source,
            resident,
            row.service,
            role,
            row.hours / days_per,
            row.resource_hours / days_per,
            calendar.between(row.from_, row.to) & stays[resident],
        )
        by_service.setdefault((resident, row.service), []).append(decision)
    return Decisions(calendar, {key: tuple(own) for key, own in by_service.items()})


def without_interventions(decisions: Decisions, planned: set[tuple[int, int]]) -> list[Decision]:
    """The granted decisions that no intervention stands under."""
    return [
        row
        for key, rows in decisions.rows.items()
        if key not in planned
        for row in rows
        if row.status == "granted"
    ]


def requirement_of(decision: Decision, calendar: Calendar, of_the_unit: bool) -> Requirement:
    """A decision without interventions, asked for once a week in day and evening.

    In the night too where day and evening are shorter than what a week asks for.
    """
    parts = ["day", "evening"]
    if of_the_unit and decision.per_day > calendar.night:
        parts.append("night")
    per_day: Minutes = np.where(decision.days, decision.per_day, 0.0)
    return Requirement("week", per_day, calendar.windows_of(parts))


def demand_of(decision: Decision, calendar: Calendar, priority: int) -> Demand:
    """The demand of a decision without interventions: one person, in any pieces."""
    return Demand(
        decision.source,
        "decision",
        requirement_of(decision, calendar, of_the_unit=True),
        resident=decision.resident,
        service=decision.service,
        priority=priority,
    )


def external_of(decision: Decision, calendar: Calendar) -> ExternalHelp:
    """A decision without interventions that somebody else is taken to give."""
    requirement = requirement_of(decision, calendar, of_the_unit=False)
    return ExternalHelp(decision.source, decision.resident, decision.service, 1, requirement)


def decision_caps(decisions: Decisions, externals: Sequence[ExternalHelp]) -> list[DecisionCap]:
    """What each granted decision leaves for the unit, less what others give on its days."""
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
