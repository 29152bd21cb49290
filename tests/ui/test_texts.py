"""Every text of the dashboard is in both languages, and used."""

import ast
import string
from pathlib import Path

import pytest

from allocator import terms
from allocator.results.compare import FIGURES, distribution
from allocator.results.views import STAFF_KINDS
from allocator.rules.entry import KINDS, READINGS
from allocator.tables.declared import TABLES
from allocator.text import LANGUAGES, texts
from allocator.ui.words import Translator

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "allocator" / "text" / "ui").glob("*.toml"))
CODE = [ROOT / "app.py", *sorted((ROOT / "allocator" / "ui").rglob("*.py"))]
NAMES = {path.stem for path in FILES}
PAGES = sorted((ROOT / "allocator" / "ui" / "pages").glob("[!_]*.py"))
ALL = {f"{path.stem}.{key}" for path in FILES for key in texts(f"ui/{path.stem}")}
"""Every key there is."""


def keys_of(path: Path) -> set[str]:
    return {f"{path.stem}.{key}" for key in texts(f"ui/{path.stem}")}


def asked_for() -> tuple[set[str], set[str]]:
    """Keys that the code names, and beginnings of keys that it puts together."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                beginnings.add(str(node.left.value))
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "of":
                kind = node.args[0] if node.args else None
                if isinstance(kind, ast.Constant):
                    beginnings.add(f"words.{kind.value}-")
    # a kind of word may be chosen from a table of kinds
    beginnings |= {f"words.{kind}-" for kind in WORDS if kind in whole}
    known_beginnings = {key for key in beginnings if key.split(".")[0] in NAMES and "." in key}
    # of a key that is put together whole, `f"mapping.{name}"`, the code names what comes after
    open_ = {beginning for beginning in known_beginnings if beginning.endswith(".")}
    named = {f"{beginning}{name}" for beginning in open_ for name in whole}
    figures = {f"units.{figure}{how}" for figure in FIGURES for how in ("", "-how")}
    keys = {key for key in whole if key.split(".")[0] in NAMES and "." in key}
    return keys | (named & ALL) | figures, known_beginnings - open_


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_languages_say_the_same_things(path: Path) -> None:
    for key, entry in texts(f"ui/{path.stem}").items():
        assert set(entry) == set(LANGUAGES), key
        facts = [
            {name for _, name, _, _ in string.Formatter().parse(entry[language]) if name}
            for language in LANGUAGES
        ]
        assert facts[0] == facts[1], key
        assert all(entry[language].strip() for language in LANGUAGES), key


def test_every_text_is_used() -> None:
    whole, beginnings = asked_for()
    pages = {f"{path.stem}.{key}" for path in PAGES for key in ("title", "question")}
    unused = [
        key
        for path in FILES
        for key in keys_of(path)
        if key not in whole | pages and not key.startswith(tuple(beginnings))
    ]
    assert unused == []


def test_every_text_asked_for_is_there() -> None:
    whole, _ = asked_for()
    known = {key for path in FILES for key in keys_of(path)}
    missing = {key for key in whole if key not in known and not key.endswith((".py", ".csv"))}
    assert {key for key in missing if not key.endswith(("-", "."))} == set()


WORDS = {
    "part": (*terms.PARTS, "all"),
    "weekday": terms.WEEKDAYS,
    "short-weekday": terms.WEEKDAYS,
    "duty": terms.WORDS["duty"],
    "staff": STAFF_KINDS,
    "service": [code for code, service in terms.SERVICES.items() if service.hours],
    "reading": terms.WORDS["shared_supervision"],
    "report": terms.WORDS["report"],
    "priority": terms.WORDS["priority_policy"],
    "severity": ("error", "warning", "question", "info"),
    "rule-reading": READINGS,
    "kind": KINDS,
}


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_of_a_vocabulary_has_a_name(kind: str) -> None:
    names = [Translator(language).of(kind, word) for language in LANGUAGES for word in WORDS[kind]]
    assert all(names)


def test_what_is_put_together_from_other_vocabularies_is_there() -> None:
    for language in LANGUAGES:
        translate = Translator(language)
        for name in TABLES:
            assert translate(f"upload.table-{name}")
        for name in FIGURES:
            assert translate(f"units.{name}")
            assert translate(f"units.{name}-how")
        for number in range(len(distribution().begins)):
            assert translate(f"charts.class-{number}")
