"""Every text of the letter is in both languages with the same facts, and used."""

import ast
import string
from pathlib import Path

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
