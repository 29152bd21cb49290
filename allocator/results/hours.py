"""`hours.csv`: omfang, ressursinnsats and staff share of each resident and service."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from allocator.model.allocate import NEGLIGIBLE_MINUTES
from allocator.results.figures import Figures
from allocator.results.ledger import LedgerEntry
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.terms import PARTS, SERVICES


class HoursRow(NamedTuple):
    """A row of `hours.csv`; minutes are averages [min per week]."""

    unit: str
    resident: str
    service: int
    service_name: str
    days: int
    decided_minutes: float
    planned_minutes: float
    received_minutes: float
    omfang_minutes: float
    ressursinnsats_minutes: float
    staff_share_minutes: float
    day_minutes: float
    evening_minutes: float
    night_minutes: float
    coverage: float
    omfang_hm: str
    ressursinnsats_hm: str
    decided_coverage: float


def hours_frame(units: Iterable[Figures]) -> pd.DataFrame:
    """Build one row per unit, resident and service that has a decision or an intervention.

    Minutes are averages per week, [min per week]; `staff_share_minutes` over the whole roster,
    the others over the days on which the resident lives there.
    """
    rows = [
        _row(figures, resident, service)
        for figures in units
        for resident, service in services_of(figures)
    ]
    return pd.DataFrame(rows, columns=list(HoursRow._fields))


def services_of(figures: Figures) -> list[tuple[int, int]]:
    """List every resident and service with a decision or an intervention, in order."""
    rows = figures.allocation.unit.rows
    number_of = {name: number for number, name in enumerate(figures.data.residents)}
    decided = {(number_of[row.resident], row.service) for row in rows.decisions}
    planned = {(number_of[row.resident], row.service) for row in rows.interventions}
    return sorted(decided | planned)


def _row(figures: Figures, resident: int, service: int) -> HoursRow:
    entries: Sequence[LedgerEntry] = figures.entries.get((resident, service), [])
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
    day, evening, night = (
        week * sum(float(entry.received[part]) for entry in entries) for part in range(len(PARTS))
    )
    return HoursRow(
        unit=figures.data.unit,
        resident=figures.data.residents[resident],
        service=service,
        service_name=SERVICES[service].name,
        days=figures.days(resident),
        decided_minutes=float("nan") if decided is None else decided * week,
        planned_minutes=planned,
        received_minutes=received,
        omfang_minutes=omfang,
        ressursinnsats_minutes=ressursinnsats,
        staff_share_minutes=figures.per_week_of_staff * sum(entry.share for entry in entries),
        day_minutes=day,
        evening_minutes=evening,
        night_minutes=night,
        coverage=received / planned if planned > NEGLIGIBLE_MINUTES else float("nan"),
        omfang_hm=hours_minutes(omfang),
        ressursinnsats_hm=hours_minutes(ressursinnsats),
        decided_coverage=_decided_coverage(figures, resident, service),
    )


def _decided_coverage(figures: Figures, resident: int, service: int) -> float:
    """Return received / decided over the periods of equal decided hours, weighted by their days."""
    periods = figures.allocation.unit.decisions.decided_periods(resident, service)
    decided = sum(period.weekly * float(period.days.sum()) for period in periods)
    if decided <= NEGLIGIBLE_MINUTES:
        return float("nan")
    received = sum(
        figures.daily.week(entry.source, period.days).received * float(period.days.sum())
        for period in periods
        for entry in figures.entries.get((resident, service), [])
    )
    return received / decided
