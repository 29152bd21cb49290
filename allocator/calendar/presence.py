"""Presence of residents: the minutes of the circle of weeks, less absences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.clock import Window


@dataclass(frozen=True)
class Presence:
    """When one resident is present: the circle, less absences and days lived elsewhere.

    Parameters
    ----------
    away : non-overlapping, sorted pieces [min] of the circle, shape (n, 2).
    length : of the circle [min].
    """

    away: NDArray[np.float64]
    length: float

    @classmethod
    def of(cls, pieces: Sequence[Window], length: float) -> "Presence":
        """Make it from pieces of absence that may overlap and pass the end of the circle.

        >>> Presence.of([(600, 660), (630, 720), (1430, 1450)], 1440).away.tolist()
        [[0.0, 10.0], [600.0, 720.0], [1430.0, 1440.0]]
        """
        cut: list[Window] = []
        for start, end in pieces:
            turn = start // length * length
            start, end = start - turn, min(end - turn, start - turn + length)
            cut.append((start, min(end, length)))
            if end > length:
                cut.append((0.0, end - length))
        joined: list[list[float]] = []
        for start, end in sorted(cut):
            if joined and start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], end)
            elif end > start:
                joined.append([start, end])
        return cls(np.array(joined, dtype=float).reshape(-1, 2), length)

    def minutes(
        self, starts: NDArray[np.float64], windows: Sequence[Window]
    ) -> NDArray[np.float64]:
        """Return how many minutes of the windows the resident is present.

        Parameters
        ----------
        starts : where each døgn begins [min], shape (days,).
        windows : offsets from there.

        Returns
        -------
        minutes [min], shape (days,).

        >>> away = Presence.of([(600, 660)], 1440)
        >>> away.minutes(np.array([0.0]), [(570, 690), (650, 655)]).tolist()
        [60.0]
        """
        total = np.zeros(len(starts))
        for start, end in windows:
            total += end - start
            if len(self.away):
                total -= self._away_before(starts + end) - self._away_before(starts + start)
        return total

    def _away_before(self, moments: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the minutes away from the start of the circle to each moment, over turns too."""
        turns, within = np.divmod(moments, self.length)
        lengths = self.away[:, 1] - self.away[:, 0]
        knots = self.away.ravel()
        sums = np.repeat(np.cumsum(lengths), 2)
        sums[::2] -= lengths
        before: NDArray[np.float64] = np.interp(within, knots, sums) + turns * lengths.sum()
        return before
