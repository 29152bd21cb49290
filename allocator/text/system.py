"""The system's refusals in the user's language: no text of the system's own is ever shown."""

import errno

from allocator.text import translate

_KEYS = {
    "EACCES": "denied", "EPERM": "denied", "EROFS": "denied",
    "ENOSPC": "full", "EDQUOT": "full", "EFBIG": "full",
    "ENOENT": "missing", "ENOTDIR": "missing",
    "EBUSY": "busy", "ETXTBSY": "busy", "EAGAIN": "busy",
    "ELOOP": "circle", "ENAMETOOLONG": "long", "EIO": "device", "ENXIO": "device",
    "EMFILE": "open", "ENFILE": "open", "ENOMEM": "memory", "EISDIR": "folder",
}  # fmt: skip
"""POSIX name of an error -> key of its words."""


def why(error: OSError, doing: str, language: str) -> str:
    """Say in words why the system refused.

    Parameters
    ----------
    error
        What the system raised.
    doing
        `read` or `write`.
    language
        nb or en.

    Returns
    -------
    Half a sentence; for errors that have no words of their own the system's number.
    """
    key = _KEYS.get(errno.errorcode.get(error.errno or 0, ""), "other")
    key = f"denied-{doing}" if key == "denied" else key
    return translate("system", key, language, number=error.errno or "–")
