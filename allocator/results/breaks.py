"""Breaks and work per shift beside what is missing: when they are, and whom they may cost."""

import numpy as np
import pandas as pd

from allocator.model.unit_data import RowRef
from allocator.results.clock import missing_by_clock
from allocator.results.figures import Figures
from allocator.results.unmet import STAFF_REASONS, claims, name_of


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


def breaks_while_short(
    figures: Figures, staff_week: pd.DataFrame, unmet: pd.DataFrame
) -> pd.DataFrame:
    """Return the unit's staff week with `costing_minutes`: breaks while somebody lacks staff.

    As much of the break as is missing for want of staff at the same time, which is the most that
    it could cost.

    Parameters
    ----------
    staff_week, unmet : of the same unit.
    """
    short = unmet[unmet["reason"].isin(STAFF_REASONS)]
    names = set(zip(short["resident"], short["intervention"], short["service"], strict=True))
    lacking = {
        claim.demand
        for claim in claims(figures)
        if (
            figures.data.residents[claim.resident],
            name_of(figures, claim.source),
            claim.service,
        )
        in names
    }
    missing = missing_by_clock(figures, lacking)
    frame = staff_week[staff_week["duty"] == "active"]
    moments = zip(frame["weekday"], frame["from_time"], frame["to_time"], strict=True)
    at_once = np.array([missing[moment] for moment in moments])
    return frame.assign(costing_minutes=np.minimum(frame["break_minutes"], at_once))
