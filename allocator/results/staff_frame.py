"""`staff_time.csv`: where the rostered time went, by part of the døgn and duty."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from allocator.results.figures import Figures
from allocator.results.staff_time import DUTIES
from allocator.terms import PARTS, Duty, Part

MEASURES = (
    "rostered", "individual", "group", "supervision", "other_work", "breaks", "presence",
)  # fmt: skip


class StaffTimeRow(NamedTuple):
    """A row of `staff_time.csv`; minutes are averages [min per week]."""

    unit: str
    part: Part
    duty: Duty
    rostered_minutes: float
    individual_minutes: float
    group_minutes: float
    supervision_minutes: float
    other_work_minutes: float
    break_minutes: float
    presence_minutes: float


def staff_time_frame(units: Iterable[Figures]) -> pd.DataFrame:
    """One row per unit, part and duty; the last six columns add up to the first [min per week]."""
    rows = [row for figures in units for row in _rows(figures)]
    return pd.DataFrame(rows, columns=list(StaffTimeRow._fields))


def _rows(figures: Figures) -> Iterator[StaffTimeRow]:
    minutes = [getattr(figures.staff_time, name) for name in MEASURES]
    for part, part_name in enumerate(PARTS):
        for duty, duty_name in enumerate(DUTIES):
            values = (float(kind[part, duty]) * figures.per_week_of_staff for kind in minutes)
            yield StaffTimeRow(figures.data.unit, part_name, duty_name, *values)
