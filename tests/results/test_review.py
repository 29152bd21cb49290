"""A resident's review, and whether the figures are other since."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from allocator.results.hours import HoursRow
from allocator.results.review import Review, figures_differ, review_lines
from allocator.text.dates import long_day

REVIEW = Review("Kari", date(2026, 3, 3), "Sett sammen med boligleder", changed=False)
ROW = HoursRow(
    "A", "B1", 15, "Helsetjenester i hjemmet", 14, 600.0, 480.2, 450.0, 450.0, 460.0, 500.0,
    200.4, 200.4, 49.2, 0.94, "7:30", "7:40", 0.75,
)  # fmt: skip
OTHER = ROW._replace(resident="B2", received_minutes=60.0)


def frame(*rows: HoursRow) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(HoursRow._fields))


BEFORE = frame(ROW, OTHER)


def test_it_is_said_in_both_languages() -> None:
    assert review_lines(REVIEW, "nb") == [
        "Gjennomgått av Kari den 3. mars 2026.",
        "Merknad: Sett sammen med boligleder",
        "Ikke endret siden: Tallene er de samme som da.",
    ]
    changed = replace(REVIEW, changed=True)
    assert review_lines(changed, "nb")[-1] == (
        "Endret siden: Tallene er ikke lenger de samme som da."
    )
    assert review_lines(changed, "en") == [
        "Reviewed by Kari on 3 March 2026.",
        "Comment: Sett sammen med boligleder",
        "Changed since: The figures are no longer the same as then.",
    ]
    assert "Not changed since" in review_lines(REVIEW, "en")[-1]
    assert len(review_lines(replace(REVIEW, comment=""), "nb")) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("decided_minutes", 601.0),
        ("decided_minutes", float("nan")),
        ("planned_minutes", 480.6),
        ("received_minutes", 450.5),
        ("omfang_minutes", 449.4),
        ("ressursinnsats_minutes", 461.0),
    ],
)
def test_a_figure_that_is_printed_otherwise_is_a_difference(column: str, value: float) -> None:
    after = frame(ROW._replace(**{column: value}), OTHER)
    assert figures_differ(BEFORE, after, "A", "B1")
    assert figures_differ(after, BEFORE, "A", "B1")
    assert not figures_differ(BEFORE, after, "A", "B2")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("decided_minutes", 600.4),
        ("planned_minutes", 480.4),
        ("received_minutes", 450.494),
        ("omfang_minutes", 449.5),
        ("ressursinnsats_minutes", 460.3),
        ("staff_share_minutes", 0.0),
        ("coverage", 0.5),
    ],
)
def test_what_is_printed_the_same_is_none(column: str, value: float) -> None:
    assert not figures_differ(BEFORE, frame(ROW._replace(**{column: value})), "A", "B1")


def test_the_parts_of_the_day_are_compared_as_they_are_printed() -> None:
    """200.4, 200.4 and 49.2 are printed as 201, 200 and 49, which add up to 450."""
    moved = ROW._replace(day_minutes=200.3, evening_minutes=200.4, night_minutes=49.3)
    assert figures_differ(BEFORE, frame(moved), "A", "B1")
    same = ROW._replace(day_minutes=200.41, evening_minutes=200.4, night_minutes=49.19)
    assert not figures_differ(BEFORE, frame(same), "A", "B1")


def test_nothing_decided_is_the_same_as_nothing_decided() -> None:
    undecided = ROW._replace(decided_minutes=float("nan"))
    assert not figures_differ(frame(undecided), frame(undecided), "A", "B1")


def test_a_service_that_is_new_or_gone_is_a_difference_and_its_place_is_none() -> None:
    more = ROW._replace(service=2)
    assert figures_differ(BEFORE, frame(ROW, more), "A", "B1")
    assert figures_differ(frame(ROW, more), BEFORE, "A", "B1")
    assert not figures_differ(frame(ROW, more), frame(OTHER, more, ROW), "A", "B1")


def test_a_resident_of_the_same_name_in_another_unit_is_another() -> None:
    elsewhere = ROW._replace(unit="C", received_minutes=1.0)
    assert not figures_differ(BEFORE, frame(ROW, elsewhere), "A", "B1")
    assert figures_differ(BEFORE, frame(elsewhere), "A", "B1")
    assert not figures_differ(BEFORE, frame(OTHER), "A", "B9")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_month_has_a_name(language: str) -> None:
    names = {long_day(date(2026, month, 1), language).split()[1] for month in range(1, 13)}
    assert len(names) == 12
