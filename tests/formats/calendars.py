"""Calendars as planning systems and calendar programs export them."""

from collections.abc import Iterable, Sequence


def event(start: str, end: str, summary: str, *more: str) -> list[str]:
    """An event by two clock times in Norway (`20260105T070000`), with further lines."""
    return [
        "BEGIN:VEVENT",
        f"DTSTART;TZID=Europe/Oslo:{start}",
        f"DTEND;TZID=Europe/Oslo:{end}",
        f"SUMMARY:{summary}",
        *more,
        "END:VEVENT",
    ]


def calendar(events: Iterable[Sequence[str]], *more: str) -> bytes:
    """A calendar of events, with further lines before them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//NO", *more]
    for own in events:
        lines += own
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
