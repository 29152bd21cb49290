"""The rules in force on one day: the only numbers of the guidance that anything calculates with."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from allocator.errors import CatalogueError, NotInForceError
from allocator.rules.entry import Rule, Source
from allocator.terms import whole_weeks

CONVERTS: Mapping[str, str] = MappingProxyType(
    {"day": "CONV-04", "week": "CONV-03", "14_days": "CONV-02", "month": "CONV-01"}
)
"""The rule that converts each word of `per` to weeks."""
CONVERTS_WEEKS = "CONV-08"
"""The rule that converts a number of weeks."""


class WeeksPer(dict[str, float]):
    """How many weeks a word of `per` stands for: those of `CONVERTS`, and any number of weeks."""

    def __missing__(self, per: str) -> float:
        """Return a number of weeks that the word says itself."""
        weeks = whole_weeks(per)
        if weeks is None:
            raise KeyError(per)
        return float(weeks)

    def __contains__(self, per: object) -> bool:
        """Say whether a word stands for some weeks."""
        return super().__contains__(per) or (isinstance(per, str) and whole_weeks(per) is not None)


def converting(per: str) -> str:
    """Return the rule that converts a word of `per`; empty of one that is not converted."""
    return CONVERTS_WEEKS if whole_weeks(per) is not None else CONVERTS.get(per, "")


@dataclass(frozen=True, eq=False)
class RulesInForce:
    """What the catalogue says on one day, under one profile; equal only to itself.

    Parameters
    ----------
    day : the day.
    rules : the entry in force of each id, with the profile's own numbers.
    known : every entry of each id, whatever its dates.
    """

    day: datetime.date
    rules: Mapping[str, Rule]
    known: Mapping[str, tuple[Rule, ...]]
    sources: Mapping[str, Source]

    def rule(self, name: str) -> Rule:
        """Return the rule of that id.

        Raises
        ------
        NotInForceError : it has ended, or not yet begun. CatalogueError : there is none.
        """
        if name in self.rules:
            return self.rules[name]
        if name not in self.known:
            raise CatalogueError(f"there is no rule {name!r} in the catalogue")
        periods = tuple((rule.since, rule.until) for rule in self.known[name])
        raise NotInForceError(name, self.day, periods)

    def number(self, name: str, value: str) -> float:
        """Return a number of a rule. Raises as `rule`, and where it has no number of that name."""
        return self.rule(name).number(value)

    def services(self, name: str) -> frozenset[int]:
        """Return the service codes that a rule is about. Raises as `rule`."""
        return frozenset(self.rule(name).services)

    @cached_property
    def weeks_per(self) -> Mapping[str, float]:
        """How many weeks each word of `per` stands for: a døgn is a seventh of one."""
        return WeeksPer(
            {
                "day": self.number("CONV-04", "weeks") / self.number("CONV-04", "days"),
                "week": self.number("CONV-03", "weeks"),
                "14_days": self.number("CONV-02", "weeks"),
                "month": self.number("CONV-01", "weeks"),
            }
        )
