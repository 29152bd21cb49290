"""From typed tables to units: each with its own rows, alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
import pandas as pd

from allocator.calendar.absences import away_pieces, in_hospital
from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar, Days
from allocator.calendar.school import SchoolTime
from allocator.model.caps import decision_caps, worth_of_minutes
from allocator.model.decisions import (
    Decisions,
    demand_of,
    external_of,
    read_decisions,
    without_interventions,
)
from allocator.model.demands import PlanContext, read_plan
from allocator.model.staff import read_shifts
from allocator.model.unit_data import RowRef, UnitData
from allocator.rules.classify import Classification
from allocator.rules.policy import Policies
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.tables import Inputs
from allocator.tables.declared import TABLES
from allocator.tables.declared_people import AbsenceRow, DecisionRow, ResidentRow
from allocator.tables.declared_rota import ShiftRow, UnitRow
from allocator.tables.declared_work import GroupRow, InterventionRow, OtherWorkRow
from allocator.tables.rows import rows_of
from allocator.terms import MINUTES_PER_DAY


@dataclass
class UnitRows:
    """The rows of one unit, table by table, and how its guidance is read."""

    unit: UnitRow
    policies: Policies
    shifts: list[ShiftRow] = field(default_factory=list)
    residents: list[ResidentRow] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)
    interventions: list[InterventionRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    other_work: list[OtherWorkRow] = field(default_factory=list)
    absences: list[AbsenceRow] = field(default_factory=list)


@dataclass(frozen=True)
class PreparedUnit:
    """One unit, read: what the results need beside the model's data."""

    rows: UnitRows
    data: UnitData
    decisions: Decisions
    in_force: Mapping[tuple[int, int], Days]
    """By resident and service, the døgn on which any intervention is, those in hospital too."""
    hospital: tuple[Days, ...]
    """For each resident, the døgn that stays in hospital take out of the stay."""


def rows_by_unit(inputs: Inputs, policies: Mapping[str, Policies]) -> list[UnitRows]:
    """Return the rows of each unit, in the order of the table `unit`."""
    units = {
        row.unit: UnitRows(row, policies[row.unit])
        for row in rows_of(inputs.tables["unit"], UnitRow)
    }
    for column in fields(UnitRows):
        if column.name in TABLES and column.name != "unit":
            for row in rows_of(inputs.tables[column.name], TABLES[column.name].row):
                getattr(units[row.unit], column.name).append(row)
    return list(units.values())


def read_unit(
    rows: UnitRows, classification: Classification, ordinary: bool = False
) -> PreparedUnit:
    """Read one unit's rows as data: demands, presence, and the limits of decisions.

    Parameters
    ----------
    ordinary : without absences on dates; whole døgn in hospital stay out of the stay.
    """
    calendar = Calendar.of_unit(rows.unit)
    names = [row.resident for row in rows.residents]
    residents = {name: number for number, name in enumerate(names)}
    absences = [[away for away in rows.absences if away.resident == name] for name in names]
    hospital = tuple(in_hospital(own, calendar) for own in absences)
    stays = [
        calendar.between(row.from_, row.to) & ~stopped
        for row, stopped in zip(rows.residents, hospital, strict=True)
    ]
    if ordinary:
        absences = [[away for away in own if pd.isna(away.date)] for own in absences]
    presence = [_presence(own, stay, calendar) for own, stay in zip(absences, stays, strict=True)]
    weeks_per = rows.policies.rules.weeks_per
    decisions = read_decisions(
        rows.decisions, classification, calendar, residents, stays, weeks_per
    )
    context = PlanContext(
        calendar,
        residents,
        stays,
        presence,
        decisions,
        classification,
        rows.policies,
        weeks_per,
        [SchoolTime.of(own, calendar) for own in absences],
    )
    without_plan = list(without_interventions(decisions, classification.unplanned))
    of_the_unit = rows.policies.rules.services("DECISION-07")
    asked = [
        demand_of(period, calendar, rows.policies.priority(period.first.service))
        for period in without_plan
        if period.first.service in of_the_unit
    ]
    plan = read_plan(rows.interventions, rows.groups, rows.other_work, asked, context)
    given = [
        external_of(period, calendar, period.first.source.position in classification.in_whole_days)
        for period in without_plan
        if period.first.service not in of_the_unit
    ]
    per_shift = [row for row in rows.other_work if row.per == "shift"]
    data = UnitData(
        rows.unit.unit,
        calendar,
        tuple(names),
        tuple(stays),
        tuple(presence),
        read_shifts(rows.shifts, per_shift, calendar),
        plan.demands,
        plan.supervisions,
        (*plan.externals, *given),
        rows.policies.shared_supervision,
    )
    capped = replace(
        data, caps=decision_caps(decisions, data), worth=worth_of_minutes(decisions, data)
    )
    return PreparedUnit(rows, capped, decisions, _in_force(rows, context, hospital), hospital)


def _in_force(
    rows: UnitRows, context: PlanContext, hospital: Sequence[Days]
) -> dict[tuple[int, int], Days]:
    """Mark the døgn on which any intervention of a resident and service is in force.

    Also those on which it would be, were it not for a stay in hospital.
    """
    days: dict[tuple[int, int], Days] = {}
    lives = {row.resident: context.calendar.between(row.from_, row.to) for row in rows.residents}
    for row in rows.interventions:
        if context.classification.role(RowRef.of(row)) in INTERVENTION_ROLES:
            resident = context.residents[row.resident]
            stopped = context.calendar.between(row.from_, row.to) & hospital[resident]
            not_reported = context.classification.not_reported_days(row, context.calendar)
            own = context.in_force(row) | (stopped & lives[row.resident] & ~not_reported)
            key = resident, row.service
            days[key] = days[key] | own if key in days else own
    return days


def _presence(absences: Sequence[AbsenceRow], stay: Days, calendar: Calendar) -> Presence:
    """Return when a resident is present."""
    elsewhere = [
        (day * float(MINUTES_PER_DAY), (day + 1) * float(MINUTES_PER_DAY))
        for day in np.flatnonzero(~stay)
    ]
    return Presence.of([*elsewhere, *away_pieces(absences, calendar)], calendar.length)
