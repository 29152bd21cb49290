"""Questions on the organisation number of whoever performs a service (contract, table `vedtak`)."""

from collections.abc import Iterator, Sequence

import pandas as pd

from allocator.notices import Notice
from allocator.results.figures import Figures
from allocator.results.register import RegisterRow, given_by_others
from allocator.rules.classify import Classification
from allocator.rules.plan_rows import QuestionContext
from allocator.tables import Inputs
from allocator.tables.rows import rows_of
from allocator.terms import DWELLING, EMERGENCY_BED, SERVICES


def org_no_questions(
    inputs: Inputs,
    classification: Classification,
    units: Sequence[Figures],
    register: pd.DataFrame,
) -> Iterator[Notice]:
    """Ask for the number where a granted row of the register has none (ASK-19).

    Of what others give, row by row; of what the unit gives, once for the unit, whose number it is.
    """
    context = QuestionContext(inputs, classification)
    figures_of = {figures.data.unit: figures for figures in units}
    of_unit: set[str] = set()
    for row in rows_of(register, RegisterRow):
        needed = row.status == "granted" and row.service != DWELLING
        if row.org_no or not needed or "ASK-19" not in context.rules(row.unit).rules:
            continue
        figures = figures_of[row.unit]
        resident = figures.data.residents.index(row.resident)
        if row.service == EMERGENCY_BED or given_by_others(figures, resident, row.service):
            yield Notice(
                "org-no-of-others",
                context.inputs.names["decisions"],
                None if pd.isna(row.row) else int(row.row),
                context.column("decisions", "org_no"),
                SERVICES[row.service].name,
                unit=row.unit,
                resident=row.resident,
                service=row.service,
            )
        elif row.unit not in of_unit:
            of_unit.add(row.unit)
            yield Notice("org-no-of-unit", context.inputs.names["unit"], unit=row.unit)
