"""Breaks and work per shift beside what is missing: when they are, and where they may cost."""

import pandas as pd

from allocator.model.unit_data import RowRef
from allocator.results.figures import Figures


def breaks_in_windows(figures: Figures, source: RowRef) -> float:
    """Add up the breaks and work per shift while the windows of a row are open [min per week]."""
    demands = {
        number
        for number, demand in enumerate(figures.data.demands)
        if source in (demand.source, *(own.source for own in demand.participants))
    }
    index = figures.allocation.index
    minutes = sum(
        float(figures.allocation.minutes[variable.number])
        for interval, variables in zip(index.intervals, index.by_interval, strict=True)
        if any(window.demand in demands for window in interval.open)
        for variable in variables.breaks
    )
    return minutes * figures.per_week_of_staff


def breaks_while_short(staff_week: pd.DataFrame) -> pd.DataFrame:
    """Return a staff week with `costing_minutes`: breaks while somebody lacks staff.

    As much of the break as is missing for want of staff at the same time, which is the most that
    it could cost.
    """
    frame = staff_week[staff_week["duty"] == "active"]
    costing = frame[["break_minutes", "missing_minutes"]].min(axis=1)
    return frame.assign(costing_minutes=costing)
