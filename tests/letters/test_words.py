"""Every text of the letter is in both languages with the same facts, and used."""

import ast
import string
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from allocator.results.letter_words import LetterWords
from allocator.terms import COUNTING, SERVICES
from allocator.text import LANGUAGES, texts

RESULTS = Path(__file__).parents[2] / "allocator" / "results"
CODE = sorted(RESULTS.glob("letter*.py"))


def asked_for() -> tuple[set[str], tuple[str, ...]]:
    """Keys that the code names, and beginnings of keys that it puts together."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return whole, tuple(beginning for beginning in beginnings if beginning.endswith("-"))


def test_both_languages_say_the_same_things() -> None:
    for key, entry in texts("letter").items():
        assert set(entry) == set(LANGUAGES), key
        facts = [
            {name for _, name, _, _ in string.Formatter().parse(entry[language]) if name}
            for language in LANGUAGES
        ]
        assert facts[0] == facts[1], key
        assert entry["nb"].count("[") == entry["en"].count("["), key
        for text in entry.values():
            assert text.count("[") == text.count("]"), key


def test_every_text_is_used() -> None:
    whole, beginnings = asked_for()
    unused = {key for key in texts("letter") if key not in whole and not key.startswith(beginnings)}
    assert not unused


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_and_activity_has_its_words(language: str) -> None:
    words = LetterWords(language)
    for service in SERVICES:
        name = words(f"service-{service}")
        assert name[0].islower(), "within a sentence"
        assert str(service) not in name
    for activity in COUNTING:
        assert words(f"what-{activity}")


@pytest.mark.parametrize(
    ("minutes", "nb", "en"),
    [
        (0, "0 minutter", "0 minutes"),
        (1, "1 minutt", "1 minute"),
        (60, "1 time", "1 hour"),
        (61, "1 time og 1 minutt", "1 hour and 1 minute"),
        (150, "2 timer og 30 minutter", "2 hours and 30 minutes"),
        (10080, "168 timer", "168 hours"),
    ],
)
def test_durations(minutes: float, nb: str, en: str) -> None:
    assert LetterWords("nb").duration(minutes) == nb
    assert LetterWords("en").duration(minutes) == en


@pytest.mark.parametrize(
    ("number", "nb", "en"), [(2, "to", "two"), (12, "tolv", "twelve"), (13, "13", "13")]
)
def test_numbers_in_letters_up_to_twelve(number: int, nb: str, en: str) -> None:
    assert LetterWords("nb").count(number) == nb
    assert LetterWords("en").count(number) == en


def test_supervision_of_whole_parts() -> None:
    words = LetterWords("nb")
    assert words.whole(("night",)) == "hele natten"
    assert words.whole(("evening", "day")) == "hele dagen og kvelden"
    assert words.whole(("day", "evening", "night")) == "hele døgnet"


@pytest.mark.parametrize(
    ("parts", "nb", "en"),
    [
        (("day",), ", på dagen", ", in the daytime"),
        (("night", "day"), ", på dagen eller om natten", ", in the daytime or at night"),
        (("day", "evening", "night"), ", når som helst i døgnet", ", at any time of day and night"),
    ],
)
def test_parts_in_which_something_may_be_given(parts: tuple[str, ...], nb: str, en: str) -> None:
    assert LetterWords("nb").window(timed(shift=parts)) == nb
    assert LetterWords("en").window(timed(shift=parts)) == en


@pytest.mark.parametrize(
    ("start", "end", "more", "nb"),
    [
        ("08:00", "10:00", {}, ", mellom kl. 08.00 og 10.00"),
        ("08:00", "08:30", {}, ", kl. 08.00–08.30"),
        ("08:00", "08:31", {}, ", mellom kl. 08.00 og 08.31"),
        ("08:00", "08:30", {"times": 2.0}, ", mellom kl. 08.00 og 08.30"),
        ("23:00", "00:00", {}, ", mellom kl. 23.00 og 24.00"),
        ("23:30", "00:00", {}, ", kl. 23.30–24.00"),
        ("23:00", "01:00", {}, ", mellom kl. 23.00 og 01.00"),
        ("08:00", "08:00", {}, ", fra kl. 08.00 til samme tid neste dag"),
    ],
)
def test_a_window_by_the_clock(start: str, end: str, more: dict[str, float], nb: str) -> None:
    times = {name: minutes_of(text) for name, text in (("from_time", start), ("to_time", end))}
    assert LetterWords("nb").window(timed(**times, **more)) == nb


def minutes_of(clock: str) -> float:
    hours, minutes = clock.split(":")
    return 60.0 * int(hours) + int(minutes)


def timed(**cells: Any) -> Any:
    """A group of half an hour once a day on all days, with no window of its own."""
    plain = {
        "minutes": 30.0, "times": 1.0, "per": "day", "weekdays": tuple(range(7)),
        "from_time": float("nan"), "to_time": float("nan"), "shift": (),
    }  # fmt: skip
    return SimpleNamespace(**plain | cells)


@pytest.mark.parametrize(
    ("cells", "nb"),
    [
        ({}, "30 minutter hvert døgn"),
        ({"times": 2.0}, "30 minutter to ganger i døgnet"),
        ({"weekdays": (0, 2)}, "30 minutter hver mandag og onsdag"),
        ({"weekdays": (0, 2), "times": 2.5}, "30 minutter 2,5 ganger hver mandag og onsdag"),
        ({"weekdays": (0, 1, 2, 3, 4)}, "30 minutter hver hverdag"),
        ({"weekdays": (5, 6)}, "30 minutter hver lørdag og søndag"),
        ({"per": "week"}, "30 minutter én gang i uken"),
        ({"per": "week", "times": 3.0}, "30 minutter tre ganger i uken"),
        (
            {"per": "week", "times": 2.0, "weekdays": (0, 2)},
            "30 minutter to ganger i uken, på mandager og onsdager",
        ),
        (
            {"per": "week", "weekdays": (0, 2)},
            "30 minutter én gang i uken, på mandager eller onsdager",
        ),
        ({"per": "14_days"}, "30 minutter én gang hver 14. dag"),
        ({"per": "14_days", "times": 2.0}, "30 minutter to ganger i løpet av 14 dager"),
        (
            {"per": "14_days", "times": 2.0, "weekdays": (0, 2)},
            "30 minutter to ganger i løpet av 14 dager, på mandager eller onsdager",
        ),
        ({"per": "month"}, "30 minutter én gang i måneden"),
        ({"per": "month", "times": 2.0}, "30 minutter to ganger i måneden"),
        ({"per": "3_weeks", "weekdays": (0,)}, "30 minutter én gang hver 3. uke, på mandager"),
        ({"minutes": 7.5}, "7,5 minutter hvert døgn"),
        ({"minutes": 90.0}, "1 time og 30 minutter hvert døgn"),
    ],
)
def test_how_long_and_how_often(cells: dict[str, Any], nb: str) -> None:
    assert LetterWords("nb").occurrences(timed(**cells)) == nb


KEYS = {"both": "period-both", "from": "period-from", "to": "period-to"}


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("2026-01-05", "2026-03-01", "both"),
        ("2026-01-05", "", "from"),
        ("", "2026-03-01", "to"),
        ("", "", ""),
    ],
)
def test_the_dates_of_a_period_that_are_known(first: str, last: str, kind: str) -> None:
    words = LetterWords("nb")
    written = words.period(pd.Timestamp(first or "NaT"), pd.Timestamp(last or "NaT"), KEYS)
    assert ("05.01.2026" in written, "01.03.2026" in written) == (bool(first), bool(last))
    facts = {"first": "05.01.2026", "last": "01.03.2026"}
    assert written == (words(KEYS[kind], **facts) if kind else ""), "nothing is known of it"


@pytest.mark.parametrize(
    ("number", "nb", "en"),
    [(1.0, "én gang", "once"), (2.0, "to ganger", "two times"), (2.5, "2,5 ganger", "2.5 times")],
)
def test_how_many_times(number: float, nb: str, en: str) -> None:
    assert LetterWords("nb").often(number) == nb
    assert LetterWords("en").often(number) == en


def test_by_how_many_of_the_staff() -> None:
    assert LetterWords("nb").staff(1) == "én ansatt"
    assert LetterWords("nb").staff(2) == "to ansatte"


@pytest.mark.parametrize(
    ("minutes", "factor"), [(59, "59 min"), (60, "1:00"), (60.5, "60,5 min"), (7.5, "7,5 min")]
)
def test_the_first_factor_of_a_sum(minutes: float, factor: str) -> None:
    assert LetterWords("nb").factor(minutes) == factor
