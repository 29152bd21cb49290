"""An average week of a period, row by row and weekday by weekday (contract 3.2)."""

from __future__ import annotations

from collections import defaultdict

from .calendar import Row, Source, offsets, service, source, weekdays
from .cuts import HOUR
from .demands import is_continuous, windows_of
from .programme import Programme, receiver, source_of
from .stages import Answer
from .unit_data import Decision, Key, UnitData

Daily = dict[int, float]
"""Minutes by the døgn that they belong to."""


def decided_coverage(model: Programme, answer: Answer, key: Key) -> float | None:
    """Give received / decided over the periods of equal decided hours, weighted by days."""
    received = decided = 0.0
    daily = received_daily(model, answer)
    for days, weekly in periods(model.data, key):
        decided += weekly * len(days)
        received += len(days) * sum(
            week_of(model.data, row, daily, days) for row in rows_of(model.data, key)
        )
    return received / decided if decided > 1e-6 else None


def periods(data: UnitData, key: Key) -> list[tuple[set[int], float]]:
    """Give the days of each period with the minutes a week decided on them."""
    own = [decision for decision in data.decisions if decision.key == key]
    blocked = data.blocked(key)
    waiting = [(d.days & blocked, d.weekly) for d in own if not d.granted and d.days & blocked]
    listed: list[tuple[set[int], float]] = []
    granted = [decision for decision in own if decision.granted and decision.days]
    for decision in sorted(granted, key=lambda decision: min(decision.days)):
        if listed and follows(decision, *listed[-1]):
            listed[-1] = (listed[-1][0] | decision.days, listed[-1][1])
        else:
            listed.append((set(decision.days), decision.weekly))
    return listed + waiting


def follows(decision: Decision, days: set[int], weekly: float) -> bool:
    """Say whether a decision of the same hours begins the day after some days end."""
    return abs(decision.weekly - weekly) < 1e-6 and min(decision.days) == max(days) + 1


def received_daily(model: Programme, answer: Answer) -> dict[Source, Daily]:
    """Give what is received of every row on the døgn in which its window begins."""
    daily: dict[Source, Daily] = defaultdict(lambda: defaultdict(float))
    for number, column in enumerate(model.columns):
        if receiver(model, number)[0]:
            daily[source_of(model, number)][column.day] += answer.values[number] * HOUR
    for help_ in model.data.outside:
        for day, minutes in help_.daily.items():
            daily[help_.source][day] += minutes
    return daily


def rows_of(data: UnitData, key: Key) -> list[Row]:
    """Give the rows of decisions and interventions of one resident and service."""
    return [
        row
        for table in ("decisions", "interventions")
        for row in data.rows.get(table, [])
        if key_of(row) == key
    ]


def week_of(data: UnitData, row: Row, daily: dict[Source, Daily], days: set[int]) -> float:
    """Give a row's minutes in an average week of some days."""
    minutes = daily[source(row)]
    falls, by_the_day = frequency(data, row)
    if not by_the_day:
        return all_together(minutes, falls, days)
    if not (is_continuous(row) and row.get("staff")):
        return each_weekday(minutes, falls, days)
    within, own = offsets(windows_of(data.circle, row)), data.in_force(row, key_of(row))
    together, off = defaultdict(float, minutes), 0.0
    for ask, _, windows, where in data.inside.get(row["resident"], []):
        if not offsets(windows) <= within:
            continue
        taken = {x: m for x, m in daily[where].items() if x in own and x % 7 in falls}
        for day, m in taken.items():
            together[day] += m
        average = each_weekday if ask.span == "day" else all_together
        off += average(taken, ask.weekdays, days)
    return max(0.0, each_weekday(together, falls, days) - off)


def key_of(row: Row) -> Key:
    """Give the resident and the service of a row."""
    return row["resident"], service(row["service"])


def frequency(data: UnitData, row: Row) -> tuple[set[int], bool]:
    """Give a row's weekdays, and whether it is by the døgn; a participation's are its group's."""
    if row["#table"] == "decisions":
        return set(range(7)), False
    if row.get("group"):
        row = next(group for group in data.rows["groups"] if group["group"] == row["group"])
    by_the_day = (row.get("per") or "day") == "day"
    return weekdays(row.get("weekdays", "")), by_the_day


def all_together(minutes: Daily, falls: set[int], days: set[int]) -> float:
    """Give minutes × the number of weekdays / the number of days that fall on them."""
    counted = {day for day in days if day % 7 in falls}
    if not counted:
        return 0.0
    return sum(minutes.get(day, 0.0) for day in counted) * len(falls) / len(counted)


def each_weekday(minutes: Daily, falls: set[int], days: set[int]) -> float:
    """Give the mean of each weekday's days; of a weekday that is not there, that of the others."""
    means = []
    for weekday in falls:
        same = [minutes.get(day, 0.0) for day in days if day % 7 == weekday]
        if same:
            means.append(sum(same) / len(same))
    return sum(means) / len(means) * len(falls) if means else 0.0
