"""Respite while the resident is at school: taken as given by others (ABSENCE-03).

Of what such a row asks for on a day, the part that its windows of that day lie in school counts as
`ekstern`, spread over the minutes in school; only the rest is asked of the unit.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from allocator.calendar.school import SchoolTime
from allocator.clock import Window, length_of
from allocator.model.unit_data import ExternalHelp, Requirement, RowRef


def beside_school(asked: Requirement, school: SchoolTime) -> Requirement:
    """Return what of a requirement is asked of the unit; daily limits stay whole."""
    shares = np.array([length_of(inside) for inside in _in_school(asked, school)])
    return replace(asked, per_day=asked.per_day * (1.0 - shares / asked.window_length))


def given_in_school(
    source: RowRef, resident: int, service: int, staff: int, asked: Requirement, school: SchoolTime
) -> Iterator[ExternalHelp]:
    """List what of a requirement others give, by the minutes of a døgn in school."""
    inside = _in_school(asked, school)
    for windows in dict.fromkeys(inside):
        if windows:
            share = length_of(windows) / asked.window_length
            days = np.array([own == windows for own in inside])
            given = replace(
                asked,
                per_day=np.where(days, asked.per_day * share, 0.0),
                windows=windows,
                limit=float("inf"),
            )
            yield ExternalHelp(source._replace(share="school"), resident, service, staff, given)


def _in_school(asked: Requirement, school: SchoolTime) -> list[tuple[Window, ...]]:
    """Return what of the windows of each døgn on which something is asked lies in school."""
    return [
        school.within(day, asked.windows) if minutes > 0 else ()
        for day, minutes in enumerate(asked.per_day.tolist())
    ]
