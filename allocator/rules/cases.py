"""The worked cases of the rules, as the tests run them and people read them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_cases(folder: Path) -> list[Mapping[str, Any]]:
    """Read every case of a folder, file by file; every value in them is text."""
    # imported late: slow to load, and only cases need it
    import yaml

    return [
        case
        for path in sorted(folder.glob("*.yaml"))
        for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) or ()
    ]
