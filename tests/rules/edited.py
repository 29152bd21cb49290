"""A catalogue of its own: the package's files with some places edited."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from allocator.rules.catalogue import Catalogue
from allocator.rules.loading import CATALOGUE, load

RULES = CATALOGUE.parent
MONTH = "entries/measures.yaml"
MONTH_RULE = """  from: 2018-06-27
  values:
    weeks: {number: 4, unit: weeks/month}
"""
LATER_MONTH = """- id: CONV-01
  kind: converts
  applied_in: model
  statement: [2]
  title: {nb: Timer per måned, en: Hours per month}
  says: {nb: "Timer per måned deles på 4,33.", en: Hours per month are divided by 4.33.}
  source: G
  section: "Beregning av timer per uke i avlastning"
  from: LATER
  values:
    weeks: {number: 4.33, unit: weeks/month}
  reading: stated
  checked: 2030-01-01

"""


def edited(folder: Path, edits: Mapping[str, Mapping[str, str]]) -> Catalogue:
    """The catalogue with texts replaced; `edits` is file -> text -> what becomes of it."""
    rules = folder / "rules"
    shutil.copytree(RULES, rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name, changes in edits.items():
        text = (rules / name).read_text("utf-8")
        for was, becomes in changes.items():
            assert text.count(was) == 1, was
            text = text.replace(was, becomes)
        (rules / name).write_text(text, "utf-8")
    return load(rules / CATALOGUE.name)


def changed(folder: Path) -> list[str]:
    """The files of an edited catalogue that are not as in the package."""
    rules = folder / "rules"
    return [
        str(path.relative_to(rules))
        for path in sorted(rules.rglob("*.yaml"))
        if path.read_bytes() != (RULES / path.relative_to(rules)).read_bytes()
    ]


def with_month_rules(folder: Path, until: str, later: str) -> Catalogue:
    """Two month rules: 4 weeks, the last day being `until`, and 4.33 weeks from `later` on."""
    ended = MONTH_RULE.replace("  values", f"  until: {until}\n  values")
    head = "- id: CONV-02\n"
    edits = {MONTH_RULE: ended, head: LATER_MONTH.replace("LATER", later) + head}
    return edited(folder, {MONTH: edits})
