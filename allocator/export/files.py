"""The result as the contract's files: CSV in UTF-8 with comma and point, and `run.json`.

Text that a spreadsheet could take for a formula gets a leading apostrophe; numbers never do.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from allocator.export.place import place_file, place_folder
from allocator.export.record import RUN, hashes_of
from allocator.notices import Notice
from allocator.results.notices import notices_frame
from allocator.sanitise import resembles_formula, sanitise_lines

if TYPE_CHECKING:
    from allocator.pipeline import Result

FRAMES = (
    "hours", "register", "staff_time", "week", "staff_week", "unmet", "trace", "notices",
)  # fmt: skip
"""The frames of a result, each written to the CSV file of its name."""
NOTICES = "notices.csv"
FILES = (*(f"{name}.csv" for name in FRAMES), RUN)
"""What a run writes into a folder; the last vouches for the others."""
DECIMALS = 6
_HASH = re.compile("[0-9a-f]{16,64}")


def write_folder(result: "Result", folder: Path) -> None:
    """Write every file of contract section 2 into a folder, all of them or none.

    Raises
    ------
    OSError : they cannot be written; what was there is untouched.
    """
    place_folder(folder, files_of(result))


def write_notices(notices: Iterable[Notice], folder: Path, language: str) -> Path:
    """Write `notices.csv` alone, for an input with errors; nothing else is touched.

    Raises
    ------
    OSError : it cannot be written; what was there is untouched.
    """
    path = folder / NOTICES
    place_file(path, csv_of(notices_frame(notices, language)))
    return path


def files_of(result: "Result") -> dict[str, bytes]:
    """Return every file by its name; the last, `run.json`, has the hashes of the others."""
    files = {f"{name}.csv": csv_of(getattr(result, name)) for name in FRAMES}
    return files | {RUN: json_of({**result.run, "files": hashes_of(files)})}


def csv_of(frame: pd.DataFrame) -> bytes:
    """Write a frame as CSV: minutes and shares to six decimals, empty where there is no figure."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(map(cell, frame[name].tolist()) for name in frame), strict=True))
    return text.getvalue().encode("utf-8", "replace")


def cell(value: Any) -> str:
    """Write one value.

    >>> cell(90.0), cell(-1e-9), cell(float("nan")), cell(15), cell(False), cell("=1+1")
    ('90.000000', '0.000000', '', '15', 'false', "'=1+1")
    """
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}"
    return str(value)


def safe(text: str) -> str:
    """Return a text that may be shown, and that no spreadsheet takes for a formula."""
    shown = sanitise_lines(text)
    return f"'{shown}" if resembles_formula(shown) else shown


def json_of(record: dict[str, Any]) -> bytes:
    """Write the record of a run as JSON."""
    text = json.dumps(_sanitised(record), indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode("utf-8", "replace")


def _sanitised(value: Any) -> Any:
    """Return the record with every text in it sanitised; hashes hold nothing of the input."""
    if isinstance(value, dict):
        return {_sanitised(name): _sanitised(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_sanitised(entry) for entry in value]
    if isinstance(value, str) and not _HASH.fullmatch(value):
        return sanitise_lines(value)
    return value
