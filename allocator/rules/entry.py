"""What the catalogue's files hold: sources, profiles and rules, each as it is written."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal, get_args

from allocator.errors import CatalogueError
from allocator.terms import PriorityPolicy, Report, SupervisionReading
from allocator.text import translate

Kind = Literal["counts", "excludes", "converts", "credits", "limits", "asks", "passes_on"]
"""What a rule does."""
Reading = Literal["stated", "interpreted", "local"]
"""How a rule follows from its source."""
AppliedIn = Literal["decide", "tables", "model", "results", "register", "questions", "none"]
"""The part of the program that a rule governs."""
KINDS: tuple[Kind, ...] = get_args(Kind)
READINGS: tuple[Reading, ...] = get_args(Reading)
APPLIED_IN: tuple[AppliedIn, ...] = get_args(AppliedIn)


@dataclass(frozen=True)
class Words:
    """One sentence or name in both languages."""

    nb: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in `nb` or `en`."""
        return self.nb if language == "nb" else self.en

    @property
    def both(self) -> tuple[str, str]:
        """The words in nb and in en."""
        return self.nb, self.en


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
    """A place in a document.

    Parameters
    ----------
    section : its question or heading; where no heading is about the sentence, how its paragraph
        begins, which `paragraph` says.
    """

    source: str
    section: str
    paragraph: bool = False

    def in_language(self, language: str) -> str:
        """Return the place within its document in words."""
        kind = "paragraph" if self.paragraph else "heading"
        return translate("why", f"cited-{kind}", language, section=self.section.rstrip(":"))


@dataclass(frozen=True)
class RuleNumber:
    """One number of the guidance with its unit."""

    number: float
    unit: str


@dataclass(frozen=True)
class Override:
    """A number that a profile puts in the place of a rule's own; `location` is file and line."""

    rule: str
    value: str
    number: float
    location: str


@dataclass(frozen=True)
class Profile:
    """A dated reading of the guidance: what holds where the table `enhet` does not say.

    Parameters
    ----------
    id : permanent. since : the first day on which it can be chosen.
    shared_supervision, report, priority_policy : the reading of each.
    why : the reason for the profile.
    values : the numbers that it puts in the place of the rules' own.
    """

    id: str
    since: datetime.date
    source: str
    shared_supervision: SupervisionReading
    report: Report
    priority_policy: PriorityPolicy
    why: Words
    values: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One statement of the guidance, or of this program where the guidance is silent.

    Parameters
    ----------
    id : permanent.
    kind : one of KINDS; applied_in : one of APPLIED_IN; reading : one of READINGS.
    statement : its numbers in the list of statements.
    since, until : first and last day in force; `until` None while it holds.
    cited : where it is written; also : where else.
    values : the numbers by name. services : the codes it is about.
    word : the word of the plan or of other work that never counts because of it.
    words, except_words : what it looks for in a description, and what it must not be taken for.
    beats : the rules it takes precedence over where both recognise a row.
    why : the reason, where the reading is not stated.
    no_limit, no_cases : the reason why no case can be at its limit, or shown at all.
    location : file and line.
    """

    id: str
    kind: Kind
    applied_in: AppliedIn
    statement: tuple[int, ...]
    title: Words
    says: Words
    cited: Reference
    since: datetime.date
    reading: Reading
    checked: datetime.date
    until: datetime.date | None = None
    quote: str = ""
    also: tuple[Reference, ...] = ()
    values: Mapping[str, RuleNumber] = field(default_factory=dict)
    services: tuple[int, ...] = ()
    word: str = ""
    words: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    why: Words | None = None
    no_limit: str = ""
    no_cases: str = ""
    location: str = ""

    @property
    def source(self) -> str:
        """The id of the document."""
        return self.cited.source

    def in_force(self, day: datetime.date) -> bool:
        """Say whether it holds on a day; its first and its last day are among them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def number(self, value: str) -> float:
        """Return one of its numbers. Raises CatalogueError where it has none of that name."""
        if value not in self.values:
            raise CatalogueError(f"the rule {self.id!r} has no value {value!r}")
        return self.values[value].number

    @property
    def sha256(self) -> str:
        """The hash of exactly what the rule decides by.

        That is its id, kind, numbers, services, word, words, exceptions and the rules it takes
        precedence over; not its dates, which choose it, and not what is only shown: title,
        sentence, quotation, source, units, reasons, the day it was last checked, and how the file
        is laid out. Written as JSON with sorted keys and without spaces, in ASCII.
        """
        decides = {
            "id": self.id,
            "kind": self.kind,
            "values": {name: value.number for name, value in self.values.items()},
            "services": sorted(self.services),
            "word": self.word,
            "words": self.words,
            "except_words": self.except_words,
            "beats": sorted(self.beats),
        }
        text = json.dumps(decides, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return sha256(text.encode("ascii")).hexdigest()

    def overridden(self, override: Override, profile: Profile) -> "Rule":
        """Return the rule with a profile's number, which the profile's reason then explains."""
        value = replace(self.values[override.value], number=override.number)
        return replace(
            self,
            values={**self.values, override.value: value},
            says=Words(
                *(f"{a} {b}" for a, b in zip(self.says.both, profile.why.both, strict=True))
            ),
            reading="local",
            why=profile.why,
        )
