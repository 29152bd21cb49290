"""An average week of one resident and service in a period: the sum of its rows (contract 3.2)."""

from dataclasses import dataclass

import numpy as np

from allocator.calendar.roster import Days
from allocator.model.unit_data import Minutes
from allocator.results.figures import Figures
from allocator.rounding import NOTICEABLE
from allocator.terms import PARTS


@dataclass(frozen=True)
class ServiceWeek:
    """An average week [min per week].

    Parameters
    ----------
    asked : what is planned.
    asked_resources, resources : planned and received, times the staff needed at the same time.
    parts : received by day, evening and night, shape (3,).
    """

    asked: float
    asked_resources: float
    parts: Minutes
    resources: float

    @property
    def received(self) -> float:
        """What is received, by day, evening and night together."""
        return float(self.parts.sum())

    @property
    def ratio(self) -> float:
        """Ressursinnsats by omfang: as received, else as planned, else 1 (contract 3.3)."""
        if self.received > NOTICEABLE:
            return self.resources / self.received
        return self.asked_resources / self.asked if self.asked > NOTICEABLE else 1.0


def service_week(figures: Figures, resident: int, service: int, period: Days) -> ServiceWeek:
    """Return the average week of a resident and service in the days of a period."""
    asked = asked_resources = resources = 0.0
    parts = np.zeros(len(PARTS))
    for entry in figures.entries.get((resident, service), ()):
        week = figures.daily.week(entry.source, period)
        asked += week.asked
        asked_resources += week.asked * entry.staff
        parts += week.parts
        resources += week.received * entry.staff
    return ServiceWeek(asked, asked_resources, parts, resources)
