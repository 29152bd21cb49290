"""Atomic writing: all files of a result or none, also when the process is killed.

A file is written under a temporary name beside its path and renamed. A folder is made under a
temporary name and exchanged with the old one in one system call; what the folder holds beside ours
is led to by links until it is moved over, so that it can be reached at every moment. Where the
system cannot exchange folders the file that comes last in a result, which has the hashes of the
others, is taken away first: a folder that was half written has none, or one that disagrees.
"""

import ctypes
import errno
import os
import platform
import re
import shutil
import sys
import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from allocator.private import make_folder, open_new

_SUFFIX = ".allocator-tmp"
_LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which a temporary name is a killed run's, whoever made it."""
_BEFORE = f".before{_SUFFIX}"
"""Where the old files are kept while they are replaced one by one."""
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
_MAKER = f"{_HOST}-{os.getpid()}-{token_hex(4)}"
"""In every temporary name: the machine, the process, and which process of that number."""
_NAME = re.compile(rf"([0-9a-f]{{8}})-(\d+)-[0-9a-f]{{8}}\.[0-9a-f]{{8}}{re.escape(_SUFFIX)}")
_AT_CWD, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2."""


class NameTakenError(Exception):
    """Something that is no file has the name of one of ours; it is not touched.

    Parameters
    ----------
    path : where it lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path.name)


def place_file(path: Path, content: bytes) -> None:
    """Write one file atomically.

    Raises
    ------
    OSError : it cannot be written; what was there is untouched.
    NameTakenError : something that is no file lies there.
    """
    path = _resolved(path)
    make_folder(path.parent)
    _clear_away(path, ())
    check_names(path.parent, [path.name])
    staged = _beside(path)
    try:
        _write(staged, content)
        if path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def place_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none; other things in it are left alone.

    Parameters
    ----------
    folder : is made where it is not there.
    files : by name; the last one vouches for the others.

    Raises
    ------
    OSError : they cannot be written; what was there is untouched.
    NameTakenError : something that is no file has the name of one of them.
    """
    folder = _resolved(folder)
    make_folder(folder.parent)
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    _clear_away(folder, files)
    check_names(folder, files)
    staged = _staging_folder(folder)
    try:
        for name, content in files.items():
            _write(staged / name, content)
        if not folder.exists():
            staged.rename(folder)
        elif not _change_places(staged, folder):
            _one_by_one(staged, folder, list(files))
    finally:
        _discard(staged, folder, files)


def check_names(folder: Path, names: Collection[str]) -> None:
    """Check that nothing but files has the names of files that are to be written.

    Raises
    ------
    NameTakenError : a folder, a link or something else has one of them.
    """
    for name in names:
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise NameTakenError(path)


def _resolved(path: Path) -> Path:
    """Return a path without links; unlike pathlib's it does not raise where links go in circles."""
    return Path(os.path.realpath(path))


def _beside(path: Path) -> Path:
    """Return a new temporary name."""
    return path.with_name(f".{path.name}.{_MAKER}.{token_hex(4)}{_SUFFIX}")


def _staging_folder(folder: Path) -> Path:
    """Make a temporary folder beside the folder, or within it where that is not possible."""
    staged = _beside(folder)
    if folder.exists():
        beside = os.access(folder.parent, os.W_OK | os.X_OK)
        if not beside or folder.stat().st_dev != folder.parent.stat().st_dev:
            staged = folder / staged.name
    make_folder(staged)
    return staged


def _write(path: Path, content: bytes) -> None:
    with open_new(path) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


# What a killed run left ------------------------------------------------------------------------


def _clear_away(path: Path, ours: Collection[str]) -> None:
    """Clear what killed runs left beside a path or within it, and move back what is not ours."""
    for left in _left_behind(path):
        if left.is_symlink() or not left.is_dir():
            with suppress(OSError):
                left.unlink()
        elif ours:
            _discard(left, path, ours)


def _left_behind(path: Path) -> Iterator[Path]:
    """Find the temporary names of a path whose process has ended."""
    prefix = f".{path.name}."
    for folder in (path.parent, path):
        for left in list(folder.iterdir()) if folder.is_dir() else ():
            match = left.name.startswith(prefix) and _NAME.fullmatch(left.name[len(prefix) :])
            if match and _is_over(left, match[1], match[2]):
                yield left


def _is_over(left: Path, host: str, process: str) -> bool:
    """Whether the process that made something has ended, as far as this one can tell."""
    if f".{_MAKER}." in left.name:
        return False
    if host == _HOST:
        if process == str(os.getpid()):
            return True
        if Path("/proc/self").exists() and not Path(f"/proc/{process}").exists():
            return True
    with suppress(OSError):
        return time.time() - left.lstat().st_mtime > _LEFT_BEHIND
    return False


def _discard(staged: Path, folder: Path, ours: Collection[str]) -> None:
    """Remove a temporary folder: our own files in it; everything else is moved to the folder."""
    if not staged.is_dir():
        return
    for path in list(staged.iterdir()):
        with suppress(OSError):
            if _is_copied(path, folder) or (path.name in ours and not path.is_symlink()):
                path.unlink()
            elif path.name == _BEFORE:
                _discard(path, folder, ours)
            else:
                _move_back(path, folder)
    with suppress(OSError):
        staged.rmdir()


def _move_back(path: Path, folder: Path) -> None:
    """Move something that is not ours to the folder, in the place of our link to it.

    Where something else has its name by now it gets a number.
    """
    make_folder(folder)
    target = folder / path.name
    if _leads_to(target, path):
        if _exchange(path, target):
            path.unlink()
            return
        target.unlink()
    number = 2
    while os.path.lexists(target):
        target = folder / f"{path.stem} ({number}){path.suffix}"
        number += 1
    path.rename(target)


# Folders that change places --------------------------------------------------------------------


def _change_places(staged: Path, folder: Path) -> bool:
    """Exchange the new folder and the old one in one step; False where that is not possible.

    The working directory cannot be exchanged.
    """
    if staged.parent == folder or folder == Path.cwd() or not _alike(staged, folder):
        return False
    for other in folder.iterdir():
        if not (staged / other.name).exists():
            try:
                (staged / other.name).symlink_to(
                    other.readlink() if other.is_symlink() else _link(staged / other.name)
                )
            except OSError:
                return False
    # what was beside ours, also what was made meanwhile, is moved over with the rest
    return _exchange(staged, folder)


def _link(staged: Path) -> Path:
    """Return where the link to something leads that will lie in a temporary folder."""
    return Path("..", staged.parent.name, staged.name)


def _leads_to(link: Path, staged: Path) -> bool:
    """Whether something is our link to what lies in a temporary folder."""
    return link.is_symlink() and link.readlink() == _link(staged)


def _is_copied(path: Path, folder: Path) -> bool:
    """Whether it is our link in the temporary folder itself, or a link that the folder has too."""
    if _leads_to(path, path):
        return True
    other = folder / path.name
    return path.is_symlink() and other.is_symlink() and path.readlink() == other.readlink()


def _alike(staged: Path, folder: Path) -> bool:
    """Give the new folder the owner and rights of the old one; False where that is refused."""
    shutil.copystat(folder, staged)
    old, new = folder.stat(), staged.stat()
    return (old.st_uid, old.st_gid, old.st_dev) == (new.st_uid, new.st_gid, new.st_dev)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names atomically; False where the system does not support it."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(first), os.fsencode(second)
    return rename is not None and rename(_AT_CWD, names[0], _AT_CWD, names[1], _EXCHANGE) == 0


# File by file ------------------------------------------------------------------------------------


def _one_by_one(staged: Path, folder: Path, names: list[str]) -> None:
    """Replace file by file, and restore the old files if one fails.

    The last name, which vouches for the others, goes first and comes last.
    """
    before = staged / _BEFORE
    make_folder(before)
    for name in names:
        if (folder / name).exists():
            shutil.copy2(folder / name, before / name)
    try:
        (folder / names[-1]).unlink(missing_ok=True)
        for name in names:
            (staged / name).replace(folder / name)
    except BaseException:
        for name in names:
            if (before / name).exists():
                (before / name).replace(folder / name)
            elif not (staged / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise
