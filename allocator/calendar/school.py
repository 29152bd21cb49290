"""When a resident is at school: it takes nothing off respite (contract, table `fravaer`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allocator.calendar.absences import away_pieces
from allocator.calendar.presence import Presence
from allocator.calendar.roster import Calendar
from allocator.clock import Window
from allocator.tables.declared_people import AbsenceRow
from allocator.terms import HOSPITAL, MINUTES_PER_DAY, SCHOOL


@dataclass(frozen=True)
class SchoolTime:
    """When one resident is at school, and not in hospital.

    Parameters
    ----------
    pieces : non-overlapping pieces [min] of the circle.
    length : of the circle [min].
    """

    pieces: tuple[Window, ...]
    length: float

    @classmethod
    def of(cls, rows: Iterable[AbsenceRow], calendar: Calendar) -> "SchoolTime":
        """Make it from a resident's absences."""
        rows = list(rows)
        school, hospital = (
            Presence.of(
                [*away_pieces((row for row in rows if row.reason == reason), calendar)],
                calendar.length,
            ).away.tolist()
            for reason in (SCHOOL, HOSPITAL)
        )
        pieces = (piece for start, end in school for piece in _less((start, end), hospital))
        return cls(tuple(pieces), calendar.length)

    def within(self, day: int, windows: Sequence[Window]) -> tuple[Window, ...]:
        """Return what of the windows of a døgn lies in school, as offsets from its start [min].

        >>> SchoolTime(((480, 840), (1920, 2280)), 2880).within(1, [(0, 500), (780, 900)])
        ((480, 500), (780, 840))
        """
        begin = day * MINUTES_PER_DAY
        inside = []
        for start, end in windows:
            for turn in (-self.length, 0, self.length):
                for first, last in self.pieces:
                    first, last = first + turn - begin, last + turn - begin
                    if max(start, first) < min(end, last):
                        inside.append((max(start, first), min(end, last)))
        return tuple(sorted(inside))


def _less(piece: Window, others: Iterable[Window]) -> Iterator[Window]:
    """Take sorted pieces from another.

    >>> list(_less((0, 10), [(2, 4), (8, 12)]))
    [(0, 2), (4, 8)]
    """
    start, end = piece
    for first, last in others:
        if start < min(first, end):
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end
