"""Checks of the shifts: work per shift and breaks must fit in them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from allocator import terms
from allocator.clock import clock_time
from allocator.notices import Notice
from allocator.rounding import hours_minutes
from allocator.tables.checks.book import Book, of_unit

_SHIFT_COLUMNS = ("unit", "start", "end", "days_more", "break_minutes", "duty", "shift")


def per_shift_with(book: Book) -> Iterator[Notice]:
    """Work per shift is spread over whole shifts, by everybody on them."""
    rows = book.rows("other_work", "per")
    rows = rows[rows["per"] == "shift"]
    for column in ("from_time", "to_time", "staff"):
        given = book.given("other_work", column)
        for position in rows.index[given[rows.index].to_numpy(dtype=bool)]:
            yield book.notice("per-shift-with", "other_work", position, column)


def shift_too_short(book: Book) -> Iterator[Notice]:
    """Check that breaks and work per shift fit in the shift, and in its part that holds them."""
    shifts = book.rows("shifts", *_SHIFT_COLUMNS, "date", "weekday")
    lengths = shift_lengths(shifts)
    work = _work_per_shift(book, shifts)
    taken = shifts["break_minutes"] + work
    units = book.rows("unit", "unit", "day_start").drop_duplicates("unit")
    begins = of_unit(shifts, units.set_index("unit")["day_start"])
    parts = longest_parts(shifts["start"], lengths, begins).fillna(lengths)
    for position in shifts.index[taken > parts]:
        facts = {
            "length": hours_minutes(lengths[position]),
            "breaks": hours_minutes(book.value("shifts", position, "break_minutes")),
            "work": hours_minutes(work[position]),
        }
        if taken[position] > lengths[position]:
            yield book.notice("shift-too-short", "shifts", position, "break_minutes", **facts)
            continue
        facts["part"] = hours_minutes(parts[position])
        facts["day_start"] = clock_time(begins[position])
        yield book.notice("shift-part-too-short", "shifts", position, "break_minutes", **facts)


def longest_parts(
    starts: "pd.Series[float]", lengths: "pd.Series[float]", begins: "pd.Series[float]"
) -> "pd.Series[float]":
    """Return how much of each shift lies in the døgn that holds its breaks [min].

    Of a shift of 24 hours or more each døgn holds its share, and all of the shift counts.
    """
    day = terms.MINUTES_PER_DAY
    first = (day - (starts - begins) % day).clip(upper=lengths)
    longest = first.where(first >= lengths - first, lengths - first)
    return longest.where(lengths < day, lengths)


def shift_lengths(shifts: pd.DataFrame) -> "pd.Series[float]":
    """Return the length of each shift [min]; an end at or before the start is next day."""
    day = terms.MINUTES_PER_DAY
    within = (shifts["end"] - shifts["start"]) % day
    return within.where(within > 0, day) + shifts["days_more"] * day


def _work_per_shift(book: Book, shifts: pd.DataFrame) -> "pd.Series[float]":
    """Return the minutes of work per shift that each active shift carries [min]."""
    work = pd.Series(np.zeros(len(shifts)), index=shifts.index)
    tasks = book.rows("other_work", "unit", "per", "minutes", "times", "weekdays", "shift")
    tasks = tasks[(tasks["per"] == "shift") & tasks["minutes"].notna()]
    if tasks.empty:
        return work
    weekday = shifts["weekday"].fillna(shifts["date"].dt.day_of_week)
    by_unit = shifts[shifts["duty"] == "active"].groupby("unit").groups
    for task in tasks.to_dict("records"):
        index = by_unit.get(task["unit"])
        if index is None:
            continue
        kind, day = shifts.loc[index, "shift"], weekday[index]
        fits = kind.isin(task["shift"]) & day.isin(task["weekdays"])
        work[index[fits.to_numpy(dtype=bool)]] += task["minutes"] * task["times"]
    return work
