"""The rows of a unit in an average week of a period (contract 3.2).

Each row counts by its own weekdays. Own supervision is averaged together with what is deducted
from it, whose own average week is then taken off: so what is asked for on a Friday alone does not
thin out the supervision of the weekdays that a period lacks.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from allocator.calendar.average import week_weights
from allocator.calendar.roster import Days
from allocator.model.unit_data import Deduction, Minutes, RowRef, UnitData

Weekdays = tuple[int, ...]
ROUNDING = 1e-12
"""Weights apart by less are equal."""


class AverageWeeks:
    """What each døgn of each row counts in average weeks of one unit."""

    def __init__(self, data: UnitData) -> None:
        self.data = data

    def of_row(self, source: RowRef, period: Days) -> dict[RowRef, Minutes]:
        """Return the rows whose minutes make a row's average week, and what each døgn counts.

        Parameters
        ----------
        source : the row; period : the døgn that the week is an average of.

        Returns
        -------
        weights of each døgn, shape (days,), by row: the row itself, and of own supervision what
        is deducted from it, where that is averaged in another way.
        """
        weekdays, by_weekday = self._rows[source]
        weights = {source: week_weights(period, weekdays, by_weekday)}
        deduction = self._deductions.get(source)
        if deduction is not None:
            for other in self._rows.keys() & deduction.rows:
                of_other = week_weights(period, *self._rows[other])
                apart = np.where(deduction.days & period, weights[source] - of_other, 0.0)
                if np.abs(apart).max() > ROUNDING:
                    weights[other] = apart
        return weights

    @cached_property
    def _rows(self) -> dict[RowRef, tuple[Weekdays, bool]]:
        return dict(self._weekdays())

    def _weekdays(self) -> Iterator[tuple[RowRef, tuple[Weekdays, bool]]]:
        """List each row that somebody receives with its weekdays, and whether by the døgn."""
        for demand in self.data.demands:
            yield demand.source, (demand.requirement.weekdays, demand.requirement.span == "day")
            for part in demand.participants:
                yield part.source, (part.requirement.weekdays, part.requirement.span == "day")
        for row in self.data.supervisions:
            yield row.source, (row.weekdays, True)
        for other in self.data.externals:
            yield other.source, (other.requirement.weekdays, other.requirement.span == "day")

    @cached_property
    def _deductions(self) -> dict[RowRef, Deduction]:
        return {
            demand.source: demand.deduction
            for demand in self.data.demands
            if demand.deduction is not None
        }
