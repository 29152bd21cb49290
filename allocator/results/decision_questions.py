"""What is said of a decision beside what is planned and received on its days (contract 3.5)."""

from collections.abc import Iterator, Sequence

from allocator.model.decisions import DecisionPeriod
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
    """Compare each granted decision with an average week of its own days.

    Warn where more is planned, cut unless others give it (DECISION-06, COUNT-07); ask where less is
    planned, all of it given (ASK-16). Decisions of the same hours that follow each other are one.
    What waits for its start is said by itself.
    """
    context = QuestionContext(inputs, classification)
    for figures in units:
        yield from _of_unit(context, figures)


def is_cut(decided: float, planned: float, received: float) -> bool:
    """Say whether more is planned than decided, and not all of it given [min per week]."""
    return planned > decided + NOTICEABLE and planned > received + NOTICEABLE


def less_than_decided(decided: float, planned: float, received: float) -> bool:
    """Say whether all that is planned is given, and it is less than decided [min per week]."""
    return planned - received <= NOTICEABLE and decided - received > NOTICEABLE


def _of_unit(context: QuestionContext, figures: Figures) -> Iterator[Notice]:
    decisions = figures.allocation.unit.decisions
    asks = "ASK-16" in context.rules(figures.data.unit).rules
    by_others = {
        (row.resident, row.service)
        for row in figures.data.externals
        if row.source.table == "interventions" and row.source.share == "reported"
    }
    for resident, service in sorted(decisions.rows):
        for period in decisions.granted_periods(resident, service):
            week = service_week(figures, resident, service, period.days)
            if is_cut(period.weekly, week.asked, week.received):
                yield _about(context, figures, period, "beyond-decision", week.asked)
            beyond = week.received - period.weekly > NOTICEABLE
            if beyond and (resident, service) in by_others:
                yield _about(context, figures, period, "external-beyond-decision", week.received)
            if asks and less_than_decided(period.weekly, week.asked, week.received):
                yield _about(context, figures, period, "less-than-decided", week.received)


def _about(
    context: QuestionContext, figures: Figures, period: DecisionPeriod, code: str, minutes: float
) -> Notice:
    """Write a notice on a decision, at its row, with minutes of a week [min per week]."""
    source, service = period.first.source, period.first.service
    return Notice(
        code,
        context.inputs.names[source.table],
        int(context.inputs.tables[source.table]["row"].iloc[source.position]),
        context.column(source.table, "hours"),
        hours_minutes(minutes),
        {"decided": hours_minutes(period.weekly), "service_name": SERVICES[service].name},
        figures.data.unit,
        figures.data.residents[period.first.resident],
        service,
    )
