"""From typed tables to houses: each unit with its own rows, alone."""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar, Days
from allocator.clock import Window
from allocator.model.decisions import (
    Decisions,
    decision_caps,
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
from allocator.terms import HOLIDAY_WITH_STAFF, MINUTES_PER_DAY

PYTHON_KEYWORDS = frozenset({"from", "count"})
"""Columns whose names Python has taken; in a row they end in `_`."""


@dataclass(frozen=True)
class UnitRows:
    """The rows of one unit, table by table, and how its guidance is read."""

    unit: Any
    policies: Policies
    tables: dict[str, list[Any]]


@dataclass(frozen=True)
class PreparedUnit:
    """One unit, read: what the results need beside the model's data."""

    rows: UnitRows
    data: UnitData
    decisions: Decisions


def rows_by_unit(inputs: Inputs) -> dict[str, dict[str, list[Any]]]:
    """The rows of each unit, table by table, as named tuples.

    `Index` is the place in the typed frame; `from` and `count`, which Python has taken, are
    `from_` and `count_`.
    """
    found: dict[str, dict[str, list[Any]]] = {}
    for name, frame in inputs.tables.items():
        names = [f"{column}_" if column in PYTHON_KEYWORDS else column for column in frame.columns]
        row_of = namedtuple("Row", ["Index", *names])  # type: ignore[misc]
        columns = [frame[column].tolist() for column in frame.columns]
        for values in zip(range(len(frame)), *columns, strict=True):
            row: Any = row_of._make(values)
            found.setdefault(row.unit, {}).setdefault(name, []).append(row)
    return found


def read_unit(rows: UnitRows, classification: Classification) -> PreparedUnit:
    """One unit's rows as data: what is asked, who is there, and what decisions allow."""
    tables = rows.tables
    calendar = Calendar.of_unit(rows.unit)
    names = [row.resident for row in tables.get("residents", [])]
    residents = {name: place for place, name in enumerate(names)}
    stays = [calendar.between(row.from_, row.to) for row in tables.get("residents", [])]
    presence = _presence(tables.get("absences", []), calendar, residents, stays)
    weeks_per = rows.policies.rules.weeks_per
    interventions = tables.get("interventions", [])
    decisions = read_decisions(
        tables.get("decisions", []), classification, calendar, residents, stays, weeks_per
    )
    context = PlanContext(
        calendar, residents, stays, presence, decisions, classification, rows.policies, weeks_per
    )
    planned = {
        (residents[row.resident], row.service)
        for row in interventions
        if classification.role(RowRef("interventions", row.Index)) in INTERVENTION_ROLES
    }
    without_plan = without_interventions(decisions, planned)
    of_the_unit = rows.policies.rules.services("DECISION-07")
    asked = [
        demand_of(one, calendar, rows.policies.priority(one.service))
        for one in without_plan
        if one.service in of_the_unit
    ]
    house_work = tables.get("other_work", [])
    plan = read_plan(interventions, tables.get("groups", []), house_work, asked, context)
    given = [external_of(one, calendar) for one in without_plan if one.service not in of_the_unit]
    externals = (*plan.externals, *given)
    per_shift = [row for row in house_work if row.per == "shift"]
    data = UnitData(
        rows.unit.unit,
        calendar,
        tuple(names),
        tuple(stays),
        tuple(presence),
        read_shifts(tables.get("shifts", []), per_shift, calendar),
        plan.demands,
        plan.supervisions,
        externals,
        tuple(decision_caps(decisions, externals)),
        rows.policies.shared_supervision,
    )
    return PreparedUnit(rows, data, decisions)


def _presence(
    absences: Sequence[Any],
    calendar: Calendar,
    residents: dict[str, int],
    stays: Sequence[Days],
) -> list[Presence]:
    """When each resident is there; a holiday together with the staff is no absence."""
    pieces: list[list[Window]] = [
        [
            (day * float(MINUTES_PER_DAY), (day + 1) * float(MINUTES_PER_DAY))
            for day in np.flatnonzero(~stay)
        ]
        for stay in stays
    ]
    for row in absences:
        if row.reason == HOLIDAY_WITH_STAFF:
            continue
        start, end = 0.0, float(MINUTES_PER_DAY)
        if not pd.isna(row.from_time):
            start, end = calendar.window(row.from_time, row.to_time)
        for day in _days_of(row, calendar):
            begin = day * MINUTES_PER_DAY
            pieces[residents[row.resident]].append((begin + start, begin + end))
    return [Presence.of(one, calendar.length) for one in pieces]


def _days_of(row: Any, calendar: Calendar) -> list[int]:
    if not pd.isna(row.date):
        day = calendar.on_date(row.date)
        return [] if day is None else [day]
    return [int(day) for day in np.flatnonzero(calendar.on_weekdays([int(row.weekday)]))]
