"""Rows of the rota to staff on duty, and who is on duty in each døgn."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from allocator.calendar.roster import Calendar
from allocator.model.unit_data import RowRef, Shift
from allocator.tables.declared_rota import ShiftRow
from allocator.tables.declared_work import OtherWorkRow
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY


def calendar_day(row: ShiftRow, calendar: Calendar) -> int | None:
    """The calendar day of the roster on which a shift starts, or None outside it."""
    if not pd.isna(row.date):
        return calendar.on_date(row.date)
    return int(row.week - 1) * DAYS_PER_WEEK + int(row.weekday)


def read_shifts(
    rows: Sequence[ShiftRow], per_shift: Sequence[OtherWorkRow], calendar: Calendar
) -> tuple[Shift, ...]:
    """Every row of `shifts` within the roster, with what is taken evenly from each of it.

    Parameters
    ----------
    rows : of `shifts`.
    per_shift : rows of `other_work` with `per = shift`; their minutes are taken from each whole
        active shift of their kinds that starts on one of their weekdays, as a break is.
    """
    shifts = []
    for row in rows:
        day = calendar_day(row, calendar)
        if day is None:
            continue
        length = row.end - row.start
        length += MINUTES_PER_DAY * (row.days_more + (length <= 0))
        other = sum(
            work.minutes * work.times for work in per_shift if takes_from(work, row, calendar)
        )
        start = (day * MINUTES_PER_DAY + row.start - calendar.day_start) % calendar.length
        shifts.append(
            Shift(
                RowRef.of(row),
                start,
                length,
                row.count_,
                row.duty == "resting",
                frozenset(row.competence),
                row.break_minutes,
                other,
            )
        )
    return tuple(shifts)


def takes_from(work: OtherWorkRow, row: ShiftRow, calendar: Calendar) -> bool:
    """Whether work per shift is taken from a shift: an active one, of its kinds and weekdays."""
    day = calendar_day(row, calendar)
    return (
        day is not None
        and row.duty == "active"
        and row.shift in work.shift
        and day % DAYS_PER_WEEK in work.weekdays
    )


class StaffGroup(NamedTuple):
    """Staff who are alike for the whole of a piece of time, per minute on duty."""

    resting: bool
    competences: tuple[str, ...]
    heads: int
    breaks: float
    other_work: float


class DutyPeriod(NamedTuple):
    """Somebody on duty from one offset to another of a døgn [min]."""

    start: float
    end: float
    duty: StaffGroup


def staff_on_duty(
    shifts: Sequence[Shift], calendar: Calendar
) -> tuple[tuple[DutyPeriod, ...], ...]:
    """Who is on duty in each døgn of the roster.

    The shifts, cut at each start of a døgn; what passes the end continues at the start.
    """
    days: list[list[DutyPeriod]] = [[] for _ in range(calendar.days)]
    for shift in shifts:
        duty = StaffGroup(
            shift.resting,
            tuple(sorted(shift.competences)),
            shift.count,
            shift.breaks / shift.length,
            shift.other_work / shift.length,
        )
        start, left = shift.start, shift.length
        while left > 0:
            day, offset = divmod(start, MINUTES_PER_DAY)
            here = min(left, MINUTES_PER_DAY - offset)
            days[int(day)].append(DutyPeriod(offset, offset + here, duty))
            start, left = (start + here) % calendar.length, left - here
    return tuple(tuple(sorted(pieces)) for pieces in days)
