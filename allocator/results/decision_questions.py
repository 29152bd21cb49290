"""The question where all that is planned is given, and it is less than granted (contract 3.5)."""

from collections.abc import Iterator, Sequence

from allocator.notices import Notice
from allocator.results.figures import Figures
from allocator.results.service_week import service_week
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.rules.classify import Classification
from allocator.rules.plan_rows import QuestionContext
from allocator.tables import Inputs
from allocator.terms import SERVICES


def decision_questions(
    inputs: Inputs, classification: Classification, units: Sequence[Figures]
) -> Iterator[Notice]:
    """Ask of each granted decision of which less is planned, all of it given (ASK-16).

    Decisions of the same hours that follow each other are asked about as one. What waits for its
    start is said by itself.
    """
    context = QuestionContext(inputs, classification)
    for figures in units:
        if "ASK-16" in context.rules(figures.data.unit).rules:
            yield from _of_unit(context, figures)


def less_than_decided(decided: float, planned: float, received: float) -> bool:
    """Say whether all that is planned is given, and it is less than decided [min per week]."""
    return planned - received <= NOTICEABLE and decided - received > NOTICEABLE


def _of_unit(context: QuestionContext, figures: Figures) -> Iterator[Notice]:
    decisions = figures.allocation.unit.decisions
    for resident, service in sorted(decisions.rows):
        for period in decisions.granted_periods(resident, service):
            week = service_week(figures, resident, service, period.days)
            if less_than_decided(period.weekly, week.asked, week.received):
                source = period.first.source
                frame = context.inputs.tables[source.table]
                yield Notice(
                    "less-than-decided",
                    context.inputs.names[source.table],
                    int(frame["row"].iloc[source.position]),
                    context.column(source.table, "hours"),
                    hours_minutes(week.received),
                    {
                        "decided": hours_minutes(period.weekly),
                        "service_name": SERVICES[service].name,
                    },
                    figures.data.unit,
                    figures.data.residents[resident],
                    service,
                )
