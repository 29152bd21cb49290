"""Inputs that can be chosen: the examples that are shipped, and the user's own files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allocator.resources import example_files
from allocator.tables.formats import READ, is_mapping
from allocator.tables.source import fingerprint

FIRST = "solbakken"
"""The example that the program opens with."""
OWN = "own"


@dataclass(frozen=True)
class InputSource:
    """One input to look at.

    Parameters
    ----------
    id
        `own`, or the example's name.
    name
        As shown to people.
    files
        Bytes by file name.
    """

    id: str
    name: str
    files: Mapping[str, bytes]

    @property
    def example(self) -> bool:
        """Whether it is shipped with the program, and so about no real person."""
        return self.id != OWN

    @property
    def sha256(self) -> str:
        """The checksum that identifies the content."""
        return fingerprint(self.files)


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
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in sorted(of.files.items()):
            made.writestr(ZipInfo(name), data)
    return f"{of.id}.zip", out.getvalue(), "application/zip"
