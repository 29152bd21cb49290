"""Text cells to values, and the circle of minutes that a roster is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

DAY = 1440
PARTS = ("day", "evening", "night")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Row = dict[str, str]
Source = tuple[str, int]
"""The row that something comes from: table, and its number as a spreadsheet shows it."""
Minutes = NDArray[np.int64]


def numbered(table: str, rows: list[Row]) -> list[Row]:
    """Give the rows with the table and the row number that they come from."""
    return [row | {"#table": table, "#row": str(line)} for line, row in enumerate(rows, start=2)]


def source(row: Row) -> Source:
    """Give where a row comes from."""
    return row["#table"], int(row["#row"])


def number(text: str, default: float | None = None) -> float | None:
    """Read a number with a decimal comma; the default where the cell is empty."""
    return float(text.replace(",", ".")) if text else default


def clock(text: str) -> int:
    """Read a clock time as minutes since midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def duration(text: str) -> float | None:
    """Read granted hours as minutes: ``7:30``, ``7,5``, ``7 t 30 min``, ``3 døgn``."""
    if not text:
        return None
    if ":" in text:
        return float(clock(text))
    if match := re.fullmatch(r"(\d+) t (\d+) min", text):
        return 60.0 * int(match[1]) + int(match[2])
    if match := re.fullmatch(r"(\d+) døgn", text):
        return 24 * 60.0 * int(match[1])
    return 60 * float(text.replace(",", "."))


def weekdays(text: str) -> set[int]:
    """Read a cell of weekdays; empty means all of them."""
    words = {"": range(7), "all": range(7), "weekday": range(5), "weekend": range(5, 7)}
    if text in words:
        return set(words[text])
    return {DAYS.index(word.strip()) for word in text.split(",")}


def names(text: str) -> list[str]:
    """Read a comma-separated list of words without regard to case."""
    return [" ".join(word.split()).casefold() for word in text.split(",") if word.strip()]


def service(text: str) -> int:
    """Read a service's code; ``08.01`` is 8, and 12 and 13 are 29."""
    code = int(text.split(".")[0])
    return 29 if code in (12, 13) else code


@dataclass
class Circle:
    """The roster: ``days`` døgn of 1440 minutes, counted from the start of Monday's first døgn."""

    weeks: int
    start: int  # clock time at which a døgn begins [min]
    evening: int  # offset in the døgn at which the evening begins [min]
    night: int  # offset in the døgn at which the night begins [min]
    first: date | None

    @classmethod
    def of(cls, row: Row) -> Circle:
        """Read the row of the table ``unit``."""
        start = clock(row.get("day_start") or "07:00")
        evening = (clock(row.get("evening_start") or "15:00") - start) % DAY
        night = (clock(row.get("night_start") or "22:00") - start) % DAY
        text = row.get("period_start", "")
        return cls(
            int(row["weeks"]), start, evening, night, date.fromisoformat(text) if text else None
        )

    @property
    def days(self) -> int:
        """How many døgn the roster has."""
        return 7 * self.weeks

    @property
    def total(self) -> int:
        """How many minutes the roster has."""
        return self.days * DAY

    def part_window(self, part: str) -> tuple[int, int]:
        """Give a part of the døgn as (offset, length) [min]."""
        begins = {"day": 0, "evening": self.evening, "night": self.night}
        ends = {"day": self.evening, "evening": self.night, "night": DAY}
        return begins[part], ends[part] - begins[part]

    def windows(self, row: Row, default: tuple[str, ...]) -> list[tuple[int, int]]:
        """Give the windows of a row as (offset in its døgn, length) [min].

        A clock window goes before the parts in ``shift``; one that begins before the start of the
        døgn and ends after it by the clock is that calendar morning, at a negative offset.
        """
        if not row.get("from_time"):
            parts = names(row.get("shift", "")) or list(default)
            return [self.part_window(part) for part in PARTS if part in parts]
        begins, ends = clock(row["from_time"]), clock(row["to_time"])
        length = ends - begins + (DAY if ends <= begins else 0)
        if begins < self.start < begins + length:
            return [(begins - self.start, length)]
        return [((begins - self.start) % DAY, length)]

    def minutes(self, day: int, offset: int, length: int) -> Minutes:
        """Give the minutes of the circle that a stretch covers, one by one."""
        return (day * DAY + offset + np.arange(length)) % self.total

    def day_of(self, text: str) -> int:
        """Give the døgn of a date; it may lie outside the roster."""
        assert self.first is not None, "a date needs the start of the period"
        return (date.fromisoformat(text) - self.first).days

    def dated(self, row: Row) -> set[int]:
        """Give the døgn of the roster from ``from`` to ``to``, both included."""
        return self.between(row.get("from", ""), row.get("to", ""))

    def between(self, begins: str, ends: str) -> set[int]:
        """Give the døgn of the roster from one date to another; an empty one is no limit."""
        first = self.day_of(begins) if begins else 0
        last = self.day_of(ends) if ends else self.days - 1
        return {day for day in range(self.days) if first <= day <= last}

    def validity(self, row: Row) -> tuple[str, str]:
        """Give the first and the last date of a decision; start and end stand for empty ones."""
        if self.first is None:
            return row.get("from", ""), row.get("to", "")
        return (
            row.get("from") or row.get("started_on", ""),
            row.get("to") or row.get("ended_on", ""),
        )

    def decided(self, row: Row) -> set[int]:
        """Give the døgn of the roster on which a decision is in force."""
        return self.between(*self.validity(row))


def offsets(windows: list[tuple[int, int]]) -> set[int]:
    """Give the minutes of a døgn that windows cover, round the clock."""
    return {(begin + step) % DAY for begin, length in windows for step in range(length)}
