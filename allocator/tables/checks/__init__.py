"""Checks across rows and tables that need no rule of the guidance.

Each check is a function from the tables to notices; the list says what is checked, in order.
"""

from collections.abc import Callable, Iterator
from typing import Final

from allocator.notices import Notice
from allocator.tables.checks import (
    decisions,
    duty,
    interventions,
    lookalikes,
    references,
    roster,
    shifts,
)
from allocator.tables.checks.book import Book

CHECKS: Final[tuple[Callable[[Book], Iterator[Notice]], ...]] = (
    references.unknown_units,
    references.unknown_residents,
    references.unknown_groups,
    references.repeated_names,
    lookalikes.look_alikes,
    references.repeated_participants,
    roster.period_missing,
    roster.period_not_monday,
    roster.parts_out_of_order,
    roster.shift_days,
    roster.week_beyond,
    roster.shift_outside,
    roster.absence_days,
    roster.from_after_to,
    roster.half_windows,
    decisions.overlaps,
    decisions.dates_out_of_order,
    decisions.hours_missing,
    decisions.hours_not_carried,
    decisions.resources_below_hours,
    decisions.rolling_elsewhere,
    decisions.retired,
    interventions.minutes_missing,
    interventions.continuous_supervision,
    interventions.continuous_supervision_not_counted,
    interventions.continuous_supervision_frequency,
    interventions.substitution_treatment,
    interventions.services_without_hours,
    interventions.respite_not_rolling,
    interventions.participants_staff,
    interventions.participants_own_figures,
    interventions.too_many_competences,
    shifts.per_shift_with,
    shifts.shift_too_short,
    duty.unstaffed_days,
    duty.same_staff_twice,
)


def check(book: Book) -> list[Notice]:
    """Everything that the checks find."""
    return [notice for find in CHECKS for notice in find(book)]
