"""`trace.csv`: rows whose sums are the figures of `hours.csv`, each with its deciding rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from pandas.api.typing import NAType

from allocator.model.unit_data import RowRef
from allocator.results.explain import Explainer
from allocator.results.figures import Figures
from allocator.results.timing import PlanOrDecisionRow
from allocator.rules.classify import Classification
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import InterventionRow, OtherWorkRow
from allocator.terms import PARTS


class TraceRow(NamedTuple):
    """A row of `trace.csv`; minutes are averages [min per week]; `service` <NA> of other work."""

    unit: str
    table: str
    row: int
    id: str
    resident: str
    service: int | NAType
    activity: str
    counted: bool
    rule: str
    asked_minutes: float
    planned_minutes: float
    received_minutes: float
    ressursinnsats_minutes: float
    staff_share_minutes: float
    day_minutes: float
    evening_minutes: float
    night_minutes: float
    explanation: str


def trace_frame(
    units: Iterable[Figures],
    classification: Classification,
    names: Mapping[str, str],
    unmet: pd.DataFrame,
    language: str,
) -> pd.DataFrame:
    """Build one row per row of decisions, plan and the unit's own work [min per week].

    Rows that do not count are there too, with what they ask for and nothing else.

    Parameters
    ----------
    names : English table name -> name as in the input.
    unmet : why something is missing.
    language : of the explanations, nb or en.
    """
    rows: list[TraceRow] = []
    for figures in units:
        rows += _rows(
            figures, classification, names, Explainer(figures, classification, unmet, language)
        )
    return pd.DataFrame(rows, columns=list(TraceRow._fields))


def _rows(
    figures: Figures, classification: Classification, names: Mapping[str, str], explainer: Explainer
) -> Iterator[TraceRow]:
    rows = figures.allocation.unit.rows
    traced: Iterable[PlanOrDecisionRow] = (*rows.decisions, *rows.interventions, *rows.other_work)
    for row in traced:
        source = RowRef.of(row)
        verdict = classification.verdict(source)
        planned, received, resources, share, day, evening, night = _measures(figures, source)
        yield TraceRow(
            figures.data.unit,
            names[source.table],
            row.row,
            row.intervention if isinstance(row, InterventionRow) else "",
            "" if isinstance(row, OtherWorkRow) else row.resident,
            pd.NA if isinstance(row, OtherWorkRow) else row.service,
            _activity(row),
            verdict.counts,
            verdict.rule,
            explainer.asked(row),
            planned,
            received,
            resources,
            share,
            day,
            evening,
            night,
            explainer.explain(row),
        )


def _activity(row: PlanOrDecisionRow) -> str:
    if isinstance(row, DecisionRow):
        return row.status
    return row.work if isinstance(row, OtherWorkRow) else row.activity


def _measures(figures: Figures, source: RowRef) -> Sequence[float]:
    """Return planned, received, ressursinnsats, staff share, and received by part.

    All are 0 for a row outside the ledger.
    """
    entries = figures.shares(source)
    if not entries:
        return [0.0] * (4 + len(PARTS))
    week = figures.week(source)
    return [
        week.asked,
        week.received,
        week.received * entries[0].staff,
        sum(entry.share for entry in entries) * figures.per_week_of_staff,
        *(float(minutes) for minutes in week.parts),
    ]
