"""`staff_time.csv`: where the rostered time went, by part of the døgn and duty."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from allocator.results.figures import Figures
from allocator.results.staff_time import DUTIES
from allocator.terms import PARTS

MEASURES = (
    "rostered", "individual", "group", "supervision", "other_work", "breaks", "presence",
)  # fmt: skip
COLUMNS = (
    "unit", "part", "duty", "rostered_minutes", "individual_minutes", "group_minutes",
    "supervision_minutes", "other_work_minutes", "break_minutes", "presence_minutes",
)  # fmt: skip


def staff_time_frame(units: Iterable[Figures]) -> pd.DataFrame:
    """One row per unit, part and duty; the last six columns add up to the first [min per week]."""
    rows = [row for figures in units for row in _rows(figures)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(figures: Figures) -> Iterator[dict[str, Any]]:
    minutes = [getattr(figures.staff_time, name) for name in MEASURES]
    for part, part_name in enumerate(PARTS):
        for duty, duty_name in enumerate(DUTIES):
            values = [float(kind[part, duty]) * figures.per_week_of_staff for kind in minutes]
            key = {"unit": figures.data.unit, "part": part_name, "duty": duty_name}
            yield key | dict(zip(COLUMNS[3:], values, strict=True))
