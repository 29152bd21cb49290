"""The day of each column of a wide rota: a date, or a week and weekday of the roster."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from allocator.notices import Notice
from allocator.tables.rotas.dates import WEEK, HeadingDate, Period
from allocator.tables.rotas.grid import Grid


@dataclass(frozen=True)
class Day:
    """The day of one column.

    Parameters
    ----------
    shown
        As a notice names it.
    on
        The date, where it is known.
    week, weekday
        Week of the roster from 1, and 0 for monday, where it is not.
    by_row
        The week is said by each row.
    wrong
        It cannot be told; there is an error about it.
    """

    shown: str
    on: date | None = None
    week: int | None = None
    weekday: int | None = None
    by_row: bool = False
    wrong: bool = False


def days_of(
    sheet: str, grid: Grid, period: Period, by_row: bool, all_weeks: Sequence[int]
) -> tuple[dict[int, Day], list[Notice]]:
    """Return the day of each column.

    Parameters
    ----------
    sheet
        Its name, for notices.
    grid
        Where the rota is.
    period
        The roster's first day and weeks, as far as they are known.
    by_row
        A column says each row's week.
    all_weeks
        The weeks that are written anywhere in the rotas of the input.
    """
    headings = dict(sorted(grid.days.items()))
    weeks, code, facts = _weeks(headings, period, by_row, all_weeks)
    days: dict[int, Day] = {}
    notices: list[Notice] = []
    for column, piece in headings.items():
        day = _day(piece, period, weeks.get(column), by_row)
        days[column] = day
        problem, more = _problem(piece, day, period, code, facts)
        if problem:
            days[column] = Day(day.shown, wrong=True)
            notices.append(Notice(problem, sheet, grid.bottom + 1, day.shown, day.shown, more))
    notices += _twice(sheet, grid, days)
    return days, _once(notices)


def _day(piece: HeadingDate, period: Period, week: int | None, by_row: bool) -> Day:
    shown = show(piece)
    if piece.day is not None and piece.month is not None:
        year = piece.year or period.year_of(piece.month, piece.day)
        on = HeadingDate(year=year, month=piece.month, day=piece.day).on
        return Day(shown, on, weekday=piece.weekday)
    return Day(shown, None, week, piece.weekday, by_row)


def _problem(
    piece: HeadingDate, day: Day, period: Period, code: str, facts: Mapping[str, str]
) -> tuple[str, Mapping[str, str]]:
    """Return what is wrong with a column's headings, or nothing."""
    if piece.wrong:
        return "rota-no-such-day", {}
    if piece.day is not None and piece.month is not None:
        if day.on is None:
            return "rota-year-unknown" if period.start is None else "rota-no-such-day", {}
        if piece.weekday is not None and day.on.weekday() != piece.weekday:
            return "rota-day-contradicts", {"date": day.on.isoformat()}
        return "", {}
    if piece.weekday is None:
        return "rota-no-such-day", {}
    if day.by_row:
        return (code, facts) if code else ("", {})
    return ("", {}) if day.week is not None else (code, facts)


def _weeks(
    headings: Mapping[int, HeadingDate], period: Period, by_row: bool, all_weeks: Sequence[int]
) -> tuple[dict[int, int], str, dict[str, str]]:
    """Return the week of the roster of each column; else the code of why not, with its facts."""
    open_days = {column: p for column, p in headings.items() if not (p.day and p.month)}
    facts = {"weeks": str(period.weeks or "?"), "found": ", ".join(map(str, all_weeks)) or "–"}
    if not open_days:
        return {}, "", facts
    if _from_sunday(open_days):
        return {}, "rota-week-from-sunday", facts
    known = numbering(all_weeks, period)
    unclear = "rota-weeks-more" if are_more(all_weeks, period) else "rota-weeks-unclear"
    if by_row:
        return {}, "" if known is not None else unclear, facts
    written = {column: piece.week for column, piece in open_days.items()}
    if not any(written.values()):
        counted = _counted(open_days)
        facts["found"] = str(max(counted.values()))
        right = period.weeks == max(counted.values())
        return counted if right else {}, "rota-weeks-missing", facts
    if known is None:
        return {}, unclear, facts
    weeks = {column: known[week] for column, week in written.items() if week is not None}
    return weeks, "rota-weeks-missing", facts


def _from_sunday(days: Mapping[int, HeadingDate]) -> bool:
    """Whether the columns begin with a Sunday that a Monday follows: of which week is not said."""
    first = [piece.weekday for _, piece in sorted(days.items())][:2]
    return first == [6, 0]


def _counted(days: Mapping[int, HeadingDate]) -> dict[int, int]:
    """Weeks counted by the weekdays: a new one begins where they start over."""
    week, before, weeks = 1, -1, {}
    for column, piece in days.items():
        weekday = piece.weekday if piece.weekday is not None else before
        week += weekday <= before
        weeks[column], before = week, weekday
    return weeks


def numbering(shown: Sequence[int], period: Period) -> dict[int, int] | None:
    """Written week -> week of the roster: counted from 1, or the calendar's; None if unclear."""
    roster = {week: week for week in shown}
    calendar: dict[int, int] = {}
    if period.start is not None and period.weeks:
        for elapsed in range(min(period.weeks, 53)):
            week = (period.start + timedelta(weeks=elapsed)).isocalendar().week
            calendar.setdefault(week, elapsed + 1)
    within = period.weeks is None or max(shown, default=1) <= period.weeks
    in_calendar = all(week in calendar for week in shown)
    if within and (1 in shown or not in_calendar):
        return roster
    if in_calendar and not within:
        return calendar
    if in_calendar and all(calendar[week] == week for week in shown):
        return roster
    return None


def are_more(shown: Sequence[int], period: Period) -> bool:
    """Whether weeks are counted from 1, and are more than the unit has."""
    return 1 in shown and period.weeks is not None and max(shown) > period.weeks


def _twice(sheet: str, grid: Grid, days: Mapping[int, Day]) -> list[Notice]:
    """Report two columns for one day: a copied heading would double the staff."""
    seen: set[tuple[object, ...]] = set()
    notices = []
    for day in days.values():
        key = (day.on,) if day.on else (day.week, day.weekday)
        if key in seen and not day.wrong:
            notices.append(Notice("rota-day-twice", sheet, grid.bottom + 1, day.shown, day.shown))
        seen.add(key)
    return notices


_GENERAL: Final = frozenset(
    {
        *("rota-weeks-missing", "rota-weeks-unclear", "rota-weeks-more"),
        *("rota-year-unknown", "rota-week-from-sunday"),
    }
)


def _once(notices: Sequence[Notice]) -> list[Notice]:
    """Keep an error about all weeks on the first column only."""
    kept: list[Notice] = []
    for notice in notices:
        if notice.code not in _GENERAL or all(known.code != notice.code for known in kept):
            kept.append(notice)
    return kept


_DAYS: Final = ("man", "tir", "ons", "tor", "fre", "lør", "søn")


def show(piece: HeadingDate) -> str:
    """Return a day's headings together, as a notice names them: `Uke 1 man 5.1.`."""
    words = [f"Uke {piece.week}"] if piece.week is not None and piece.day is None else []
    words += [] if piece.weekday is None else [_DAYS[piece.weekday]]
    if piece.day is not None and piece.month is not None:
        words.append(f"{piece.day}.{piece.month}." + (str(piece.year) if piece.year else ""))
    return " ".join(words)


def written_week(text: str) -> int | None:
    """Return the week that a row says of itself: `Uke 1` or `1`."""
    match = re.fullmatch(rf"(?:{WEEK}|u|v)?\.?\s*([0-9]{{1,2}})", text.casefold())
    return int(match[1]) if match else None


def named_week(text: str) -> int | None:
    """Return the week that a sheet's name says in words: `Uke 1`, `Turnus uke 2`, `U10 2026`."""
    match = re.search(
        rf"(?<![^\W_])(?:{WEEK}|u)\.?[\s_]*([0-9]{{1,2}})(?:[\s_/-]+20[0-9]{{2}})?$",
        text.strip().casefold(),
    )
    return int(match[1]) if match else None
