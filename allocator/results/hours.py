"""`hours.csv`: omfang, ressursinnsats and staff share of each resident and service."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from allocator.model.allocate import NEGLIGIBLE_MINUTES
from allocator.results.figures import Figures
from allocator.results.service_week import ServiceWeek, service_week
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.terms import DAYS_PER_WEEK, SERVICES

PRINTED = ("decided", "planned", "received", "omfang", "ressursinnsats")
"""The measures that a document shows of each service, beside day, evening and night."""


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
    stay = figures.data.stays[resident]
    week = service_week(figures, resident, service, stay)
    omfang, ressursinnsats = week.received, week.resources
    if figures.policies.report == "decided":
        omfang, ressursinnsats = _decided_measures(figures, resident, service, week)
    decisions = figures.allocation.unit.decisions
    decided = decisions.decided(resident, service)
    weeks = figures.days(resident) / DAYS_PER_WEEK
    entries = figures.entries.get((resident, service), [])
    day, evening, night = (float(minutes) for minutes in week.parts)
    return HoursRow(
        unit=figures.data.unit,
        resident=figures.data.residents[resident],
        service=service,
        service_name=SERVICES[service].name,
        days=figures.days(resident),
        decided_minutes=float("nan") if decided is None else decided / weeks if weeks else 0.0,
        planned_minutes=week.asked,
        received_minutes=week.received,
        omfang_minutes=omfang,
        ressursinnsats_minutes=ressursinnsats,
        staff_share_minutes=figures.per_week_of_staff * sum(entry.share for entry in entries),
        day_minutes=day,
        evening_minutes=evening,
        night_minutes=night,
        coverage=week.received / week.asked if week.asked > NEGLIGIBLE_MINUTES else float("nan"),
        omfang_hm=hours_minutes(omfang),
        ressursinnsats_hm=hours_minutes(ressursinnsats),
        decided_coverage=_decided_coverage(figures, resident, service),
    )


def _decided_measures(
    figures: Figures, resident: int, service: int, received: ServiceWeek
) -> tuple[float, float]:
    """Return what is decided where something is granted (REPORT-02), else what is received.

    Omfang and ressursinnsats, averages over the resident's stay [min per week].
    """
    decisions = figures.allocation.unit.decisions
    periods = decisions.granted_periods(resident, service)
    if not periods:
        return received.received, received.resources
    stay = figures.data.stays[resident]
    rest = stay & ~decisions.granted_days(resident, service)
    others = service_week(figures, resident, service, rest)
    omfang = others.received * float(rest.sum())
    resources = others.resources * float(rest.sum())
    for period in periods:
        ratio = service_week(figures, resident, service, period.days).ratio
        for decision in period.decisions:
            days = float(decision.days.sum())
            omfang += decision.weekly * days
            resources += decision.weekly_resources(ratio) * days
    return omfang / float(stay.sum()), resources / float(stay.sum())


def _decided_coverage(figures: Figures, resident: int, service: int) -> float:
    """Return received / decided over the periods of equal hours (DECISION-06), by their days."""
    periods = figures.allocation.unit.decisions.decided_periods(resident, service)
    decided = sum(period.weekly * float(period.days.sum()) for period in periods)
    if decided <= NEGLIGIBLE_MINUTES:
        return float("nan")
    received = sum(
        service_week(figures, resident, service, period.days).received * float(period.days.sum())
        for period in periods
    )
    return received / decided


def undelivered_minutes(figures: Figures) -> dict[tuple[int, int], float]:
    """Return what is decided and not received, by resident and service [min per week].

    Each period of equal decided hours for itself, weighted by its days: what is received beyond one
    makes up for nothing that another lacks. Only of what is decided on a day of the resident's.
    """
    decisions = figures.allocation.unit.decisions
    undelivered: dict[tuple[int, int], float] = {}
    for resident, service in decisions.rows:
        for period in decisions.decided_periods(resident, service):
            week = service_week(figures, resident, service, period.days)
            lacking = period.weekly - week.received
            share = float(period.days.sum()) / figures.days(resident)
            before = undelivered.get((resident, service), 0.0)
            own = lacking * share if lacking > NOTICEABLE else 0.0
            undelivered[resident, service] = before + own
    return undelivered
