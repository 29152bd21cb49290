"""Words and numbers as people of one language read them. No Streamlit here."""

import re
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from allocator.calendar.roster import last_day
from allocator.clock import clock_time
from allocator.export.words import EMPTY_CELL, in_language, percent
from allocator.sanitise import sanitise_lines
from allocator.terms import SERVICES
from allocator.text import translate
from allocator.text.dates import long_day

HARD = "\u00a0"
"""A space at which no line breaks."""


@dataclass(frozen=True)
class Translator:
    """The words of one language, `nb` or `en`."""

    language: str

    def __call__(self, key: str, **facts: object) -> str:
        """Return a text by `file.key`, of the folder `text/ui`."""
        file, _, name = key.partition(".")
        return translate(f"ui/{file}", name, self.language, **facts)

    def of(self, kind: str, word: object) -> str:
        """Return an enumerated word as people say it: `of("part", "night")` is «natt»."""
        return self(f"words.{kind}-{word}")

    def reason(self, reason: str) -> str:
        """Say why something is missing, as a clause."""
        return translate("explain", f"reason-{reason}", self.language)

    def service(self, code: int) -> str:
        """Write code and official name; the names are Norwegian in both languages."""
        return f"{code} {SERVICES[code].name}"

    def short_service(self, code: int) -> str:
        """Write code and a short name for legends."""
        return f"{code} {self.of('service', code)}" if SERVICES[code].hours else self.service(code)

    @property
    def hour_sign(self) -> str:
        """What stands for hours."""
        return translate("export", "hour-sign", self.language)

    def hours(self, minutes: float) -> str:
        """Write minutes as `7 t 30 min`, as on paper; no line breaks within.

        >>> Translator("nb").hours(450).replace(HARD, " ")
        '7 t 30 min'
        """
        return in_language(minutes, self.language).replace(" ", HARD)

    def number(self, value: float, decimals: int = 1) -> str:
        r"""Return a number with decimal comma in Norwegian and thousands kept apart.

        >>> Translator("nb").number(1234.25, 2), Translator("en").number(1234.25, 2)
        ('1\xa0234,25', '1,234.25')
        """
        if pd.isna(value):
            return EMPTY_CELL
        text = f"{value:,.{decimals}f}"
        if self.language == "en":
            return text
        return text.replace(",", HARD).replace(".", ",")

    def percent(self, share: float) -> str:
        """Return a share in whole per cent, as on paper: what lacks a little is never 100."""
        return percent(share).replace(" ", HARD)

    def clock(self, minutes: float) -> str:
        """Write minutes past midnight as `07:30`."""
        return clock_time(minutes)

    def date(self, day: date) -> str:
        """Return a date as `5. januar 2026` or `5 January 2026`."""
        return long_day(day, self.language)

    def moment(self, moment: datetime) -> str:
        """Return day and clock on this machine: `5. januar 2026 kl. 09.30`."""
        here = moment.astimezone()
        clock = f"{here:%H:%M}" if self.language == "en" else f"{here:%H.%M}"
        return self("words.moment", day=self.date(here.date()), clock=clock)

    def period(self, start: object, weeks: int) -> str:
        """Return the days of a roster, or how many weeks where it has no dates."""
        if not isinstance(start, date) or pd.isna(start):
            return self("words.weeks", weeks=weeks)
        last = last_day(start, weeks)
        return f"{self.date(start)} – {self.date(last)}"


def plain(text: object) -> str:
    r"""Escape text of the input so that Markdown makes no link, picture or list of it.

    >>> plain("[B1](x) 16. mai"), plain("16. mai"), plain("- T1")
    ('\\[B1\\]\\(x\\) 16. mai', '16\\. mai', '\\- T1')
    """
    signs = sanitise_lines(str(text))
    marked = "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in signs)
    return _LIST.sub(r"\1\\\2", _LINK.sub(_UNBROKEN, marked))


_MARKDOWN = frozenset("\\`*_{}[]()<>#+!|~$:&@/")
_LINK = re.compile(r"(?i)(?<=http)(?=s?\\:)|(?<=www)(?=\.)|(?<=@)")
"""Where text that a browser would make a link of is taken apart, although it is escaped."""
_UNBROKEN = "\u2060"
"""Is not seen, and breaks no line."""
_LIST = re.compile(r"^(\s*\d*)([.)-])")
