"""Questions on absences with a date that lower a figure (contract, table `fravaer`, and 3.5).

The figure of an ordinary week is that of the unit without its absences on dates, solved like any
other; it is solved only where an absence may matter.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from allocator.model.read_unit import PreparedUnit, read_unit
from allocator.model.unit_data import UnitData
from allocator.notices import Notice
from allocator.results.figures import Figures
from allocator.results.service_week import service_week
from allocator.rounding import NOTICEABLE, hours_minutes, whole_minutes
from allocator.rules.classify import Classification
from allocator.rules.plan_rows import QuestionContext
from allocator.tables import Inputs
from allocator.tables.declared_people import AbsenceRow
from allocator.terms import HOLIDAY_WITH_STAFF, HOSPITAL, SERVICES


def ordinary_unit(figures: Figures, classification: Classification) -> PreparedUnit | None:
    """Return the unit without its absences on dates; None where they lower nobody's figure."""
    own = figures.allocation.unit
    if not any(_asked_about(row) for row in own.rows.absences):
        return None
    ordinary = read_unit(own.rows, classification, ordinary=True)
    return ordinary if _may_matter(figures, ordinary.data) else None


def _asked_about(row: AbsenceRow) -> bool:
    """Say whether an absence has a date, and is not a stay in hospital of whole døgn."""
    if pd.isna(row.date) or row.reason == HOLIDAY_WITH_STAFF:
        return False
    return row.reason != HOSPITAL or not pd.isna(row.from_time)


def _may_matter(figures: Figures, ordinary: UnitData) -> bool:
    """Say whether an absence takes from what is asked for, or from what is not given in full."""
    data = figures.data
    asked = {demand.source: demand.requirement for demand in data.demands}
    for demand in ordinary.demands:
        before = asked.get(demand.source)
        if before is None or not np.array_equal(before.per_day, demand.requirement.per_day):
            return True
    short = [
        entry.resident
        for entry in figures.ledger.entries.values()
        if entry.asked - entry.total > NOTICEABLE
    ]
    residents = {*short, *(row.resident for row in data.supervisions)}
    return any(
        not np.array_equal(data.presence[number].away, ordinary.presence[number].away)
        for number in residents
    )


def absence_questions(
    inputs: Inputs, classification: Classification, units: Sequence[Figures]
) -> Iterator[Notice]:
    """Ask whether an ordinary week has an absence on a date that lowers a figure (ASK-18).

    Where the week without the absences could not be calculated, nothing is asked, and that is said.
    """
    context = QuestionContext(inputs, classification)
    for figures in units:
        unit = figures.data.unit
        if "ASK-18" not in context.rules(unit).rules:
            continue
        if figures.ordinary is not None:
            yield from _of_unit(context, figures, figures.ordinary)
        elif figures.ordinary_failure:
            facts = {"failure": figures.ordinary_failure}
            yield Notice(
                "absence-not-compared", context.inputs.names["absences"], facts=facts, unit=unit
            )


def _of_unit(context: QuestionContext, figures: Figures, ordinary: Figures) -> Iterator[Notice]:
    rows: dict[str, list[AbsenceRow]] = {}
    for row in figures.allocation.unit.rows.absences:
        if _asked_about(row):
            rows.setdefault(row.resident, []).append(row)
    for resident, service in sorted(ordinary.entries):
        name = figures.data.residents[resident]
        if name not in rows:
            continue
        stay = figures.data.stays[resident]
        received = service_week(figures, resident, service, stay).received
        without = service_week(ordinary, resident, service, stay).received
        if without - received > NOTICEABLE:
            yield Notice(
                "absence-lowers",
                context.inputs.names["absences"],
                rows[name][0].row,
                context.column("absences", "date"),
                hours_minutes(received),
                {
                    "service_name": SERVICES[service].name,
                    "rows": ", ".join(str(row.row) for row in rows[name]),
                    "ordinary": hours_minutes(without),
                    "minutes": hours_minutes(whole_minutes(without) - whole_minutes(received)),
                },
                figures.data.unit,
                name,
                service,
            )
