"""Dates as a language writes them."""

from datetime import date


def day(when: date, language: str) -> str:
    """Write a date in the form of the language.

    >>> day(date(2026, 1, 5), "nb"), day(date(2026, 1, 5), "en")
    ('05.01.2026', '2026-01-05')
    """
    return f"{when:%d.%m.%Y}" if language == "nb" else f"{when:%Y-%m-%d}"
