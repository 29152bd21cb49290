"""Parses the dates, weeks and weekdays in the headings of a rota.

People write `05.01.2026`, `5.1.`, `man 5/1`, `Uke 1`, `Januar 2026`; Excel keeps days as numbers.
A heading is read whole or not at all: one word that is no day, and it is no heading of a day.
"""

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from allocator import terms
from allocator.tables.schema import BadCell, Cell
from allocator.tables.words import normalise_text, normalise_word, vocabulary

_MONTHS: Final = (
    ("januar", "jan", "january", "januari"),
    ("februar", "feb", "february", "februari"),
    ("mars", "mar", "march", "marts"),
    ("april", "apr"),
    ("mai", "may", "maj"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("august", "aug", "augusti"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("desember", "des", "december", "dec"),
)
_MONTH: Final = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names}
_SHORT: Final = ("ma", "ti", "on", "to", "fr", "lø", "sø")
_SHORT_ENGLISH: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_NYNORSK: Final = {
    "måndag": 0, "mån": 0, "må": 0, "tysdag": 1, "tys": 1, "ty": 1, "laurdag": 5, "lau": 5,
    "la": 5, "sundag": 6, "sun": 6, "su": 6,
}  # fmt: skip
_SWEDISH: Final = {
    "tisdag": 1, "tis": 1, "lördag": 5, "lör": 5, "lö": 5, "söndag": 6, "sön": 6, "sö": 6,
}  # fmt: skip
"""Danish names of days are the Norwegian ones."""
WEEK: Final = "uke|veke|uge|vecka|week|wk"
"""A week in the languages that are met, for regular expressions."""
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""Excel's numbers for 2000-01-01 and 2099-12-31."""
_EXCEL_ZERO: Final = date(1899, 12, 30)
_LONGEST: Final = 40
"""Characters in a heading of a day."""
_YEARS: Final = range(2000, 2100)

_TOKENS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("week", rf"(?:{WEEK})\.?\s*([0-9]{{1,2}})(?![0-9])"),
        ("iso", r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ t]00:00(?::00)?)?(?![0-9])"),
        ("full", r"([0-9]{2})-([0-9]{2})-(20[0-9]{2})(?![0-9])"),
        ("full", r"([0-9]{1,2})[./]\s?([0-9]{1,2})[./-]\s?((?:20)?[0-9]{2})(?![0-9])"),
        ("partial", r"([0-9]{1,2})[./]\s?([0-9]{1,2})\.?(?![0-9])"),
        ("named", r"([0-9]{1,2})\.?\s?([a-zæøåäö]+)\.?(?:\s+((?:20)[0-9]{2}))?(?![0-9a-zæøåäö])"),
        ("month", r"([a-zæøåäö]+)\.?(?:\s+((?:20)[0-9]{2}))?(?![0-9a-zæøåäö])"),
        ("weekday", r"([a-zæøåäö]+)\.?(?![a-zæøåäö])"),
        ("number", r"([0-9]{1,5})\.?(?![0-9])"),
    )
)
_BETWEEN: Final = re.compile(r"[\s,.:;()\-–]*")


@dataclass(frozen=True)
class HeadingDate:
    """What one heading cell says; `wrong` where it names a day that does not exist."""

    week: int | None = None
    weekday: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    wrong: bool = False

    @property
    def names_a_day(self) -> bool:
        """Whether it is a day by itself: a weekday, or a day of a month."""
        return self.weekday is not None or (self.day is not None and self.month is not None)

    @property
    def on(self) -> date | None:
        """The date, where it is said whole and exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    def contradicts(self, other: "HeadingDate") -> bool:
        """Whether both say the same thing, and differently: `man,ons` is no heading."""
        names = [field.name for field in fields(self)[:-1]]
        pairs = [(getattr(self, name), getattr(other, name)) for name in names]
        return any(a is not None and b is not None and a != b for a, b in pairs)

    def with_(self, other: "HeadingDate | None") -> "HeadingDate":
        """Return it filled up from another heading above or below the same column."""
        if other is None:
            return self
        known = {
            field.name: getattr(other, field.name)
            for field in fields(self)
            if getattr(self, field.name) is None
        }
        return replace(self, **known | {"wrong": self.wrong or other.wrong})


@dataclass(frozen=True)
class Period:
    """The roster that days without a year or week lie in; None where it is not known."""

    start: date | None = None
    weeks: int | None = None

    def year_of(self, month: int, day: int) -> int | None:
        """Return the year that puts a day nearest the roster's middle; None where none is known."""
        if self.start is None:
            return None
        middle = self.start + timedelta(days=7 * (self.weeks or 1) // 2)
        around = (middle.year - 1, middle.year, middle.year + 1)
        dates = [
            known for year in around if (known := HeadingDate(year=year, month=month, day=day).on)
        ]
        return min(dates, key=lambda known: abs(known - middle)).year if dates else None


def weekday(word: str) -> int | None:
    """0 for monday to 6 for sunday, in any usual shortening; None for other words."""
    return _WEEKDAYS.get(normalise_word(word).rstrip("."))


_WEEKDAYS: Final = (
    {name: terms.WEEKDAYS.index(day) for name, day in vocabulary("weekday").items()}
    | {normalise_word(name): number for number, name in enumerate(_SHORT)}
    | {name: number for number, name in enumerate(_SHORT_ENGLISH)}
    | {normalise_word(name): number for name, number in (_NYNORSK | _SWEDISH).items()}
    | {"tors": 3, "thur": 3, "tues": 1}
)


def piece(cell: Cell) -> HeadingDate | None:
    """Return what a heading cell says of a day, or None where it says anything else."""
    if isinstance(cell, datetime | date):
        return HeadingDate(year=cell.year, month=cell.month, day=cell.day)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, float):
        if not cell.is_integer():
            return None
        cell = int(cell)
    text = normalise_text(str(cell)).casefold()
    return _scanned(text) if 0 < len(text) <= _LONGEST else None


@lru_cache(maxsize=20_000)
def _scanned(text: str) -> HeadingDate | None:
    read, position = HeadingDate(), 0
    while position < len(text):
        token, end = _token(text, position)
        if token is None or read.contradicts(token):
            return None
        read = read.with_(token)
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
    return read


def _token(text: str, position: int) -> tuple[HeadingDate | None, int]:
    for kind, pattern in _TOKENS:
        match = pattern.match(text, position)
        read = _read_token(kind, match) if match else None
        if match and read:
            return read, match.end()
    return None, position


def _read_token(kind: str, match: re.Match[str]) -> HeadingDate | None:
    if kind == "week":
        week = int(match[1])
        return HeadingDate(week=week) if 1 <= week <= 53 else None
    if kind == "iso":
        return _of(int(match[1]), int(match[2]), int(match[3]))
    if kind == "full":
        return _of(2000 + int(match[3]) % 100, int(match[2]), int(match[1]))
    if kind == "partial":
        return _of(None, int(match[2]), int(match[1]))
    if kind == "named":
        month = _MONTH.get(match[2])
        year = int(match[3]) if match[3] else None
        return _of(year, month, int(match[1])) if month else None
    if kind == "month":
        month = _MONTH.get(match[1])
        return HeadingDate(month=month, year=int(match[2]) if match[2] else None) if month else None
    if kind == "weekday":
        day = weekday(match[1])
        return None if day is None else HeadingDate(weekday=day)
    return _of_number(int(match[1]))


def _of(year: int | None, month: int, day: int) -> HeadingDate | None:
    """Return a day of a month; one that no calendar has is marked as wrong."""
    if month > 12 or day > 31 or (year is not None and year not in _YEARS):
        return None
    read = HeadingDate(year=year, month=month, day=day)
    exists = replace(read, year=year or 2000).on
    return read if exists else replace(read, wrong=True)


def _of_number(value: int) -> HeadingDate | None:
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        known = _EXCEL_ZERO + timedelta(days=value)
        return HeadingDate(year=known.year, month=known.month, day=known.day)
    if value in _YEARS:
        return HeadingDate(year=value)
    return HeadingDate(day=value) if 1 <= value <= 31 else None


def day_cell(cell: Cell, period: Period) -> Cell:
    """Return the date of a cell in a list, where it says one; any other cell stays as it is.

    `05.01.26`, `man 5/1` and Excel's number for a day are read; a day without a year is the one
    nearest the roster, and where a weekday does not agree the cell is refused.
    """
    heading = piece(cell) if isinstance(cell, str | int | float) else None
    if heading is None or heading.day is None or heading.month is None or heading.wrong:
        return cell
    year = heading.year or period.year_of(heading.month, heading.day)
    on = replace(heading, year=year).on
    if on is None:
        return cell
    if heading.weekday is not None and heading.weekday != on.weekday():
        return BadCell("day-contradicts", normalise_text(str(cell)))
    return on
