"""Each writing that record systems use, and those that have no one meaning."""

from datetime import date
from typing import Any

import pytest

from allocator.tables.mapping import normalise
from allocator.tables.rotas.dates import HeadingDate, Period, piece
from allocator.tables.schema import BadCell

FREQUENCIES: dict[str, dict[str, Any]] = {
    "2x/d": {"times": 2, "per": "døgn"},
    "2 x/dag": {"times": 2, "per": "døgn"},
    "1 x pr. mnd": {"times": 1, "per": "måned"},
    "3 ganger i uken": {"times": 3, "per": "uke"},
    "to ganger daglig": {"times": 2, "per": "døgn"},
    "2 g/uke": {"times": 2, "per": "uke"},
    "1,5x/uke": {"times": 1.5, "per": "uke"},
    "hver 14. dag": {"times": 1, "per": "14_dager"},
    "annenhver uke": {"times": 1, "per": "14_dager"},
    "annenhver dag": {"times": 7, "per": "14_dager"},
    "1 gang hver 14. dag": {"times": 1, "per": "14_dager"},
    "Månedlig": {"times": 1, "per": "måned"},
    "man-ons-fre": {"times": 1, "per": "døgn", "weekdays": "man,ons,fre"},
    "man-fre": {"times": 1, "per": "døgn", "weekdays": "man-fre"},
    "mandager og torsdager": {"times": 1, "per": "døgn", "weekdays": "man,tor"},
    "hverdager": {"times": 1, "per": "døgn", "weekdays": "hverdag"},
    "2x/d man-fre": {"times": 2, "per": "døgn", "weekdays": "man-fre"},
    "3x/uke (man, ons, fre)": {"times": 3, "per": "uke", "weekdays": "man,ons,fre"},
    "annenhver onsdag": {"times": 1, "per": "14_dager", "weekdays": "ons"},
    "hver annen tirsdag": {"times": 1, "per": "14_dager", "weekdays": "tir"},
    "hver fredag": {"times": 1, "per": "døgn", "weekdays": "fre"},
    "hver mandag og torsdag": {"times": 1, "per": "døgn", "weekdays": "man,tor"},
    "hver 2. uke": {"times": 1, "per": "14_dager"},
    "hver 3. uke": {"times": 1, "per": "3_uker"},
    "hver tredje uke": {"times": 1, "per": "3_uker"},
    "hver 4. uke": {"times": 1, "per": "måned"},
    "hver 12. uke": {"times": 1, "per": "12_uker"},
    "hver 3. onsdag": {"times": 1, "per": "3_uker", "weekdays": "ons"},
    "hver natt": {"times": 1, "per": "døgn", "shift": "natt"},
    "kvar kveld": {"times": 1, "per": "døgn", "shift": "kveld"},
}


@pytest.mark.parametrize("text", FREQUENCIES)
def test_frequencies(text: str) -> None:
    assert normalise.normalise_frequency(text) == FREQUENCIES[text]


@pytest.mark.parametrize(
    "text",
    [
        *("2", "2 dager", "2x", "2x/m", "5 dager i uken", "1x2 daglig", "hver 3. dag", "hver helg"),
        *("annenhver helg", "annenhver mandag og onsdag", "hver 2. natt", "hver 13. uke"),
        *("hver 0. uke", "hver morgen", "hver hverdag"),
    ],
)
def test_frequencies_without_one_meaning(text: str) -> None:
    assert normalise.normalise_frequency(text) == {"times": BadCell("bad-frequency", text)}


@pytest.mark.parametrize("text", ["ved behov", "2x/d ved behov", "v/b", "etter avtale"])
def test_as_needed_is_a_question(text: str) -> None:
    expected = {"times": BadCell("frequency-as-needed", text)}
    assert normalise.normalise_frequency(text) == expected


@pytest.mark.parametrize("text", ["2-3x/d", "1–2 ganger i uka", "2 til 3 ganger daglig"])
def test_two_numbers_of_times_are_a_question(text: str) -> None:
    assert normalise.normalise_frequency(text) == {"times": BadCell("frequency-a-span", text)}


@pytest.mark.parametrize("text", ["08:00", "kl. 08.00", "0800"])
def test_one_clock_begins_a_window(text: str) -> None:
    cells = normalise.normalise_window(text)
    refused = BadCell("window-one-clock", text)
    assert cells == {"from_time": "8:00", "to_time": refused}
    assert normalise.ended({**cells, "minutes": "30"}) == {"to_time": "08:30"}
    assert normalise.ended({**cells, "minutes": 960}) == {"to_time": "00:00"}
    week = {"times": 7, "per": "uke"}
    assert normalise.ended({**cells, **week, "minutes": "30"}) == {"to_time": "08:30"}
    for unlike in (
        {},
        {"minutes": "kort"},
        {"minutes": 1440},
        {"minutes": "30", "times": 2, "per": "døgn"},
        {"minutes": "30", "times": 8, "per": "uke"},
        {"minutes": "30", "times": 3, "per": "uke", "weekdays": "man"},
        {"minutes": "30", "times": BadCell("bad-frequency", "")},
    ):
        assert normalise.ended({**cells, **unlike}) == {}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("¾ time", "45"), ("1 ¾ t", "105"), ("½ t", "30"), ("1½ time", "90"), ("¼ t", "15"),
        ("1 t 15 min", "75"), ("tre kvarter", "45"), ("halvannen time", "90"),
    ],
)  # fmt: skip
def test_parts_of_hours(text: str, minutes: str) -> None:
    assert normalise.normalise_minutes(text) == {"minutes": minutes}


@pytest.mark.parametrize("text", ["20–30 min", "20-30", "1-2 t", "30/45 min", "10 til 15 min"])
def test_two_lengths_are_a_question(text: str) -> None:
    assert normalise.normalise_minutes(text) == {"minutes": BadCell("length-a-span", text)}


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("08-10", "08:00", "10:00"),
        ("kl 8.30–10", "08:30", "10:00"),
        ("0800-1000", "08:00", "10:00"),
        ("22:00 - 06:00", "22:00", "06:00"),
        ("fra 8 til 10", "08:00", "10:00"),
        ("8:00a-9:30p", "08:00", "21:30"),
    ],
)
def test_windows(text: str, begins: str, ends: str) -> None:
    assert normalise.normalise_window(text) == {"from_time": begins, "to_time": ends}


@pytest.mark.parametrize("text", ["morgen", "08", "8-10-12", "ca 8-10"])
def test_windows_that_are_none(text: str) -> None:
    assert normalise.normalise_window(text) == {"from_time": BadCell("bad-window", text)}


@pytest.mark.parametrize(
    ("cell", "minutes", "hours"),
    [
        ("1 t 30 min", "90", "90"),
        ("45 min", "45", "45"),
        ("1:30", "90", "90"),
        ("½ t", "30", "30"),
        ("1½ t", "90", "90"),
        ("30", "30", "1800"),
        ("3/4 time", "45", "45"),
        ("1 1/2 t", "90", "90"),
        (30, 30, 1800),
    ],
)
def test_lengths(cell: Any, minutes: Any, hours: Any) -> None:
    assert normalise.normalise_minutes(cell) == {"minutes": minutes}
    assert normalise.normalise_hours(cell) == {"minutes": hours}


@pytest.mark.parametrize("cell", ["0,75", "1.5", 0.5, ",5"])
def test_a_fraction_without_a_unit_may_be_hours_or_minutes(cell: Any) -> None:
    refused = BadCell("length-without-unit", str(cell).replace(".", ",") if cell == 0.5 else cell)
    assert normalise.normalise_minutes(cell) == {"minutes": refused}


def test_a_length_without_a_number_is_refused() -> None:
    assert normalise.normalise_minutes("lenge") == {"minutes": BadCell("bad-length", "lenge")}


@pytest.mark.parametrize("text", ["2 pers", "2:1", "to", "2 personer", "2"])
def test_staff(text: str) -> None:
    assert normalise.normalise_staff(text) == {"staff": "2"}


def test_staff_that_are_no_number_are_left_to_the_reader() -> None:
    assert normalise.normalise_staff("mange") == {"staff": "mange"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("05.01.2026", HeadingDate(year=2026, month=1, day=5)),
        ("man 5/1", HeadingDate(weekday=0, month=1, day=5)),
        ("Uke 1 lør", HeadingDate(week=1, weekday=5)),
        ("46027", HeadingDate(year=2026, month=1, day=5)),
        ("Januar 2026", HeadingDate(year=2026, month=1)),
        ("tysdag", HeadingDate(weekday=1)),
        ("31.02.", HeadingDate(month=2, day=31, wrong=True)),
        ("man,ons", None),
        ("Ansatt", None),
        ("D", None),
        (True, None),
        (5.1, None),
    ],
)
def test_headings(cell: Any, expected: HeadingDate | None) -> None:
    assert piece(cell) == expected


def test_a_day_without_a_year_is_the_one_nearest_the_roster() -> None:
    across = Period(date(2025, 12, 29), 2)
    assert [across.year_of(12, 30), across.year_of(1, 5)] == [2025, 2026]
    assert Period().year_of(1, 5) is None
