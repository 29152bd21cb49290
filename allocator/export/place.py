"""Atomic writing: all files of a result or none, also when the process is killed.

A file is written under a temporary name beside its path and renamed. A folder is made under a
temporary name and exchanged with the old one in one system call. Files that the folder holds
beside ours are hard-linked into the new one.
"""

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

_SUFFIX = ".allocator-tmp"
_LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which temporary files of a killed run are removed."""
_AT_CWD, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2."""


def place_file(path: Path, content: bytes) -> None:
    """Write one file atomically.

    Raises
    ------
    OSError : it cannot be written; what was there is untouched.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(path)
    staged = _beside(path)
    try:
        _write(staged, content)
        if path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def place_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none; other files in it are left alone.

    Raises
    ------
    OSError : they cannot be written; what was there is untouched.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    _clear_away(folder)
    staged = _staging_folder(folder)
    try:
        for name, content in files.items():
            _write(staged / name, content)
        if not folder.exists():
            staged.rename(folder)
        elif not _change_places(staged, folder):
            _one_by_one(staged, folder, list(files))
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{token_hex(4)}{_SUFFIX}")


def _staging_folder(folder: Path) -> Path:
    """Make a temporary folder beside the folder, or within it where that is not possible."""
    staged = _beside(folder)
    if folder.exists():
        beside = os.access(folder.parent, os.W_OK | os.X_OK)
        if not beside or folder.stat().st_dev != folder.parent.stat().st_dev:
            staged = folder / staged.name
    staged.mkdir()
    return staged


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _clear_away(path: Path) -> None:
    """Remove temporary files of runs that were killed a day ago or more."""
    for left in path.parent.iterdir():
        if left.name.startswith(f".{path.name}.") and left.name.endswith(_SUFFIX):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()


def _change_places(staged: Path, folder: Path) -> bool:
    """Exchange the new folder and the old one in one step; False where that is not possible.

    Folders inside have no hard links, and the working directory cannot be exchanged.
    """
    if staged.parent == folder or folder == Path.cwd() or not _alike(staged, folder):
        return False
    for other in folder.iterdir():
        if not (staged / other.name).exists():
            if not other.is_file() or other.is_symlink():
                return False
            try:
                (staged / other.name).hardlink_to(other)
            except OSError:
                return False
    if not _exchange(staged, folder):
        return False
    for late in staged.iterdir():  # files made meanwhile
        if not (folder / late.name).exists():
            late.rename(folder / late.name)
    return True


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


def _one_by_one(staged: Path, folder: Path, names: list[str]) -> None:
    """Replace file by file, and restore the old files if one fails."""
    before = staged / "before"
    before.mkdir()
    for name in names:
        if (folder / name).exists():
            shutil.copy2(folder / name, before / name)
    try:
        for name in names:
            (staged / name).replace(folder / name)
    except BaseException:
        for name in names:
            if (before / name).exists():
                (before / name).replace(folder / name)
            elif not (staged / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise
