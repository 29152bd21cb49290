"""Where the program's files for one user lie, by the rules of the system.

None where the user has no place of his own.
"""

import os
import sys
from pathlib import Path
from typing import Final

DATA: Final = "ALLOCATOR_DATA"
"""The variable that names another folder of data."""
_NAME: Final = "allocator"


def cache_folder() -> Path | None:
    """Return where what can be made again lies."""
    return _own("Library/Caches", "XDG_CACHE_HOME", ".cache")


def data_folder() -> Path | None:
    """Return where what the user has made lies."""
    if named := os.environ.get(DATA):
        return Path(named)
    return _own("Library/Application Support", "XDG_DATA_HOME", ".local/share")


def _own(on_mac: str, variable: str, elsewhere: str) -> Path | None:
    """Return a folder of the user's own; a variable counts where it is a whole path."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME
    if sys.platform == "darwin":
        return home / on_mac / _NAME
    given = os.environ.get(variable, "")
    return (Path(given) if given.startswith("/") else home / elsewhere) / _NAME
