"""Rows of the rota to staff on duty, and who is on duty in each døgn."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from allocator.calendar.roster import Calendar
from allocator.model.unit_data import RowRef, Shift
from allocator.tables.declared_rota import ShiftRow
from allocator.tables.declared_work import OtherWorkRow
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY


def calendar_day(row: ShiftRow, calendar: Calendar) -> int | None:
    """Return the calendar day of the roster on which a shift starts, or None outside it."""
    if not pd.isna(row.date):
        return calendar.on_date(row.date)
    return int(row.week - 1) * DAYS_PER_WEEK + int(row.weekday)


def read_shifts(
    rows: Sequence[ShiftRow], per_shift: Sequence[OtherWorkRow], calendar: Calendar
) -> tuple[Shift, ...]:
    """Read every row of `shifts` within the roster, with what is taken from each of it.

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
    """Staff of one shift, alike for the whole of a piece of time in one døgn.

    Parameters
    ----------
    heads : how many.
    breaks, other_work : what each of them takes in this døgn, of breaks and of work per shift
        [min].
    shift : which of the døgn's shifts that take something, -1 where nothing is taken.
    """

    resting: bool
    competences: tuple[str, ...]
    heads: int
    breaks: float = 0.0
    other_work: float = 0.0
    shift: int = -1

    @property
    def taken(self) -> float:
        """What all of them take in this døgn, breaks and work per shift together [min]."""
        return self.heads * (self.breaks + self.other_work)

    @property
    def break_share(self) -> float:
        """The share of what is taken that is break."""
        return self.breaks / (self.breaks + self.other_work)


class DutyPeriod(NamedTuple):
    """Somebody on duty from one offset to another of a døgn [min]."""

    start: float
    end: float
    duty: StaffGroup


def staff_on_duty(
    shifts: Sequence[Shift], calendar: Calendar
) -> tuple[tuple[DutyPeriod, ...], ...]:
    """List who is on duty in each døgn of the roster.

    The shifts, cut at each start of a døgn; what passes the end continues at the start. Shifts
    that take something in a døgn are numbered in it by when they are on duty and what they are, so
    that alike days have alike numbers.
    """
    days: list[list[tuple[DutyPeriod, int]]] = [[] for _ in range(calendar.days)]
    for number, shift in enumerate(shifts):
        pieces = list(_pieces(shift, calendar))
        shares = _taken_shares(shift, pieces)
        for day, start, end in pieces:
            duty = StaffGroup(
                shift.resting,
                tuple(sorted(shift.competences)),
                shift.count,
                shift.breaks * shares.get(day, 0.0),
                shift.other_work * shares.get(day, 0.0),
            )
            days[day].append((DutyPeriod(start, end, duty), number))
    return tuple(_numbered(sorted(pieces)) for pieces in days)


def _pieces(shift: Shift, calendar: Calendar) -> Iterator[tuple[int, float, float]]:
    """Cut a shift at each start of a døgn: the døgn, and from and to in it [min]."""
    start, left = shift.start, shift.length
    while left > 0:
        day, offset = divmod(start, MINUTES_PER_DAY)
        here = min(left, MINUTES_PER_DAY - offset)
        yield int(day), offset, offset + here
        start, left = (start + here) % calendar.length, left - here


def _taken_shares(shift: Shift, pieces: Iterable[tuple[int, float, float]]) -> dict[int, float]:
    """Return which share of its breaks and work per shift each døgn holds (model.md 2.8).

    The døgn that holds most of it, the first of equals; of a shift of 24 hours or more each in
    proportion.
    """
    lengths: dict[int, float] = {}
    for day, start, end in pieces:
        lengths[day] = lengths.get(day, 0.0) + end - start
    if shift.length >= MINUTES_PER_DAY:
        return {day: length / shift.length for day, length in lengths.items()}
    return {max(lengths, key=lambda day: lengths[day]): 1.0}


def _numbered(pieces: Iterable[tuple[DutyPeriod, int]]) -> tuple[DutyPeriod, ...]:
    """Give numbers to the shifts of a døgn that take something in it."""
    numbers: dict[int, int] = {}
    periods = []
    for period, shift in pieces:
        duty = period.duty
        if duty.taken > 0:
            duty = duty._replace(shift=numbers.setdefault(shift, len(numbers)))
        periods.append(period._replace(duty=duty))
    return tuple(sorted(periods))
