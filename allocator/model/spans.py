"""The spans that ask for themselves, by classes of alike days (contract 3.2)."""

from typing import NamedTuple

import numpy as np

from allocator.model.unit_data import Requirement
from allocator.model.variables import VariableIndex
from allocator.terms import MINUTES_PER_HOUR


class SpanId(NamedTuple):
    """A span that asks for itself: a class of days or of weeks, or 0, and a piece of the roster."""

    number: int
    piece: int


def required_in_span(index: VariableIndex, requirement: Requirement, span: SpanId) -> float:
    """Return what one span asks for [hours]; of a piece of the roster, by week of the roster."""
    if requirement.span == "day":
        minutes = float(requirement.per_day[index.classes[span.number].first])
    elif requirement.span == "week":
        minutes = sum(
            day_class.in_week * float(requirement.per_day[day_class.first])
            for day_class in index.weeks[span.number]
            if requirement.piece(day_class.first) == span.piece
        )
    else:
        inside = requirement.pieces is None or requirement.pieces == span.piece
        minutes = float(np.sum(requirement.per_day, where=inside)) / index.data.calendar.weeks
    return minutes / MINUTES_PER_HOUR


def span_of(index: VariableIndex, requirement: Requirement, owner: int) -> tuple[SpanId, float]:
    """Find the span that a class of days belongs to, and how often it occurs in that span."""
    day_class = index.classes[owner]
    piece = requirement.piece(day_class.first)
    if requirement.span == "day":
        return SpanId(owner, 0), 1.0
    if requirement.span == "week":
        return SpanId(day_class.week, piece), day_class.in_week
    return SpanId(0, piece), index.times(owner) / index.data.calendar.weeks
