"""Words on the days of a decision: when it holds, and what is received then."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from allocator.calendar.roster import Days
from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures
from allocator.results.register import RegisterRow
from allocator.results.service_week import service_week
from allocator.rounding import hours_minutes
from allocator.tables.declared_people import DecisionRow
from allocator.text import translate
from allocator.text.dates import day

_SERVICE = ["unit", "resident", "service"]
_FIGURES = ["omfang_hm", "ressursinnsats_hm"]


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


def periods_apart(hours: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Select the register's rows of services whose hours there are not those of the whole stay.

    Decisions that follow each other have each their own, and so have the days of one that ends;
    one that is renewed with the same hours has the same.

    Parameters
    ----------
    hours, register : `hours.csv` and `register.csv`, of the same units.
    """
    rows = register[register["omfang_hm"] != ""].reset_index(drop=True)
    stay = rows[_SERVICE].merge(hours[[*_SERVICE, *_FIGURES]], on=_SERVICE, how="left")
    differs = (rows["period_from"] != "") & (rows[_FIGURES] != stay[_FIGURES]).any(axis=1)
    apart = differs.groupby([rows[name] for name in _SERVICE]).transform("any")
    return rows[apart.astype(bool)].reset_index(drop=True)


def hours_of_periods(rows: Iterable[RegisterRow], language: str) -> Iterator[str]:
    """Write the hours of each row of the register with its days: `7:00 fra … til … (7 døgn)`."""
    for row in rows:
        own = row.omfang_hm
        if row.ressursinnsats_hm != own:
            facts = {"omfang": own, "resources": row.ressursinnsats_hm}
            own = translate("explain", "hours-resources", language, **facts)
        if row.status == "not_started":
            yield translate("explain", "hours-not-started", language, hours=own)
            continue
        ends = (date.fromisoformat(text) for text in (row.period_from, row.period_to))
        first, last = (day(when, language) for when in ends)
        key = "hours-decided" if row.status else "hours-undecided"
        facts = {"first": first, "last": last, "days": str(row.days)}
        yield translate("explain", key, language, hours=own, **facts)


def _between(first: date, days: Days, language: str) -> dict[str, str]:
    """Write the first and the last of some days."""
    held = np.flatnonzero(days)
    ends = (first + timedelta(days=int(number)) for number in (held[0], held[-1]))
    return dict(zip(("first", "last"), (day(when, language) for when in ends), strict=True))
