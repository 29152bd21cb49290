"""Clock times, durations and dates, in every way that Norwegians and Excel write them.

Everything that is a time comes out in minutes [min]. A writing that could mean two things is
refused, and the refusal says which two.
"""

import re
from datetime import date, datetime, time, timedelta

from allocator import terms
from allocator.rounding import hours_minutes
from allocator.tables.numbers import ParseError, number
from allocator.tables.schema import FIRST_DATE, LAST_DATE, Cell
from allocator.tables.words import normalise_text

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?")
_CLOCK_DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})")
_HOURS_MINUTES = re.compile(r"([0-9]{1,6}):([0-9]{2})(?::([0-9]{2}))?(?: ?(?:t|h|timer|hours))?")
_POINT = re.compile(r"([0-9]+)\.([0-9]{2})(?: ?(?:t|h|time|timer|hour|hours))?")
_AMOUNT = r"([0-9][0-9 ]*(?:[.,][0-9]+)?)"
_PIECES = re.compile(
    rf"(?:{_AMOUNT} ?(?:døgn|dogn|doegn))?(?: |, | og | and )?"
    rf"(?:{_AMOUNT} ?(?:t|h|time|timer|hour|hours)\.?)?(?: |, | og | and )?"
    rf"(?:{_AMOUNT} ?(?:m|min|minutt|minutter|minute|minutes)\.?)?"
)
_MINUTES = re.compile(rf"{_AMOUNT} ?(?:m|min|minutt|minutter|minute|minutes)\.?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_NORWEGIAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: 00:00(?::00)?)?")
_MIDNIGHTS = (datetime(1900, 1, 1), datetime(1904, 1, 2))
"""What Excel's two calendars make of `24:00` in a cell of hours and minutes."""
_EXCEL_DAY_ZERO = {1899: datetime(1899, 12, 31), 1900: datetime(1899, 12, 31)}
_EXCEL_DAY_ZERO |= {1904: datetime(1904, 1, 1)}


def clock(cell: Cell) -> float:
    """Return a clock time as minutes after midnight, 0 to 1440 [min].

    >>> clock("7:30"), clock("0730"), clock("24.00")
    (450.0, 450.0, 1440.0)
    """
    if isinstance(cell, time):
        return _whole_minutes(_of_time(cell), "bad-clock")
    if isinstance(cell, datetime):
        if cell in _MIDNIGHTS:
            return float(terms.MINUTES_PER_DAY)
        raise ParseError("bad-clock")
    if isinstance(cell, timedelta):
        return _in_a_day(_whole_minutes(cell.total_seconds() / 60, "bad-clock"))
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 100:
        # Excel has taken the leading zero of 0730.
        cell = str(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        raise ParseError("clock-is-number")
    if not isinstance(cell, str):
        raise ParseError("bad-clock")
    match = _CLOCK.fullmatch(normalise_text(cell)) or _CLOCK_DIGITS.fullmatch(normalise_text(cell))
    if not match or (match.lastindex == 3 and match[3] != "00") or int(match[2]) > 59:
        raise ParseError("bad-clock")
    return _in_a_day(float(int(match[1]) * terms.MINUTES_PER_HOUR + int(match[2])))


def duration(cell: Cell) -> float:
    """Hours in any writing, as minutes [min].

    >>> duration("7,5"), duration("7:30"), duration("7 t 30 min"), duration(7.5)
    (450.0, 450.0, 450.0, 450.0)
    """
    if isinstance(cell, (time, timedelta, datetime)):
        return _excel_duration(cell, "bad-duration")
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return number(cell) * terms.MINUTES_PER_HOUR
    if not isinstance(cell, str):
        raise ParseError("bad-duration")
    text = normalise_text(cell).casefold()
    if match := _HOURS_MINUTES.fullmatch(text):
        if int(match[2]) > 59 or match[3] not in (None, "00"):
            raise ParseError("bad-duration")
        return float(int(match[1]) * terms.MINUTES_PER_HOUR + int(match[2]))
    if match := _POINT.fullmatch(text):
        raise _which_is_meant(match[1], match[2])
    pieces = _PIECES.fullmatch(text)
    if pieces and any(pieces.groups()):
        sizes = (terms.MINUTES_PER_DAY, terms.MINUTES_PER_HOUR, 1)
        amounts = zip(pieces.groups(), sizes, strict=True)
        return sum(number(amount) * size for amount, size in amounts if amount)
    try:
        return number(text) * terms.MINUTES_PER_HOUR
    except ParseError as problem:
        raise ParseError(_instead(problem, "bad-duration"), **problem.facts) from None


def minutes(cell: Cell) -> float:
    """Return a number of minutes [min]; Excel's own durations are taken as such.

    >>> minutes("45 min"), minutes("1 000"), minutes(45)
    (45.0, 1000.0, 45.0)
    """
    if isinstance(cell, (time, timedelta, datetime)):
        return _excel_duration(cell, "bad-minutes")
    if isinstance(cell, str) and (match := _MINUTES.fullmatch(normalise_text(cell).casefold())):
        cell = match[1]
    try:
        return number(cell)
    except ParseError as problem:
        raise ParseError(_instead(problem, "bad-minutes"), **problem.facts) from None


def day(cell: Cell) -> date:
    """Return a date: `2026-01-05`, `05.01.2026`, or Excel's own.

    >>> day("2026-01-05"), day("05.01.2026")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise ParseError("bad-date")
        written = cell.date()
    elif isinstance(cell, date):
        written = cell
    elif isinstance(cell, str):
        written = _written_date(normalise_text(cell))
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        raise ParseError("date-is-number")
    else:
        raise ParseError("bad-date")
    if not FIRST_DATE <= written <= LAST_DATE:
        raise ParseError("date-out-of-range", first=str(FIRST_DATE), last=str(LAST_DATE))
    return written


def _written_date(text: str) -> date:
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NORWEGIAN.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise ParseError("no-such-date") from None
    raise ParseError("bad-date")


def _which_is_meant(whole: str, decimals: str) -> ParseError:
    """Return the refusal of `7.30`, which says what it could mean."""
    comma = f"{whole},{decimals}"
    value = hours_minutes(float(f"{whole}.{decimals}") * terms.MINUTES_PER_HOUR)
    clock_like = int(decimals) < terms.MINUTES_PER_HOUR
    return ParseError(
        "duration-ambiguous" if clock_like else "duration-with-point",
        hours_minutes=f"{whole}:{decimals}",
        decimal=comma,
        decimal_means=value,
    )


def _excel_duration(cell: time | timedelta | datetime, code: str) -> float:
    if isinstance(cell, time):
        return _whole_minutes(_of_time(cell), code)
    if isinstance(cell, datetime):
        zero = _EXCEL_DAY_ZERO.get(cell.year)
        if zero is None:
            raise ParseError(code)
        cell = cell - zero
    return _whole_minutes(cell.total_seconds() / 60, code)


def _of_time(cell: time) -> float:
    return cell.hour * 60 + cell.minute + (cell.second + cell.microsecond / 1e6) / 60


def _whole_minutes(amount: float, code: str) -> float:
    """Excel keeps times as binary fractions: within a second of a whole minute it is that one."""
    nearest = round(amount)
    if abs(amount - nearest) > 1 / 60:
        raise ParseError(code)
    return float(nearest)


def _in_a_day(amount: float) -> float:
    if not 0 <= amount <= terms.MINUTES_PER_DAY:
        raise ParseError("bad-clock")
    return amount


def _instead(problem: ParseError, code: str) -> str:
    """Word the general refusal of a number for the column; a special one stays."""
    return code if problem.code == "bad-number" else problem.code
