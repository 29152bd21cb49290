"""`allocator rules`: the catalogue as a list, or one rule with its source, reading and cases."""

from collections.abc import Iterator

from allocator.cli.cases import shown_cases
from allocator.cli.terminal import CommandError, columns, show, wrapped
from allocator.resources import CASES
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import Reference, Rule
from allocator.rules.loading import load
from allocator.sanitise import sanitise
from allocator.text import translate
from allocator.text.dates import day


def rules_command(name: str, language: str) -> int:
    """Show every rule, or the one asked for.

    Raises
    ------
    CommandError : there is no such rule.
    """
    catalogue = load()
    if not name:
        show(*_listed(catalogue, language))
        return 0
    known = {rule.casefold(): rule for rule in catalogue.rules}
    if name.casefold() not in known:
        listed = ", ".join(catalogue.rules)
        raise CommandError("no-such-rule", language, name=sanitise(name), known=listed)
    rule = catalogue.rule(known[name.casefold()])
    show(*_rule(rule, catalogue, language), "", *shown_cases(rule.id, CASES, language))
    return 0


def _listed(catalogue: Catalogue, language: str) -> list[str]:
    rows = [
        (rule.id, translate("cli", f"kind-{rule.kind}", language), rule.title.in_language(language))
        for rule in catalogue.rules.values()
    ]
    return columns(rows, left=(0, 1, 2))


def _rule(rule: Rule, catalogue: Catalogue, language: str) -> Iterator[str]:
    """Write one rule: its statement, source, reading, numbers and dates."""
    kind = translate("cli", f"kind-{rule.kind}", language)
    yield f"{rule.id} {rule.title.in_language(language)} ({kind})"
    yield from wrapped(rule.says.in_language(language))
    yield ""
    yield from _source(rule, catalogue, language)
    why = "" if rule.why is None else rule.why.in_language(language)
    yield from wrapped(translate("cli", f"reading-{rule.reading}", language, why=why))
    for name, value in rule.values.items():
        facts = {"name": name, "number": f"{value.number:g}", "unit": value.unit}
        yield translate("cli", "rule-value", language, **facts)
    if rule.services:
        services = ", ".join(map(str, rule.services))
        yield translate("cli", "rule-services", language, services=services)
    if rule.beats:
        yield translate("cli", "rule-beats", language, rules=", ".join(rule.beats))
    key = "rule-force" if rule.until is None else "rule-until"
    dates = {"since": rule.since, "until": rule.until or rule.since, "checked": rule.checked}
    shown = {name: day(date, language) for name, date in dates.items()}
    yield translate("cli", key, language, **shown)


def _source(rule: Rule, catalogue: Catalogue, language: str) -> Iterator[str]:
    source = catalogue.sources[rule.source]
    facts = {"publisher": source.publisher, "section": rule.cited.in_language(language)}
    title = f"{source.title} ({day(source.edition, language)})"
    yield from wrapped(translate("cli", "rule-source", language, source=title, **facts))
    if rule.quote:
        yield from wrapped(translate("cli", "rule-quote", language, quote=rule.quote))
    for reference in rule.also:
        yield from wrapped(_also(reference, catalogue, language))


def _also(reference: Reference, catalogue: Catalogue, language: str) -> str:
    source = catalogue.sources[reference.source]
    title = f"{source.title} ({day(source.edition, language)})"
    section = reference.in_language(language)
    return translate("cli", "rule-also", language, source=title, section=section)
