"""Reads `run.json`, the record of a run, and holds the files beside it to its hashes."""

import json
import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from allocator.errors import AllocatorError
from allocator.notices import Notice
from allocator.results.record_changes import POLICIES
from allocator.results.run import FORMAT
from allocator.tables.regular import UnreadableError, read_regular
from allocator.text import LANGUAGES

RUN = "run.json"
_LARGEST = 2_000_000_000
"""Bytes of one file of a result; more than the largest input can give."""
_RULE = dict.fromkeys(("id", "from", "until", "why", "sha256"), str)
_POLICIES = dict.fromkeys(POLICIES, str)
_SHAPE: Mapping[str, Any] = {
    "input": {"sha256": str, "tables": {str: {str: str}}},
    "today": str,
    "language": str,
    "profile": str,
    "versions": {str: str},
    "units": [{"unit": str, "policies": _POLICIES, "rules": [_RULE]}],
    "files": {str: str},
}
"""What every reader of a record may rely on; `{str: T}` is any name, `[T]` any number of them."""


class RecordError(AllocatorError):
    """There is no record that can be read.

    Parameters
    ----------
    key : `missing` (no finished run lies there), `unreadable` (the system refuses), `damaged`
        (no record of the form that a run writes), `newer` (of a form that this program is too
        old for), `changed` (files are not as the run read or wrote them).
    detail : which part or files are not as they must be, or the version that wrote it.
    notice : what stands in the way of reading a file, where something does.
    """

    def __init__(self, key: str, detail: str = "", notice: Notice | None = None) -> None:
        self.key, self.detail, self.notice = key, detail, notice
        super().__init__(f"{RUN}: {key} {detail}".rstrip())


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each file's bytes, by its name in sorted order."""
    return {name: sha256(files[name]).hexdigest() for name in sorted(files)}


def read_record(folder: Path) -> dict[str, Any]:
    """Return the record of the run that lies in a folder, as `parse_record`.

    Raises
    ------
    RecordError : there is none, or it cannot be read.
    """
    path = folder / RUN
    if not os.path.lexists(path):
        raise RecordError("missing")
    return parse_record(_read(path))


def parse_record(content: bytes) -> dict[str, Any]:
    """Return the record that the bytes of a `run.json` hold.

    Returns
    -------
    A record of at least the form `_SHAPE`, with names of files that lie in the folder itself.

    Raises
    ------
    RecordError : it is damaged, or newer than this program.
    """
    try:
        record = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError("damaged") from error
    _check_format(record)
    wrong = _misshapen(record, _SHAPE) or _wrong_value(record)
    if wrong:
        raise RecordError("damaged", wrong)
    return dict(record)


def changed_files(folder: Path, record: Mapping[str, Any]) -> list[str]:
    """Return the files of a run that are not there, or not as they were written.

    Raises
    ------
    RecordError : the system refuses to read one.
    """
    return [name for name, digest in record["files"].items() if _hash(folder / name) != digest]


def _hash(path: Path) -> str:
    """Return the sha256 of a file; empty where there is no file of that name."""
    return sha256(_read(path)).hexdigest() if path.is_file() else ""


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _LARGEST)
    except UnreadableError as error:
        raise RecordError("unreadable", notice=error.notice) from error


def _check_format(record: Any) -> None:
    """Refuse what is no record, and one of a later form."""
    written = record.get("format") if isinstance(record, dict) else None
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        raise RecordError("damaged", "format")
    if written > FORMAT:
        versions = record.get("versions")
        version = versions.get("allocator") if isinstance(versions, dict) else None
        raise RecordError("newer", version if isinstance(version, str) else "?")


def _misshapen(value: Any, shape: Any, name: str = "") -> str:
    """Return the first part of a record that is not of its shape; empty where all is."""
    if isinstance(shape, type):
        return "" if isinstance(value, shape) else name
    if isinstance(shape, list):
        if not isinstance(value, list):
            return name
        parts = [(f"{name}[{number}]", part, shape[0]) for number, part in enumerate(value)]
    elif not isinstance(value, dict):
        return name
    elif str in shape:
        parts = [(f"{name}.{key}", part, shape[str]) for key, part in value.items()]
    else:
        parts = [(f"{name}.{key}", value.get(key), part) for key, part in shape.items()]
    return next((wrong for key, part, own in parts if (wrong := _misshapen(part, own, key))), "")


def _wrong_value(record: Mapping[str, Any]) -> str:
    """Return the first part of a record whose value cannot be."""
    try:
        date.fromisoformat(record["today"])
    except ValueError:
        return ".today"
    if record["language"] not in LANGUAGES:
        return ".language"
    names = (name for name in record["files"] if Path(name).name != name or "\\" in name)
    return next((f".files.{name}" for name in names), "")
