"""What a typed text becomes in a cell of a workbook: a number, a date, a clock, or the text.

The cell's own format of numbers decides, as it does in Excel, and nothing is written that the
reader would read as anything else than the text.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, cast

from allocator.tables import times
from allocator.tables.moments import moment
from allocator.tables.numbers import ParseError, number
from allocator.tables.parse import parse
from allocator.tables.schema import Cell, Column, ColumnKind
from allocator.tables.words import normalise_text
from allocator.terms import MINUTES_PER_DAY

GENERAL: Final = "General"
EPOCH: Final = datetime(1899, 12, 30)
"""The day from which workbooks count, but those of old Macs."""
_AS_TEXT: Final = "@"
_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:,[0-9]{1,9})?")
"""A number that nobody would take for a code: `007` and `08.01` are none."""
_NUMBERS: Final = frozenset(
    {
        ColumnKind.MINUTES,
        ColumnKind.DURATION,
        ColumnKind.NUMBER,
        ColumnKind.WHOLE,
        ColumnKind.SERVICE,
    }
)


def cell_value(
    text: str, number_format: str, column: Column | None, was_number: bool, epoch: datetime = EPOCH
) -> str | float | None:
    """Return what a cell of a workbook is to hold; None where the text is empty.

    Parameters
    ----------
    text
        What was typed.
    number_format
        The cell's own.
    column
        The column's declaration, where the sheet is one of our tables.
    was_number
        Whether the cell held a number before.
    epoch
        The day from which the workbook counts.
    """
    if not text:
        return None
    for value in _values(normalise_text(text), number_format, column, was_number, epoch):
        if _is_read_alike(value, text, number_format, column, epoch):
            return value
    return text


def _values(
    text: str, number_format: str, column: Column | None, was_number: bool, epoch: datetime
) -> Iterator[float]:
    """Return what the text may be by the cell's format, the likeliest first."""
    from openpyxl.styles.numbers import is_date_format, is_datetime, is_timedelta_format

    readers: list[Callable[[str], float]] = []
    if number_format == _AS_TEXT:
        return
    if is_timedelta_format(number_format):
        readers.append(lambda text: times.duration(text) / MINUTES_PER_DAY)
    elif is_date_format(number_format):
        if is_datetime(number_format) == "time":
            readers.append(lambda text: times.clock(text) / MINUTES_PER_DAY)
        else:
            readers.append(lambda text: _serial(times.day(text), epoch))
            readers.append(lambda text: _moment(text, epoch))
    elif _PLAIN_NUMBER.fullmatch(text) and (
        was_number or column is None or column.kind in _NUMBERS
    ):
        readers.append(number)
    for reader in readers:
        try:
            value = reader(text)
        except ParseError:
            continue
        yield int(value) if float(value).is_integer() else value


def _serial(day: date, epoch: datetime) -> float:
    """Return a date as the workbook counts days."""
    from openpyxl.utils import datetime as excel

    serial: float = cast(Any, excel).to_excel(day, epoch)
    return serial


def _moment(text: str, epoch: datetime) -> float:
    """Return a date and a clock in one cell, as the workbook counts them."""
    day, minutes = moment(text)
    if day is None:
        raise ParseError("bad-date")
    return _serial(day, epoch) + minutes / MINUTES_PER_DAY


def _is_read_alike(
    value: float, text: str, number_format: str, column: Column | None, epoch: datetime
) -> bool:
    if column is None:
        return True
    try:
        return parse(column, _as_read(value, number_format, epoch)) == parse(column, text)
    except ParseError:
        return False


def _as_read(value: float, number_format: str, epoch: datetime) -> Cell:
    """Return a number of a cell as the reader of workbooks gives it."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import from_excel

    if not is_date_format(number_format):
        return value
    read: Cell = from_excel(value, epoch, timedelta=is_timedelta_format(number_format))
    return read
