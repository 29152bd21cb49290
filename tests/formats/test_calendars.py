"""`.ics`: which events are shifts on which days, and what is refused."""

from datetime import datetime, time
from typing import Any

import pytest

from allocator.tables import bounds
from allocator.tables.open_file import open_file

from .calendars import calendar, event

DAY = ("20260105T070000", "20260105T150000", "D")


def shifts(*events: list[str]) -> list[list[Any]]:
    (sheet,), notices = open_file("turnus.ics", calendar(events))
    assert [notice.code for notice in notices] == ["calendar-read"]
    return [list(record) for record in sheet.records[1:]]


def days(*events: list[str]) -> list[int]:
    return [record[0].toordinal() - datetime(2026, 1, 5).toordinal() for record in shifts(*events)]


def codes(*events: list[str]) -> list[str]:
    notices = open_file("turnus.ics", calendar(events))[1]
    return [notice.code for notice in notices if notice.severity == "error"]


def whole(day: str, end: str = "", *more: str) -> list[str]:
    ends = [f"DTEND;VALUE=DATE:{end}"] if end else []
    return ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day}", *ends, "SUMMARY:D", *more, "END:VEVENT"]


def test_an_event_is_a_shift_by_the_clock_in_norway() -> None:
    (summer,) = shifts(["BEGIN:VEVENT", "DTSTART:20260706T050000Z", "DURATION:PT8H", "END:VEVENT"])
    assert summer[3:] == [time(7), time(15)]
    (london,) = shifts([line.replace("Oslo", "London") for line in event(*DAY)])
    assert london[3:] == [time(8), time(16)]
    (own,) = shifts([line.replace(";TZID=Europe/Oslo", "") for line in event(*DAY)])
    assert own == [datetime(2026, 1, 5), "turnus", "D", time(7), time(15)]


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    (night,) = shifts(event("20260105T220000", "20260106T070000", "N"))
    assert (night[0], night[3:]) == (datetime(2026, 1, 5), [time(22), time(7)])


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("20260105T070000", "calendar-event-long"),
        ("20260105T070100", ""),
        ("20260106T070000", ""),
        ("20260106T070100", "calendar-event-long"),
        ("20260105T060000", "calendar-event-long"),
    ],
)
def test_a_shift_lasts_no_longer_than_a_day(end: str, code: str) -> None:
    assert codes(event(DAY[0], end, "D")) == ([code] if code else [])


def test_an_event_of_whole_days_is_a_shift_on_each() -> None:
    assert days(whole("20260105")) == [0]
    assert days(whole("20260105", "20260108")) == [0, 1, 2]
    assert shifts(whole("20260105"))[0][3:] == [None, None]


def test_everybody_who_takes_part_has_the_shift() -> None:
    kari, ola = "ATTENDEE;CN=Kari:mailto:k@example.org", "ATTENDEE:mailto:o@example.org"
    declined = "ATTENDEE;CN=Per;PARTSTAT=DECLINED:mailto:p@example.org"
    assert [own[1] for own in shifts(event(*DAY, kari, ola, declined))] == ["Kari", "o@example.org"]


def test_without_names_a_calendar_is_one_persons_where_nothing_overlaps() -> None:
    late = event("20260105T150000", "20260105T220000", "A")
    assert {own[1] for own in shifts(event(*DAY), late)} == {"turnus"}
    both = event("20260105T143000", "20260105T220000", "A")
    assert {own[1] for own in shifts(event(*DAY), both)} == {None}


def test_what_is_cancelled_is_left_out_and_counted() -> None:
    events = [event(*DAY), event(*DAY, "STATUS:CANCELLED")]
    (sheet,), (notice,) = open_file("turnus.ics", calendar(events))
    assert (len(sheet.records), notice.facts) == (2, {"rows": "1", "left_out": "1"})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", [0, 1, 2]),
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", [0, 2, 4]),
        ("FREQ=DAILY;BYDAY=MO,WE;COUNT=3", [0, 2, 7]),
        ("FREQ=DAILY;UNTIL=20260107", [0, 1, 2]),
        ("FREQ=DAILY;UNTIL=20260107T220000Z", [0, 1, 2]),
        ("FREQ=WEEKLY;COUNT=2", [0, 7]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20260125", [0, 6, 14, 20]),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", [1, 8]),
    ],
)
def test_days_of_a_repetition(rule: str, expected: list[int]) -> None:
    assert days(event(*DAY, f"RRULE:{rule}")) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;COUNT=2", "FREQ=HOURLY;COUNT=2",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "FREQ=DAILY;BYMONTH=1;COUNT=2",
        "FREQ=DAILY;INTERVAL=0;COUNT=1", "FREQ=DAILY;COUNT=1200", "FREQ=DAILY;UNTIL=20300101",
    ],
)  # fmt: skip
def test_a_repetition_that_is_not_read_is_refused(rule: str) -> None:
    assert codes(event(*DAY, f"RRULE:{rule}")) == ["calendar-repetition"]


def test_days_that_are_left_out_or_moved() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=4"
    assert days(event(*DAY, rule, "EXDATE;TZID=Europe/Oslo:20260106T070000")) == [0, 2, 3]
    moved = event("20260107T150000", "20260107T220000", "A", "UID:x",
                  "RECURRENCE-ID;TZID=Europe/Oslo:20260106T070000")  # fmt: skip
    assert days(event(*DAY, rule, "UID:x"), moved) == [0, 2, 2, 3]
    assert days(event(*DAY, rule, "UID:y"), moved) == [0, 1, 2, 2, 3]
    assert codes(event(*DAY, "RDATE:20260109T070000")) == ["calendar-repetition"]


def test_an_event_without_a_sure_time_is_refused() -> None:
    assert codes(["BEGIN:VEVENT", "SUMMARY:D", "END:VEVENT"]) == ["calendar-event"]
    broken = ["BEGIN:VEVENT", "DTSTART:20260105T070000", "DTEND:x", "END:VEVENT"]
    assert codes(broken) == ["calendar-event"]
    assert codes() == ["calendar-empty"]


def test_events_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event(*DAY), event(*DAY, "RRULE:FREQ=DAILY;COUNT=4")]
    monkeypatch.setattr(bounds, "MAX_EVENTS", 5)
    assert codes(*events) == []
    monkeypatch.setattr(bounds, "MAX_EVENTS", 4)
    assert codes(*events) == ["calendar-too-large"]


def test_repetitions_lines_and_bytes_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event(*DAY, "RRULE:FREQ=DAILY;COUNT=2")] * 2
    for name, most in (
        ("MAX_REPEATED", 2), ("MAX_CALENDAR_LINES", 12),
        ("MAX_CALENDAR_BYTES", len(calendar(events))),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(bounds, name, most)
            assert codes(*events) == []
            patch.setattr(bounds, name, most - 1)
            assert codes(*events) == ["calendar-too-large"]
