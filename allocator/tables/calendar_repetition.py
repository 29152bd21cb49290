"""On which days an event of a calendar begins: every day or week, to a date or so many times."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from allocator.tables import bounds

_OSLO: Final = ZoneInfo("Europe/Oslo")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_DAY: Final = timedelta(days=1)


class EventError(Exception):
    """An event cannot be read: the notice's code."""


def local(moment: Any) -> datetime:
    """Return a moment by the clock on the wall in Norway; one without a zone is that already."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(_OSLO).replace(tzinfo=None) if moment.tzinfo else moment


def repeated(event: Any, first: date) -> Iterator[date]:
    """Yield every day on which an event begins.

    Raises
    ------
    EventError : it has no end, or more than days or weeks to be counted.
    """
    if "RDATE" in event or "EXRULE" in event or isinstance(event.get("RRULE"), list):
        raise EventError("calendar-repetition")
    if "RRULE" not in event:
        yield first
        return
    rule = event["RRULE"]
    kind = rule.get("FREQ", [""])[0]
    days = rule.get("BYDAY", [_DAYS[first.weekday()]] if kind == "WEEKLY" else _DAYS)
    step = rule.get("INTERVAL", [1])[0]
    count = rule.get("COUNT", [None])[0]
    until = rule.get("UNTIL", [None])[0]
    known = kind in ("DAILY", "WEEKLY") and set(days) <= set(_DAYS) and set(rule) <= _PARTS
    if not known or step < 1 or (count is None and until is None):
        raise EventError("calendar-repetition")
    last = first + bounds.MAX_REPEATED_DAYS * _DAY
    ends = local(until).date() if until is not None else last
    if until is not None and ends > last:
        raise EventError("calendar-repetition")
    skipped = set(_skipped(event))
    weeks = first - first.weekday() * _DAY
    begun = 0
    day = first
    while day <= ends and (count is None or begun < count):
        passed = (day - first).days if kind == "DAILY" else (day - weeks).days // 7
        if passed % step == 0 and _DAYS[day.weekday()] in days:
            begun += 1
            if day not in skipped:
                yield day
        day += _DAY
    if count is not None and begun < count and until is None:
        raise EventError("calendar-repetition")


def _skipped(event: Any) -> Iterator[date]:
    """Yield the days that a repetition leaves out."""
    given = event.get("EXDATE", [])
    for dates in given if isinstance(given, list) else [given]:
        yield from (local(skipped.dt).date() for skipped in dates.dts)
