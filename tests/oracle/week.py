"""The week by the clock, minute by minute: weeks laid upon each other, averages per week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .cuts import HOUR
from .programme import Programme, receiver
from .stages import Answer
from .unit_data import Key

WEEK = 7 * 1440
STAFF = ("rostered", "direct", "other_work", "break", "presence")
Floats = NDArray[np.float64]
Booked = Callable[[Programme, int, float, float], float]


@dataclass
class Week:
    """Minutes in each minute of the week from the start of Monday's døgn, on an average."""

    residents: dict[Key, Floats] = field(default_factory=dict)
    staff: dict[str, dict[str, Floats]] = field(default_factory=dict)  # duty -> column
    lacking: dict[int, Floats] = field(default_factory=dict)  # demand -> staff minutes


def week(model: Programme, answer: Answer, booked: Booked) -> Week:
    """Give the average week of residents and of staff."""
    data = model.data
    average = Week()
    for key, minutes in given(model, answer).items():
        days = [sum(day % 7 == weekday for day in data.stay[key[0]]) for weekday in range(7)]
        # What others give may last into a weekday on which the resident lives elsewhere.
        average.residents[key] = laid(minutes) / np.repeat(np.maximum(days, 1), 1440)
    for resting, duty in ((False, "active"), (True, "resting")):
        columns = on_duty(model, answer, resting)
        columns["direct"] += direct(model, answer, resting, booked)
        columns["other_work"] += other_work(model, answer, resting)
        columns["presence"] = columns["rostered"] - sum(
            columns[name] for name in ("direct", "other_work", "break")
        )
        average.staff[duty] = {name: laid(columns[name]) / data.circle.weeks for name in STAFF}
    for number, demand in enumerate(data.demands):
        if demand.resident or demand.takers:
            average.lacking[number] = laid(missing(model, answer, number)) / data.circle.weeks
    return average


def laid(circle: Floats) -> Floats:
    """Give the weeks of the circle laid upon each other."""
    return circle.reshape(-1, WEEK).sum(axis=0)


def spread(model: Programme, number: int, minutes: float, over: Floats) -> None:
    """Add minutes to the circle, evenly over an interval."""
    interval = model.intervals[number]
    length = round(interval.length * HOUR)
    over[interval.first : interval.first + length] += minutes / length


def given(model: Programme, answer: Answer) -> dict[Key, Floats]:
    """Give what everyone receives, in each minute of the circle."""
    total = model.data.circle.total
    received: dict[Key, Floats] = defaultdict(lambda: np.zeros(total))
    for number, column in enumerate(model.columns):
        key = receiver(model, number)
        hidden = column.kind == "x" and not model.data.demands[column.owner].reported
        if key[0] and not hidden:
            spread(model, column.interval, answer.values[number] * HOUR, received[key])
    for help_ in model.data.outside:
        length = sum(length for _, length in help_.windows)
        for day, minutes in help_.daily.items():
            for window in help_.windows:
                where = model.data.circle.minutes(day, *window)
                np.add.at(received[help_.resident, help_.service], where, minutes / length)
    return received


def on_duty(model: Programme, answer: Answer, resting: bool) -> dict[str, Floats]:
    """Give who is on duty, breaks and work per shift, in each minute of the circle."""
    data = model.data
    columns = {name: np.zeros(data.circle.total) for name in STAFF}
    columns["rostered"] += data.staff.heads(resting)
    for number, column in enumerate(model.columns):
        shift = data.staff.shifts[column.owner] if column.kind == "b" else None
        if shift and shift.resting == resting:
            minutes = answer.values[number] * HOUR / (shift.pause + shift.work)
            spread(model, column.interval, minutes * shift.pause, columns["break"])
            spread(model, column.interval, minutes * shift.work, columns["other_work"])
    return columns


def direct(model: Programme, answer: Answer, resting: bool, booked: Booked) -> Floats:
    """Give the staff minutes with residents: interventions, groups and supervision."""
    per_minute = np.zeros(model.data.circle.total)
    for interval_number in range(len(model.intervals)):
        with_all = with_residents = woken = watched = night = night_work = 0.0
        for number in model.by_interval[interval_number]:
            column, minutes = model.columns[number], answer.values[number] * HOUR
            if column.kind == "x":
                demand = model.data.demands[column.owner]
                with_all += demand.staff * minutes
                for_work = demand.kind == "other" or not demand.reported
                with_residents += 0.0 if for_work else demand.staff * minutes
                night += demand.staff * minutes if demand.night else 0.0
                night_work += demand.staff * minutes if demand.night and for_work else 0.0
            woken += minutes if column.kind == "w" else 0.0
            watched += minutes if column.kind == "z" else 0.0
            if column.kind == "b" and not model.data.staff.shifts[column.owner].resting:
                with_all += minutes
        for_residents = woken * (1.0 - night_work / night) if night else 0.0
        awake = with_residents + booked(model, interval_number, watched, with_all - woken)
        awake -= for_residents
        spread(model, interval_number, for_residents if resting else awake, per_minute)
    return per_minute


def other_work(model: Programme, answer: Answer, resting: bool) -> Floats:
    """Give the staff minutes of other work, and of what is not the register's, in their windows."""
    per_minute = np.zeros(model.data.circle.total)
    for interval_number in range(len(model.intervals)):
        work = night = night_work = woken = 0.0
        for number in model.by_interval[interval_number]:
            column, minutes = model.columns[number], answer.values[number] * HOUR
            woken += minutes if column.kind == "w" else 0.0
            demand = model.data.demands[column.owner] if column.kind == "x" else None
            if demand:
                ours = demand.kind != "other" and demand.reported
                work += 0.0 if ours else demand.staff * minutes
                night += demand.staff * minutes if demand.night else 0.0
                night_work += demand.staff * minutes if demand.night and not ours else 0.0
        by_the_woken = woken * night_work / night if night else 0.0
        minutes = by_the_woken if resting else work - by_the_woken
        spread(model, interval_number, minutes, per_minute)
    return per_minute


def missing(model: Programme, answer: Answer, number: int) -> Floats:
    """Give the staff minutes that a demand asks for and lacks, evenly over its windows."""
    demand = model.data.demands[number]
    per_minute = np.zeros(model.data.circle.total)
    columns = [
        position
        for position, column in enumerate(model.columns)
        if column.kind == "x" and column.owner == number
    ]
    for span in demand.spans:
        got = sum(
            answer.values[position] * HOUR
            for position in columns
            if model.columns[position].day in span.days
        )
        lacking = demand.staff * max(span.asked - got, 0.0) / len(span.days)
        for day in span.days:
            for window in demand.windows:
                where = model.data.circle.minutes(day, *window)
                np.add.at(per_minute, where, lacking / demand.window_length)
    return per_minute
