"""The roster and its dates: period, weeks, parts of the døgn, from and to."""

from collections.abc import Iterator

import pandas as pd

from allocator import terms
from allocator.calendar.roster import last_day
from allocator.notices import Notice
from allocator.tables.checks.book import Book, of_unit

_PLACED_BY_DATE = (
    ("shifts", "date"),
    ("residents", "from"),
    ("residents", "to"),
    ("decisions", "from"),
    ("decisions", "to"),
    ("interventions", "from"),
    ("interventions", "to"),
    ("absences", "date"),
    ("absences", "date_to"),
)
"""The dates that say where in the roster something is."""
_DAY = pd.Timedelta(days=1)


def periods(book: Book) -> pd.DataFrame:
    """Per unit the first and the last day of its roster, where both are known."""
    rows = book.rows("unit", "unit", "weeks", "period_start")
    rows = rows[rows["period_start"].notna()].drop_duplicates("unit").set_index("unit")
    first = rows["period_start"]
    return pd.DataFrame({"first": first, "last": last_day(first, rows["weeks"])})


def period_missing(book: Book) -> Iterator[Notice]:
    """Where any table of a unit uses dates, the roster's first day must be known."""
    units = book.rows("unit", "unit", "period_start")
    dateless = units[units["period_start"].isna()]
    first_use: dict[str, tuple[str, int]] = {}
    for table, column in _PLACED_BY_DATE if len(dateless) else ():
        rows = book.rows(table, "unit", column)
        rows = rows[rows[column].notna()].drop_duplicates("unit")
        for position, unit in rows["unit"].items():
            first_use.setdefault(str(unit), (table, int(str(position))))
    for label, unit in dateless["unit"].items():
        if str(unit) in first_use:
            facts = book.place(*first_use[str(unit)])
            position = int(str(label))
            yield book.notice("period-start-missing", "unit", position, "period_start", **facts)


def period_not_monday(book: Book) -> Iterator[Notice]:
    """Check that the roster begins on a Monday."""
    starts = book.rows("unit", "period_start")["period_start"].dropna()
    for label, start in starts[starts.dt.day_of_week != 0].items():
        monday = start - start.weekday() * _DAY
        facts = {"monday": f"{monday:%Y-%m-%d}", "next_monday": f"{monday + 7 * _DAY:%Y-%m-%d}"}
        position = int(str(label))
        yield book.notice("period-start-not-monday", "unit", position, "period_start", **facts)


def parts_out_of_order(book: Book) -> Iterator[Notice]:
    """Check that evening begins after day and night after evening, from the start of day."""
    units = book.rows("unit", "day_start", "evening_start", "night_start")
    evening = (units["evening_start"] - units["day_start"]) % terms.MINUTES_PER_DAY
    night = (units["night_start"] - units["day_start"]) % terms.MINUTES_PER_DAY
    for position in units.index[~((evening > 0) & (evening < night))]:
        yield book.notice("parts-out-of-order", "unit", position, "evening_start")


def shift_days(book: Book) -> Iterator[Notice]:
    """Check that a shift starts on a date or on a weekday of a week, and not on both."""
    rows = book.rows("shifts", "date", "week", "weekday")
    dated, week, weekday = (rows[name].notna() for name in ("date", "week", "weekday"))
    for position in rows.index[dated & (week | weekday)]:
        yield book.notice("day-said-twice", "shifts", position, "date")
    for position in rows.index[~dated & ~week & ~weekday]:
        yield book.notice("day-not-said", "shifts", position, "date")
    for column, other, half in (("week", weekday, ~week), ("weekday", week, ~weekday)):
        for position in rows.index[~dated & other & half]:
            yield book.notice("day-half-said", "shifts", position, column)


def absence_days(book: Book) -> Iterator[Notice]:
    """Check that an absence is on dates or on a weekday, and a stay in hospital on dates."""
    rows = book.rows("absences", "date", "date_to", "weekday", "reason")
    dated, weekday = rows["date"].notna(), rows["weekday"].notna()
    until = rows["date_to"].notna()
    for position in rows.index[dated & weekday]:
        yield book.notice("absence-day-said-twice", "absences", position, "date")
    for position in rows.index[~dated & ~weekday]:
        yield book.notice("absence-day-not-said", "absences", position, "date")
    for position in rows.index[until & ~dated & weekday]:
        yield book.notice("absence-until-without-date", "absences", position, "date_to")
    for position in rows.index[rows["date"] > rows["date_to"]]:
        first = f"{book.value('absences', position, 'date'):%Y-%m-%d}"
        yield book.notice("from-after-to", "absences", position, "date_to", first=first)
    for position in rows.index[weekday & ~dated & (rows["reason"] == terms.HOSPITAL)]:
        yield book.notice("hospital-without-date", "absences", position, "weekday")


def week_beyond(book: Book) -> Iterator[Notice]:
    """No shift is in a week that the roster does not have."""
    units = book.rows("unit", "unit", "weeks").drop_duplicates("unit").set_index("unit")
    rows = book.rows("shifts", "unit", "week")
    weeks = of_unit(rows, units["weeks"])
    for position in rows.index[rows["week"] > weeks]:
        facts = {"weeks": f"{weeks[position]:.0f}"}
        yield book.notice("week-beyond-roster", "shifts", position, "week", **facts)


def shift_outside(book: Book) -> Iterator[Notice]:
    """Report dated shifts outside the roster, which are not used."""
    period = periods(book)
    rows = book.rows("shifts", "unit", "date")
    first, last = of_unit(rows, period["first"]), of_unit(rows, period["last"])
    for position in rows.index[(rows["date"] < first) | (rows["date"] > last)]:
        days = {"date": rows["date"], "first": first, "last": last}
        facts = {name: f"{column[position]:%Y-%m-%d}" for name, column in days.items()}
        yield book.notice("shift-outside-roster", "shifts", position, "date", **facts)


def from_after_to(book: Book) -> Iterator[Notice]:
    """Check that what is in force ends no earlier than it begins."""
    for table in ("residents", "decisions", "interventions"):
        rows = book.rows(table, "from", "to")
        for position in rows.index[rows["from"] > rows["to"]]:
            first = f"{book.value(table, position, 'from'):%Y-%m-%d}"
            yield book.notice("from-after-to", table, position, "to", first=first)


def half_windows(book: Book) -> Iterator[Notice]:
    """Check that a window has both its times, or neither."""
    for table in ("interventions", "groups", "other_work", "absences"):
        rows = book.rows(table, "from_time", "to_time")
        begins, ends = rows["from_time"].notna(), rows["to_time"].notna()
        for column, other, half in (("from_time", ends, ~begins), ("to_time", begins, ~ends)):
            for position in rows.index[other & half]:
                yield book.notice("window-half-said", table, position, column)
