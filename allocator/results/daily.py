"""What each row asks for and receives, døgn by døgn, and its average week (contract 3.2).

A minute belongs to the døgn in which its row's window begins; of shared supervision, to the one in
which it is given.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.calendar.roster import Days
from allocator.model.allocate import Allocation
from allocator.model.average_week import AverageWeeks
from allocator.model.unit_data import Minutes, RowRef
from allocator.results.ledger import spread
from allocator.terms import PARTS


@dataclass(frozen=True)
class RowWeek:
    """An average week of one row: asked, and received by day, evening and night [min per week]."""

    asked: float
    parts: Minutes

    def __add__(self, other: "RowWeek") -> "RowWeek":
        """Add another share of the same row."""
        return RowWeek(self.asked + other.asked, self.parts + other.parts)

    @property
    def received(self) -> float:
        """What is received [min per week]."""
        return float(self.parts.sum())


class DailyMinutes:
    """The minutes of each row of one unit's answer, døgn by døgn."""

    def __init__(self, allocation: Allocation) -> None:
        self.allocation = allocation
        self.weeks = AverageWeeks(allocation.data)

    def week(self, source: RowRef, period: Days) -> RowWeek:
        """Return the average week of a row in a period.

        A row that gives nothing in place of what is deducted from it gives nothing; what it gives
        is divided as its parts of the døgn that give anything.
        """
        weights = self.weeks.of_row(source, period)
        parts = sum(
            (weight @ self.received[row] for row, weight in weights.items()), np.zeros(len(PARTS))
        )
        asked = sum(float(weight @ self.asked[row]) for row, weight in weights.items())
        given = np.maximum(parts, 0.0)
        if given.sum() > 0:
            given *= max(0.0, float(parts.sum())) / given.sum()
        return RowWeek(max(0.0, asked), given)

    @cached_property
    def asked(self) -> dict[RowRef, Minutes]:
        """What each row asks for in each døgn [min], shape (days,); of supervision, receives."""
        asked: dict[RowRef, Minutes] = {}
        for demand in self.allocation.data.demands:
            asked[demand.source] = demand.requirement.per_day
            for part in demand.participants:
                asked[part.source] = part.requirement.per_day
        for other in self.allocation.data.externals:
            asked[other.source] = asked.get(other.source, 0.0) + other.requirement.per_day
        for row in self.allocation.data.supervisions:
            asked[row.source] = self.received[row.source].sum(axis=1)
        return asked

    @cached_property
    def received(self) -> dict[RowRef, Minutes]:
        """What is received of each row in each døgn and part of it [min], shape (days, 3)."""
        data, index = self.allocation.data, self.allocation.index
        received = {source: np.zeros((data.calendar.days, len(PARTS))) for source in self._sources}
        sums: dict[tuple[RowRef, int, int], float] = defaultdict(float)
        for variable in index.variables:
            if index.receiver(variable) is not None:
                part = index.intervals[variable.interval].part
                key = index.source(variable), index.owner(variable), part
                sums[key] += float(self.allocation.minutes[variable.number])
        for (source, owner, part), minutes in sums.items():
            days = list(index.classes[owner].days)
            received[source][days, part] += minutes / len(days)
        for other in data.externals:
            per_day = other.requirement.per_day
            shares = spread(data, other.requirement) / max(per_day.sum(), 1e-9)
            received[other.source] += per_day[:, None] * shares
        return received

    @property
    def _sources(self) -> list[RowRef]:
        data = self.allocation.data
        return [
            *(demand.source for demand in data.demands),
            *(part.source for demand in data.demands for part in demand.participants),
            *(row.source for row in data.supervisions),
            *(other.source for other in data.externals),
        ]
