"""What the catalogue may not say: contradictions between its entries, each with its place."""

from collections.abc import Iterator

from allocator.rules.catalogue import Catalogue, Rule
from allocator.terms import SERVICES


def contradictions(catalogue: Catalogue, top: str) -> list[str]:
    """Every contradiction, `file:line: words`; `top` is the name of the catalogue's top file."""
    found = [f"{top}:1: {words}" for words in _of_profiles(catalogue)]
    for rule in catalogue.entries:
        found += [f"{rule.place}: {rule.id}: {words}" for words in _of_rule(rule, catalogue)]
    found += [f"{rule.place}: {rule.id}: {words}" for rule, words in _of_dates(catalogue)]
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
        if service not in SERVICES:
            yield f"unknown service {service}"
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
                yield later, f"its dates overlap those of the entry at {earlier.place}"
