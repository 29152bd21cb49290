"""`register.csv`: what is entered in the register, in the form of the record system."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures
from allocator.rounding import hours_minutes
from allocator.rules.classify import Classification
from allocator.rules.verdicts import INTERVENTION_ROLES
from allocator.terms import ROLLING_RESPITE, SERVICES

COLUMNS = (
    "unit", "resident", "service", "service_name", "status", "omfang_hm", "ressursinnsats_hm",
    "decided_hm", "basis", "applied_on", "decided_on", "started_on", "ended_on", "appealed_on",
    "period_from", "period_to", "org_no", "rolling", "staffing", "ordinary_housing",
)  # fmt: skip
STATUSES = ("granted", "not_started", "applied", "refused")
"""Where a service has several decisions the register shows the first of these statuses."""
DATES = ("applied_on", "decided_on", "started_on", "ended_on", "appealed_on")


def register_frame(
    units: Iterable[Figures], hours: pd.DataFrame, classification: Classification
) -> pd.DataFrame:
    """One row per unit, resident and service of the register; dates as `yyyy-mm-dd`."""
    figures_of: dict[tuple[str, str, int], Any] = {
        (str(row.unit), str(row.resident), int(str(row.service))): row
        for row in hours.itertuples(index=False)
    }
    rows = [row for figures in units for row in _rows(figures, figures_of, classification)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(
    figures: Figures, figures_of: dict[tuple[str, str, int], Any], classification: Classification
) -> Iterator[dict[str, Any]]:
    tables = figures.allocation.unit.rows.tables
    decisions: dict[tuple[str, int], list[Any]] = {}
    for row in tables.get("decisions", []):
        if row.reportable:
            decisions.setdefault((row.resident, int(row.service)), []).append(row)
    planned = {
        (row.resident, int(row.service))
        for row in tables.get("interventions", [])
        if classification.role(RowRef("interventions", row.Index)) in INTERVENTION_ROLES
    }
    number_of = {name: number for number, name in enumerate(figures.data.residents)}
    for resident, service in sorted(
        planned | set(decisions), key=lambda key: (number_of[key[0]], key[1])
    ):
        hours = figures_of[figures.data.unit, resident, service]
        yield _row(figures, hours, decisions.get((resident, service), []))


def _row(figures: Figures, hours: Any, decisions: Sequence[Any]) -> dict[str, Any]:
    unit = figures.allocation.unit.rows.unit
    row = standing(decisions)
    status = "" if row is None else row.status
    rolling = row is not None and bool(row.rolling)
    carries_hours = SERVICES[hours.service].hours and (
        rolling or hours.service != ROLLING_RESPITE or row is None
    )
    has_decided = carries_hours and not np.isnan(hours.decided_minutes)
    decided_hm = hours_minutes(hours.decided_minutes) if has_decided else ""
    reports = carries_hours and status in ("", "granted")
    waits = carries_hours and status == "not_started"
    dates = {name: _date(getattr(row, name, pd.NaT)) for name in DATES}
    if row is not None and rolling and hours.service == ROLLING_RESPITE:
        dates |= {"started_on": _date(row.from_), "ended_on": _date(row.to)}
    if status == "not_started":
        dates["started_on"] = ""
    first, last = figures.data.calendar.first, figures.data.calendar.last
    return {
        "unit": hours.unit,
        "resident": hours.resident,
        "service": hours.service,
        "service_name": hours.service_name,
        "status": status,
        "omfang_hm": hours.omfang_hm if reports else decided_hm if waits else "",
        "ressursinnsats_hm": hours.ressursinnsats_hm if reports else decided_hm if waits else "",
        "decided_hm": decided_hm,
        "basis": figures.policies.report if reports else "decided" if waits else "",
        **dates,
        "period_from": "" if first is None else first.isoformat(),
        "period_to": "" if last is None else last.isoformat(),
        "org_no": (row.org_no if row is not None else "") or unit.org_no,
        "rolling": ("yes" if rolling else "no") if hours.service == ROLLING_RESPITE else "",
        "staffing": unit.staffing,
        "ordinary_housing": unit.ordinary_housing,
    }


def standing(decisions: Sequence[Any]) -> Any | None:
    """Choose the decision that the register shows: by STATUSES, then the newest."""
    for status in STATUSES:
        rows = [row for row in decisions if row.status == status]
        if rows:
            return max(rows, key=lambda row: (not pd.isna(row.from_), _date(row.from_)))
    return None


def _date(value: Any) -> str:
    return "" if pd.isna(value) else pd.Timestamp(value).date().isoformat()
