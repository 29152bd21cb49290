"""Loads an input (a folder, a file or uploaded bytes) as bytes by file name."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath
from unicodedata import normalize

from allocator.notices import Notice
from allocator.tables.archive import is_archive, lone_archive, unpacked
from allocator.tables.bounds import MAX_FILES, MAX_INPUT_BYTES
from allocator.tables.formats import (
    MAPPING,
    NOT_READ,
    READ,
    is_hidden,
    is_mapping,
    is_text,
    not_read,
)
from allocator.tables.guard import input_too_large
from allocator.tables.headings import table_named
from allocator.tables.regular import (
    UnreadableError,
    is_folder,
    no_file,
    read_regular,
    size_of,
)

_OF_PLAN = re.compile("turnus|vakt|rota|rotation|shift|roster|tiltak|vedtak")
"""What stands in the names of files in which a plan is expected."""

_Sized = Mapping[str, tuple[int, Callable[[int], bytes]]]
"""File name -> its size, and how to get its bytes, at most so many, once the size is sane."""


def gather(source: str | Path | Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Notice]]:
    """Return the files of an input by name, in sorted order, and what was passed over.

    Never raises for what is not there or cannot be opened: that is a notice. What is no file among
    the files of a folder is an error, for a table may be missing because of it. A zip file that is
    given by itself is what is packed in it.
    """
    if isinstance(source, Mapping):
        if lone_archive(source):
            return _unpacked(source, [])
        sized = _uploaded(source)
        if len(sized) < len(source):
            return {}, [Notice("file-twice")]
        if len(sized) > MAX_FILES:
            return {}, [_too_many()]
        return _load(*_of_use(sized, given=True))
    path = Path(source)
    if is_folder(path):
        return _of_folder(path)
    try:
        paths = [
            candidate
            for candidate in (path, beside(path))
            if candidate == path or os.path.lexists(candidate)
        ]
    except ValueError:  # a name that no file can have
        return {}, [Notice("input-unreadable", value=path.name)]
    return _unpacked(*_load(*_sized(paths)))


def _unpacked(
    files: Mapping[str, bytes], notices: list[Notice]
) -> tuple[dict[str, bytes], list[Notice]]:
    """Return the files with those of a zip file in its place, and what was passed over in it."""
    if not lone_archive(files):
        return dict(files), notices
    if input_too_large(sum(map(len, files.values()))):
        return _load(_uploaded(files), notices)
    inside = unpacked(files)
    if isinstance(inside, Notice):
        return {}, [*notices, inside]
    kept, ignored = _of_use(_uploaded(inside), given=True)
    return _load(kept, [*notices, *ignored])


def _of_folder(folder: Path) -> tuple[dict[str, bytes], list[Notice]]:
    try:
        paths = list(islice(folder.iterdir(), MAX_FILES + 1))
    except OSError:
        return {}, [Notice("input-unreadable", value=folder.name)]
    if len(paths) > MAX_FILES:
        return {}, [_too_many()]
    seen = [path for path in paths if not is_hidden(path.name)]
    folders = [path for path in seen if is_folder(path)]
    files = [path for path in seen if path not in folders]
    if len({_composed(path.name) for path in files}) < len(files):
        return {}, [Notice("file-twice")]
    sized, wrong = _sized(files)
    kept, ignored = _of_use(sized)
    return _load(kept, [*wrong, *ignored, *map(_inner_folder, sorted(folders))])


def _inner_folder(folder: Path) -> Notice:
    """Return what is said of a folder in a folder: an error where it has the name of a table."""
    if _may_be_read(folder.name) or table_named(folder.name):
        return no_file(folder, "folder")
    return Notice("folder-ignored", table=folder.name)


def _sized(paths: Sequence[Path]) -> tuple[_Sized, list[Notice]]:
    """Return those that are files, and an error for each that is none."""
    files: dict[str, tuple[int, Callable[[int], bytes]]] = {}
    wrong = []
    for path in sorted(paths):
        try:
            files[_composed(path.name)] = (size_of(path), partial(read_regular, path))
        except UnreadableError as error:
            wrong.append(error.notice)
    return files, wrong


def _too_many() -> Notice:
    return Notice("too-many-files", facts={"most": str(MAX_FILES)})


def fingerprint(files: Mapping[str, bytes]) -> str:
    """sha256 of one workbook's bytes, or of names and bytes of CSV files in sorted order.

    A mapping beside them counts too: it changes what they say.
    """
    digest = sha256()
    tables = [file for file in files.items() if not is_mapping(file[0])]
    rest = sorted(files.items())
    if len(tables) == 1 and not is_text(*tables[0]):
        digest.update(tables[0][1])
        rest = [("", data) for name, data in rest if is_mapping(name)]
    for name, data in rest:
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _uploaded(source: Mapping[str, bytes]) -> _Sized:
    """Return uploaded files by the last part of their names, without folders."""
    return {
        _composed(PurePath(name.replace("\\", "/")).name or name): (
            len(data),
            partial(_given, data),
        )
        for name, data in source.items()
    }


def _given(data: bytes, most: int) -> bytes:
    del most  # the sizes are known already
    return data


def _composed(name: str) -> str:
    """Return a file's name with each letter as one character; some systems give å as a and ring."""
    return normalize("NFC", name)


def _of_use(sized: _Sized, *, given: bool = False) -> tuple[_Sized, list[Notice]]:
    """Return the files that may be tables; hidden ones and Excel's locks are ignored.

    `given` is whether somebody chose each of them, and not a folder in which they lie.
    """
    seen = {name: file for name, file in sized.items() if not is_hidden(name)}
    kept = {name: file for name, file in seen.items() if _may_be_read(name)}
    alone = not any(not is_mapping(name) for name in kept)
    others = sorted(seen.keys() - kept.keys())
    return kept, [_ignored(name, alone, given) for name in others]


def _ignored(name: str, alone: bool, given: bool) -> Notice:
    """Return what is said of a file that is not read: an error where it may be the plan itself."""
    stem, ending = PurePath(name).stem, PurePath(name).suffix.lower()
    plan = alone or table_named(stem) or _OF_PLAN.search(stem.casefold())
    if is_archive(name) and not alone and (plan or given):
        return Notice("zip-not-alone", stem, value=name)
    if ending in NOT_READ and plan:
        return not_read("format-not-read", name)
    return Notice("file-ignored", table=name)


def _may_be_read(name: str) -> bool:
    return PurePath(name).suffix.lower() in READ or is_mapping(name)


def beside(path: Path) -> Path:
    """Where the mapping of a single file lies."""
    return path.with_name(path.stem + MAPPING)


def _load(sized: _Sized, notices: list[Notice]) -> tuple[dict[str, bytes], list[Notice]]:
    if refusal := input_too_large(sum(size for size, _ in sized.values())):
        return {}, [*notices, refusal]
    files: dict[str, bytes] = {}
    left = MAX_INPUT_BYTES
    for name in sorted(sized):
        try:
            files[name] = sized[name][1](left)
            left -= len(files[name])
        except UnreadableError as error:
            notices = [*notices, error.notice]
    return files, notices
