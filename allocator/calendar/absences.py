"""When residents are away, and the døgn that hospital takes out of their stay."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar, Days
from allocator.clock import Window
from allocator.tables.declared_people import AbsenceRow
from allocator.terms import HOLIDAY_WITH_STAFF, HOSPITAL, MINUTES_PER_DAY


def absent_days(row: AbsenceRow, calendar: Calendar) -> list[int]:
    """List the døgn of the roster on which an absence begins."""
    if pd.isna(row.date):
        return np.flatnonzero(calendar.on_weekdays([int(row.weekday)])).tolist()
    last = row.date if pd.isna(row.date_to) else row.date_to
    return np.flatnonzero(calendar.between(row.date, last)).tolist()


def away_pieces(rows: Iterable[AbsenceRow], calendar: Calendar) -> Iterator[Window]:
    """List the pieces of the circle [min] in which somebody is away; that of a holiday is none."""
    for row in rows:
        if row.reason == HOLIDAY_WITH_STAFF:
            continue
        start, end = 0.0, float(MINUTES_PER_DAY)
        if not pd.isna(row.from_time):
            start, end = calendar.window(row.from_time, row.to_time)
        for day in absent_days(row, calendar):
            yield day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end


def in_hospital(rows: Iterable[AbsenceRow], calendar: Calendar) -> Days:
    """Mark the døgn that a resident's stays in hospital together cover: no days of the stay."""
    pieces = list(away_pieces((row for row in rows if row.reason == HOSPITAL), calendar))
    at_home = Presence.of(pieces, calendar.length)
    whole = ((0.0, float(MINUTES_PER_DAY)),)
    return np.asarray(at_home.minutes(calendar.starts, whole) <= 0)
