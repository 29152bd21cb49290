"""What a cell of an OpenDocument spreadsheet holds, in the types that Excel's cells have."""

import re
from datetime import datetime, time, timedelta
from typing import Any, Final

from allocator.tables.schema import BadCell, Cell

_URN: Final = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, OFFICE, STYLE, DRAW = (
    f"{_URN}{name}:1.0" for name in ("table", "text", "office", "style", "drawing")
)
_EXTENDED: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_TIME: Final = re.compile(
    r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d+)?S)?"
)
_ZERO: Final = datetime(1899, 12, 30)
"""The day of a clock time that is written as a date."""
_DAY: Final = timedelta(days=1)


def value_of(cell: Any, text: str) -> Cell:
    """Return what a cell holds.

    Parameters
    ----------
    cell
        Its attributes, by name space and name.
    text
        What is shown of it.

    Raises
    ------
    ValueError : it is not what it says to be.
    """
    kind = cell.get((OFFICE, "value-type"))
    if kind is None and (TABLE, "formula") in cell.keys():  # noqa: SIM118
        return BadCell("formula-not-calculated", "=")
    if cell.get((_EXTENDED, "value-type")) == "error":
        return BadCell("excel-error", text)
    match kind:
        case "float" | "percentage" | "currency":
            return _number(cell.get((OFFICE, "value"), ""))
        case "boolean":
            return bool(cell.get((OFFICE, "boolean-value")) == "true")
        case "date":
            return _date(cell.get((OFFICE, "date-value"), ""))
        case "time":
            return _clock(cell.get((OFFICE, "time-value"), ""))
    return cell.get((OFFICE, "string-value"), text) or None


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date(text: str) -> datetime | time:
    """Return a date as Excel has it; a clock time where it is on the day that is none."""
    value = datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    return value.time() if value.date() == _ZERO.date() else value


def _clock(text: str) -> time | timedelta:
    """Return a clock time, or a duration where it is a day or longer."""
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    value = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -value if match[1] else (_ZERO + value).time() if value < _DAY else value
