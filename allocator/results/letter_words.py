"""The words of a letter: numbers, durations, dates and lists, in one language."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from allocator.clock import clock_time
from allocator.rounding import hours_minutes, whole_minutes
from allocator.tables.declared_people import DecisionRow
from allocator.tables.declared_work import GroupRow, InterventionRow
from allocator.terms import (
    DAYS_PER_WEEK,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    PARTS,
    WEEKDAYS,
    whole_weeks,
)
from allocator.text import translate
from allocator.text.dates import day

_WEEKEND = (5, 6)
_WORKING_DAYS = (0, 1, 2, 3, 4)


class LetterWords:
    """Puts figures and rows into words.

    >>> words = LetterWords("nb")
    >>> words.duration(98), words.count(2), words.often(2.5)
    ('1 time og 38 minutter', 'to', '2,5 ganger')
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._numbers = translate("letter", "numbers", language).split()

    def __call__(self, key: str, **facts: object) -> str:
        """Return one text of `letter.toml` with its facts."""
        return translate("letter", key, self.language, **facts)

    def count(self, number: int) -> str:
        """Write a whole number: in letters up to twelve."""
        return self._numbers[number] if number < len(self._numbers) else str(number)

    def staff(self, number: int) -> str:
        """Write by how many of the staff: `én ansatt`, `to ansatte`."""
        return self(
            "own-staff-one" if number == 1 else "own-staff-several", staff=self.count(number)
        )

    def figure(self, number: float) -> str:
        """Write a number in figures, with the decimal sign of the language."""
        text = f"{number:g}"
        return text.replace(".", ",") if self.language == "nb" else text

    def often(self, times: float) -> str:
        """Write how many times."""
        if times == 1:
            return self("times-once")
        whole = float(times).is_integer()
        return self("times-several", times=self.count(int(times)) if whole else self.figure(times))

    def length(self, minutes: float) -> str:
        """Write how long one occurrence is: as `duration`, but no part of a minute is rounded."""
        if float(minutes).is_integer():
            return self.duration(minutes)
        return self("minutes", minutes=self.figure(minutes))

    def duration(self, minutes: float) -> str:
        """Write minutes as hours and minutes in words."""
        hours, rest = divmod(whole_minutes(minutes), MINUTES_PER_HOUR)
        parts = []
        if hours:
            parts.append(self("hours-one" if hours == 1 else "hours", hours=hours))
        if rest or not hours:
            parts.append(self("minutes-one" if rest == 1 else "minutes", minutes=rest))
        return self.listed(parts)

    def factor(self, minutes: float) -> str:
        """Write minutes as the first factor of a sum: `15 min`, `7,5 min`, `2:00`.

        >>> words = LetterWords("nb")
        >>> words.factor(15), words.factor(7.5), words.factor(120)
        ('15 min', '7,5 min', '2:00')
        """
        if minutes < MINUTES_PER_HOUR or not float(minutes).is_integer():
            return f"{self.figure(minutes)} min"
        return hours_minutes(minutes)

    def listed(self, parts: Sequence[str], last: Literal["and", "or"] = "and") -> str:
        """Write a list with a word before the last of it.

        >>> LetterWords("nb").listed(["mandag", "onsdag", "fredag"], "or")
        'mandag, onsdag eller fredag'
        """
        *before, end = parts
        return f"{', '.join(before)} {self(last)} {end}" if before else end

    def period(self, first: pd.Timestamp, last: pd.Timestamp, keys: Mapping[str, str]) -> str:
        """Write the dates of a period by what is known of it.

        Parameters
        ----------
        keys : of the texts for `both`, `from`, `to` and `unknown`; empty for none.
        """
        known = {(True, True): "both", (True, False): "from", (False, True): "to"}
        kind = known.get((not pd.isna(first), not pd.isna(last)), "unknown")
        if kind not in keys:
            return ""
        facts = {
            name: day(when, self.language)
            for name, when in (("first", first), ("last", last))
            if not pd.isna(when)
        }
        return self(keys[kind], **facts)

    def weekdays(self, days: Sequence[int], last: Literal["and", "or"], habit: bool) -> str:
        """Write weekdays (0 is Monday); `habit` is on Mondays, else every Monday."""
        if tuple(days) == _WORKING_DAYS:
            names = [self("working-day")]
        else:
            names = [
                translate("ui/words", f"weekday-{WEEKDAYS[number]}", self.language)
                for number in days
            ]
        if habit:
            names = [self("habit", weekday=name) for name in names]
        return self.listed(names, last)

    def occurrences(self, timed: InterventionRow | GroupRow) -> str:
        """Write how long and how often: `15 minutter to ganger i døgnet`."""
        all_days = len(timed.weekdays) == DAYS_PER_WEEK
        times, suffix = self.often(timed.times), "-one" if timed.times == 1 else ""
        if timed.per == "day" and all_days:
            often = self(f"often-day{suffix}", times=times)
        elif timed.per == "day":
            weekdays = self.weekdays(timed.weekdays, "and", habit=False)
            often = self(f"often-weekdays{suffix}", times=times, weekdays=weekdays)
        else:
            weeks = whole_weeks(timed.per)
            key = f"often-{timed.per}" if weeks is None else "often-weeks"
            key += suffix if key in ("often-14_days", "often-weeks") else ""
            often = self(key, times=times, weeks=weeks)
            if not all_days:
                each = timed.per == "week" and timed.times == len(timed.weekdays)
                weekdays = self.weekdays(timed.weekdays, "and" if each else "or", habit=True)
                often += self("on-weekdays", weekdays=weekdays)
        return f"{self.length(timed.minutes)} {often}"

    def window(self, timed: InterventionRow | GroupRow) -> str:
        """Write when it may be given: between two times, or in which parts of the døgn."""
        if not pd.isna(timed.from_time):
            length = (timed.to_time - timed.from_time) % MINUTES_PER_DAY
            if not length:
                return self("around", first=self.clock(clock_time(timed.from_time)))
            exact = timed.times == 1 and length == timed.minutes
            midnight = timed.to_time % MINUTES_PER_DAY == 0
            last = "24:00" if midnight else clock_time(timed.to_time)
            times = {"first": self.clock(clock_time(timed.from_time)), "last": self.clock(last)}
            return self("exactly" if exact else "between", **times)
        if len(timed.shift) == len(PARTS):
            return self("any-time")
        return f", {self.parts(timed.shift, 'or')}"

    def clock(self, time: str) -> str:
        """Write a time of day in the form of the language: `08.00` in Norwegian."""
        return time.replace(":", ".") if self.language == "nb" else time

    def parts(self, parts: Sequence[str], last: Literal["and", "or"]) -> str:
        """Write parts of the døgn: `på dagen eller om natten`."""
        return self.listed([self(f"part-{part}") for part in PARTS if part in parts], last)

    def whole(self, parts: Sequence[str]) -> str:
        """Write whole parts of the døgn: `hele kvelden`."""
        if len(parts) == len(PARTS):
            return self("the-whole")
        names = [self(f"the-{part}") for part in PARTS if part in parts]
        return self("whole", parts=self.listed(names))

    def per(self, decision: DecisionRow) -> str:
        """Write what the hours of a decision are for: `per måned`."""
        weeks = whole_weeks(decision.per)
        return self(f"per-{decision.per}" if weeks is None else "per-weeks", weeks=weeks)
