"""Dates as a language writes them."""

import re
from datetime import date

from allocator.text import translate

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ONLY_DATES = re.compile(r"[0-9, –-]+")


def day(when: date, language: str) -> str:
    """Write a date in the form of the language.

    >>> day(date(2026, 1, 5), "nb"), day(date(2026, 1, 5), "en")
    ('05.01.2026', '2026-01-05')
    """
    return f"{when:%d.%m.%Y}" if language == "nb" else f"{when:%Y-%m-%d}"


def long_day(when: date, language: str) -> str:
    """Write a date with the name of its month.

    >>> long_day(date(2026, 3, 3), "nb"), long_day(date(2026, 3, 3), "en")
    ('3. mars 2026', '3 March 2026')
    """
    stop = "." if language == "nb" else ""
    return f"{when.day}{stop} {translate('dates', f'month-{when.month}', language)} {when.year}"


def days(text: str, language: str) -> str:
    """Write a text that is nothing but dates, as `yyyy-mm-dd`, in the form of the language.

    >>> days("2018-05-16 – 2018-06-26", "nb"), days("2026-01-05", "en"), days("A 2026-01-05", "nb")
    ('16.05.2018 – 26.06.2018', '2026-01-05', 'A 2026-01-05')
    """
    if language != "nb" or not _ONLY_DATES.fullmatch(text):
        return text
    return _ISO.sub(r"\3.\2.\1", text)
