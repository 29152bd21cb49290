"""The worked cases of the rules, for the page *Regler*."""

from functools import cache

from allocator.resources import CASES


@cache
def cases_by_rule() -> dict[str, list[str]]:
    """Return what each rule's cases say, in one sentence each."""
    import yaml

    found: dict[str, list[str]] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")) or []:
            found.setdefault(case["regel"], []).append(case["navn"])
    return found
