"""The sentences of a letter on a decision: what is granted, with the sum, its dates and its law."""

from collections.abc import Iterator

import pandas as pd

from allocator.results.letter_words import LetterWords
from allocator.rounding import NOTICEABLE, hours_minutes
from allocator.tables.declared_people import DecisionRow
from allocator.terms import DAYS_PER_WEEK, ROLLING_RESPITE
from allocator.text.dates import day

_OF_OTHERS = frozenset({7, 8, 11})
"""Respite and care allowance: granted to whoever gives the care, who need not be the resident."""
_BY_FORCE = frozenset({14, 23, 24})
_PURPOSES = frozenset({1, 2, 3, 4, 15, 17})
"""Services whose purpose the guidance names (PURPOSE-01 to PURPOSE-06)."""
_LAW = {1: "law-1", 2: "law-1", 3: "law-1", 8: "law-8", 15: "law-15"}
"""Services whose paragraph the guidance names: practical help in all its forms is one of them."""
_CARE_ALLOWANCE = 11
_PERIOD = {
    "both": "period-both",
    "from": "period-from",
    "to": "period-to",
    "unknown": "period-unknown",
}


def service_in_words(service: int, words: LetterWords) -> str:
    """Name a service within a sentence."""
    return words(f"service-{service}")


def granted(service: int, with_hours: str, words: LetterWords) -> str:
    """Write that a service is granted, to whom the letter goes or to whoever it concerns."""
    key = "granted-other" if service in _OF_OTHERS else "granted"
    if service in _BY_FORCE:
        key = "granted-forced"
    return words(key, service=service_in_words(service, words), with_hours=with_hours)


def grant(row: DecisionRow, weekly: float, words: LetterWords) -> Iterator[str]:
    """Write what a decision grants: hours as they are decided, and converted to a week.

    Parameters
    ----------
    weekly : the hours in a week [min].
    """
    if pd.isna(row.hours):
        yield granted(row.service, "", words)
        return
    per = words.per(row)
    hours = words("with-hours", hours=words.duration(row.hours), per=per)
    yield granted(row.service, hours, words)
    if row.per != "week":
        yield words("calculation", calculation=_calculation(row, weekly, words))
    if row.rolling and row.service == ROLLING_RESPITE:
        yield words("rolling")
    if row.resource_hours > row.hours + NOTICEABLE:
        yield words("decided-resources", hours=words.duration(row.resource_hours), per=per)


def _calculation(row: DecisionRow, weekly: float, words: LetterWords) -> str:
    facts = {"hours": words.duration(row.hours), "weekly": hours_minutes(weekly)}
    if row.per == "day":
        return words("calculation-day", days=DAYS_PER_WEEK, **facts)
    weeks = words.figure(row.hours / weekly) if weekly else ""
    return words("calculation-divided", per=words.per(row), weeks=weeks, **facts)


def proposal(service: int, weekly: float, words: LetterWords) -> str:
    """Write a grant of what is planned, where nothing is decided."""
    per = words("per-week")
    return granted(service, words("with-hours", hours=words.duration(weekly), per=per), words)


def purpose(service: int, words: LetterWords) -> str:
    """Write the purpose as the guidance names it, and room for what the help is to meet."""
    key = f"purpose-{service}" if service in _PURPOSES else "purpose-other"
    note = f" {words('care-allowance')}" if service == _CARE_ALLOWANCE else ""
    return f"{words(key)} {words('grounds')}{note}"


def period(first: pd.Timestamp, last: pd.Timestamp, words: LetterWords) -> str:
    """Write when the decision holds, with room for what is not known."""
    return words.period(first, last, _PERIOD)


def open_period(words: LetterWords) -> str:
    """Write room for a period of which nothing is known."""
    return words(_PERIOD["unknown"])


def dates(row: DecisionRow, words: LetterWords) -> Iterator[str]:
    """Write the dates of application, decision and appeal that are known."""
    if not pd.isna(row.applied_on):
        yield words("applied-on", applied=day(row.applied_on, words.language))
    if not pd.isna(row.decided_on):
        yield words("decided-on", decided=day(row.decided_on, words.language))
    if not pd.isna(row.appealed_on):
        yield words("appealed-on", appealed=day(row.appealed_on, words.language))


def law(service: int, words: LetterWords) -> Iterator[str]:
    """Write the paragraph of a service, where the guidance names one."""
    if service in _LAW:
        yield words(_LAW[service])


def begins(row: DecisionRow) -> pd.Timestamp:
    """Return the first day of a decision."""
    return row.started_on if pd.isna(row.from_) else row.from_


def ends(row: DecisionRow) -> pd.Timestamp:
    """Return the last day of a decision."""
    return row.ended_on if pd.isna(row.to) else row.to
