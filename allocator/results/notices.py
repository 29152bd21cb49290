"""`notices.csv`: what the tables hold and what the figures raise, with the answers given."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from allocator.calendar.average import week_weights
from allocator.model.unit_data import RowRef, UnitData
from allocator.notices import SEVERITIES, Notice
from allocator.results.absence_questions import absence_questions
from allocator.results.coverage_questions import coverage_questions
from allocator.results.decision_questions import decision_questions
from allocator.results.figures import Figures
from allocator.results.register_questions import org_no_questions
from allocator.results.staff_questions import staff_questions
from allocator.results.unmet import Shortage
from allocator.rounding import hours_minutes, whole_minutes
from allocator.rules.classify import Classification
from allocator.rules.policy import day_notices
from allocator.rules.questions import limits, questions, row_ids, with_answers
from allocator.tables import Inputs
from allocator.text import translate

COLUMNS = (
    "severity", "code", "rule", "table", "row", "column", "value", "message", "answer",
)  # fmt: skip


def notices_of(
    inputs: Inputs,
    classification: Classification,
    units: Sequence[Figures],
    short: Sequence[Sequence[Shortage]],
    hours: pd.DataFrame,
    register: pd.DataFrame,
    language: str,
) -> list[Notice]:
    """Collect every notice on an input and its figures, errors first."""
    notices = [*inputs.notices, *classification.notices, *limits(inputs, classification, hours)]
    notices += [
        *day_notices(inputs, classification.policies),
        *questions(inputs, classification, hours),
        *coverage_questions(inputs, classification, units, short, language),
        *decision_questions(inputs, classification, units),
        *staff_questions(inputs, classification, units),
        *absence_questions(inputs, classification, units),
        *org_no_questions(inputs, classification, units, register),
    ]
    for figures, shortages in zip(units, short, strict=True):
        notices += _other_work_short(figures, shortages)
        notices += _readings(figures, inputs, language)
    answers, table = inputs.tables["answers"], inputs.names["answers"]
    notices = with_answers(notices, answers, table, row_ids(inputs))
    return sorted(notices, key=lambda notice: SEVERITIES.index(notice.severity))


def notices_frame(notices: Iterable[Notice], language: str) -> pd.DataFrame:
    """Build one row per notice; `row` as the spreadsheet shows it."""
    rows = [
        (
            notice.severity,
            notice.code,
            notice.rule,
            notice.table,
            notice.row,
            notice.column,
            notice.value,
            notice.message(language),
            notice.answer,
        )
        for notice in notices
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"row": "Int64"})


def readings_of(figures: Figures) -> dict[RowRef, dict[str, float]]:
    """Return each row of shared supervision under its three readings [min per week]."""
    minutes_of: dict[RowRef, dict[str, float]] = {}
    weeks = figures.data.calendar.weeks
    for number, row in enumerate(figures.data.supervisions):
        stay = figures.data.stays[row.resident]
        days = week_weights(stay, row.weekdays, by_weekday=True)[row.days].sum()
        # received in an average week of the roster -> of the stay, as the length of its parts
        factor = weeks * days / row.days.sum() if row.days.any() else 0.0
        minutes_of[row.source] = {
            reading: figures.allocation.solution.readings.get(reading, {}).get(number, 0.0)
            * float(factor)
            for reading in ("divided", "joint", "rounds")
        }
    return minutes_of


def _readings(figures: Figures, inputs: Inputs, language: str) -> Iterator[Notice]:
    """Ask for each row of shared supervision which reading has been decided (ASK-05)."""
    rows = {row.source: row for row in figures.data.supervisions}
    for source, minutes in readings_of(figures).items():
        frame = inputs.tables[source.table]
        if not any(map(whole_minutes, minutes.values())):
            continue  # whatever has been decided, it is nothing
        facts = {reading: hours_minutes(value) for reading, value in minutes.items()}
        yield Notice(
            "supervision-reading",
            inputs.names[source.table],
            int(frame["row"].iloc[source.position]),
            facts=facts
            | {"reading": translate("explain", f"reading-{figures.data.reading}", language)},
            unit=figures.data.unit,
            resident=figures.data.residents[rows[source].resident],
            service=rows[source].service,
        )


def _other_work_short(figures: Figures, short: Iterable[Shortage]) -> Iterator[Notice]:
    """Warn of other work that takes staff while priority 1 goes short of it."""
    first = any(
        shortage.claim.priority == 1 and shortage.reason == "staff_busy" for shortage in short
    )
    if first and _takes_staff(figures.data):
        yield Notice("other-work-short", unit=figures.data.unit)


def _takes_staff(data: UnitData) -> bool:
    in_model = any(demand.kind == "other_work" for demand in data.demands)
    return in_model or any(shift.other_work > 0 for shift in data.shifts)
