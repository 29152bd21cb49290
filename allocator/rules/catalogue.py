"""The rule catalogue: what the guidance says, whenever it holds, and what of it holds on a day.

Every number of the guidance lives in the catalogue's files, with its unit, source and dates; the
code has none. Nothing calculates with the catalogue itself, only with what it gives for a day.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from allocator.errors import CatalogueError, NotInForceError
from allocator.rules.entry import Profile, Rule, Source, Words
from allocator.rules.in_force import RulesInForce


@dataclass(frozen=True)
class Catalogue:
    """All rules, sources and profiles, for showing; `on` gives those to calculate with.

    Parameters
    ----------
    entries : the rules in the order they are written; an id may have several, one after another
        in time.
    version : date of the newest check and a hash of the files.
    """

    sources: Mapping[str, Source]
    profiles: tuple[Profile, ...]
    reasons: Mapping[str, Words]
    entries: tuple[Rule, ...]
    version: str

    def on(self, day: datetime.date, profile: Profile | None = None) -> RulesInForce:
        """Return the rules in force on a day, with a profile's numbers instead of their own."""
        rules = {rule.id: rule for rule in self.entries if rule.in_force(day)}
        for override in profile.values if profile else ():
            if profile and override.rule in rules and override.value in rules[override.rule].values:
                rules[override.rule] = rules[override.rule].overridden(override, profile)
        return RulesInForce(day, MappingProxyType(rules), self.by_id, self.sources)

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Rule, ...]]:
        """Every entry of each id, the earliest first."""
        entries: dict[str, list[Rule]] = {rule.id: [] for rule in self.entries}
        for rule in sorted(self.entries, key=lambda rule: rule.since):
            entries[rule.id].append(rule)
        return MappingProxyType({name: tuple(rules) for name, rules in entries.items()})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The newest entry of each id, for showing."""
        return MappingProxyType({name: rules[-1] for name, rules in self.by_id.items()})

    def rule(self, name: str) -> Rule:
        """Return the newest entry of an id, for showing. Raises CatalogueError without one."""
        if name not in self.rules:
            raise CatalogueError(f"there is no rule {name!r} in the catalogue")
        return self.rules[name]

    def profile(self, name: str = "", day: datetime.date | None = None) -> Profile:
        """Return the profile of that id, in any case; the newest one where `name` is empty.

        Parameters
        ----------
        day : only profiles that have begun by then; None for all of them.

        Raises
        ------
        CatalogueError : there is none of that id.
        NotInForceError : it, or where `name` is empty every one, begins after `day`.
        """
        asked = [
            profile for profile in self.profiles if name.casefold() in ("", profile.id.casefold())
        ]
        if not asked:
            known = ", ".join(profile.id for profile in self.profiles)
            raise CatalogueError(f"there is no profile {name!r}; there are {known}")
        begun = [profile for profile in asked if day is None or profile.since <= day]
        if not begun:
            assert day is not None
            first = min(asked, key=lambda profile: profile.since)
            raise NotInForceError(first.id, day, ((first.since, None),))
        return max(begun, key=lambda profile: profile.since)
