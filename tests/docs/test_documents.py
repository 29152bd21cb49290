"""The documents say what is there: links resolve, citations exist."""

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MARKDOWN = sorted([*DOCS.glob("*.md"), ROOT / "README.md", *ROOT.glob("examples/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CITED = re.compile(r"(?<![\w/*.-])([A-Za-z][\w-]*\.md)\b")
CITED_PATH = re.compile(r"`((?:tests|allocator|docs|benchmarks|examples)/[\w./*-]+)`")
PATTERN = re.compile(r"[*]|NAME|^allocator/data$")
"""Of a cited path: many files, a name of one's own, and the folder that only a wheel has."""
SECTION = re.compile(r"\b(?:contract|model\.md)(?:'s)? (?:section )?(\d(?:\.\d)?)\b")
COMMAND = re.compile(r"-m ((?:allocator|benchmarks|docs)(?:\.\w+)*)")
FAMILY = re.compile(r"`families\.(\w+)`")


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the tree that may cite a document."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *("*.py", "*.md", "*.toml", "*.yaml")],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for name in listed:
        path = ROOT / name
        if path.exists() and path.parent.name != "guidance":
            yield path, path.read_text("utf-8")


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_resolves(path: Path) -> None:
    for link in LINK.findall(path.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        assert not target.startswith("http"), f"{path.name} links to the outside: {link}"
        linked = (path.parent / target).resolve() if target else path
        assert linked.exists(), f"{path.name}: {link}"
        if anchor:
            assert anchor in _anchors(linked), f"{path.name}: {link}"


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_no_text_cites_a_document_that_is_not_there() -> None:
    there = {path.name for path in MARKDOWN} | {path.name for path in ROOT.glob("*.md")}
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in _texts()
        if path != Path(__file__)
        for name in CITED.findall(text)
        if name not in there
    }
    assert not missing


def test_no_text_cites_a_file_that_is_not_there() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in _texts()
        if path != Path(__file__)
        for name in CITED_PATH.findall(text)
        if not PATTERN.search(name) and not (ROOT / name).exists()
    }
    assert not missing


def test_no_text_cites_a_command_that_is_not_there() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in _texts()
        for name in COMMAND.findall(text)
        if find_spec(name) is None
    }
    assert not missing


def test_no_text_cites_a_section_that_is_not_there() -> None:
    headings = {
        name: set(re.findall(r"^#+ (\d(?:\.\d)?)\b", (DOCS / name).read_text("utf-8"), re.M))
        for name in ("contract.md", "model.md")
    }
    numbered = set(re.findall(r"^(\d)\. ", (DOCS / "model.md").read_text("utf-8"), re.M))
    headings["model.md"] |= {f"2.{number}" for number in numbered}
    missing = set()
    for path, text in _texts():
        for match in SECTION.finditer(text):
            name = "model.md" if match[0].startswith("model") else "contract.md"
            if match[1] not in headings[name]:
                missing.add(f"{path.relative_to(ROOT)}: {match[0]}")
    assert not missing


def test_each_constraint_family_stands_beside_its_function() -> None:
    tree = ast.parse((ROOT / "allocator/model/families.py").read_text("utf-8"))
    everything = next(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "all_constraints"
    )
    written = {
        node.value.func.id
        for node in ast.walk(everything)
        if isinstance(node, ast.YieldFrom)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    }
    assert set(FAMILY.findall((DOCS / "model.md").read_text("utf-8"))) == written
