"""Which granted decisions have an intervention in force on their days (contract 3.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from allocator.calendar.absences import in_hospital
from allocator.calendar.periods import as_one
from allocator.calendar.roster import Calendar, Days
from allocator.rules.policy import Policies
from allocator.rules.verdicts import INTERVENTION_ROLES, Verdict
from allocator.tables.declared_people import AbsenceRow, DecisionRow, ResidentRow
from allocator.tables.declared_rota import UnitRow
from allocator.tables.declared_work import InterventionRow
from allocator.tables.inputs import Inputs
from allocator.tables.rows import rows_of

ServiceKey = tuple[str, str, int]
"""Unit, resident, service."""


def not_reported_days(inputs: Inputs) -> dict[ServiceKey, Days]:
    """Mark the døgn on which a decision is granted that is not the register's, and no other is."""
    calendars = {row.unit: Calendar.of_unit(row) for row in rows_of(inputs.tables["unit"], UnitRow)}
    granted: dict[tuple[ServiceKey, bool], Days] = {}
    for row in rows_of(inputs.tables["decisions"], DecisionRow):
        if row.status == "granted":
            key = (row.unit, row.resident, row.service), row.reportable
            days = calendars[row.unit].between(row.from_, row.to)
            granted[key] = granted[key] | days if key in granted else days
    return {
        key: days & ~granted[key, True] if (key, True) in granted else days
        for (key, reportable), days in granted.items()
        if not reportable
    }


def stays_of(inputs: Inputs) -> dict[tuple[str, str], Days]:
    """Mark the døgn on which each resident of a unit lives there and is not in hospital."""
    calendars = {row.unit: Calendar.of_unit(row) for row in rows_of(inputs.tables["unit"], UnitRow)}
    away: dict[tuple[str, str], list[AbsenceRow]] = {}
    for absence in rows_of(inputs.tables["absences"], AbsenceRow):
        away.setdefault((absence.unit, absence.resident), []).append(absence)
    return {
        (row.unit, row.resident): calendars[row.unit].between(row.from_, row.to)
        & ~in_hospital(away.get((row.unit, row.resident), ()), calendars[row.unit])
        for row in rows_of(inputs.tables["residents"], ResidentRow)
    }


def without_intervention(
    inputs: Inputs,
    policies: Mapping[str, Policies],
    plan: Sequence[Verdict],
) -> frozenset[int]:
    """Return the places of the decisions on whose days no intervention is in force.

    Granted decisions that count as one are one. One that is granted on no day of the roster is
    left out.

    Parameters
    ----------
    plan : the verdicts on the rows of `interventions`.
    """
    decisions = rows_of(inputs.tables["decisions"], DecisionRow)
    if not decisions:
        return frozenset()
    calendars = {row.unit: Calendar.of_unit(row) for row in rows_of(inputs.tables["unit"], UnitRow)}
    stays = stays_of(inputs)
    in_force: dict[ServiceKey, Days] = {
        (row.unit, row.resident, row.service): np.zeros(calendars[row.unit].days, dtype=bool)
        for row in decisions
    }
    for row, verdict in zip(
        rows_of(inputs.tables["interventions"], InterventionRow), plan, strict=True
    ):
        key = row.unit, row.resident, row.service
        if verdict.role in INTERVENTION_ROLES and key in in_force:
            days = calendars[row.unit].between(row.from_, row.to)
            in_force[key] |= days & stays[key[:2]]
    alone: set[int] = set()
    for period in granted_periods(inputs, policies):
        days = period.days & stays[period.key[:2]]
        if days.any() and not (days & in_force[period.key]).any():
            alone.update(row.position for row in period.rows)
    for decision in decisions:
        if not _is_granted(decision):
            key = decision.unit, decision.resident, decision.service
            days = calendars[decision.unit].between(decision.from_, decision.to)
            if not (days & in_force[key]).any():
                alone.add(decision.position)
    return frozenset(alone)


@dataclass(frozen=True)
class GrantedPeriod:
    """Granted decisions of the same hours that follow each other without a day between.

    Parameters
    ----------
    key : unit, resident, service.
    days : the døgn of the roster on which one of them holds, whoever lives there; some.
    """

    key: ServiceKey
    rows: tuple[DecisionRow, ...]
    days: Days


def granted_periods(inputs: Inputs, policies: Mapping[str, Policies]) -> Iterator[GrantedPeriod]:
    """List the periods of equal granted hours, by resident and service, in order of time."""
    calendars = {row.unit: Calendar.of_unit(row) for row in rows_of(inputs.tables["unit"], UnitRow)}
    granted: dict[ServiceKey, list[DecisionRow]] = {}
    for row in rows_of(inputs.tables["decisions"], DecisionRow):
        if _is_granted(row):
            granted.setdefault((row.unit, row.resident, row.service), []).append(row)
    for key, rows in granted.items():
        weeks_per = policies[key[0]].rules.weeks_per
        between = calendars[key[0]].between
        held = [(row, row.hours / weeks_per[row.per], between(row.from_, row.to)) for row in rows]
        for group, days in as_one(held):
            yield GrantedPeriod(key, tuple(group), days)


def _is_granted(row: DecisionRow) -> bool:
    """Say whether a decision grants hours."""
    return row.status == "granted" and row.reportable and not pd.isna(row.hours)
