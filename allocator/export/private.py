"""Files and folders that nobody but their owner may read: they tell of residents.

The mode is set as they are made, so that there is no moment at which others could open them.
Where the system has no such modes (Windows), they are made as usual.
"""

import os
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
