"""`register.csv`: what is entered in the register, in the form of the record system."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures
from allocator.results.hours import HoursRow
from allocator.rounding import hours_minutes
from allocator.rules.classify import Classification
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.tables.declared_people import DecisionRow
from allocator.tables.rows import rows_of
from allocator.terms import ROLLING_RESPITE, SERVICES, DecisionStatus, Report

STATUSES: tuple[DecisionStatus, ...] = ("granted", "not_started", "applied", "refused")
"""Where a service has several decisions the register shows the first of these statuses."""


class RegisterRow(NamedTuple):
    """A row of `register.csv`: hours as `h:mm`, dates as `yyyy-mm-dd`, empty where not reported."""

    unit: str
    resident: str
    service: int
    service_name: str
    status: DecisionStatus | Literal[""]
    omfang_hm: str
    ressursinnsats_hm: str
    decided_hm: str
    basis: Report | Literal[""]
    applied_on: str
    decided_on: str
    started_on: str
    ended_on: str
    appealed_on: str
    period_from: str
    period_to: str
    org_no: str
    rolling: Literal["yes", "no", ""]
    staffing: str
    ordinary_housing: str


def register_frame(
    units: Iterable[Figures], hours: pd.DataFrame, classification: Classification
) -> pd.DataFrame:
    """One row per unit, resident and service of the register; dates as `yyyy-mm-dd`."""
    hours_of = {(row.unit, row.resident, row.service): row for row in rows_of(hours, HoursRow)}
    rows = [row for figures in units for row in _rows(figures, hours_of, classification)]
    return pd.DataFrame(rows, columns=list(RegisterRow._fields))


def _rows(
    figures: Figures,
    hours_of: Mapping[tuple[str, str, int], HoursRow],
    classification: Classification,
) -> Iterator[RegisterRow]:
    tables = figures.allocation.unit.rows
    decisions: dict[tuple[str, int], list[DecisionRow]] = {}
    for row in tables.decisions:
        if row.reportable:
            decisions.setdefault((row.resident, row.service), []).append(row)
    planned = {
        (row.resident, row.service)
        for row in tables.interventions
        if classification.role(RowRef.of(row)) in INTERVENTION_ROLES
    }
    number_of = {name: number for number, name in enumerate(figures.data.residents)}
    for resident, service in sorted(
        planned | set(decisions), key=lambda key: (number_of[key[0]], key[1])
    ):
        hours = hours_of[figures.data.unit, resident, service]
        yield _row(figures, hours, decisions.get((resident, service), []))


def _row(figures: Figures, hours: HoursRow, decisions: Sequence[DecisionRow]) -> RegisterRow:
    unit = figures.allocation.unit.rows.unit
    row = standing(decisions)
    status: DecisionStatus | Literal[""] = "" if row is None else row.status
    rolling = row is not None and row.rolling
    carries_hours = SERVICES[hours.service].hours and (
        rolling or hours.service != ROLLING_RESPITE or row is None
    )
    has_decided = carries_hours and not np.isnan(hours.decided_minutes)
    decided_hm = hours_minutes(hours.decided_minutes) if has_decided else ""
    reports = carries_hours and status in ("", "granted")
    waits = carries_hours and status == "not_started"
    applied, decided, started, ended, appealed = _dates(row)
    first, last = figures.data.calendar.first, figures.data.calendar.last
    return RegisterRow(
        unit=hours.unit,
        resident=hours.resident,
        service=hours.service,
        service_name=hours.service_name,
        status=status,
        omfang_hm=hours.omfang_hm if reports else decided_hm if waits else "",
        ressursinnsats_hm=hours.ressursinnsats_hm if reports else decided_hm if waits else "",
        decided_hm=decided_hm,
        basis=figures.policies.report if reports else "decided" if waits else "",
        applied_on=applied,
        decided_on=decided,
        started_on=started,
        ended_on=ended,
        appealed_on=appealed,
        period_from="" if first is None else first.isoformat(),
        period_to="" if last is None else last.isoformat(),
        org_no=(row.org_no if row is not None else "") or unit.org_no,
        rolling=("yes" if rolling else "no") if hours.service == ROLLING_RESPITE else "",
        staffing=unit.staffing,
        ordinary_housing=unit.ordinary_housing,
    )


def _dates(row: DecisionRow | None) -> tuple[str, str, str, str, str]:
    """When it was applied for, decided, started, ended and appealed; of rolling respite its own."""
    if row is None:
        return "", "", "", "", ""
    started, ended = row.started_on, row.ended_on
    if row.rolling and row.service == ROLLING_RESPITE:
        started, ended = row.from_, row.to
    return (
        _date(row.applied_on),
        _date(row.decided_on),
        "" if row.status == "not_started" else _date(started),
        _date(ended),
        _date(row.appealed_on),
    )


def standing(decisions: Sequence[DecisionRow]) -> DecisionRow | None:
    """Choose the decision that the register shows: by STATUSES, then the newest."""
    for status in STATUSES:
        rows = [row for row in decisions if row.status == status]
        if rows:
            return max(rows, key=lambda row: (not pd.isna(row.from_), _date(row.from_)))
    return None


def _date(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()
