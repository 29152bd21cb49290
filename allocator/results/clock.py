"""The week by the clock: `week.csv` and `staff_week.csv`, between the cuts of the model.

A weekday means the døgn that begins on it. The weeks of the roster are laid upon each other, with
the cuts of all of them, and averaged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from allocator.model.calendar import Window, length_of
from allocator.model.families import asked_in, span_of
from allocator.model.house import Ask, Minutes
from allocator.model.variables import Kind
from allocator.results.figures import Figures
from allocator.results.staff_time import DUTIES
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR, WEEKDAYS

WEEK = ("unit", "weekday", "from_time", "to_time", "resident", "service", "received_minutes")
STAFF = (
    "rostered_minutes", "direct_minutes", "other_work_minutes", "break_minutes",
    "presence_minutes", "missing_minutes",
)  # fmt: skip
STAFF_WEEK = ("unit", "weekday", "from_time", "to_time", "duty", "headcount", *STAFF)
SMALLEST = 1e-9
"""Minutes that are nothing but rounding."""


class Clock:
    """Minutes of each weekday, spread evenly over windows and read off between the cuts."""

    def __init__(self, figures: Figures) -> None:
        self.layout = figures.allocation.layout
        self.calendar = figures.house.calendar
        classes = self.layout.classes
        self.counts = np.zeros((len(classes), DAYS_PER_WEEK))
        for number, one in enumerate(classes):
            np.add.at(self.counts[number], np.array(one.days) % DAYS_PER_WEEK, 1.0)
        self.edges = [self._edges(figures, weekday) for weekday in range(DAYS_PER_WEEK)]

    def _edges(self, figures: Figures, weekday: int) -> Minutes:
        found = {0.0, float(MINUTES_PER_DAY)}
        for cell in self.layout.cells:
            if self.counts[cell.day, weekday]:
                found.update(edge for piece in cell.pieces for edge in piece)
        for row in figures.house.externals:
            for start, end in row.ask.windows:
                found.update((start % MINUTES_PER_DAY, end % MINUTES_PER_DAY))
        return np.array(sorted(found))

    def empty(self) -> list[Minutes]:
        """Nothing, for each weekday between its cuts."""
        return [np.zeros(len(edges) - 1) for edges in self.edges]

    def add(self, to: list[Minutes], weekday: int, windows: Sequence[Window], rate: float) -> None:
        """Add a rate [min a minute] within windows, past the end of the døgn into the next."""
        for start, end in windows:
            for turn in (-1, 0, 1):
                first = max(start - turn * MINUTES_PER_DAY, 0.0)
                last = min(end - turn * MINUTES_PER_DAY, float(MINUTES_PER_DAY))
                if first < last:
                    day = (weekday + turn) % DAYS_PER_WEEK
                    edges = self.edges[day]
                    low, high = np.searchsorted(edges, [first, last])
                    to[day][low:high] += rate * np.diff(edges[low : high + 1])

    def add_cell(self, to: list[Minutes], cell: int, rate: float) -> None:
        """Add a rate throughout a cell, on every day of its class."""
        found = self.layout.cells[cell]
        for weekday in np.flatnonzero(self.counts[found.day]):
            self.add(to, int(weekday), found.pieces, rate * self.counts[found.day, weekday])

    def rows(self) -> Iterator[tuple[int, int, str, str]]:
        """Weekday, place, from and to of each stretch between two cuts."""
        for weekday, edges in enumerate(self.edges):
            for place in range(len(edges) - 1):
                yield weekday, place, self._time(edges[place]), self._time(edges[place + 1])

    def _time(self, offset: float) -> str:
        moment = round(offset + self.calendar.day_start) % MINUTES_PER_DAY
        return f"{moment // MINUTES_PER_HOUR:02d}:{moment % MINUTES_PER_HOUR:02d}"


def week_frames(units: Iterable[Figures]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`week.csv` and `staff_week.csv`; minutes [min per week], `headcount` an average."""
    received: list[dict[str, Any]] = []
    staff: list[dict[str, Any]] = []
    for figures in units:
        clock = Clock(figures)
        received += _received_rows(figures, clock)
        staff += _staff_rows(figures, clock)
    return pd.DataFrame(received, columns=list(WEEK)), pd.DataFrame(staff, columns=list(STAFF_WEEK))


def _received_rows(figures: Figures, clock: Clock) -> Iterator[dict[str, Any]]:
    house = figures.house
    found: dict[tuple[int, int], list[Minutes]] = {}
    for key, cell, rate in _receipts(figures):
        clock.add_cell(found.setdefault(key, clock.empty()), cell, rate)
    for row in house.externals:
        minutes = found.setdefault((row.resident, row.service), clock.empty())
        for weekday, rate in _rates(row.ask.per_day, row.ask):
            clock.add(minutes, weekday, row.ask.windows, rate)
    places = list(clock.rows())
    for (resident, service), minutes in sorted(found.items()):
        factor = figures.per_week(resident)
        for weekday, place, start, end in places:
            if minutes[weekday][place] > SMALLEST:
                yield {
                    "unit": house.unit,
                    "weekday": WEEKDAYS[weekday],
                    "from_time": start,
                    "to_time": end,
                    "resident": house.residents[resident],
                    "service": service,
                    "received_minutes": minutes[weekday][place] * factor,
                }


def _receipts(figures: Figures) -> Iterator[tuple[tuple[int, int], int, float]]:
    """Resident and service, cell, and minutes received in each minute of it."""
    allocation = figures.allocation
    for one in allocation.layout.variables:
        receiver = allocation.layout.receiver(one)
        minutes = float(allocation.minutes[one.number])
        if receiver is not None and minutes > 0:
            yield receiver[:2], one.cell, minutes / _length(figures, one.cell)


def _length(figures: Figures, cell: int) -> float:
    layout = figures.allocation.layout
    return layout.cells[cell].length * layout.times(layout.cells[cell].day)


def _rates(per_day: Minutes, ask: Ask) -> Iterator[tuple[int, float]]:
    """For each weekday, the minutes of its døgn per minute of window, summed over the weeks."""
    by_weekday = per_day.reshape(-1, DAYS_PER_WEEK).sum(axis=0)
    for weekday in np.flatnonzero(by_weekday):
        yield int(weekday), float(by_weekday[weekday]) / length_of(ask.windows)


def _staff_rows(figures: Figures, clock: Clock) -> Iterator[dict[str, Any]]:
    weeks = figures.house.calendar.weeks
    found = _staff_minutes(figures, clock)
    places = list(clock.rows())
    for place_of_duty, duty in enumerate(DUTIES):
        minutes = {name: found[name, place_of_duty] for name in STAFF if name != STAFF[4]}
        for weekday, place, start, end in places:
            row = {name: values[weekday][place] / weeks for name, values in minutes.items()}
            length = float(np.diff(clock.edges[weekday][place : place + 2])[0])
            row["presence_minutes"] = row["rostered_minutes"] - sum(
                row[name] for name in STAFF[1:4]
            )
            if row["rostered_minutes"] > SMALLEST or row["missing_minutes"] > SMALLEST:
                yield {
                    "unit": figures.house.unit,
                    "weekday": WEEKDAYS[weekday],
                    "from_time": start,
                    "to_time": end,
                    "duty": duty,
                    "headcount": row["rostered_minutes"] / length,
                    **row,
                }


def _staff_minutes(figures: Figures, clock: Clock) -> Mapping[tuple[str, int], list[Minutes]]:
    allocation, layout = figures.allocation, figures.allocation.layout
    found = {(name, duty): clock.empty() for name in STAFF for duty in range(len(DUTIES))}
    for number, cell in enumerate(layout.cells):
        for duty in cell.duties:
            for name, rate in (
                ("rostered_minutes", 1.0),
                ("break_minutes", duty.breaks),
                ("other_work_minutes", duty.other_work),
            ):
                if rate:
                    clock.add_cell(found[name, int(duty.resting)], number, duty.heads * rate)
    booked = figures.ledger.booked
    for one in layout.variables:
        minutes = float(allocation.minutes[one.number]) / _length(figures, one.cell)
        if one.kind is Kind.GIVEN:
            demand = layout.demand(one)
            kind = "other_work_minutes" if demand.kind == "other_work" else "direct_minutes"
            clock.add_cell(found[kind, 0], one.cell, minutes * demand.staff)
        elif one.kind is Kind.SUPERVISED:
            clock.add_cell(found["direct_minutes", 0], one.cell, minutes * booked[one.cell])
        elif one.kind is Kind.WOKEN:
            clock.add_cell(found["direct_minutes", 0], one.cell, -minutes)
            clock.add_cell(found["direct_minutes", 1], one.cell, minutes)
    _add_missing(figures, clock, found["missing_minutes", 0])
    return found


def _add_missing(figures: Figures, clock: Clock, to: list[Minutes]) -> None:
    """Staff minutes of what is missing, spread as in stage N: evenly over its windows."""
    layout = figures.allocation.layout
    given: dict[tuple[int, int], float] = {}
    for one in layout.variables:
        if one.kind is Kind.GIVEN and one.demand is not None:
            span, worth = span_of(layout, layout.demand(one).ask, one.owner)
            hours = figures.allocation.settled.values[one.number] * worth
            given[one.demand, span] = given.get((one.demand, span), 0.0) + hours
    for number, demand in enumerate(figures.house.demands):
        missing = np.zeros(figures.house.calendar.days)
        for day_class, days in enumerate(layout.classes):
            worth_of_day = float(demand.ask.per_day[days.first])
            if worth_of_day > 0:
                span, _ = span_of(layout, demand.ask, day_class)
                short = 1.0 - given.get((number, span), 0.0) / asked_in(layout, demand.ask, span)
                missing[list(days.days)] = worth_of_day * max(0.0, short)
        for weekday, rate in _rates(missing, demand.ask):
            clock.add(to, weekday, demand.ask.windows, rate * demand.staff)
