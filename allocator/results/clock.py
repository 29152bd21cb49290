"""The week by the clock: `week.csv` and `staff_week.csv`, between the cuts of the model.

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
"""Minutes that are nothing but rounding."""


class Clock:
    """Minutes of each weekday, spread evenly over cells and windows, read off between the cuts.

    A place is a stretch between two cuts of one weekday; all places of the week stand in a row.
    """

    def __init__(self, figures: Figures) -> None:
        self.layout = figures.allocation.layout
        self.calendar = figures.house.calendar
        counts = np.zeros((len(self.layout.classes), DAYS_PER_WEEK))
        for number, one in enumerate(self.layout.classes):
            np.add.at(counts[number], np.array(one.days) % DAYS_PER_WEEK, 1.0)
        self.edges = [self._edges(figures, counts, day) for day in range(DAYS_PER_WEEK)]
        self.first = np.cumsum([0, *(len(edges) - 1 for edges in self.edges)])
        self._share_cells(counts)

    def _edges(self, figures: Figures, counts: Minutes, weekday: int) -> Minutes:
        found = {0.0, float(MINUTES_PER_DAY)}
        for cell in self.layout.cells:
            if counts[cell.day, weekday]:
                found.update(edge for piece in cell.pieces for edge in piece)
        for row in figures.house.externals:
            for start, end in row.ask.windows:
                found.update((start % MINUTES_PER_DAY, end % MINUTES_PER_DAY))
        return np.array(sorted(found))

    def _share_cells(self, counts: Minutes) -> None:
        """For each cell, its places and how many of the roster's minutes it has in each."""
        cells: list[int] = []
        places: list[int] = []
        minutes: list[float] = []
        for number, cell in enumerate(self.layout.cells):
            for weekday in np.flatnonzero(counts[cell.day]):
                for place, length in self._places(int(weekday), cell.pieces):
                    cells.append(number)
                    places.append(place)
                    minutes.append(length * counts[cell.day, weekday])
        self._cells = np.array(cells, dtype=np.int64)
        self._at = np.array(places, dtype=np.int64)
        self._minutes = np.array(minutes)

    def _places(self, weekday: int, windows: Sequence[Window]) -> Iterator[tuple[int, float]]:
        """The places within windows, past the end of the døgn into the next, and their lengths."""
        for start, end in windows:
            for turn in (-1, 0, 1):
                first = max(start - turn * MINUTES_PER_DAY, 0.0)
                last = min(end - turn * MINUTES_PER_DAY, float(MINUTES_PER_DAY))
                if first < last:
                    day = (weekday + turn) % DAYS_PER_WEEK
                    edges = self.edges[day]
                    low, high = np.searchsorted(edges, [first, last]).tolist()
                    for place in range(low, high):
                        yield int(self.first[day]) + place, float(edges[place + 1] - edges[place])

    def of_cells(self, rates: Minutes) -> Minutes:
        """Rates [min a minute] of each cell as minutes of each place."""
        weights = rates[self._cells] * self._minutes
        places = int(self.first[-1])
        return np.asarray(np.bincount(self._at, weights, places), dtype=np.float64)

    def of_days(self, per_day: Minutes, ask: Ask) -> Minutes:
        """Minutes of each døgn spread evenly over its windows, as minutes of each place."""
        found = np.zeros(int(self.first[-1]))
        by_weekday = per_day.reshape(-1, DAYS_PER_WEEK).sum(axis=0)
        for weekday in np.flatnonzero(by_weekday):
            rate = by_weekday[weekday] / ask.window_length
            for place, length in self._places(int(weekday), ask.windows):
                found[place] += rate * length
        return found

    def rows(self) -> Iterator[tuple[int, dict[str, str], float]]:
        """Each place: its number, weekday and times, and its length [min]."""
        place = 0
        for weekday, edges in enumerate(self.edges):
            for start, end in zip(edges, edges[1:], strict=False):
                name = WEEKDAYS[weekday]
                times = {"from_time": self._time(start), "to_time": self._time(end)}
                yield place, {"weekday": name} | times, float(end - start)
                place += 1

    def _time(self, offset: float) -> str:
        return clock_time(offset + self.calendar.day_start)


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
    found = {key: clock.of_cells(rates) for key, rates in _rates(figures).items()}
    for row in house.externals:
        key = (row.resident, row.service)
        found[key] = found.get(key, 0.0) + clock.of_days(row.ask.per_day, row.ask)
    places = list(clock.rows())
    for (resident, service), minutes in sorted(found.items()):
        whom = {"resident": house.residents[resident], "service": service}
        for place, when, _ in places:
            if minutes[place] > SMALLEST:
                average = minutes[place] * figures.per_week(resident)
                yield {"unit": house.unit, **when, **whom, "received_minutes": average}


def _rates(figures: Figures) -> dict[tuple[int, int], Minutes]:
    """For each resident and service, the minutes received in a minute of each cell."""
    allocation = figures.allocation
    lengths = _lengths(figures)
    found: dict[tuple[int, int], Minutes] = {}
    for one in allocation.layout.variables:
        receiver = allocation.layout.receiver(one)
        if receiver is not None:
            rates = found.setdefault(receiver[:2], np.zeros(len(lengths)))
            rates[one.cell] += allocation.minutes[one.number] / lengths[one.cell]
    return found


def _lengths(figures: Figures) -> Minutes:
    """The minutes of each cell in the whole roster."""
    layout = figures.allocation.layout
    return np.array([cell.length * layout.times(cell.day) for cell in layout.cells])


def _staff_rows(figures: Figures, clock: Clock) -> Iterator[dict[str, Any]]:
    found = _staff_minutes(figures, clock)
    places = list(clock.rows())
    for place_of_duty, duty in enumerate(DUTIES):
        minutes = found[place_of_duty] / figures.house.calendar.weeks
        for place, when, length in places:
            row = dict(zip(STAFF, minutes[:, place].tolist(), strict=True))
            if row["rostered_minutes"] > SMALLEST or row["missing_minutes"] > SMALLEST:
                heads = {"duty": duty, "headcount": row["rostered_minutes"] / length}
                yield {"unit": figures.house.unit, **when, **heads, **row}


def _staff_minutes(figures: Figures, clock: Clock) -> Minutes:
    """Staff minutes over the roster, by duty, column of STAFF and place."""
    allocation, layout = figures.allocation, figures.allocation.layout
    rates = np.zeros((len(DUTIES), len(STAFF), len(layout.cells)))
    rostered, direct, other_work, breaks = range(4)
    for number, cell in enumerate(layout.cells):
        for duty in cell.duties:
            at = int(duty.resting)
            rates[at, rostered, number] += duty.heads
            rates[at, other_work, number] += duty.heads * duty.other_work
            rates[at, breaks, number] += duty.heads * duty.breaks
    lengths, booked = _lengths(figures), figures.ledger.booked
    for one in layout.variables:
        rate = float(allocation.minutes[one.number] / lengths[one.cell])
        if one.kind is Kind.GIVEN:
            demand = layout.demand(one)
            column = other_work if demand.kind == "other_work" else direct
            rates[0, column, one.cell] += rate * demand.staff
        elif one.kind is Kind.SUPERVISED:
            rates[0, direct, one.cell] += rate * booked[one.cell]
        elif one.kind is Kind.WOKEN:
            rates[:, direct, one.cell] += (-rate, rate)
    found = np.array([[clock.of_cells(column) for column in duty] for duty in rates])
    found[:, STAFF.index("presence_minutes")] = found[:, rostered] - found[:, 1:4].sum(axis=1)
    found[0, STAFF.index("missing_minutes")] = _missing(figures, clock)
    return found


def _missing(figures: Figures, clock: Clock) -> Minutes:
    """Staff minutes of what is missing, spread as in stage N: evenly over its windows."""
    layout = figures.allocation.layout
    given: dict[tuple[int, int], float] = {}
    for one in layout.variables:
        if one.kind is Kind.GIVEN and one.demand is not None:
            span, worth = span_of(layout, layout.demand(one).ask, one.owner)
            hours = figures.allocation.settled.values[one.number] * worth
            given[one.demand, span] = given.get((one.demand, span), 0.0) + hours
    total = np.zeros(int(clock.first[-1]))
    for number, demand in enumerate(figures.house.demands):
        missing = np.zeros(figures.house.calendar.days)
        for day_class, days in enumerate(layout.classes):
            worth_of_day = float(demand.ask.per_day[days.first])
            if worth_of_day > 0:
                span, _ = span_of(layout, demand.ask, day_class)
                short = 1.0 - given.get((number, span), 0.0) / asked_in(layout, demand.ask, span)
                missing[list(days.days)] = worth_of_day * max(0.0, short)
        if missing.any():
            total += demand.staff * clock.of_days(missing, demand.ask)
    return total
