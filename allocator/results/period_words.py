"""Sentences on the days of a decision: when it holds, and what is received then."""

from datetime import date, timedelta

import numpy as np

from allocator.calendar.roster import Days
from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures
from allocator.results.service_week import service_week
from allocator.rounding import hours_minutes
from allocator.tables.declared_people import DecisionRow
from allocator.text import translate


def period_sentences(figures: Figures, row: DecisionRow, language: str) -> list[str]:
    """Say what is received on the days of a granted decision; nothing where they are the stay's.

    And which decisions of the same hours count as one with it.
    """
    resident = figures.data.residents.index(row.resident)
    stay = figures.data.stays[resident]
    days = figures.data.calendar.between(row.from_, row.to) & stay
    if not days.any():
        return [translate("explain", "decided-outside", language)]
    first = figures.data.calendar.first
    if first is None or bool((days == stay).all()):
        return []
    source = RowRef.of(row)
    periods = figures.allocation.unit.decisions.granted_periods(resident, row.service)
    period = next(period for period in periods if source in period.sources)
    week = service_week(figures, resident, row.service, period.days)
    facts = _between(first, days, language) | {
        "days": str(int(days.sum())),
        "received": hours_minutes(week.received),
        "planned": hours_minutes(week.asked),
    }
    sentences = [translate("explain", "decided-period", language, **facts)]
    row_of = {RowRef.of(own): own.row for own in figures.allocation.unit.rows.decisions}
    others = [str(row_of[other]) for other in period.sources if other != source]
    if others:
        rows = ", ".join(others)
        sentences.append(translate("explain", "decided-as-one", language, rows=rows))
    return sentences


def _between(first: date, days: Days, language: str) -> dict[str, str]:
    """Write the first and the last of some days."""
    held = np.flatnonzero(days)
    ends = [first + timedelta(days=int(day)) for day in (held[0], held[-1])]
    texts = [f"{day:%d.%m.%Y}" if language == "nb" else day.isoformat() for day in ends]
    return {"first": texts[0], "last": texts[1]}
