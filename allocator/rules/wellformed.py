"""What the catalogue may not say: contradictions between its entries, each with its place."""

import math
from collections.abc import Iterator

from allocator import terms
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import Override, Rule

_WORDS = terms.NEVER_COUNTING | frozenset(terms.WORDS["unit_work"])
"""The words that never count, of the plan and of other work."""


def contradictions(catalogue: Catalogue, top: str) -> list[str]:
    """Every contradiction, `file:line: words`; `top` is the name of the catalogue's top file."""
    found = [f"{top}:1: {words}" for words in _of_profiles(catalogue)]
    for profile in catalogue.profiles:
        for one in profile.values:
            found += [
                f"{one.location}: {profile.id}: {words}" for words in _of_value(one, catalogue)
            ]
    for rule in catalogue.entries:
        found += [f"{rule.location}: {rule.id}: {words}" for words in _of_rule(rule, catalogue)]
    found += [f"{rule.location}: {rule.id}: {words}" for rule, words in _of_dates(catalogue)]
    return found


def _of_profiles(catalogue: Catalogue) -> Iterator[str]:
    names = [profile.id for profile in catalogue.profiles]
    if not names:
        yield "there is no profile"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"the profile {name!r} stands twice"
    for profile in catalogue.profiles:
        if profile.source not in catalogue.sources:
            yield f"the profile {profile.id!r} names the unknown source {profile.source!r}"


def _of_value(one: Override, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with a number that a profile puts in the place of a rule's own."""
    rules = catalogue.by_id.get(one.rule, ())
    if not rules:
        yield f"a value of the unknown rule {one.rule!r}"
    elif not any(one.value in rule.values for rule in rules):
        known = ", ".join(dict.fromkeys(name for rule in rules for name in rule.values))
        yield f"unknown value {one.value!r} of {one.rule}; known: {known}"
    if not 0 < one.number < math.inf:
        yield f"{one.rule}.{one.value} must be a number above 0"


def _of_rule(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with one entry alone, or with what it names."""
    for name in (rule.source, *(reference.source for reference in rule.also)):
        if name and name not in catalogue.sources:
            yield f"unknown source {name!r}; known: {', '.join(catalogue.sources)}"
    if rule.reading in ("interpreted", "local") and rule.why is None:
        yield f"the reading is {rule.reading}, and 'why' is missing"
    if rule.until and rule.until < rule.since:
        yield f"it ends on {rule.until}, before it begins on {rule.since}"
    for reason in (rule.no_limit, rule.no_cases):
        if reason and reason not in catalogue.reasons:
            yield f"unknown reason {reason!r}; known: {', '.join(catalogue.reasons)}"
    for service in rule.services:
        if service not in terms.SERVICES:
            yield f"unknown service {service}"
    if rule.word and rule.word not in _WORDS:
        yield f"unknown word {rule.word!r}; known: {', '.join(sorted(_WORDS))}"
    if rule.word and (rule.kind, rule.applied_in) != ("excludes", "decide"):
        yield "a rule with a word excludes, and is applied in decide"
    for beaten in rule.beats:
        if beaten not in catalogue.rules:
            yield f"beats the unknown rule {beaten!r}"
        elif rule.id in catalogue.rules[beaten].beats:
            yield f"it and {beaten} beat each other"


def _of_dates(catalogue: Catalogue) -> Iterator[tuple[Rule, str]]:
    """Entries of one id that are in force on the same day."""
    by_id: dict[str, list[Rule]] = {}
    for rule in catalogue.entries:
        by_id.setdefault(rule.id, []).append(rule)
    for rules in by_id.values():
        rules.sort(key=lambda rule: rule.since)
        for earlier, later in zip(rules, rules[1:], strict=False):
            if earlier.until is None or earlier.until >= later.since:
                yield later, f"its dates overlap those of the entry at {earlier.location}"
