"""Every text of the program is used; those of the pages and notices have tests of their own."""

import ast
import re
from pathlib import Path

import pytest

from allocator.text import texts

ROOT = Path(__file__).parents[1]
FILES = sorted(path.stem for path in (ROOT / "allocator" / "text").glob("*.toml"))
CODE = sorted((ROOT / "allocator").rglob("*.py"))


def named() -> tuple[set[str], list[re.Pattern[str]]]:
    """Texts of the code that may be keys, and patterns of those that it puts together."""
    whole: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for node in (node for path in CODE for node in ast.walk(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            pieces = [str(p.value) if isinstance(p, ast.Constant) else None for p in node.values]
            if sum(len(piece or "") for piece in pieces) > 1:
                made = "".join(".+" if piece is None else re.escape(piece) for piece in pieces)
                patterns.append(re.compile(made))
    return whole, patterns


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_used(name: str) -> None:
    whole, patterns = named()
    unused = [
        key
        for key in texts(name)
        if key not in whole and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert unused == []
