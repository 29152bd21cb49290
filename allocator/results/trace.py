"""`trace.csv`: rows whose sums are the figures of `hours.csv`, each with its deciding rule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from allocator.model.unit_data import RowRef
from allocator.results.explain import Explainer
from allocator.results.figures import Figures
from allocator.rules.classify import Classification
from allocator.terms import PARTS

COLUMNS = (
    "unit", "table", "row", "id", "resident", "service", "activity", "counted", "rule",
    "asked_minutes", "planned_minutes", "received_minutes", "ressursinnsats_minutes",
    "staff_share_minutes", "day_minutes", "evening_minutes", "night_minutes", "explanation",
)  # fmt: skip
MEASURES = COLUMNS[9:17]
TABLES = ("decisions", "interventions", "other_work")


def trace_frame(
    units: Iterable[Figures],
    classification: Classification,
    names: Mapping[str, str],
    unmet: pd.DataFrame,
    language: str,
) -> pd.DataFrame:
    """One row per row of the decisions, the plan and the unit's own work [min per week].

    Rows that do not count are there too, with what they ask for and nothing else.

    Parameters
    ----------
    names : English table name -> name as in the input.
    unmet : why something is missing.
    language : of the explanations, nb or en.
    """
    rows: list[dict[str, Any]] = []
    for figures in units:
        rows += _rows(
            figures, classification, names, Explainer(figures, classification, unmet, language)
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(
    figures: Figures, classification: Classification, names: Mapping[str, str], explainer: Explainer
) -> Iterator[dict[str, Any]]:
    tables = figures.allocation.unit.rows.tables
    for table in TABLES:
        for row in tables.get(table, []):
            source = RowRef(table, row.Index)
            verdict = classification.verdict(source)
            yield {
                "unit": figures.data.unit,
                "table": names[table],
                "row": int(row.row),
                "id": row.intervention if table == "interventions" else "",
                "resident": "" if table == "other_work" else row.resident,
                "service": pd.NA if table == "other_work" else int(row.service),
                "activity": _activity(table, row),
                "counted": verdict.counts,
                "rule": verdict.rule,
                **_measures(figures, source, explainer.asked(table, row)),
                "explanation": explainer.explain(table, row),
            }


def _activity(table: str, row: Any) -> str:
    if table == "decisions":
        return str(row.status)
    return str(row.work if table == "other_work" else row.activity)


def _measures(figures: Figures, source: RowRef, asked: float) -> dict[str, float]:
    """Calculate the figures of one row; all but `asked` are 0 for a row outside the ledger."""
    entry = figures.ledger.entries.get(source)
    if entry is None:
        return dict.fromkeys(MEASURES, 0.0) | {"asked_minutes": asked}
    week = figures.per_week(entry.resident)
    return {
        "asked_minutes": asked,
        "planned_minutes": entry.asked * week,
        "received_minutes": entry.total * week,
        "ressursinnsats_minutes": entry.resources * week,
        "staff_share_minutes": entry.share * figures.per_week_of_staff,
        **{
            f"{name}_minutes": float(entry.received[part]) * week for part, name in enumerate(PARTS)
        },
    }
