"""Files and folders that nobody but their owner may read: they tell of residents.

The mode is set as they are made, so that there is no moment at which others could open them.
Where the system has no such modes (Windows), they are made as usual.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700


def open_new(path: Path) -> BinaryIO:
    """Make a file of mode 0600 and open it for writing.

    Raises
    ------
    FileExistsError
        There is something of that name.
    OSError
        It cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, FILE_MODE), "wb")


def make_folder(folder: Path) -> None:
    """Make a folder of mode 0700, and those above it that are missing; one that is there is kept.

    Raises
    ------
    OSError
        It cannot be made.
    """
    for missing in reversed([folder, *folder.parents]):
        missing.mkdir(mode=FOLDER_MODE, exist_ok=True)


def replace_whole(path: Path, content: bytes) -> None:
    """Put a file of mode 0600 in place of what is there, whole or not at all.

    Raises
    ------
    OSError
        It cannot be written; what was there is as it was.
    """
    make_folder(path.parent)
    # written beside it, readable by its owner only, and put in its place whole
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
