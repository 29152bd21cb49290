"""The rule catalogue: what the guidance says, loaded from `catalogue.yaml` and checked.

Every number of the guidance lives there, with its unit, source and date; the code has none.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from allocator.errors import CatalogueError

CATALOGUE = Path(__file__).parent / "catalogue.yaml"
KINDS = ("counts", "excludes", "converts", "credits", "limits", "asks", "passes_on")
READINGS = ("stated", "interpreted", "local")
APPLIED_IN = ("decide", "tables", "model", "results", "register", "questions", "none")


@dataclass(frozen=True)
class Words:
    """One sentence or name in both languages."""

    nb: str
    en: str

    def spoken(self, language: str) -> str:
        """The words in `nb` or `en`."""
        return self.nb if language == "nb" else self.en


@dataclass(frozen=True)
class Source:
    """One document: where a rule is found."""

    id: str
    title: str
    publisher: str
    edition: datetime.date
    file: str


@dataclass(frozen=True)
class Reference:
    """A place in a document: the question or heading."""

    source: str
    section: str


@dataclass(frozen=True)
class Value:
    """One number of the guidance with its unit."""

    number: float
    unit: str


@dataclass(frozen=True)
class Profile:
    """A dated reading of the guidance: what holds where the table `enhet` does not say."""

    id: str
    since: datetime.date
    source: str
    shared_supervision: str
    report: str
    priority_policy: str
    why: Words


@dataclass(frozen=True)
class Rule:
    """One statement of the guidance, or of this program where the guidance is silent.

    Parameters
    ----------
    id : permanent.
    kind : one of KINDS; applied_in : one of APPLIED_IN; reading : one of READINGS.
    statement : its numbers in the list of statements.
    since, until : first and last day in force; `until` None while it holds.
    values : the numbers by name. services : the codes it is about.
    words, except_words : what it looks for in a description, and what it must not be taken for.
    beats : the rules it takes precedence over where both recognise a row.
    why : the reason, where the reading is not stated.
    no_limit, no_cases : the reason why no case can be at its limit, or shown at all.
    place : file and line.
    """

    id: str
    kind: str
    applied_in: str
    statement: tuple[int, ...]
    title: Words
    says: Words
    source: str
    section: str
    since: datetime.date
    reading: str
    checked: datetime.date
    until: datetime.date | None = None
    quote: str = ""
    also: tuple[Reference, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    services: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    why: Words | None = None
    no_limit: str = ""
    no_cases: str = ""
    place: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All rules, sources and profiles.

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

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The newest entry of each id."""
        newest: dict[str, Rule] = {}
        for rule in sorted(self.entries, key=lambda rule: rule.since):
            newest[rule.id] = rule
        order = dict.fromkeys(rule.id for rule in self.entries)
        return MappingProxyType({name: newest[name] for name in order})

    def rule(self, name: str) -> Rule:
        """The newest entry of an id. Raises CatalogueError where there is none."""
        if name not in self.rules:
            raise CatalogueError(f"there is no rule {name!r} in the catalogue")
        return self.rules[name]

    def number(self, name: str, value: str) -> float:
        """A number of a rule. Raises CatalogueError where the rule has none of that name."""
        values = self.rule(name).values
        if value not in values:
            raise CatalogueError(f"the rule {name!r} has no value {value!r}")
        return values[value].number

    def services(self, name: str) -> frozenset[int]:
        """The service codes that a rule is about."""
        return frozenset(self.rule(name).services)

    @cached_property
    def newest_profile(self) -> Profile:
        """The profile that holds where none is chosen."""
        return max(self.profiles, key=lambda profile: profile.since)

    def profile(self, name: str = "") -> Profile:
        """The profile of that id, in any case; the newest one where `name` is empty.

        Raises CatalogueError where there is none.
        """
        if not name:
            return self.newest_profile
        for profile in self.profiles:
            if profile.id.casefold() == name.casefold():
                return profile
        known = ", ".join(profile.id for profile in self.profiles)
        raise CatalogueError(f"there is no profile {name!r}; there are {known}")

    @cached_property
    def weeks_per(self) -> Mapping[str, float]:
        """How many weeks each word of `per` stands for: a døgn is a seventh of one."""
        return MappingProxyType(
            {
                "day": self.number("CONV-04", "weeks") / self.number("CONV-04", "days"),
                "week": self.number("CONV-03", "weeks"),
                "14_days": self.number("CONV-02", "weeks"),
                "month": self.number("CONV-01", "weeks"),
            }
        )


CONVERTS: Mapping[str, str] = MappingProxyType(
    {"day": "CONV-04", "week": "CONV-03", "14_days": "CONV-02", "month": "CONV-01"}
)
"""The rule that converts each word of `per` to weeks."""


@cache
def load(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue at `path`, checked.

    Raises CatalogueError with every problem, each with file and line.
    """
    # reading needs yaml, which nothing else on the way of a calculation does
    from allocator.rules.reading import read_catalogue

    return read_catalogue(path)
