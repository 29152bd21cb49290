"""Parses the cells of a rota: codes, clock intervals, or both: `D1`, `07:45-15:15`, `D1 7-15`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from allocator.clock import Clock, clock_time, overlap_minutes
from allocator.tables.numbers import ParseError
from allocator.tables.schema import Cell
from allocator.tables.times import clock
from allocator.tables.words import normalise_text, normalise_word
from allocator.terms import MINUTES_PER_DAY

_SEPARATORS: Final = re.compile(r"[/+,;&\n]")
_AROUND: Final = " \t\n()[]:|/+,;&–-"
"""What may stand between a code and its clock."""
_TIME: Final = r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(?::00)?\s?([ap])?\.?(?:m\b\.?)?"
_INTERVAL: Final = re.compile(
    rf"(?<![0-9a-zæøå:.\-–—])(?:fra\s+)?(?:kl\.?\s*)?{_TIME}\s*(?:-|–|—|−|til|to)\s*"
    rf"(?:kl\.?\s*)?{_TIME}(?![0-9a-zæøå:\-–—])"
)
_TWO_LINES: Final = re.compile(r"([0-9]{1,2}[:.][0-9]{2})\s*\n\s*([0-9]{1,2}[:.][0-9]{2})")
"""A clock below another, and nothing else: from and to."""
_HALF_DAY: Final = re.compile(rf"(.*\s)?{_TIME}")
_PARTS: Final = {
    "day": "dag dagvakt day dayshift tidlig tidleg tidligvakt tidlegvakt formiddag early morning",
    "evening": "kveld kveldvakt kveldsvakt aften aftenvakt sen senvakt sein seinvakt ettermiddag "
    "evening late",
    "night": "natt nattevakt nattvakt night nightshift",
}
_PART_OF: Final = {
    normalise_word(word): part for part, words in _PARTS.items() for word in words.split()
}


@dataclass(frozen=True)
class ClockInterval:
    """From and to by the clock [min after midnight], as a cell says it."""

    start: float
    end: float

    def __str__(self) -> str:
        """`07:45-15:15`."""
        return f"{self.start_text}-{self.end_text}"

    @property
    def start_text(self) -> str:
        """The start as a clock time."""
        return clock_time(self.start)

    @property
    def end_text(self) -> str:
        """The end as a clock time."""
        return "24:00" if self.end == MINUTES_PER_DAY else clock_time(self.end)

    @property
    def length(self) -> float:
        """How long it is [min]; from a time to the same is a whole døgn."""
        return (self.end - self.start) % MINUTES_PER_DAY or MINUTES_PER_DAY

    def part(self, day: Clock) -> str:
        """Return the part of the døgn in which most of it lies, the first of equals."""
        window = day.window(self.start, self.end)
        shared = {name: overlap_minutes(window, part) for name, part in day.parts.items()}
        return max(shared, key=lambda name: shared[name])


@dataclass(frozen=True)
class CellShift:
    """One shift of a cell: a code, a clock, or a code with its own clock."""

    code: str = ""
    interval: ClockInterval | None = None


def intervals(text: str) -> list[CellShift] | None:
    """Return the shifts of a cell that has clock intervals.

    Returns
    -------
    Empty where it has no interval; None where it cannot be told which code a clock belongs to.

    >>> [(shift.code, str(shift.interval)) for shift in intervals("D1 07:45 - 15:15") or []]
    [('D1', '07:45-15:15')]
    """
    pieces: list[str | ClockInterval] = []
    position = 0
    folded = normalise_text(text)
    if below := _TWO_LINES.fullmatch(folded):
        folded = "-".join(below.groups())
    for match in _INTERVAL.finditer(folded.casefold()):
        interval = _interval(match)
        if interval is not None:
            pieces += [*_codes(folded[position : match.start()]), interval]
            position = match.end()
    if not pieces:
        return []
    return _paired([*pieces, *_codes(folded[position:])])


def interval_alone(text: str) -> ClockInterval | None:
    """Return the interval of a text that is one and nothing else; None for any other."""
    shifts = intervals(text)
    return shifts[0].interval if shifts and len(shifts) == 1 and not shifts[0].code else None


def interval_of(cells: Mapping[str, Cell]) -> ClockInterval | None:
    """Return the interval of a row's own `start` and `end`, where both can be read."""
    try:
        return ClockInterval(clock(cells.get("start")), clock(cells.get("end")))
    except ParseError:
        return None


def on_24_hours(cell: Cell) -> Cell:
    """Return a cell that ends in a clock of twelve hours with it on 24: `9:00p` is `21:00`.

    Anything else is returned as it is.

    >>> on_24_hours("9:00p"), on_24_hours("05.01.2026 12:30 a.m."), on_24_hours("13p")
    ('21:00', '05.01.2026 00:30', '13p')
    """
    match = _HALF_DAY.fullmatch(normalise_text(cell).casefold()) if isinstance(cell, str) else None
    if match is None or not match[4]:
        return cell
    try:
        return f"{match[1] or ''}{clock_time(_minutes(match[2], match[3], match[4]))}"
    except ParseError:
        return cell


def part_word(text: str) -> str:
    """Return the part of the døgn that a word for a shift names, or empty: `Kveldsvakt`."""
    return _PART_OF.get(normalise_word(text).strip(".:"), "")


def _codes(text: str) -> list[str]:
    pieces = (piece.strip(_AROUND) for piece in _SEPARATORS.split(text))
    return [piece for piece in pieces if piece]


def _paired(pieces: list[str | ClockInterval]) -> list[CellShift] | None:
    """Return clocks alone, or each with the one code beside it."""
    clocks = [piece for piece in pieces if isinstance(piece, ClockInterval)]
    if len(clocks) == len(pieces):
        return [CellShift(interval=clock) for clock in clocks]
    if len(pieces) != 2 * len(clocks):
        return None
    shifts = []
    for pair in zip(pieces[::2], pieces[1::2], strict=True):
        code, interval = pair if isinstance(pair[0], str) else pair[::-1]
        if not isinstance(code, str) or not isinstance(interval, ClockInterval):
            return None
        shifts.append(CellShift(code, interval))
    return shifts


def _interval(match: re.Match[str]) -> ClockInterval | None:
    first, last = match.groups()[:3], match.groups()[3:]
    if bool(first[2]) != bool(last[2]):
        return None
    try:
        return ClockInterval(_minutes(*first), _minutes(*last))
    except ParseError:
        return None


def _minutes(hours: str, minutes: str | None, half: str | None) -> float:
    if half and not 1 <= int(hours) <= 12:
        raise ParseError("bad-clock")
    hour = int(hours) % 12 + 12 * (half == "p") if half else int(hours)
    return clock(f"{hour}:{minutes or '00'}")
