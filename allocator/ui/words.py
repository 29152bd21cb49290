"""Words and numbers as people of one language read them. No Streamlit here."""

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from allocator.results.rounding import whole_minutes
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR, SERVICES
from allocator.text import say

NOTHING = "–"
"""Shown where there is no figure."""
MONTHS = 12


@dataclass(frozen=True)
class Words:
    """The words of one language, `nb` or `en`."""

    language: str

    def __call__(self, key: str, **facts: object) -> str:
        """A text by `file.key`, of the folder `text/ui`."""
        file, _, name = key.partition(".")
        return say(f"ui/{file}", name, self.language, **facts)

    def of(self, kind: str, word: object) -> str:
        """An enumerated word as people say it: `of("part", "night")` is «natt»."""
        return self(f"words.{kind}-{word}")

    def reason(self, reason: str) -> str:
        """Why something is missing, as a clause."""
        return say("explain", f"reason-{reason}", self.language)

    def service(self, code: int) -> str:
        """Code and official name; the names are Norwegian in both languages."""
        return f"{code} {SERVICES[code].name}"

    def short_service(self, code: int) -> str:
        """Code and a short name for legends."""
        return f"{code} {self.of('service', code)}" if SERVICES[code].hours else self.service(code)

    def hours(self, minutes: float) -> str:
        """Minutes as `7 t 30 min`; a dash where there is no figure.

        >>> Words("nb").hours(450), Words("nb").hours(59.6), Words("en").hours(-90)
        ('7 t 30 min', '1 t', '−1 h 30 min')
        """
        if pd.isna(minutes):
            return NOTHING
        whole = whole_minutes(abs(minutes))
        hours, rest = divmod(whole, MINUTES_PER_HOUR)
        said = [f"{hours:,}".replace(",", "\u00a0") + f" {self('words.hour-sign')}"] if hours else []
        said += [f"{rest} min"] if rest or not hours else []
        return ("−" if minutes < 0 and whole else "") + " ".join(said)

    def number(self, value: float, decimals: int = 1) -> str:
        """A number with decimal comma in Norwegian and thousands kept apart.

        >>> Words("nb").number(1234.25, 2), Words("en").number(1234.25, 2)
        ('1\\xa0234,25', '1,234.25')
        """
        if pd.isna(value):
            return NOTHING
        text = f"{value:,.{decimals}f}"
        if self.language == "en":
            return text
        return text.replace(",", "\u00a0").replace(".", ",")

    def percent(self, share: float) -> str:
        """A share of 1 as whole per cent, never 100 for what is less: shortage must be seen."""
        if pd.isna(share):
            return NOTHING
        whole = math.floor(share * 100) if share < 1 else round(share * 100)
        whole = whole + 1 if share * 100 - whole > 1 - 1e-6 else whole
        return f"{whole}\u00a0%" if self.language == "nb" else f"{whole}%"

    def clock(self, minutes: float) -> str:
        """Minutes past midnight as `07:30`."""
        whole = round(minutes) % MINUTES_PER_DAY
        return f"{whole // MINUTES_PER_HOUR:02d}:{whole % MINUTES_PER_HOUR:02d}"

    def date(self, day: date) -> str:
        """A date as `5. januar 2026` or `5 January 2026`."""
        stop = "." if self.language == "nb" else ""
        return f"{day.day}{stop} {self.of('month', day.month)} {day.year}"

    def period(self, start: object, weeks: int) -> str:
        """The days of a roster, or how many weeks where it has no dates."""
        if not isinstance(start, date) or pd.isna(start):
            return self("words.weeks", weeks=weeks)
        last = start + pd.Timedelta(days=weeks * DAYS_PER_WEEK - 1)
        return f"{self.date(start)} – {self.date(last)}"


def plain(text: object) -> str:
    """Text of the input with nothing in it that Markdown would act on: no link, no picture."""
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in str(text))


_MARKDOWN = frozenset("\\`*_{}[]()<>#+!|~$:&@/")
