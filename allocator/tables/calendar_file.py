"""Reads a calendar (`.ics`) as a list of shifts: a row per event, day and employee.

icalendar reads the events; what surrounds them is taken away before. A repetition must end, and is
written out day by day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import PurePath
from typing import Any, Final

from allocator.notices import Notice
from allocator.tables import bounds
from allocator.tables.budget import Budget
from allocator.tables.calendar_repetition import EventError, local, repeated
from allocator.tables.identity import screened_name
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.workbook_parts import numbers_in

HEADINGS: Final = ("Dato", "Ansatt", "Vaktkode", "Fra", "Til")
"""What the columns of the list are called; a long rota is read by these."""
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_NAME: Final = re.compile(r"[A-Za-z-]+")
_READ: Final = frozenset(
    {
        *("BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "ATTENDEE", "STATUS"),
        *("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"),
    }
)
"""Properties of an event that say when a shift is, and whose."""
_ESCAPED: Final = re.compile(r"\\[nN,;\\]")
_DAY: Final = timedelta(days=1)
_NOT_TAKING_PART: Final = "DECLINED"
_CANCELLED: Final = "CANCELLED"


@dataclass(frozen=True)
class _CalendarShift:
    """A row of the list; without clocks the event is of whole days."""

    day: date
    staff: str
    code: str
    start: time | None = None
    end: time | None = None

    @property
    def begins(self) -> datetime:
        """When it begins; of whole days, at midnight."""
        return datetime.combine(self.day, self.start or time())

    @property
    def ends(self) -> datetime:
        """When it ends; of whole days, as it begins."""
        if self.start is None or self.end is None:
            return self.begins
        passes = self.end <= self.start
        return datetime.combine(self.day, self.end) + passes * _DAY

    @property
    def record(self) -> Record:
        """Its row of the list."""
        when = datetime.combine(self.day, time())
        return [when, self.staff or None, self.code or None, self.start, self.end]


def read_calendar(name: str, data: bytes, budget: Budget) -> tuple[list[InputSheet], list[Notice]]:
    """Return the one sheet that a calendar is, in the order of the days.

    Parameters
    ----------
    name
        The file's name as it may be shown; without its ending it is the sheet's name.
    data
        Its bytes.
    budget
        What the files of the input may hold together.

    Raises
    ------
    Exception : it is damaged; of any type.
    """
    title, _ = screened_name(PurePath(name).stem)
    if not budget.take_calendar(len(data)):
        return [], [_too_large(title)]
    lines = _FOLD.sub("", _text(data)).splitlines()
    notices = _numbers(title, lines)
    blocks = list(_events(lines))
    if not budget.take_calendar(events=len(blocks), lines=sum(map(len, blocks))):
        return [], [_too_large(title)]
    if not blocks:
        return [], [*notices, Notice("calendar-empty", title)]
    events = [_parsed(block) for block in blocks]
    if sum("RRULE" in event for event in events) > bounds.MAX_REPEATED:
        return [], [_too_large(title)]
    moved = {_moved(event) for event in events if "RECURRENCE-ID" in event}
    shifts: list[_CalendarShift] = []
    left_out = 0
    for event in events:
        try:
            rows = list(islice(_rows(event, moved), bounds.MAX_EVENTS + 1))
        except EventError as error:
            notices.append(Notice(str(error), title, facts={"when": _when(event)}))
            continue
        taking_part = [row for row in rows if row is not None]
        left_out += len(rows) - len(taking_part)
        shifts += taking_part
        if not budget.take_calendar(events=len(rows) - 1):
            return [], [_too_large(title)]
    shifts.sort(key=lambda shift: (shift.day, shift.start or time()))
    if not any(shift.staff for shift in shifts) and not _overlap(shifts):
        shifts = [replace(shift, staff=title) for shift in shifts]
    heading: list[Cell] = list(HEADINGS)
    facts = {"rows": str(len(shifts)), "left_out": str(left_out)}
    notices.append(Notice("calendar-read", title, facts=facts))
    return [InputSheet(title, [heading, *(shift.record for shift in shifts)])], notices


def _overlap(shifts: Sequence[_CalendarShift]) -> bool:
    """Whether two shifts, in the order of the days, are at the same time: not one person's."""
    ends = [shift.ends for shift in shifts]
    return any(end > after.begins for end, after in zip(ends, shifts[1:], strict=False))


def _too_large(title: str) -> Notice:
    return Notice("calendar-too-large", title, facts={"most": str(bounds.MAX_EVENTS)})


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _numbers(title: str, lines: Sequence[str]) -> list[Notice]:
    """Return an error for each line with an identity number that is no cell of the list."""
    texts = [
        ("calendar", _ESCAPED.sub(" ", line)) for line in lines if not line.startswith("SUMMARY")
    ]
    return numbers_in(texts, title, ())


def _events(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each event that are read; alarms and the like within one are none."""
    event: list[str] | None = None
    within = 0
    for line in lines:
        name = match[0].upper() if (match := _NAME.match(line)) else ""
        begins = line.upper().removeprefix("BEGIN:").strip() if name == "BEGIN" else ""
        if event is None:
            if begins == "VEVENT":
                event, within = [line], 0
        elif begins:
            within += 1
        elif name == "END" and within:
            within -= 1
        elif name == "END":
            yield [*event, line]
            event = None
        elif name in _READ and not within:
            event.append(line)
    if event is not None:
        raise ValueError  # cut short


def _parsed(lines: Sequence[str]) -> Any:
    from icalendar import Event

    if any(len(line) > bounds.MAX_TEXT for line in lines):
        raise ValueError
    return Event.from_ical("\r\n".join([*lines, ""]))


def _when(event: Any) -> str:
    """Return an event's first day as a person finds it again."""
    start = getattr(event.get("DTSTART"), "dt", None)
    return start.strftime("%Y-%m-%d %H:%M") if isinstance(start, datetime) else str(start or "–")


def _moved(event: Any) -> tuple[str, date]:
    """Return which day of a repeated event has an event of its own."""
    return str(event.get("UID", "")), local(event["RECURRENCE-ID"].dt).date()


def _rows(event: Any, moved: set[tuple[str, date]]) -> Iterator[_CalendarShift | None]:
    """Yield a shift for each day and employee; None for who or what takes no part.

    Raises
    ------
    EventError : it has no sure beginning and end, or is repeated in a way that is not read.
    """
    start, length = _span(event)
    code = str(event.get("SUMMARY", "")).replace("\\,", ",").replace("\\;", ";").strip()
    people = _people(event)
    whole_days = not isinstance(event["DTSTART"].dt, datetime)
    days = max(length // _DAY, 1) if whole_days else 1
    if not whole_days and not timedelta() < length <= _DAY:
        raise EventError("calendar-event-long")
    if days > bounds.MAX_REPEATED_DAYS:
        raise EventError("calendar-repetition")
    own = (str(event.get("UID", "")), "RECURRENCE-ID" in event)
    for first in repeated(event, start.date()):
        if not own[1] and (own[0], first) in moved:
            continue
        for more in range(days):
            day = first + more * _DAY
            for staff in people:
                if staff is None or event.get("STATUS", "").upper() == _CANCELLED:
                    yield None
                elif whole_days:
                    yield _CalendarShift(day, staff, code)
                else:
                    yield _CalendarShift(day, staff, code, start.time(), (start + length).time())


def _span(event: Any) -> tuple[datetime, timedelta]:
    """Return when an event begins, and how long it is."""
    try:
        start = local(event["DTSTART"].dt)
        if "DURATION" in event:
            length = event["DURATION"].dt
        elif "DTEND" in event:
            length = local(event["DTEND"].dt) - start
        else:
            length = timedelta()
        if not isinstance(length, timedelta):
            raise TypeError
    except (KeyError, AttributeError, TypeError, ValueError, OverflowError):
        raise EventError("calendar-event") from None
    return start, length


def _people(event: Any) -> list[str | None]:
    """Return those who take part, None for each who has declined; one nameless where none is."""
    invited = event.get("ATTENDEE", [])
    people: list[str | None] = []
    for person in invited if isinstance(invited, list) else [invited]:
        declined = str(person.params.get("PARTSTAT", "")).upper() == _NOT_TAKING_PART
        name = str(person.params.get("CN", "")) or str(person).rpartition(":")[2]
        people.append(None if declined else name)
    return people or [""]
