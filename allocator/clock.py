"""The døgn by the clock: its parts, and windows in it (contract section 1).

Times of day are minutes after midnight; offsets are minutes after `dag_start`, where the døgn
begins. A window is a pair of offsets; it may run past the next `dag_start`, and one that is a
day's own morning begins below 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.rounding import whole_minutes
from allocator.terms import MINUTES_PER_DAY, MINUTES_PER_HOUR, PARTS

Window = tuple[float, float]
"""From and to [min], counted from the start of the døgn that the window belongs to."""


@dataclass(frozen=True)
class Clock:
    """How one unit divides its døgn.

    Parameters
    ----------
    day_start : the time of day at which the døgn begins [min after midnight].
    evening, night : where evening and night begin [min after the start of the døgn].
    """

    day_start: float
    evening: float
    night: float

    @classmethod
    def of(cls, day_start: float, evening_start: float, night_start: float) -> "Clock":
        """Make it from the times at which day, evening and night begin [min after midnight].

        >>> Clock.of(7 * 60, 15 * 60, 22 * 60)
        Clock(day_start=420, evening=480, night=900)
        """
        return cls(
            day_start % MINUTES_PER_DAY,
            (evening_start - day_start) % MINUTES_PER_DAY,
            (night_start - day_start) % MINUTES_PER_DAY,
        )

    @property
    def parts(self) -> dict[str, Window]:
        """Day, evening and night as windows."""
        return {
            "day": (0.0, self.evening),
            "evening": (self.evening, self.night),
            "night": (self.night, float(MINUTES_PER_DAY)),
        }

    def window(self, start: float, end: float) -> Window:
        """Return a window by times of day [min after midnight]; `end` ≤ `start` passes midnight.

        It runs its whole length and belongs to the døgn in which it begins; only one that begins
        before `dag_start` and ends after it is taken by the calendar, as that day's own morning.

        >>> clock = Clock.of(7 * 60, 15 * 60, 22 * 60)
        >>> clock.window(8 * 60, 9 * 60), clock.window(22 * 60, 8 * 60)
        ((60, 120), (900, 1500))
        >>> clock.window(6 * 60, 8 * 60)  # that day's own morning
        (-60, 60)
        """
        start %= MINUTES_PER_DAY
        length = end - start if end > start else end - start + MINUTES_PER_DAY
        offset = start - self.day_start
        if offset >= 0 or offset + length > 0:
            return offset, offset + length
        return offset + MINUTES_PER_DAY, offset + MINUTES_PER_DAY + length

    def windows_of(self, parts: Sequence[str]) -> tuple[Window, ...]:
        """Return the parts of the døgn as windows, neighbours joined.

        >>> Clock.of(7 * 60, 15 * 60, 22 * 60).windows_of(("day", "evening"))
        ((0.0, 900),)
        """
        joined: list[Window] = []
        for name in PARTS:
            if name in parts:
                start, end = self.parts[name]
                if joined and joined[-1][1] == start:
                    joined[-1] = (joined[-1][0], end)
                else:
                    joined.append((start, end))
        return tuple(joined)

    def windows(self, from_time: float, to_time: float, parts: Sequence[str]) -> tuple[Window, ...]:
        """Return a row's window by the clock where it has one, else its parts of the døgn."""
        if from_time != from_time:  # an empty cell is NaN
            return self.windows_of(parts)
        return (self.window(from_time, to_time),)


def clock_time(minutes: float) -> str:
    """Write a time of day [min after midnight, of any day] as `hh:mm`.

    >>> clock_time(450), clock_time(1440 + 5)
    ('07:30', '00:05')
    """
    hours, rest = divmod(whole_minutes(minutes) % MINUTES_PER_DAY, MINUTES_PER_HOUR)
    return f"{hours:02d}:{rest:02d}"


def overlap_minutes(window: Window, other: Window, circle: int = MINUTES_PER_DAY) -> float:
    """Return the minutes that two windows share by the clock; or on another circle, as the week.

    >>> overlap_minutes((60, 180), (120, 480)), overlap_minutes((900, 1500), (0, 120))
    (60.0, 60.0)
    """
    return sum(
        max(0.0, min(window[1], other[1] + turn) - max(window[0], other[0] + turn))
        for turn in (-circle, 0, circle)
    )


def is_covered(window: Window, by: Sequence[Window]) -> bool:
    """Say whether every minute of a window, by the clock, lies within the others together.

    >>> is_covered((60, 180), [(0, 120), (120, 480)]), is_covered((60, 180), [(0, 120)])
    (True, False)
    """
    return sum(overlap_minutes(window, other) for other in by) >= window[1] - window[0]


def length_of(windows: Sequence[Window]) -> float:
    """Add up the minutes in windows that do not overlap.

    >>> length_of([(0, 90), (120, 150)])
    120
    """
    return sum(end - start for start, end in windows)
