"""The week by the timeline: `week.csv` and `staff_week.csv`, between the cuts of the model.

A weekday means the døgn that begins on it. The weeks of the roster are laid upon each other, with
the cuts of all of them, and averaged.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from allocator.clock import Window, clock_time
from allocator.model.families import asked_in, span_of
from allocator.model.house import Ask, Minutes
from allocator.model.variables import Kind
from allocator.results.figures import Figures
from allocator.results.staff_time import DUTIES
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
    """Minutes of each weekday, spread evenly over cells and windows, read off between the cuts.

    A segment lies between two cuts of one weekday; the segments of the week are numbered in order.
    """

    def __init__(self, figures: Figures) -> None:
        self.layout = figures.allocation.layout
        self.calendar = figures.house.calendar
        counts = np.zeros((len(self.layout.classes), DAYS_PER_WEEK))
        for number, day_class in enumerate(self.layout.classes):
            np.add.at(counts[number], np.array(day_class.days) % DAYS_PER_WEEK, 1.0)
        self.edges = [self._edges(figures, counts, day) for day in range(DAYS_PER_WEEK)]
        self.first = np.cumsum([0, *(len(edges) - 1 for edges in self.edges)])
        self._share_cells(counts)

    def _edges(self, figures: Figures, counts: Minutes, weekday: int) -> Minutes:
        edges = {0.0, float(MINUTES_PER_DAY)}
        for cell in self.layout.cells:
            if counts[cell.day, weekday]:
                edges.update(edge for piece in cell.pieces for edge in piece)
        for row in figures.house.externals:
            for start, end in row.ask.windows:
                edges.update((start % MINUTES_PER_DAY, end % MINUTES_PER_DAY))
        return np.array(sorted(edges))

    def _share_cells(self, counts: Minutes) -> None:
        """For each cell, its segments and how many of the roster's minutes it has in each."""
        cells: list[int] = []
        segments: list[int] = []
        minutes: list[float] = []
        for number, cell in enumerate(self.layout.cells):
            for weekday in np.flatnonzero(counts[cell.day]):
                for segment, length in self._segments(int(weekday), cell.pieces):
                    cells.append(number)
                    segments.append(segment)
                    minutes.append(length * counts[cell.day, weekday])
        self._cells = np.array(cells, dtype=np.int64)
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
        """Rates [min a minute] of each cell as minutes of each segment."""
        weights = rates[self._cells] * self._minutes
        segments = int(self.first[-1])
        return np.asarray(np.bincount(self._segments_of_cells, weights, segments), dtype=np.float64)

    def of_days(self, per_day: Minutes, ask: Ask) -> Minutes:
        """Minutes of each døgn spread evenly over its windows, as minutes of each segment."""
        minutes = np.zeros(int(self.first[-1]))
        by_weekday = per_day.reshape(-1, DAYS_PER_WEEK).sum(axis=0)
        for weekday in np.flatnonzero(by_weekday):
            rate = by_weekday[weekday] / ask.window_length
            for segment, length in self._segments(int(weekday), ask.windows):
                minutes[segment] += rate * length
        return minutes

    def rows(self) -> Iterator[tuple[int, dict[str, str], float]]:
        """Each segment: its number, weekday and times, and its length [min]."""
        segment = 0
        for weekday, edges in enumerate(self.edges):
            for start, end in zip(edges, edges[1:], strict=False):
                name = WEEKDAYS[weekday]
                times = {"from_time": self._time(start), "to_time": self._time(end)}
                yield segment, {"weekday": name} | times, float(end - start)
                segment += 1

    def _time(self, offset: float) -> str:
        return clock_time(offset + self.calendar.day_start)


def week_frames(units: Iterable[Figures]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`week.csv` and `staff_week.csv`; minutes [min per week], `headcount` an average."""
    received: list[dict[str, Any]] = []
    staff: list[dict[str, Any]] = []
    for figures in units:
        timeline = WeekTimeline(figures)
        received += _received_rows(figures, timeline)
        staff += _staff_rows(figures, timeline)
    return pd.DataFrame(received, columns=list(WEEK)), pd.DataFrame(staff, columns=list(STAFF_WEEK))


def _received_rows(figures: Figures, timeline: WeekTimeline) -> Iterator[dict[str, Any]]:
    house = figures.house
    received = {key: timeline.of_cells(rates) for key, rates in _rates(figures).items()}
    for row in house.externals:
        key = (row.resident, row.service)
        received[key] = received.get(key, 0.0) + timeline.of_days(row.ask.per_day, row.ask)
    segments = list(timeline.rows())
    for (resident, service), minutes in sorted(received.items()):
        whom = {"resident": house.residents[resident], "service": service}
        for segment, when, _ in segments:
            if minutes[segment] > SMALLEST:
                average = minutes[segment] * figures.per_week(resident)
                yield {"unit": house.unit, **when, **whom, "received_minutes": average}


def _rates(figures: Figures) -> dict[tuple[int, int], Minutes]:
    """For each resident and service, the minutes received in a minute of each cell."""
    allocation = figures.allocation
    lengths = _lengths(figures)
    rates_of: dict[tuple[int, int], Minutes] = {}
    for variable in allocation.layout.variables:
        receiver = allocation.layout.receiver(variable)
        if receiver is not None:
            rates = rates_of.setdefault(receiver[:2], np.zeros(len(lengths)))
            rates[variable.cell] += allocation.minutes[variable.number] / lengths[variable.cell]
    return rates_of


def _lengths(figures: Figures) -> Minutes:
    """Multiply out the minutes of each cell in the whole roster."""
    layout = figures.allocation.layout
    return np.array([cell.length * layout.times(cell.day) for cell in layout.cells])


def _staff_rows(figures: Figures, timeline: WeekTimeline) -> Iterator[dict[str, Any]]:
    minutes_of = _staff_minutes(figures, timeline)
    segments = list(timeline.rows())
    for number, duty in enumerate(DUTIES):
        minutes = minutes_of[number] / figures.house.calendar.weeks
        for segment, when, length in segments:
            row = dict(zip(STAFF, minutes[:, segment].tolist(), strict=True))
            if row["rostered_minutes"] > SMALLEST or row["missing_minutes"] > SMALLEST:
                heads = {"duty": duty, "headcount": row["rostered_minutes"] / length}
                yield {"unit": figures.house.unit, **when, **heads, **row}


def _staff_minutes(figures: Figures, timeline: WeekTimeline) -> Minutes:
    """Staff minutes over the roster, by duty, column of STAFF and segment."""
    allocation, layout = figures.allocation, figures.allocation.layout
    rates = np.zeros((len(DUTIES), len(STAFF), len(layout.cells)))
    rostered, direct, other_work, breaks = range(4)
    for number, cell in enumerate(layout.cells):
        for duty in cell.duties:
            row = int(duty.resting)
            rates[row, rostered, number] += duty.heads
            rates[row, other_work, number] += duty.heads * duty.other_work
            rates[row, breaks, number] += duty.heads * duty.breaks
    lengths, booked = _lengths(figures), figures.ledger.booked
    for variable in layout.variables:
        rate = float(allocation.minutes[variable.number] / lengths[variable.cell])
        if variable.kind is Kind.GIVEN:
            demand = layout.demand(variable)
            column = other_work if demand.kind == "other_work" else direct
            rates[0, column, variable.cell] += rate * demand.staff
        elif variable.kind is Kind.SUPERVISED:
            rates[0, direct, variable.cell] += rate * booked[variable.cell]
        elif variable.kind is Kind.WOKEN:
            rates[:, direct, variable.cell] += (-rate, rate)
    minutes = np.array([[timeline.of_cells(column) for column in duty] for duty in rates])
    minutes[:, STAFF.index("presence_minutes")] = minutes[:, rostered] - minutes[:, 1:4].sum(axis=1)
    minutes[0, STAFF.index("missing_minutes")] = _missing(figures, timeline)
    return minutes


def _missing(figures: Figures, timeline: WeekTimeline) -> Minutes:
    """Staff minutes of what is missing, spread as in stage N: evenly over its windows."""
    layout = figures.allocation.layout
    given: dict[tuple[int, int], float] = {}
    for variable in layout.variables:
        if variable.kind is Kind.GIVEN and variable.demand is not None:
            span, worth = span_of(layout, layout.demand(variable).ask, variable.owner)
            hours = figures.allocation.settled.values[variable.number] * worth
            given[variable.demand, span] = given.get((variable.demand, span), 0.0) + hours
    total = np.zeros(int(timeline.first[-1]))
    for number, demand in enumerate(figures.house.demands):
        missing = np.zeros(figures.house.calendar.days)
        for day_class, days in enumerate(layout.classes):
            worth_of_day = float(demand.ask.per_day[days.first])
            if worth_of_day > 0:
                span, _ = span_of(layout, demand.ask, day_class)
                short = 1.0 - given.get((number, span), 0.0) / asked_in(layout, demand.ask, span)
                missing[list(days.days)] = worth_of_day * max(0.0, short)
        if missing.any():
            total += demand.staff * timeline.of_days(missing, demand.ask)
    return total
