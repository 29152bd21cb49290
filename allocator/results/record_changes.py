"""In what the records of two runs differ: versions, rules in another dated version, policies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_SHORT: Final = 8
"""Digits of a hash, enough to tell two apart."""
VERSION_OF_RULE: Final = ("from", "sha256")
"""What makes a rule another: when it began, and what it decides by."""
POLICIES: Final = ("profile", "shared_supervision", "report", "priority_policy")
"""The readings of the guidance that a unit can choose."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was.

    Parameters
    ----------
    key : of its words in `text/changes.toml` or `text/verify.toml`.
    facts : what they need.
    file : the file it is in; empty for a cause.
    units : those it is about; all of them where there are none.
    """

    key: str
    facts: Mapping[str, str]
    file: str = ""
    units: tuple[str, ...] = ()


def version_changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    """Give each of the program, the catalogue and the libraries that has another version."""
    for name in dict.fromkeys([*before, *now]):
        if before.get(name) != now.get(name):
            facts = {"what": name, "before": before.get(name, ""), "now": now.get(name, "")}
            yield Difference("version", facts)


def rule_changes(
    before: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    parts: Sequence[str] = VERSION_OF_RULE,
) -> Iterator[Difference]:
    """Give each rule that decides by another version, newly or no longer, with its units.

    Parameters
    ----------
    before, now : the units of a record.
    parts : of what the record says of a rule, those that make it another.
    """
    rules, rules_now = _by_unit(before), _by_unit(now)
    units: dict[tuple[str, str, str, str], list[str]] = {}
    for unit in [name for name in rules if name in rules_now]:
        for rule in sorted({*rules[unit], *rules_now[unit]}):
            old, new = rules[unit].get(rule), rules_now[unit].get(rule)
            if old is None or new is None or any(old[part] != new[part] for part in parts):
                key = "rule-gone" if new is None else "rule-new" if old is None else "rule-changed"
                units.setdefault((key, rule, _written(old), _written(new)), []).append(unit)
    for (key, rule, was, becomes), names in units.items():
        facts = {"rule": rule, "before": was, "now": becomes, "units": ", ".join(names)}
        yield Difference(key, facts, units=tuple(names))


def policy_changes(
    before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    """Give each unit's profile and readings that are other, of the units of two records."""
    policies = {unit["unit"]: unit["policies"] for unit in before}
    for unit in now:
        old, new = policies.get(unit["unit"], unit["policies"]), unit["policies"]
        for name in POLICIES:
            if old[name] != new[name]:
                facts = {"what": name, "before": old[name], "now": new[name], "unit": unit["unit"]}
                yield Difference("policy", facts, units=(unit["unit"],))


def _by_unit(units: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Return unit -> rule -> what the record says of it."""
    return {unit["unit"]: {rule["id"]: rule for rule in unit["rules"]} for unit in units}


def _written(rule: Mapping[str, str] | None) -> str:
    """Write out the version of a rule: its days, its hash, and why that one."""
    if rule is None:
        return ""
    days = f"{rule['from']} – {rule['until']}".rstrip(" –")
    return f"{days} [{rule['sha256'][:_SHORT]}], {rule['why']}"
