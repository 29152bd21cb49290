"""A rule's worked cases, as `allocator rules ID` shows them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from allocator.cli.terminal import wrapped
from allocator.rules.cases import read_cases
from allocator.text import translate


def shown_cases(rule: str, folder: Path, language: str) -> Iterator[str]:
    """Show the input and the expected output of a rule's cases; they are in Norwegian."""
    if not folder.is_dir():
        yield translate("cli", "rule-cases-elsewhere", language)
        return
    cases = [case for case in read_cases(folder) if case.get("regel") == rule]
    if not cases:
        yield translate("cli", "rule-no-cases", language, place=folder)
        return
    yield translate("cli", "rule-cases", language)
    for case in cases:
        shows = ", ".join(case.get("viser", ()))
        yield from wrapped(f"{case['navn']} ({shows}).", "    ", "  - ")
        for key, part in (("given", "gitt"), ("expected", "venter"), ("not", "ikke")):
            yield from _tables(translate("cli", f"case-{key}", language), case.get(part, {}))


def _tables(heading: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Write each row of each mini table as `table: column value, column value`."""
    for name, rows in tables.items():
        for row in rows if isinstance(rows, Sequence) and not isinstance(rows, str) else [rows]:
            text = row if isinstance(row, str) else ", ".join(f"{k} {v}" for k, v in row.items())
            yield from wrapped(f"{heading}: {name}: {text}", "        ", "      ")
