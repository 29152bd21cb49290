"""Checks of who is on duty: døgn without anybody, one employee twice at once, rows alike."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from allocator import terms
from allocator.clock import clock_time
from allocator.notices import Notice
from allocator.tables.checks.book import Book, of_unit
from allocator.tables.checks.shifts import shift_lengths
from allocator.tables.numbers import runs

_DAY = terms.MINUTES_PER_DAY
_WEEK = terms.DAYS_PER_WEEK
_MOST_SPANS = 3
"""Spans of døgn that a notice shows."""
_WHEN = ("unit", "begins", "length")
_ALIKE = ("shift", "count", "staff_id", "duty", "competence", "break_minutes")
"""What two rows have in common, besides when they begin and end, where they are alike."""


def unstaffed_days(book: Book) -> Iterator[Notice]:
    """Find døgn in which nobody is on duty, awake or resting; around the clock it is an error."""
    if not book.complete("shifts", "unit") or "shifts" in book.unread:
        return
    units = book.rows("unit", "unit", "weeks", "period_start", "day_start", "staffing")
    by_unit = dict(list(_timed(book).groupby("unit")))
    for position, unit in zip(units.index, units.to_dict("records"), strict=True):
        days = int(unit["weeks"]) * _WEEK
        shifts = by_unit.get(unit["unit"])
        empty = ~_staffed(shifts, days) if shifts is not None else np.ones(days, dtype=bool)
        if not empty.any():
            continue
        around = unit["staffing"] == "around_the_clock"
        code = "day-unstaffed-around-the-clock" if around else "day-unstaffed"
        nb, en = _shown(np.flatnonzero(empty).tolist(), unit["period_start"])
        facts = {"count": str(int(empty.sum())), "days": str(days), "where": nb, "where_en": en}
        yield book.notice(code, "unit", int(position), "weeks", **facts)


def same_staff_twice(book: Book) -> Iterator[Notice]:
    """Find rows alike in everything, and employees who are in two shifts at once."""
    shifts = _timed(book)
    alike = shifts.duplicated([*_WHEN, *_ALIKE])
    named = shifts["staff_id"] != ""
    first = shifts.groupby([*_WHEN, *_ALIKE])["position"].transform("first")
    for position in shifts.index[alike & named]:
        facts = book.place("shifts", int(first[position]))
        yield book.notice("shift-twice", "shifts", position, "start", **facts)
    for _, rows in shifts[alike & ~named].groupby("unit", sort=False):
        position = int(rows.index[0])
        facts = book.place("shifts", int(first[position])) | {"count": str(len(rows))}
        yield book.notice("shifts-alike", "shifts", position, "start", **facts)
    fresh = shifts[named & ~alike].sort_values(["unit", "staff_id", "begins"], kind="stable")
    times = fresh[list(_TimedShift._fields)].to_numpy(dtype=float)
    for rows_of_one in fresh.groupby(["unit", "staff_id"]).indices.values():
        for position, other in _at_once([_TimedShift(*row) for row in times[rows_of_one].tolist()]):
            who = book.value("shifts", position, "staff_id")
            start, end = (book.value("shifts", other, name) for name in ("start", "end"))
            facts = {"who": str(who), "from": clock_time(start), "to": clock_time(end)}
            facts |= book.place("shifts", other)
            yield book.notice("staff-in-two-shifts", "shifts", position, "start", **facts)


class _TimedShift(NamedTuple):
    """When a shift is [min from the first døgn's start], in a circle of `around` [min]."""

    begins: float
    length: float
    around: float
    position: float


def _timed(book: Book) -> pd.DataFrame:
    """Return the shifts within their rosters, with where they are in the circle.

    Returns
    -------
    The columns of `shifts`, and `begins` and `length` [min], counted from the first døgn's start;
    `around`, the length of the circle [min]; `position`, the row's place in the table.
    """
    columns = ("unit", "date", "week", "weekday", "start", "end", "days_more", *_ALIKE)
    units = book.rows("unit", "unit", "weeks", "period_start", "day_start")
    return timed_shifts(book.rows("shifts", *columns), units)


def timed_shifts(shifts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the shifts within the rosters of their units, as `_timed` does."""
    units = units.drop_duplicates("unit").set_index("unit")
    around = of_unit(shifts, units["weeks"]) * _WEEK * _DAY
    dated = (shifts["date"] - of_unit(shifts, units["period_start"])).dt.days
    day = dated.where(shifts["date"].notna(), (shifts["week"] - 1) * _WEEK + shifts["weekday"])
    begins = (day * _DAY + shifts["start"] - of_unit(shifts, units["day_start"])) % around
    length = shift_lengths(shifts)
    timed = shifts.assign(begins=begins, length=length, around=around, position=shifts.index)
    inside = (day >= 0) & (day * _DAY < around)
    return timed[inside & begins.notna() & length.notna()]


def _staffed(shifts: pd.DataFrame, days: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Whether somebody is on duty in each døgn of the circle, shape (days,)."""
    first = (shifts["begins"] // _DAY).to_numpy(dtype=int)
    last = ((shifts["begins"] + shifts["length"] - 1) // _DAY).to_numpy(dtype=int)
    staffed = np.zeros(days, dtype=bool)
    for further in range(int((last - first).max()) + 1):
        staffed[(first + further)[first + further <= last] % days] = True
    return staffed


def _at_once(shifts: Sequence[_TimedShift]) -> list[tuple[int, int]]:
    """Return pairs of shifts of one employee that are at once: the later row, and the other.

    Parameters
    ----------
    shifts
        By begin.
    """
    pairs: dict[tuple[int, int], None] = {}
    ends, last = -1.0, -1.0
    once_more = (shift._replace(begins=shift.begins + shift.around) for shift in shifts)
    for shift in (*shifts, *once_more):
        if shift.begins < ends and shift.position != last:
            pairs[int(max(shift.position, last)), int(min(shift.position, last))] = None
        if shift.begins + shift.length > ends:
            ends, last = shift.begins + shift.length, shift.position
    return list(pairs)


def _shown(days: Sequence[int], first: pd.Timestamp) -> tuple[str, str]:
    """Return døgn as people write them in Norwegian and English, by date where there is one."""
    texts = []
    for language in ("nb", "en"):
        shown = [
            _day(begin, first, language)
            if begin == end
            else f"{_day(begin, first, language)}–{_day(end, first, language)}"
            for begin, end in runs(days)
        ]
        more = ["…"] if len(shown) > _MOST_SPANS else []
        texts.append(", ".join(shown[:_MOST_SPANS] + more))
    return texts[0], texts[1]


def _day(number: int, first: pd.Timestamp, language: str) -> str:
    if not pd.isna(first):
        return f"{first + timedelta(days=number):%Y-%m-%d}"
    week, day = divmod(number, _WEEK)
    word = terms.WEEKDAYS[day]
    if language == "nb":
        return f"uke {week + 1} {terms.norwegian('weekday', word)[:3]}"
    return f"week {week + 1} {word[:3]}"
