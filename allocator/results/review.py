"""A resident's review: who went through the figures, when, and whether they are other now."""

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from allocator.results.hours import PRINTED, HoursRow
from allocator.rounding import in_parts, whole_minutes
from allocator.tables.rows import rows_of
from allocator.terms import PARTS
from allocator.text import translate
from allocator.text.dates import long_day


@dataclass(frozen=True)
class Review:
    """That somebody went through one resident's figures.

    Parameters
    ----------
    by : who.
    on : when.
    comment : in their own words; may be empty.
    changed : whether the figures are other now (`figures_differ`).
    """

    by: str
    on: date
    comment: str
    changed: bool


def review_lines(review: Review, language: str) -> list[str]:
    """Say it in nb or en, a sentence a line: by whom and when, the comment, changed since or not.

    >>> review_lines(Review("Kari", date(2026, 3, 3), "", False), "nb")
    ['Gjennomgått av Kari den 3. mars 2026.', 'Ikke endret siden: Tallene er de samme som da.']
    """
    signed = translate("review", "by", language, by=review.by, day=long_day(review.on, language))
    comment = translate("review", "comment", language, comment=review.comment)
    since = translate("review", "changed" if review.changed else "unchanged", language)
    return [signed, *([comment] if review.comment else []), since]


def figures_differ(before: pd.DataFrame, after: pd.DataFrame, unit: str, resident: str) -> bool:
    """Say whether a resident's figures are printed otherwise in one `hours` than in another.

    Figures are compared as a document prints them: in whole minutes a week, service by service,
    with day, evening and night. A service that only one of them has is a difference.

    Parameters
    ----------
    before, after : the frames `hours` of two results.
    """
    return _printed(before, unit, resident) != _printed(after, unit, resident)


def _printed(hours: pd.DataFrame, unit: str, resident: str) -> dict[int, list[int | None]]:
    """Return what is printed of each service [min per week]; None where there is no figure."""
    own = hours[(hours["unit"] == unit) & (hours["resident"] == resident)]
    printed: dict[int, list[int | None]] = {}
    for row in rows_of(own, HoursRow):
        measures = [getattr(row, f"{name}_minutes") for name in PRINTED]
        parts = [getattr(row, f"{part}_minutes") for part in PARTS]
        whole = [None if math.isnan(minutes) else whole_minutes(minutes) for minutes in measures]
        printed[int(row.service)] = [*whole, *in_parts(row.received_minutes, parts)]
    return printed
