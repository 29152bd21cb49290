"""Reads the catalogue's files into rules; every problem is found before anything is refused."""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

import yaml

from allocator import terms
from allocator.errors import CatalogueError
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import (
    APPLIED_IN,
    KINDS,
    READINGS,
    Override,
    Profile,
    Reference,
    Rule,
    Source,
    Value,
    Words,
)
from allocator.rules.nodes import NodeReader
from allocator.rules.wellformed import contradictions

Found = Mapping[str, yaml.Node]
_TOP = ("sources", "profiles", "reasons", "files")
_SOURCE = ("title", "publisher", "edition", "file")
_POLICIES = ("shared_supervision", "report", "priority_policy")
_PROFILE = ("id", "since", "source", *_POLICIES, "why")
_PROFILE_OPTIONAL = ("values",)
_RULE = (
    *("id", "kind", "applied_in", "statement", "title", "says"),
    *("source", "section", "from", "reading", "checked"),
)
_RULE_OPTIONAL = (
    *("until", "quote", "also", "values", "services", "word", "words", "except_words"),
    *("beats", "why", "no_limit", "no_cases"),
)
_UNKNOWN_DAY = datetime.date.min
Read = TypeVar("Read")


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue whose top file is `path`. Raises CatalogueError with every problem."""
    top = NodeReader(path)
    found = top.keyed(top.document(), _TOP)
    sources = _by_name(top, found.get("sources"), _source)
    profiles = tuple(_profile(top, node) for node in top.items(found.get("profiles")))
    reasons = _by_name(top, found.get("reasons"), _reason)
    digest = hashlib.sha256(path.read_bytes())
    entries: list[Rule] = []
    for node in top.items(found.get("files")):
        file = path.parent / top.text(node)
        reader = NodeReader(file, top.problems)
        entries += [_rule(reader, entry) for entry in reader.items(reader.document())]
        digest.update(file.read_bytes())
    checked = max((rule.checked for rule in entries), default=_UNKNOWN_DAY)
    catalogue = Catalogue(
        MappingProxyType(sources),
        profiles,
        MappingProxyType(reasons),
        tuple(entries),
        f"{checked.isoformat()}-{digest.hexdigest()[:8]}",
    )
    problems = top.problems + contradictions(catalogue, path.name)
    if problems:
        raise CatalogueError("\n".join(problems))
    return catalogue


def _by_name(
    reader: NodeReader, node: yaml.Node | None, read: Callable[[NodeReader, str, yaml.Node], Read]
) -> dict[str, Read]:
    """The entries of a mapping, each read with its name; none where the key is missing."""
    if node is None:
        return {}
    return {name: read(reader, name, entry) for name, entry in reader.mapping(node).items()}


def _source(reader: NodeReader, name: str, node: yaml.Node) -> Source:
    found = reader.keyed(node, _SOURCE)
    return Source(
        name,
        reader.text(found.get("title")),
        reader.text(found.get("publisher")),
        reader.day(found.get("edition")) or _UNKNOWN_DAY,
        reader.text(found.get("file")),
    )


def _profile(reader: NodeReader, node: yaml.Node) -> Profile:
    found = reader.keyed(node, _PROFILE, _PROFILE_OPTIONAL)
    readings: tuple[terms.SupervisionReading, ...] = get_args(terms.SupervisionReading)
    reports: tuple[terms.Report, ...] = get_args(terms.Report)
    priorities: tuple[terms.PriorityPolicy, ...] = get_args(terms.PriorityPolicy)
    return Profile(
        reader.text(found.get("id")),
        reader.day(found.get("since")) or _UNKNOWN_DAY,
        reader.text(found.get("source")),
        reader.choice(found.get("shared_supervision"), readings, "shared_supervision"),
        reader.choice(found.get("report"), reports, "report"),
        reader.choice(found.get("priority_policy"), priorities, "priority_policy"),
        reader.words(found.get("why")),
        tuple(_overrides(reader, found.get("values"))),
    )


def _overrides(reader: NodeReader, node: yaml.Node | None) -> Iterator[Override]:
    """A profile's own numbers: `CONV-01.weeks: 4.33`."""
    for name, number in reader.mapping(node).items() if node else ():
        rule, _, value = name.partition(".")
        yield Override(rule, value, reader.number(number), reader.location(number))


def _reason(reader: NodeReader, _name: str, node: yaml.Node) -> Words:
    return reader.words(node)


def _rule(reader: NodeReader, node: yaml.Node) -> Rule:
    found = reader.keyed(node, _RULE, _RULE_OPTIONAL)
    why = found.get("why")
    return Rule(
        id=reader.text(found.get("id")),
        kind=reader.choice(found.get("kind"), KINDS, "kind"),
        applied_in=reader.choice(found.get("applied_in"), APPLIED_IN, "applied_in"),
        statement=reader.numbers(found.get("statement")),
        title=reader.words(found.get("title")),
        says=reader.words(found.get("says")),
        source=reader.text(found.get("source")),
        section=reader.text(found.get("section")),
        since=reader.day(found.get("from")) or _UNKNOWN_DAY,
        reading=reader.choice(found.get("reading"), READINGS, "reading"),
        checked=reader.day(found.get("checked")) or _UNKNOWN_DAY,
        until=reader.day(found.get("until")),
        quote=reader.text(found.get("quote")),
        also=tuple(_reference(reader, item) for item in reader.items(found.get("also"))),
        values=_values(reader, found.get("values")),
        services=reader.numbers(found.get("services")),
        word=reader.text(found.get("word")),
        words=reader.texts(found.get("words")),
        except_words=reader.texts(found.get("except_words")),
        beats=reader.texts(found.get("beats")),
        why=None if why is None else reader.words(why),
        no_limit=reader.text(found.get("no_limit")),
        no_cases=reader.text(found.get("no_cases")),
        location=reader.location(node),
    )


def _reference(reader: NodeReader, node: yaml.Node) -> Reference:
    found = reader.keyed(node, ("source", "section"))
    return Reference(reader.text(found.get("source")), reader.text(found.get("section")))


def _values(reader: NodeReader, node: yaml.Node | None) -> Mapping[str, Value]:
    if node is None:
        return MappingProxyType({})
    values = {}
    for name, value in reader.mapping(node).items():
        found = reader.keyed(value, ("number", "unit"))
        values[name] = Value(reader.number(found.get("number")), reader.text(found.get("unit")))
    return MappingProxyType(values)
