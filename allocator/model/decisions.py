"""What has been decided, day by day: minutes granted, minutes waiting, and what they leave.

Contract 3.6. A granted decision counts for its days; one not yet started blocks its service on
the days where none is granted.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from allocator.calendar.periods import as_one
from allocator.calendar.roster import Calendar, Days
from allocator.model.unit_data import (
    Demand,
    ExternalHelp,
    Minutes,
    Pieces,
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
    def weekly(self) -> float:
        """What is decided [min per week]."""
        return self.per_day * DAYS_PER_WEEK

    def weekly_resources(self, ratio: float) -> float:
        """Return the decided ressursinnsats [min per week]; without one, the minutes × a ratio."""
        per_day = self.resource_per_day
        return self.weekly * ratio if math.isnan(per_day) else per_day * DAYS_PER_WEEK


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

    @property
    def first(self) -> Decision:
        """The first of them that holds while the resident lives there."""
        return next(decision for decision in self.decisions if decision.days.any())

    @property
    def sources(self) -> tuple[RowRef, ...]:
        """Their rows."""
        return tuple(decision.source for decision in self.decisions)

    @property
    def per_day(self) -> float:
        """What is decided for each døgn [min]."""
        return self.weekly / DAYS_PER_WEEK

    @property
    def weeks(self) -> float:
        """The length of the period [weeks]."""
        return float(self.days.sum()) / DAYS_PER_WEEK


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
        granted = [row for row in self.rows.get((resident, service), ()) if row.status == "granted"]
        periods = [
            DecisionPeriod(
                tuple(group),
                group[0].weekly,
                np.logical_or.reduce([row.days for row in group]),
            )
            for group, _ in as_one((row, row.per_day, row.valid) for row in granted)
        ]
        return [period for period in periods if period.days.any()]

    def pieces(self, resident: int, service: int) -> Pieces | None:
        """Return the pieces of the roster between the døgn on which a period begins or ends.

        None where the roster is one piece.
        """
        cuts = np.zeros(self.calendar.days + 1, dtype=np.int64)
        for period in self.granted_periods(resident, service):
            held = np.flatnonzero(period.days)
            cuts[[held[0], held[-1] + 1]] = 1
        return np.cumsum(cuts[:-1]) if cuts[1:-1].any() else None

    def decided_periods(self, resident: int, service: int) -> list[DecisionPeriod]:
        """List the same, and each decision not started on the døgn that it blocks."""
        blocked = self.blocked_days(resident, service)
        waiting = [
            DecisionPeriod((row,), row.weekly, row.days & blocked)
            for row in self.rows.get((resident, service), ())
            if (row.days & blocked).any()
        ]
        return [*self.granted_periods(resident, service), *waiting]

    def decided(self, resident: int, service: int) -> float | None:
        """Return what is decided over the roster [min], or None without a decision.

        On each døgn the granted decision's, else that of the one not yet started.
        """
        rows = self._with_days(resident, service)
        return sum(row.per_day * days for row, days in rows) if rows else None

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


def without_interventions(
    decisions: Decisions, unplanned: Collection[int]
) -> Iterator[DecisionPeriod]:
    """List the periods of granted hours on whose days no intervention is in force.

    Parameters
    ----------
    unplanned : places of their rows.
    """
    for key in decisions.rows:
        for period in decisions.granted_periods(*key):
            if period.first.source.position in unplanned:
                yield period


def requirement_of(
    period: DecisionPeriod, calendar: Calendar, whole_days: bool = False
) -> Requirement:
    """Build the demand of decided hours without interventions, asked for weekly by day and evening.

    In the night too for whole days, and where day and evening are shorter than a week asks for.
    """
    parts = ["day", "evening"]
    if whole_days or period.per_day > calendar.night:
        parts.append("night")
    per_day: Minutes = np.where(period.days, period.per_day, 0.0)
    return Requirement("week", per_day, calendar.windows_of(parts))


def demand_of(period: DecisionPeriod, calendar: Calendar, priority: int) -> Demand:
    """Build the demand of hours without interventions (DECISION-07): one person, in any pieces."""
    return Demand(
        period.first.source,
        "decision",
        requirement_of(period, calendar),
        resident=period.first.resident,
        service=period.first.service,
        priority=priority,
    )


def external_of(period: DecisionPeriod, calendar: Calendar, whole_days: bool) -> ExternalHelp:
    """Build what others are taken to give of hours without interventions (DECISION-08).

    Parameters
    ----------
    whole_days : the hours are written in døgn.
    """
    requirement = requirement_of(period, calendar, whole_days)
    first = period.first
    return ExternalHelp(first.source, first.resident, first.service, 1, requirement)
