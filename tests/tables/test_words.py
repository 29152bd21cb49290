"""Every code has its words in both languages, and every worded code is used."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from allocator.notices import TEXTS, wordings
from allocator.rules.loading import load

FILES = ("tables.toml", "checks.toml", "files.toml")
CODES = {
    code: entry
    for name in FILES
    for code, entry in tomllib.loads((TEXTS / name).read_text("utf-8")).items()
}
SOURCES = [
    *sorted((TEXTS.parents[1] / "tables").rglob("*.py")),
    TEXTS.parents[1] / "pipeline.py",
    TEXTS.parents[1] / "errors.py",
]
LITERAL = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
ENCODINGS = {"utf-8", "utf-8-sig", "utf-16-le", "latin-1"}
FOREIGN = ("open_document.py", "open_document_cells.py", "workbook_parts.py")
"""Modules in which the words of other formats stand between quotation marks as well."""


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_code_in_the_source_is_worded() -> None:
    quoted = {path: set(LITERAL.findall(path.read_text("utf-8"))) for path in SOURCES}
    used = {
        code
        for path, words in quoted.items()
        for code in (words & set(CODES) if path.name in FOREIGN else words)
    }
    assert used - ENCODINGS == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same_facts(code: str) -> None:
    entry = CODES[code]
    bare = [
        {re.sub("_en$", "", name) for name in _fields(entry[language])} for language in ("nb", "en")
    ]
    assert bare[0] == bare[1]
    assert entry["nb"].rstrip().endswith((".", "?", ")."))
    assert wordings()[code].severity == entry["severity"]


@pytest.mark.parametrize(
    "code", [code for code, entry in CODES.items() if entry["severity"] == "error"]
)
def test_an_error_says_what_to_do(code: str) -> None:
    remedies = ("Skriv", "Rett", "Gi ", "Slett", "Legg", "Fyll", "Behold", "Bruk", "Kontroller")
    more = (
        "Lagre",
        "Lukk",
        "Del ",
        "Åpne",
        "Lim ",
        "Pakk den ut",
        "Fjern",
        "Eksporter",
        "Sett ",
        "Flytt",
        "Formater",
        "Bytt",
        "Tøm",
        "Kort ",
        "Last opp",
        "Meld fra",
    )
    limits = (
        "legg den til der",
        "det minste som godtas",
        "det må være mer enn",
        "Er det ført i riktig måleenhet",
        "Kodene er",
    )
    assert any(word in CODES[code]["nb"] for word in (*remedies, *more, *limits))


def test_the_rules_that_codes_rest_on_are_in_the_catalogue() -> None:
    named = {entry["rule"] for entry in CODES.values() if "rule" in entry}
    assert {load().rule(rule).id for rule in named} == named
    assert len(named) > 5


def test_files_hold_no_markup() -> None:
    for name in FILES:
        assert "<" not in Path(TEXTS / name).read_text("utf-8")
