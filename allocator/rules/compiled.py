"""The catalogue in a form that is read quickly: JSON, made again whenever its sources change.

It lies in the user's own folder for such files, is nobody else's to read or write, and is believed
only where it was made from these very sources by this very program; else the sources are read.
"""

import datetime
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from allocator.private import FILE_MODE, replace_whole
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import Override, Profile, Reference, Rule, RuleNumber, Source, Words
from allocator.version import VERSION

NAME = "catalogue.json"
_SOURCES = (".yaml", ".py")
"""What the catalogue is written in, and what reads it."""


def digest_of(sources: Path) -> str:
    """Return the hash of what a catalogue's folder holds, and of the program's version."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(sources.rglob("*")):
        if path.suffix in _SOURCES:
            content = path.read_bytes()
            digest.update(f"\n{path.relative_to(sources).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def read_compiled(path: Path, digest: str) -> Catalogue | None:
    """Read a compiled catalogue, or None where it is missing, stale, damaged or not one's own."""
    try:
        if not _is_own(path.lstat()):
            return None
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode() != _head(digest, body):
            return None
        return _catalogue(json.loads(body))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_compiled(catalogue: Catalogue, path: Path, digest: str) -> None:
    """Keep a catalogue for the next time; where that cannot be, nothing is lost."""
    body = json.dumps(catalogue, default=_plain).encode()
    content = _head(digest, body).encode() + b"\n" + body
    with suppress(OSError):
        replace_whole(path, content)


def _head(digest: str, body: bytes) -> str:
    """Return the first line: the hash of the sources, and that of what was made of them."""
    return f"{digest} {hashlib.sha256(body).hexdigest()}"


def _is_own(status: os.stat_result) -> bool:
    """Whether it is a file of the user's that nobody else may read or write."""
    if os.name != "posix":
        return stat.S_ISREG(status.st_mode)
    own = status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) == FILE_MODE
    return own and stat.S_ISREG(status.st_mode)


def _plain(value: object) -> object:
    """Write what JSON does not know: objects by their fields, days as 2018-06-27."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _catalogue(plain: dict[str, Any]) -> Catalogue:
    sources = {name: Source(**_dated(own, "edition")) for name, own in plain["sources"].items()}
    reasons = {name: Words(**own) for name, own in plain["reasons"].items()}
    return Catalogue(
        MappingProxyType(sources),
        tuple(_profile(own) for own in plain["profiles"]),
        MappingProxyType(reasons),
        tuple(_rule(own) for own in plain["entries"]),
        plain["version"],
    )


def _profile(plain: dict[str, Any]) -> Profile:
    own = _dated(plain, "since")
    values = tuple(Override(**value) for value in own["values"])
    return Profile(**own | {"why": Words(**own["why"]), "values": values})


def _rule(plain: dict[str, Any]) -> Rule:
    own = _dated(plain, "since", "checked", "until")
    values = {name: RuleNumber(**value) for name, value in own["values"].items()}
    more = {
        "title": Words(**own["title"]),
        "says": Words(**own["says"]),
        "why": own["why"] and Words(**own["why"]),
        "cited": Reference(**own["cited"]),
        "also": tuple(Reference(**reference) for reference in own["also"]),
        "values": MappingProxyType(values),
    }
    for name in ("statement", "services", "words", "except_words", "beats"):
        more[name] = tuple(own[name])
    return Rule(**own | more)


def _dated(plain: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return an object's fields with those that are days read."""
    days = {
        name: datetime.date.fromisoformat(plain[name]) for name in names if plain[name] is not None
    }
    return plain | days
