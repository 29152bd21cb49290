"""Inputs that can be chosen: the user's own files, a kept run, and the shipped examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allocator.resources import example_files
from allocator.tables.formats import READ, is_mapping
from allocator.tables.source import fingerprint

FIRST = "solbakken"
"""The example that is offered to who wants to see one."""
OWN, RUN = "own", "run"
ZIP = "application/zip"


@dataclass(frozen=True)
class InputSource:
    """One input to look at.

    Parameters
    ----------
    id
        `own`, `run`, or the example's name.
    name
        As shown to people.
    files
        Bytes by file name.
    record
        Of a kept run, by which it is calculated again as it was; else nothing.
    """

    id: str
    name: str
    files: Mapping[str, bytes]
    record: Mapping[str, Any] | None = None

    @property
    def example(self) -> bool:
        """Whether it is shipped with the program, and so about no real person."""
        return self.id not in (OWN, RUN)

    @property
    def sha256(self) -> str:
        """The checksum that identifies the content."""
        return content_of(self.files)


def content_of(files: Mapping[str, bytes]) -> str:
    """Return the checksum of files; of those that were asked for last it is not made again."""
    return _content_of(tuple(sorted(files.items())))


@lru_cache(maxsize=32)
def _content_of(files: tuple[tuple[str, bytes], ...]) -> str:
    return fingerprint(dict(files))


@cache
def examples() -> dict[str, InputSource]:
    """Return the shipped examples by name, the one to open with first."""
    sources = {}
    for name, paths in sorted(
        example_files().items(), key=lambda item: (item[0] != FIRST, item[0])
    ):
        files = {path.name: path.read_bytes() for path in paths if _is_table(path)}
        sources[name] = InputSource(name, name.replace("_", " ").capitalize(), files)
    return sources


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in READ or is_mapping(path.name)


def archive(of: InputSource) -> tuple[str, bytes, str]:
    """Return an input as one download: name, bytes, kind. Several files become a zip."""
    if len(of.files) == 1:
        name, data = next(iter(of.files.items()))
        return name, data, "application/octet-stream"
    return f"{of.id}.zip", packed(of.files), ZIP


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip file."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in sorted(files.items()):
            made.writestr(ZipInfo(name), data)
    return out.getvalue()
