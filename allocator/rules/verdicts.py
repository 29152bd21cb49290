"""From a row to its verdict: the one rule that decides it, and its part in the model."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from allocator.errors import CatalogueError
from allocator.rules.in_force import RulesInForce
from allocator.rules.policy import Policies
from allocator.rules.recognise import Row, recognisers

Role = Literal[
    "individual", "rounds", "own_supervision", "shared_supervision", "participation", "external",
    "unpaid", "other_work", "excluded",
    "granted", "not_started", "refused", "applied", "dates_only", "not_reportable",
]  # fmt: skip
"""The part a row plays in the model: of the plan or of other work, and of a decision."""

DEFAULT = "DEFAULT-00"
INTERVENTION_ROLES: frozenset[Role] = frozenset(
    {"individual", "rounds", "own_supervision", "shared_supervision", "participation", "external"}
)
"""The roles that make a row an intervention in the sense of contract 3.6."""


class Verdict(NamedTuple):
    """What was decided about a row: by which rule, whether it counts, and its part."""

    rule: str
    counts: bool
    role: Role
    reported: bool = True
    """Whether it is the register's, or its decision is."""


def recognised(row: Row, rules: RulesInForce) -> Iterator[str]:
    """List the rules in force that recognise a row; a rule about services only for their rows."""
    for rule, function in recognisers(rules.rules).items():
        services = rules.rule(rule).services
        if (not services or row.service in services) and function(row):
            yield rule


def deciding(row: Row, rules: RulesInForce) -> str:
    """Return the one rule that decides a row. Raises CatalogueError where two do."""
    matching = list(recognised(row, rules))
    beaten = {name for rule in matching for name in rules.rule(rule).beats}
    left = [rule for rule in matching if rule not in beaten]
    if len(left) > 1:
        raise CatalogueError(
            f"{' and '.join(left)} both recognise {row}; say in the catalogue which beats the other"
        )
    return left[0] if left else DEFAULT


def verdict_makers(policies: Mapping[str, Policies]) -> dict[str, Callable[[Row], Verdict]]:
    """Make each unit's function from row to verdict; units with the same rules share one."""
    maker = cache(verdict_maker)
    return {unit: maker(own.rules) for unit, own in policies.items()}


def verdict_maker(rules: RulesInForce) -> Callable[[Row], Verdict]:
    """Make a function from row to verdict that remembers the rows it has met."""

    @cache
    def verdict(row: Row) -> Verdict:
        rule = deciding(row, rules)
        role = role_of(row)
        if rule == DEFAULT and row.table != "other_work":
            role = "excluded"  # an unrecognised row asks for nothing
        return Verdict(rule, rules.rule(rule).kind == "counts", role, row.reportable)

    return verdict


def role_of(row: Row) -> Role:
    """Return the part a row plays in the model."""
    if row.table == "decisions":
        return _role_of_decision(row)
    if not row.counting:
        return "other_work" if row.provider == "unit" and not row.grouped else "excluded"
    if row.provider in ("external", "unpaid"):
        return row.provider
    if row.grouped:
        return "participation"
    if row.mode == "individual":
        return "individual"
    if not row.continuous:
        return "rounds"
    return "own_supervision" if row.staffed else "shared_supervision"


def _role_of_decision(row: Row) -> Role:
    if not row.reportable:
        return "not_reportable"
    if row.status == "granted" and not row.hours:
        return "dates_only"
    assert row.status, "a decision has a status"
    return row.status
