"""From a row to its verdict: the one rule that decides it, and its part in the model."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from allocator.errors import CatalogueError
from allocator.rules.catalogue import Catalogue
from allocator.rules.recognise import RECOGNISERS, Row

DEFAULT = "DEFAULT-00"
INTERVENTION_ROLES = frozenset(
    {"individual", "rounds", "own_supervision", "shared_supervision", "participation", "external"}
)
"""The roles that make a row an intervention in the sense of contract 3.6."""


class Verdict(NamedTuple):
    """What was decided about a row: by which rule, whether it counts, and its part."""

    rule: str
    counts: bool
    role: str


def recognised(row: Row, catalogue: Catalogue) -> Iterator[str]:
    """The rules that recognise a row; a rule about certain services only among theirs."""
    for rule, function in RECOGNISERS.items():
        services = catalogue.rule(rule).services
        if (not services or row.service in services) and function(row):
            yield rule


def deciding(row: Row, catalogue: Catalogue) -> str:
    """The one rule that decides a row. Raises CatalogueError where two do."""
    found = list(recognised(row, catalogue))
    beaten = {name for rule in found for name in catalogue.rule(rule).beats}
    left = [rule for rule in found if rule not in beaten]
    if len(left) > 1:
        raise CatalogueError(
            f"{' and '.join(left)} both recognise {row}; say in the catalogue which beats the other"
        )
    return left[0] if left else DEFAULT


def verdict_maker(catalogue: Catalogue) -> Callable[[Row], Verdict]:
    """A function from row to verdict that remembers the rows it has met."""

    @cache
    def verdict(row: Row) -> Verdict:
        rule = deciding(row, catalogue)
        role = role_of(row)
        if rule == DEFAULT and row.table != "other_work":
            role = "excluded"  # what nobody recognises asks for nothing
        return Verdict(rule, catalogue.rule(rule).kind == "counts", role)

    return verdict


def role_of(row: Row) -> str:
    """The part a row plays in the model."""
    if row.table == "decisions":
        return _role_of_decision(row)
    if row.table == "other_work":
        return "other_work"
    if not row.counting:
        return "other_work" if row.provider == "unit" and not row.grouped else "excluded"
    if row.provider != "unit":
        return row.provider
    if row.grouped:
        return "participation"
    if row.mode == "individual":
        return "individual"
    if not row.continuous:
        return "rounds"
    return "own_supervision" if row.staffed else "shared_supervision"


def _role_of_decision(row: Row) -> str:
    if not row.reportable:
        return "not_reportable"
    if row.status == "granted" and not row.hours:
        return "dates_only"
    return row.status
