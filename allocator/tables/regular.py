"""Reading of regular files only: a pipe or a device would hang the program or fill its memory."""

import errno
import os
import stat
from pathlib import Path, PurePath

from allocator.notices import Notice
from allocator.text import LANGUAGES, translate
from allocator.text.system import why

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Does not wait for a pipe that has taken the file's place since it was looked at."""
_KINDS = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


class UnreadableError(Exception):
    """Something given as a file cannot be read as one; `notice` says what and why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.code)
        self.notice = notice


def size_of(path: Path) -> int:
    """Return the size of a regular file in bytes, without opening it.

    Raises
    ------
    UnreadableError : it is no regular file, or may not be looked at.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    return _size(path, status)


def read_regular(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file, and no more than `most` of them.

    Raises
    ------
    UnreadableError : it is no regular file, or may not be read, or is larger by now.
    """
    size_of(path)
    try:
        # what lies there may have changed since: the open file itself is asked again
        with os.fdopen(os.open(path, _OPEN), "rb") as stream:
            _size(path, os.fstat(stream.fileno()))
            data = stream.read(most + 1)
    except OSError as error:
        raise _refused(path, error) from error
    if len(data) > most:
        raise UnreadableError(_notice("file-grew", path))
    return data


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, or a link to one; never raises."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _size(path: Path, status: os.stat_result) -> int:
    if stat.S_ISREG(status.st_mode):
        return status.st_size
    kinds = (kind for is_kind, kind in _KINDS if is_kind(status.st_mode))
    raise UnreadableError(no_file(path, next(kinds, "other")))


def _refused(path: Path, error: OSError | ValueError) -> UnreadableError:
    number = getattr(error, "errno", None)
    if number == errno.ELOOP:
        return UnreadableError(no_file(path, "circle"))
    if number == errno.ENOENT and path.is_symlink():
        return UnreadableError(no_file(path, "dangling"))
    if not isinstance(error, OSError) or number in (errno.ENOENT, errno.ENOTDIR):
        return UnreadableError(Notice("input-unreadable", value=path.name))
    reasons = {language: why(error, "read", language) for language in LANGUAGES}
    facts = {"why": reasons["nb"], "why_en": reasons["en"]}
    return UnreadableError(_notice("file-unreadable", path, facts))


def no_file(path: Path, kind: str) -> Notice:
    """Return the error of something that is no file; `kind` is a key of `text/system.toml`."""
    nb, en = (translate("system", f"kind-{kind}", language) for language in LANGUAGES)
    return _notice("not-a-file", path, {"what": nb, "what_en": en})


def _notice(code: str, path: Path, facts: dict[str, str] | None = None) -> Notice:
    """Return a notice of the table that the file would be, so that it is not missing as well."""
    return Notice(code, PurePath(path).stem, value=path.name, facts=facts or {})
