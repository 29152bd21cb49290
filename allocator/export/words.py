"""Words, figures and dates of documents and workbooks, in both languages."""

import math
from typing import Any

import pandas as pd

from allocator.calendar.roster import last_day
from allocator.rounding import NOTICEABLE, hours_minutes, whole_minutes
from allocator.terms import MINUTES_PER_HOUR, WORDS
from allocator.text import translate
from allocator.text.dates import day

EMPTY_CELL = "–"
"""What stands where there is no figure."""
_ALMOST = 1e-6


def word(kind: str, english: str, language: str) -> str:
    """Translate an enumerated word; empty stays empty."""
    if language == "en" or english not in WORDS[kind]:
        return english.replace("_", " ")
    return WORDS[kind][english][0].replace("_", " ")


def in_language(minutes: float, language: str) -> str:
    """Write minutes as hours and minutes in words.

    >>> in_language(450.0, "nb"), in_language(59.6, "nb"), in_language(0.0, "en")
    ('7 t 30 min', '1 t', '0 min')
    """
    if math.isnan(minutes):
        return EMPTY_CELL
    hours, rest = divmod(whole_minutes(minutes), MINUTES_PER_HOUR)
    words = [f"{hours} {translate('export', 'hour-sign', language)}"] if hours else []
    return " ".join([*words, f"{rest} min"] if rest or not hours else words)


def signed(before: float, after: float) -> str:
    """Write the difference of two figures [min] as `h:mm` with its sign; none where not noticed.

    It is that of the figures as they are shown, so that the three add up. Where one is missing it
    counts as 0.

    >>> signed(60.0, 150.0), signed(150.0, 60.0), signed(60.0, 60.0), signed(60.0, 60.3)
    ('+1:30', '-1:30', '–', '+0:00')
    >>> signed(480.4, 465.6), signed(float("nan"), 30.0)
    ('-0:14', '+0:30')
    """
    before, after = (0.0 if math.isnan(figure) else figure for figure in (before, after))
    if abs(after - before) <= NOTICEABLE:
        return EMPTY_CELL
    minutes = abs(whole_minutes(after) - whole_minutes(before))
    return f"{'+' if after > before else '-'}{hours_minutes(minutes)}"


def percent(share: float) -> str:
    """Write a share in whole per cent; less than 1 is never 100 %.

    >>> percent(2 / 3), percent(0.996), percent(1.0), percent(float("nan"))
    ('67 %', '99 %', '100 %', '–')
    """
    if math.isnan(share):
        return EMPTY_CELL
    whole = math.floor(share * 100 + 0.5)
    return f"{99 if whole == 100 and share < 1.0 - _ALMOST else whole} %"


def period(first: Any, weeks: int, language: str) -> str:
    """Write the dates of a roster, or its length where it has none."""
    length = translate("export", "weeks-one" if weeks == 1 else "weeks", language, weeks=weeks)
    if pd.isna(first):
        return translate("export", "period-weeks", language, weeks=length)
    last = last_day(first, weeks)
    dates = {"first": day(first, language), "last": day(last, language)}
    return translate("export", "period-dates", language, weeks=length, **dates)
