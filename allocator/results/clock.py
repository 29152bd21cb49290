"""The week by the timeline: `week.csv` and `staff_week.csv`, between the cuts of the model.

A weekday means the døgn that begins on it. The weeks of the roster are superimposed, with
the cuts of all of them, and averaged.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from allocator.clock import Window, clock_time
from allocator.model.spans import SpanId, required_in_span, span_of
from allocator.model.unit_data import Minutes, Requirement
from allocator.model.variables import VariableKind
from allocator.results.figures import Figures
from allocator.results.staff_time import DUTIES, woken_for
from allocator.results.unmet import STAFF_REASONS, Shortage
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY, WEEKDAYS

WEEK = ("unit", "weekday", "from_time", "to_time", "resident", "service", "received_minutes")
STAFF = (
    "rostered_minutes", "direct_minutes", "other_work_minutes", "break_minutes",
    "presence_minutes", "missing_minutes",
)  # fmt: skip
STAFF_WEEK = ("unit", "weekday", "from_time", "to_time", "duty", "headcount", *STAFF)
SMALLEST = 1e-9
"""Minutes below this are rounding."""


class WeekTimeline:
    """Minutes of each weekday, spread evenly over intervals and windows, read off between the cuts.

    A segment lies between two cuts of one weekday; the segments of the week are numbered in order.
    """

    def __init__(self, figures: Figures) -> None:
        self.index = figures.allocation.index
        self.calendar = figures.data.calendar
        counts = np.zeros((len(self.index.classes), DAYS_PER_WEEK))
        for number, day_class in enumerate(self.index.classes):
            np.add.at(counts[number], np.array(day_class.days) % DAYS_PER_WEEK, 1.0)
        self.edges = [self._edges(figures, counts, day) for day in range(DAYS_PER_WEEK)]
        self.first = np.cumsum([0, *(len(edges) - 1 for edges in self.edges)])
        self._share_cells(counts)

    def _edges(self, figures: Figures, counts: Minutes, weekday: int) -> Minutes:
        edges = {0.0, float(MINUTES_PER_DAY)}
        for interval in self.index.intervals:
            if counts[interval.day, weekday]:
                edges.update(edge for piece in interval.pieces for edge in piece)
        for row in figures.data.externals:
            for start, end in row.requirement.windows:
                edges.update((start % MINUTES_PER_DAY, end % MINUTES_PER_DAY))
        return np.array(sorted(edges))

    def _share_cells(self, counts: Minutes) -> None:
        """Return each interval's segments and its minutes of the roster in each."""
        intervals: list[int] = []
        segments: list[int] = []
        minutes: list[float] = []
        for number, interval in enumerate(self.index.intervals):
            for weekday in np.flatnonzero(counts[interval.day]):
                for segment, length in self._segments(int(weekday), interval.pieces):
                    intervals.append(number)
                    segments.append(segment)
                    minutes.append(length * counts[interval.day, weekday])
        self._cells = np.array(intervals, dtype=np.int64)
        self._segments_of_cells = np.array(segments, dtype=np.int64)
        self._minutes = np.array(minutes)

    def _segments(self, weekday: int, windows: Sequence[Window]) -> Iterator[tuple[int, float]]:
        """Find the segments within windows, also of the next døgn, and their lengths [min]."""
        for start, end in windows:
            for turn in (-1, 0, 1):
                first = max(start - turn * MINUTES_PER_DAY, 0.0)
                last = min(end - turn * MINUTES_PER_DAY, float(MINUTES_PER_DAY))
                if first < last:
                    day = (weekday + turn) % DAYS_PER_WEEK
                    edges = self.edges[day]
                    low, high = np.searchsorted(edges, [first, last]).tolist()
                    for segment in range(low, high):
                        yield (
                            int(self.first[day]) + segment,
                            float(edges[segment + 1] - edges[segment]),
                        )

    def of_cells(self, rates: Minutes) -> Minutes:
        """Turn rates [min a minute] of each interval into minutes of each segment."""
        weights = rates[self._cells] * self._minutes
        segments = int(self.first[-1])
        return np.asarray(np.bincount(self._segments_of_cells, weights, segments), dtype=np.float64)

    def of_days(self, per_day: Minutes, requirement: Requirement) -> Minutes:
        """Spread the minutes of each døgn evenly over its windows, as minutes of each segment."""
        minutes = np.zeros(int(self.first[-1]))
        by_weekday = per_day.reshape(-1, DAYS_PER_WEEK).sum(axis=0)
        for weekday in np.flatnonzero(by_weekday):
            rate = by_weekday[weekday] / requirement.window_length
            for segment, length in self._segments(int(weekday), requirement.windows):
                minutes[segment] += rate * length
        return minutes

    def rows(self) -> Iterator[tuple[int, dict[str, str], float]]:
        """List each segment: its number, weekday and times, and its length [min]."""
        segment = 0
        for weekday, edges in enumerate(self.edges):
            for start, end in zip(edges, edges[1:], strict=False):
                name = WEEKDAYS[weekday]
                times = {"from_time": self._time(start), "to_time": self._time(end)}
                yield segment, {"weekday": name} | times, float(end - start)
                segment += 1

    def _time(self, offset: float) -> str:
        return clock_time(offset + self.calendar.day_start)


def week_frames(
    units: Iterable[tuple[Figures, Iterable[Shortage]]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build `week.csv` and `staff_week.csv`; minutes [min per week], `headcount` an average.

    Parameters
    ----------
    units
        Each unit with its shortages; what is missing by the clock is of those for want of staff.
    """
    received: list[dict[str, Any]] = []
    staff: list[dict[str, Any]] = []
    for figures, short in units:
        timeline = WeekTimeline(figures)
        received += _received_rows(figures, timeline)
        lacking = {own.claim.demand for own in short if own.reason in STAFF_REASONS}
        staff += _staff_rows(figures, timeline, lacking)
    return pd.DataFrame(received, columns=list(WEEK)), pd.DataFrame(staff, columns=list(STAFF_WEEK))


def _received_rows(figures: Figures, timeline: WeekTimeline) -> Iterator[dict[str, Any]]:
    data = figures.data
    received = {key: timeline.of_cells(rates) for key, rates in _rates(figures).items()}
    for row in data.externals:
        key = (row.resident, row.service)
        received[key] = received.get(key, 0.0) + timeline.of_days(
            row.requirement.per_day, row.requirement
        )
    segments = list(timeline.rows())
    for (resident, service), minutes in sorted(received.items()):
        whom = {"resident": data.residents[resident], "service": service}
        days = data.stays[resident].reshape(-1, DAYS_PER_WEEK).sum(axis=0)
        for segment, when, _ in segments:
            if minutes[segment] > SMALLEST:
                # what others give may last into a weekday on which the resident lives elsewhere
                there = max(1, int(days[WEEKDAYS.index(when["weekday"])]))
                average = float(minutes[segment]) / there
                yield {"unit": data.unit, **when, **whom, "received_minutes": average}


def _rates(figures: Figures) -> dict[tuple[int, int], Minutes]:
    """Return, by resident and service, the minutes received in a minute of each interval."""
    allocation = figures.allocation
    lengths = _lengths(figures)
    rates_of: dict[tuple[int, int], Minutes] = {}
    for variable in allocation.index.variables:
        receiver = allocation.index.receiver(variable)
        if receiver is not None and receiver.share == "reported":
            rates = rates_of.setdefault(receiver[:2], np.zeros(len(lengths)))
            rates[variable.interval] += (
                allocation.minutes[variable.number] / lengths[variable.interval]
            )
    return rates_of


def _lengths(figures: Figures) -> Minutes:
    """Multiply out the minutes of each interval in the whole roster."""
    index = figures.allocation.index
    return np.array([interval.length * index.times(interval.day) for interval in index.intervals])


def _staff_rows(
    figures: Figures, timeline: WeekTimeline, lacking: Collection[int]
) -> Iterator[dict[str, Any]]:
    minutes_of = _staff_minutes(figures, timeline)
    minutes_of[0, STAFF.index("missing_minutes")] = _missing(figures, timeline, lacking)
    segments = list(timeline.rows())
    for number, duty in enumerate(DUTIES):
        minutes = minutes_of[number] / figures.data.calendar.weeks
        for segment, when, length in segments:
            row = dict(zip(STAFF, minutes[:, segment].tolist(), strict=True))
            if row["rostered_minutes"] > SMALLEST or row["missing_minutes"] > SMALLEST:
                heads = {"duty": duty, "headcount": row["rostered_minutes"] / length}
                yield {"unit": figures.data.unit, **when, **heads, **row}


def _staff_minutes(figures: Figures, timeline: WeekTimeline) -> Minutes:
    """Add up staff minutes over the roster, by duty, column of STAFF and segment."""
    allocation, index = figures.allocation, figures.allocation.index
    rates = np.zeros((len(DUTIES), len(STAFF), len(index.intervals)))
    rostered, direct, other_work, breaks = range(4)
    for number, interval in enumerate(index.intervals):
        for duty in interval.staff:
            rates[int(duty.resting), rostered, number] += duty.heads
    lengths, booked = _lengths(figures), figures.ledger.booked
    for variable in index.variables:
        rate = float(allocation.minutes[variable.number] / lengths[variable.interval])
        if variable.kind is VariableKind.GIVEN:
            demand = index.demand(variable)
            column = other_work if demand.booked == "other_work" else direct
            rates[0, column, variable.interval] += rate * demand.staff
        elif variable.kind is VariableKind.SUPERVISED:
            rates[0, direct, variable.interval] += rate * booked[variable.interval]
        elif variable.kind is VariableKind.WOKEN:
            by_work = woken_for(allocation, index.by_interval[variable.interval])
            for work, woken in by_work.items():
                column = other_work if work == "other_work" else direct
                rate = woken / float(lengths[variable.interval])
                rates[:, column, variable.interval] += (-rate, rate)
        elif variable.shift is not None:
            row, share = int(variable.shift.resting), variable.shift.break_share
            rates[row, other_work, variable.interval] += rate * (1.0 - share)
            rates[row, breaks, variable.interval] += rate * share
    minutes = np.array([[timeline.of_cells(column) for column in duty] for duty in rates])
    minutes[:, STAFF.index("presence_minutes")] = minutes[:, rostered] - minutes[:, 1:4].sum(axis=1)
    return minutes


def _missing(figures: Figures, timeline: WeekTimeline, demands: Collection[int]) -> Minutes:
    """Spread the staff minutes of what demands lack evenly over their windows, as in stage N."""
    index = figures.allocation.index
    given: dict[tuple[int, SpanId], float] = {}
    for variable in index.variables:
        if variable.kind is VariableKind.GIVEN and variable.demand is not None:
            span, worth = span_of(index, index.demand(variable).requirement, variable.owner)
            hours = figures.allocation.solution.values[variable.number] * worth
            given[variable.demand, span] = given.get((variable.demand, span), 0.0) + hours
    total = np.zeros(int(timeline.first[-1]))
    for number in demands:
        demand = figures.data.demands[number]
        missing = np.zeros(figures.data.calendar.days)
        for day_class, days in enumerate(index.classes):
            worth_of_day = float(demand.requirement.evenly[days.first])
            if worth_of_day > 0:
                span, _ = span_of(index, demand.requirement, day_class)
                short = 1.0 - given.get((number, span), 0.0) / required_in_span(
                    index, demand.requirement, span
                )
                missing[list(days.days)] = worth_of_day * max(0.0, short)
        if missing.any():
            total += demand.staff * timeline.of_days(missing, demand.requirement)
    return total
