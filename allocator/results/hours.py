"""`hours.csv`: omfang, ressursinnsats and staff share of each resident and service."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from allocator.results.figures import Figures
from allocator.results.ledger import LedgerEntry
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.terms import PARTS, SERVICES

COLUMNS = (
    "unit", "resident", "service", "service_name", "days", "decided_minutes", "planned_minutes",
    "received_minutes", "omfang_minutes", "ressursinnsats_minutes", "staff_share_minutes",
    "day_minutes", "evening_minutes", "night_minutes", "coverage", "omfang_hm",
    "ressursinnsats_hm",
)  # fmt: skip


def hours_frame(units: Iterable[Figures]) -> pd.DataFrame:
    """One row per unit, resident and service that has a decision or an intervention.

    Minutes are averages per week, [min per week]; `staff_share_minutes` over the whole roster,
    the others over the days on which the resident lives there.
    """
    rows = [row for figures in units for row in _rows(figures)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def services_of(figures: Figures) -> list[tuple[int, int]]:
    """Every resident and service with a decision or an intervention, in order."""
    tables = figures.allocation.unit.rows.tables
    number_of = {name: number for number, name in enumerate(figures.data.residents)}
    keys = {
        (number_of[row.resident], int(row.service))
        for table in ("decisions", "interventions")
        for row in tables.get(table, [])
    }
    return sorted(keys)


def _rows(figures: Figures) -> Iterator[dict[str, Any]]:
    for resident, service in services_of(figures):
        entries = figures.entries.get((resident, service), [])
        yield _row(figures, resident, service, entries)


def _row(
    figures: Figures, resident: int, service: int, entries: Sequence[LedgerEntry]
) -> dict[str, Any]:
    week = figures.per_week(resident)
    received = week * sum(entry.total for entry in entries)
    resources = week * sum(entry.resources for entry in entries)
    planned = week * sum(entry.asked for entry in entries)
    decisions = figures.allocation.unit.decisions
    decided = decisions.decided(resident, service)
    omfang, ressursinnsats = received, resources
    if figures.policies.report == "decided" and decisions.granted_days(resident, service).any():
        ratio = resources / received if received > NOTICEABLE else 1.0
        omfang = week * (decided or 0.0)
        ressursinnsats = week * decisions.decided_resources(resident, service, ratio)
    parts = [week * sum(float(entry.received[part]) for entry in entries) for part in range(3)]
    return {
        "unit": figures.data.unit,
        "resident": figures.data.residents[resident],
        "service": service,
        "service_name": SERVICES[service].name,
        "days": figures.days(resident),
        "decided_minutes": float("nan") if decided is None else decided * week,
        "planned_minutes": planned,
        "received_minutes": received,
        "omfang_minutes": omfang,
        "ressursinnsats_minutes": ressursinnsats,
        "staff_share_minutes": figures.per_week_of_staff * sum(entry.share for entry in entries),
        **{f"{name}_minutes": parts[part] for part, name in enumerate(PARTS)},
        "coverage": received / planned if planned > 0 else float("nan"),
        "omfang_hm": hours_minutes(omfang),
        "ressursinnsats_hm": hours_minutes(ressursinnsats),
    }
