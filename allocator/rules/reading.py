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
    RuleNumber,
    Source,
    Words,
)
from allocator.rules.nodes import NodeReader
from allocator.rules.wellformed import contradictions

_TOP = ("sources", "profiles", "reasons", "files")
_SOURCE = ("title", "publisher", "edition", "file")
_POLICIES = ("shared_supervision", "report", "priority_policy")
_PROFILE = ("id", "since", "source", *_POLICIES, "why")
_PROFILE_OPTIONAL = ("values",)
_RULE = (
    *("id", "kind", "applied_in", "statement", "title", "says"),
    *("source", "from", "reading", "checked"),
)
_PLACES = ("section", "paragraph")
"""A place is a heading, or the paragraph that begins so."""
_RULE_OPTIONAL = (
    *_PLACES,
    *("until", "quote", "also", "values", "services", "word", "words", "except_words"),
    *("beats", "why", "no_limit", "no_cases"),
)
_UNKNOWN_DAY = datetime.date.min
Read = TypeVar("Read")


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue whose top file is `path`. Raises CatalogueError with every problem."""
    top = NodeReader(path)
    keys = top.keyed(top.document(), _TOP)
    sources = _by_name(top, keys.get("sources"), _source)
    profiles = tuple(_profile(top, node) for node in top.items(keys.get("profiles")))
    reasons = _by_name(top, keys.get("reasons"), _reason)
    digest = hashlib.sha256(path.read_bytes())
    entries: list[Rule] = []
    for node in top.items(keys.get("files")):
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
    """Read the entries of a mapping, each with its name; none where the key is missing."""
    if node is None:
        return {}
    return {name: read(reader, name, entry) for name, entry in reader.mapping(node).items()}


def _source(reader: NodeReader, name: str, node: yaml.Node) -> Source:
    keys = reader.keyed(node, _SOURCE)
    return Source(
        name,
        reader.text(keys.get("title")),
        reader.text(keys.get("publisher")),
        reader.day(keys.get("edition")) or _UNKNOWN_DAY,
        reader.text(keys.get("file")),
    )


def _profile(reader: NodeReader, node: yaml.Node) -> Profile:
    keys = reader.keyed(node, _PROFILE, _PROFILE_OPTIONAL)
    readings: tuple[terms.SupervisionReading, ...] = get_args(terms.SupervisionReading)
    reports: tuple[terms.Report, ...] = get_args(terms.Report)
    priorities: tuple[terms.PriorityPolicy, ...] = get_args(terms.PriorityPolicy)
    return Profile(
        reader.text(keys.get("id")),
        reader.day(keys.get("since")) or _UNKNOWN_DAY,
        reader.text(keys.get("source")),
        reader.choice(keys.get("shared_supervision"), readings, "shared_supervision"),
        reader.choice(keys.get("report"), reports, "report"),
        reader.choice(keys.get("priority_policy"), priorities, "priority_policy"),
        reader.words(keys.get("why")),
        tuple(_overrides(reader, keys.get("values"))),
    )


def _overrides(reader: NodeReader, node: yaml.Node | None) -> Iterator[Override]:
    """Read a profile's own numbers: `CONV-01.weeks: 4.33`."""
    for name, number in reader.mapping(node).items() if node else ():
        rule, _, value = name.partition(".")
        yield Override(rule, value, reader.number(number), reader.location(number))


def _reason(reader: NodeReader, _name: str, node: yaml.Node) -> Words:
    return reader.words(node)


def _rule(reader: NodeReader, node: yaml.Node) -> Rule:
    keys = reader.keyed(node, _RULE, _RULE_OPTIONAL)
    why = keys.get("why")
    return Rule(
        id=reader.text(keys.get("id")),
        kind=reader.choice(keys.get("kind"), KINDS, "kind"),
        applied_in=reader.choice(keys.get("applied_in"), APPLIED_IN, "applied_in"),
        statement=reader.numbers(keys.get("statement")),
        title=reader.words(keys.get("title")),
        says=reader.words(keys.get("says")),
        cited=_cited(reader, node, keys),
        since=reader.day(keys.get("from")) or _UNKNOWN_DAY,
        reading=reader.choice(keys.get("reading"), READINGS, "reading"),
        checked=reader.day(keys.get("checked")) or _UNKNOWN_DAY,
        until=reader.day(keys.get("until")),
        quote=reader.text(keys.get("quote")),
        also=tuple(_reference(reader, item) for item in reader.items(keys.get("also"))),
        values=_values(reader, keys.get("values")),
        services=reader.numbers(keys.get("services")),
        word=reader.text(keys.get("word")),
        words=reader.texts(keys.get("words")),
        except_words=reader.texts(keys.get("except_words")),
        beats=reader.texts(keys.get("beats")),
        why=None if why is None else reader.words(why),
        no_limit=reader.text(keys.get("no_limit")),
        no_cases=reader.text(keys.get("no_cases")),
        location=reader.location(node),
    )


def _reference(reader: NodeReader, node: yaml.Node) -> Reference:
    return _cited(reader, node, reader.keyed(node, ("source",), _PLACES))


def _cited(reader: NodeReader, node: yaml.Node, keys: Mapping[str, yaml.Node]) -> Reference:
    """Read where something is written: exactly one of `section` and `paragraph`."""
    if len(keys.keys() & set(_PLACES)) != 1:
        reader.problem(node, "write where it stands: either 'section' or 'paragraph'")
    return Reference(
        reader.text(keys.get("source")),
        reader.text(keys.get("section", keys.get("paragraph"))),
        "paragraph" in keys,
    )


def _values(reader: NodeReader, node: yaml.Node | None) -> Mapping[str, RuleNumber]:
    if node is None:
        return MappingProxyType({})
    values = {}
    for name, value in reader.mapping(node).items():
        keys = reader.keyed(value, ("number", "unit"))
        values[name] = RuleNumber(reader.number(keys.get("number")), reader.text(keys.get("unit")))
    return MappingProxyType(values)
