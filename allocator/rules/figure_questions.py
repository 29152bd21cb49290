"""Questions, warnings and limits that the figures raise (the rows of `hours.csv`)."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from allocator.notices import Notice
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.rules.entry import Rule
from allocator.rules.plan_rows import QuestionContext
from allocator.rules.planned import ServiceKey
from allocator.terms import MINUTES_PER_HOUR

_FIGURES = {"decided": "vedtatt", "planned": "planlagt", "received": "mottatt"}


class Figure(NamedTuple):
    """One row of `hours.csv`, as far as it is asked about; minutes are per week [min]."""

    unit: str
    resident: str
    service: int
    decided_minutes: float
    planned_minutes: float
    received_minutes: float
    omfang_minutes: float
    ressursinnsats_minutes: float

    @property
    def key(self) -> ServiceKey:
        """Whom and what it is for."""
        return self.unit, self.resident, self.service


def figures_of(hours: pd.DataFrame) -> list[Figure]:
    """Return the rows of `hours.csv`."""
    columns = (hours[name].tolist() for name in Figure._fields)
    return [Figure(*values) for values in zip(*columns, strict=True)]


def figure_questions(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """List every question and warning about figures, in the order of contract 3.5."""
    yield from sum_of_services(context, figures)
    yield from too_many_staff_hours(context, figures)
    yield from whole_week(context, figures)
    yield from same_hours(context, figures)


def over_limit(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """Report each figure above 168:00 a week of one service as an error (LIMIT-01)."""
    for figure, rule in context.under("LIMIT-01", figures):
        limit = hours_of(rule)
        for name, norwegian in _FIGURES.items():
            minutes = getattr(figure, f"{name}_minutes")
            if minutes > limit + NOTICEABLE:
                facts = {"figure": name, "figure_nb": norwegian, "hours": hours_minutes(minutes)}
                yield context.about_service("over-168", figure.key, hours_minutes(minutes), **facts)


def sum_of_services(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """Ask about services of one resident together above 168:00 a week (LIMIT-03)."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    limits: dict[str, float] = {}
    for figure, rule in context.under("LIMIT-03", figures):
        limits[figure.unit] = hours_of(rule)
        sums[figure.unit, figure.resident] += figure.omfang_minutes
    for (unit, resident), minutes in sums.items():
        if minutes > limits[unit] + NOTICEABLE:
            yield Notice("sum-over-168", value=hours_minutes(minutes), unit=unit, resident=resident)


def too_many_staff_hours(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """Ask about ressursinnsats above 168:00 times the staff needed at once (LIMIT-04)."""
    staff: dict[ServiceKey, float] = defaultdict(lambda: 1.0)
    for row in context.interventions:
        staff[row.key] = max(staff[row.key], row.staff)  # an empty cell, NaN, is never the larger
    for figure, rule in context.under("LIMIT-04", figures):
        most = hours_of(rule) * staff[figure.key]
        if figure.ressursinnsats_minutes > most + NOTICEABLE:
            yield context.about_service(
                "resource-over-168",
                figure.key,
                hours_minutes(figure.ressursinnsats_minutes),
                staff=f"{staff[figure.key]:.0f}",
                most=hours_minutes(most),
            )


def whole_week(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """Ask about 168:00 of practical help or of training (ASK-03)."""
    for figure, rule in context.under("ASK-03", figures):
        most = max(figure.received_minutes, _or_nothing(figure.decided_minutes))
        if figure.service in rule.services and most >= hours_of(rule) - NOTICEABLE:
            yield context.about_service("whole-week", figure.key, hours_minutes(most))


def same_hours(context: QuestionContext, figures: Sequence[Figure]) -> Iterator[Notice]:
    """Ask where every resident of a unit has the same hours of the same services (ASK-08)."""
    hours: dict[str, dict[str, dict[int, str]]] = defaultdict(dict)
    residents = context.inputs.tables["residents"]
    for unit, resident in zip(residents["unit"], residents["resident"], strict=True):
        hours[unit][resident] = {}
    for figure in figures:
        if figure.omfang_minutes > NOTICEABLE:
            hours[figure.unit][figure.resident][figure.service] = hours_minutes(
                figure.omfang_minutes
            )
    for unit, of_resident in hours.items():
        first, *others = of_resident.values()
        if first and others and all(other == first for other in others):
            facts = {"residents": str(len(of_resident))}
            yield Notice("same-hours", value=", ".join(first.values()), facts=facts, unit=unit)


def hours_of(rule: Rule) -> float:
    """Return the hours that a rule allows in a week [min]."""
    return rule.number("hours") * MINUTES_PER_HOUR


def _or_nothing(minutes: float) -> float:
    """Return the figure, or 0 where there is none."""
    return 0.0 if math.isnan(minutes) else minutes
