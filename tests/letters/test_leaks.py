"""Nothing of the program's inside is in any letter: of the examples, and of 40 random units."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from oracle.units import random_unit, write

import allocator
from allocator import Result
from allocator.results.letter import letter_of
from allocator.rules.loading import load
from allocator.tables.declared import TABLES
from allocator.text import LANGUAGES, texts

EXAMPLES = Path(__file__).parents[2] / "examples"
INPUTS = [EXAMPLES / "solbakken", EXAMPLES / "fjellvik.xlsx", EXAMPLES / "rota"]
UNITS = 40
NOTICES = Path(__file__).parents[2] / "allocator" / "text" / "notices"
ORDINARY = {"vedtak", "tiltak", "decisions", "unit"}
"""Names of tables that are words of the field too."""
RULES = {rule.split("-")[0] for rule in load().rules}
FORBIDDEN = {
    "a rule's id": rf"\b(?:{'|'.join(sorted(RULES))})-\d",
    "a row number": r"\b(?:rad|row)\s*\d",
    "a word of the code": r"\w_\w|[{}]|\b(?:nan|NaN|NaT|None|True|False)\b",
    "a private word": r"house-|\bi natt\b",
    "a code of a service": r"\btjeneste \d|\bservice \d",
}
CODES = {
    key for path in NOTICES.glob("*.toml") for key in texts(f"notices/{path.stem}") if "-" in key
}
NAMES = {name for table in TABLES.values() for name in (table.name, table.norwegian)} - ORDINARY


def results(name: str) -> Iterator[Result]:
    if name != "random":
        yield allocator.allocate(allocator.read(EXAMPLES / name))
        return
    for seed in range(UNITS):
        yield allocator.allocate(allocator.read(write(random_unit(seed))))


def letters(result: Result, language: str) -> Iterator[tuple[str, str, str]]:
    """Each resident, the letter without the line that has the pseudonym, and that line."""
    for figures in result.calculation.units:
        for resident in figures.data.residents:
            letter = letter_of(result, figures.data.unit, resident, language)
            assert letter.text.startswith(letter.draft)
            yield resident, letter.text.removeprefix(letter.draft), letter.draft


def ids(result: Result) -> set[str]:
    """Ids of the input that are nobody's words."""
    tables = result.calculation.inputs.tables
    named = {*tables["interventions"]["intervention"], *tables["groups"]["group"]}
    words = {*tables["interventions"]["description"], *tables["groups"]["description"]}
    described = " ".join(filter(None, words))
    return {str(name) for name in named if not str(name).isdecimal() and str(name) not in described}


@pytest.mark.parametrize("name", [*(path.name for path in INPUTS), "random"])
def test_no_letter_has_anything_of_the_program(name: str) -> None:
    count = 0
    for result in results(name):
        unwanted = [*NAMES, *ids(result)]
        for language in LANGUAGES:
            for resident, text, draft in letters(result, language):
                count += 1
                assert resident in draft
                for what, pattern in FORBIDDEN.items():
                    assert not re.search(pattern, text), what
                for word in (*unwanted, resident):
                    assert not re.search(rf"\b{re.escape(word)}\b", text), word
                assert not any(code in text for code in CODES)
                if language == "nb":
                    assert not re.search(r"\b\d{4}-\d\d", text), "a date that is not as 11.01.2026"
    assert count >= 2 * (UNITS if name == "random" else 3)


def test_what_is_searched_for_would_be_found() -> None:
    for text in ("COUNT-01", "rad 7", "annet_arbeid", "house-word", "i natt", "tjeneste 15"):
        assert any(re.search(pattern, text) for pattern in FORBIDDEN.values()), text
    assert "supervision-reading" in CODES
    assert {"beboere", "vakter", "residents"} <= NAMES
