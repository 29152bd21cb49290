"""The worked cases of the rules, where the program's own repository is at hand."""

from functools import cache
from pathlib import Path

CASES = Path(__file__).parents[2] / "tests" / "cases"


@cache
def cases_by_rule() -> dict[str, list[str]]:
    """Return what each rule's cases say, in one sentence each; empty in an installed program."""
    import yaml

    found: dict[str, list[str]] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")) or []:
            found.setdefault(case["regel"], []).append(case["navn"])
    return found
