"""An average week of a period, row by row and weekday by weekday (contract 3.2)."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from .calendar import PARTS, Row, Source, offsets, service, source, weekdays
from .cuts import HOUR
from .demands import in_school, is_continuous, windows_of
from .programme import Programme, receiver, source_of
from .stages import Answer
from .unit_data import Cap, Key, UnitData

Daily = dict[int, float]
"""Minutes by the døgn that they belong to."""
Counted = dict[Source, Daily]
"""What a minute of each row and døgn counts in a week."""


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
    return [(days, weekly) for days, weekly, _ in data.granted(key)] + waiting


def caps_of(data: UnitData) -> list[Cap]:
    """Give what every period leaves for the unit; a row below nothing is nothing."""
    caps = []
    for key in {decision.key: None for decision in data.decisions}:
        for days, weekly, _ in data.granted(key):
            given: dict[Source, Daily] = {}
            for help_ in data.outside:
                given[help_.source] = given.get(help_.source, {}) | help_.daily
            daily = defaultdict(dict, given)
            taken = sum(
                week_of(data, row, daily, days)
                if source(row) in given
                else summed(at_school(row, counts(data, row, days)), daily)
                for row in rows_of(data, key)
            )
            rows = [row for row in rows_of(data, key) if source(row) not in given]
            counted = [counts(data, row, days) for row in rows]
            drawn = [
                [True, False] if any(m < 0 for own in c.values() for m in own.values()) else [True]
                for c in counted
            ]
            for chosen in product(*drawn):
                together: Counted = defaultdict(lambda: defaultdict(float))
                for c in (c for c, taken_along in zip(counted, chosen, strict=True) if taken_along):
                    for where, own in c.items():
                        for day, minutes in own.items():
                            together[where][day] += minutes
                caps.append(Cap(key, days, max(weekly - taken, 0.0), together))
    return caps


def worth(data: UnitData, where: Source) -> Daily:
    """Give what a minute of a row counts in stage A on each day."""
    row = next(row for row in data.rows[where[0]] if source(row) == where)
    minutes = dict.fromkeys(range(data.circle.days), 1.0)
    for days, _, _ in data.granted(key_of(row)):
        own = counts(data, row, days)[where]
        minutes |= {day: count * len(days) / 7 for day, count in own.items()}
    return minutes


def received_daily(model: Programme, answer: Answer) -> dict[Source, Daily]:
    """Give what is received of every row on the døgn in which its window begins."""
    total: dict[Source, Daily] = defaultdict(lambda: defaultdict(float))
    for own in daily_parts(model, answer).values():
        for where, minutes in own.items():
            for day, amount in minutes.items():
                total[where][day] += amount
    return total


def daily_parts(model: Programme, answer: Answer) -> dict[str, dict[Source, Daily]]:
    """Give the same by part of the døgn; of others, by the lengths of their windows in each."""
    daily: dict[str, dict[Source, Daily]] = {
        part: defaultdict(lambda: defaultdict(float)) for part in PARTS
    }
    for number, column in enumerate(model.columns):
        if receiver(model, number)[0]:
            own = daily[model.intervals[column.interval].part][source_of(model, number)]
            own[column.day] += answer.values[number] * HOUR
    for help_ in model.data.outside:
        minutes = [
            minute for begin, length in help_.windows for minute in range(begin, begin + length)
        ]
        for part in PARTS:
            share = sum(part_at(model.data, minute) == part for minute in minutes) / len(minutes)
            for day, amount in help_.daily.items():
                daily[part][help_.source][day] += amount * share
    return daily


def asked_daily(data: UnitData) -> dict[Source, Daily]:
    """Give what every row asks for on each day; shared supervision is not among them."""
    asked: dict[Source, Daily] = defaultdict(lambda: defaultdict(float))
    for claim in data.outside:
        asked[claim.source] |= claim.daily
    for demand in data.demands:
        for claim in [demand] if demand.resident else demand.takers:
            for span in claim.spans:
                for day in span.days:
                    asked[claim.source][day] += span.asked / len(span.days)
    return asked


def part_at(data: UnitData, minute: int) -> str:
    """Give the part of the døgn of an offset."""
    offset = minute % 1440
    if offset < data.circle.evening:
        return "day"
    return "evening" if offset < data.circle.night else "night"


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
    counted = counts(data, row, days)
    return max(0.0, summed(counted, daily)) + summed(at_school(row, counted), daily)


def at_school(row: Row, counted: Counted) -> Counted:
    """Give what a minute of a row counts that others give while the resident is at school."""
    return {in_school(source(row)): counted[source(row)]}


def parts_of(
    data: UnitData, row: Row, daily: dict[str, dict[Source, Daily]], days: set[int]
) -> dict[str, float]:
    """Give the same by part of the døgn; a part below nothing is nothing, the rest as they are."""
    counted = counts(data, row, days)
    parts = {part: summed(counted, daily[part]) for part in PARTS}
    total = max(0.0, sum(parts.values()))
    above = {part: max(0.0, minutes) for part, minutes in parts.items()}
    whole = sum(above.values())
    school = at_school(row, counted)
    return {
        part: (minutes * total / whole if whole else 0.0) + summed(school, daily[part])
        for part, minutes in above.items()
    }


def summed(counted: Counted, daily: dict[Source, Daily]) -> float:
    """Give the minutes, each as it counts."""
    return sum(
        count * daily[where].get(day, 0.0)
        for where, own in counted.items()
        for day, count in own.items()
    )


def counts(data: UnitData, row: Row, days: set[int]) -> Counted:
    """Give what a minute counts in the average week of a row: of its own, and of what is deducted.

    The averages are sums of minutes, so what one minute alone comes to is what it counts.
    """
    falls, by_the_day = frequency(data, row)
    average = each_weekday if by_the_day else all_together
    own = {day: average({day: 1.0}, falls, days) for day in days}
    counted = {source(row): own}
    if not (is_continuous(row) and row.get("staff") and by_the_day):
        return counted
    within, held = offsets(windows_of(data.circle, row)), data.in_force(row, key_of(row))
    for ask, _, windows, where in data.inside.get(row["resident"], []):
        if not offsets(windows) <= within:
            continue
        other = each_weekday if ask.span == "day" else all_together
        for day in days & held:
            if day % 7 in falls:
                off = own[day] - other({day: 1.0}, ask.weekdays, days)
                counted.setdefault(where, {})[day] = off if abs(off) > 1e-12 else 0.0
    return counted


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
