"""The worked cases of the rules, for the page *Regler*."""

from functools import cache

from allocator.resources import CASES
from allocator.rules.cases import read_cases


@cache
def cases_by_rule() -> dict[str, list[str]]:
    """Return what each rule's cases say, in one sentence each."""
    sentences: dict[str, list[str]] = {}
    for case in read_cases(CASES):
        sentences.setdefault(case["regel"], []).append(case["navn"])
    return sentences
