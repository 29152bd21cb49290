"""From the settled programme to the figures of contract 3: minutes, averages per week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from .calendar import PARTS
from .cuts import HOUR
from .house import House, Key
from .programme import Programme, receiver
from .stages import Answer

MEASURES = [
    "planned",
    "received",
    "ressursinnsats",
    "staff_share",
    "day",
    "evening",
    "night",
    "decided",
    "omfang",
    "days",
]
COLUMNS = ["rostered", "individual", "group", "supervision", "other_work", "break", "presence"]


@dataclass
class Figures:
    """``hours``: (unit, resident, service) -> measure -> minutes a week (``decided`` may be None).

    ``staff_time``: (unit, part, duty) -> column -> minutes a week. ``checks``: largest breach of a
    constraint [min], solves, columns, rows, levels settled.
    """

    hours: dict[tuple[str, str, int], dict[str, float | None]] = field(default_factory=dict)
    staff_time: dict[tuple[str, str, str], dict[str, float]] = field(default_factory=dict)
    checks: dict[str, dict[str, object]] = field(default_factory=dict)


Sums = dict[Key, dict[str, float]]


def count(model: Programme, answer: Answer) -> tuple[Sums, dict[tuple[str, str], dict[str, float]]]:
    """Give the sums over the roster, of residents and of staff [min]."""
    sums: Sums = defaultdict(lambda: dict.fromkeys(MEASURES, 0.0))
    staff = {
        (p, duty): dict.fromkeys(COLUMNS, 0.0) for p in PARTS for duty in ("active", "resting")
    }
    for key in model.house.keys:
        sums[key]["planned"] += 0.0
    received(model, answer, sums)
    planned(model.house, sums)
    outside(model.house, sums)
    rostered(model, staff)
    worked(model, answer, sums, staff)
    for (_, _), row in staff.items():
        row["presence"] = row["rostered"] - sum(row[name] for name in COLUMNS[1:-1])
    return sums, staff


def received(model: Programme, answer: Answer, sums: Sums) -> None:
    """Add what residents receive in the model, by part of the døgn, and ressursinnsats."""
    for number, column in enumerate(model.columns):
        key = receiver(model, number)
        if not key[0]:
            continue
        minutes = answer.values[number] * HOUR
        need = 1
        if column.kind == "x":
            need = model.house.demands[column.owner].staff
        elif column.kind == "y":
            need = model.house.demands[column.owner].takers[column.taker].need
        row = sums[key]
        row["received"] += minutes
        row[model.intervals[column.interval].part] += minutes
        row["ressursinnsats"] += need * minutes
        if column.kind == "z":
            row["planned"] += minutes


def planned(house: House, sums: Sums) -> None:
    """Add what individual demands and participations ask for."""
    for demand in house.demands:
        if demand.resident:
            sums[demand.resident, demand.service]["planned"] += demand.asked()
        for taker in demand.takers:
            asked = sum(span.asked for span in taker.spans)
            sums[taker.resident, taker.service]["planned"] += asked


def outside(house: House, sums: Sums) -> None:
    """Add what others give, in proportion to the windows' lengths in each part of the døgn."""
    for help_ in house.outside:
        minutes = sum(help_.daily.values())
        row = sums[help_.resident, help_.service]
        row["planned"] += minutes
        row["received"] += minutes
        row["ressursinnsats"] += minutes * help_.need
        lengths = dict.fromkeys(PARTS, 0)
        for begin, length in help_.windows:
            for minute in range(begin, begin + length):
                lengths[part_at(house, minute)] += 1
        for part in PARTS:
            row[part] += minutes * lengths[part] / sum(lengths.values())


def part_at(house: House, minute: int) -> str:
    """Give the part of the døgn of an offset."""
    offset = minute % 1440
    if offset < house.circle.evening:
        return "day"
    return "evening" if offset < house.circle.night else "night"


def rostered(model: Programme, staff: dict[tuple[str, str], dict[str, float]]) -> None:
    """Add rostered time, breaks and work per shift, minute by minute."""
    roster = model.house.staff
    for duty, resting in (("active", False), ("resting", True)):
        values = {
            "rostered": roster.heads(resting),
            "break": roster.pauses(resting),
            "other_work": roster.work(resting),
        }
        for minute in range(model.house.circle.total):
            row = staff[part_at(model.house, minute), duty]
            for name, per_minute in values.items():
                row[name] += per_minute[minute]


def worked(
    model: Programme,
    answer: Answer,
    sums: Sums,
    staff: dict[tuple[str, str], dict[str, float]],
) -> None:
    """Add staff minutes by what they were for, and give each to somebody exactly once."""
    demands = model.house.demands
    held: dict[tuple[int, str], float] = defaultdict(float)
    taken: dict[tuple[int, str], dict[Key, float]] = defaultdict(lambda: defaultdict(float))
    for at, interval in enumerate(model.intervals):
        used = woken = 0.0
        watched: list[tuple[Key, float]] = []
        active = staff[interval.part, "active"]
        for number in model.by_interval[at]:
            column, minutes = model.columns[number], answer.values[number] * HOUR
            if column.kind == "x":
                demand = demands[column.owner]
                work = demand.staff * minutes
                used += work
                if demand.resident:
                    sums[demand.resident, demand.service]["staff_share"] += work
                if demand.kind == "group":
                    held[column.owner, interval.part] += work
                name = {"group": "group", "other": "other_work"}.get(demand.kind, "individual")
                active[name] += work
            elif column.kind == "y":
                taken[column.owner, interval.part][receiver(model, number)] += minutes
            elif column.kind == "z":
                watched.append((receiver(model, number), minutes))
            else:
                woken += minutes
        active["individual"] -= woken
        staff[interval.part, "resting"]["individual"] += woken
        total = sum(minutes for _, minutes in watched)
        left = max(interval.free * HOUR - used + woken, 0.0)
        booked = total if model.house.reading == "divided" else min(left, total)
        active["supervision"] += booked
        for key, minutes in watched:
            if total > 0:
                sums[key]["staff_share"] += booked * minutes / total
    for place, work in held.items():
        total = sum(taken[place].values())
        for key, minutes in taken[place].items():
            if total > 0:
                sums[key]["staff_share"] += work * minutes / total


def report(figures: Figures, unit: str, model: Programme, answer: Answer) -> None:
    """Write one unit's figures as averages per week."""
    sums, staff = count(model, answer)
    house = model.house
    for key, row in sums.items():
        days = len(house.stay[key[0]])
        average: dict[str, float | None] = {
            name: value * 7 / days if days else 0.0 for name, value in row.items()
        }
        average["staff_share"] = row["staff_share"] / house.circle.weeks
        average["days"] = days
        decided(house, key, average)
        figures.hours[(unit, *key)] = average
    for place, columns in staff.items():
        figures.staff_time[(unit, *place)] = {
            name: value / house.circle.weeks for name, value in columns.items()
        }
    figures.checks[unit] = {
        "breach": answer.worst * HOUR,
        "solves": answer.solves,
        "columns": len(model.columns),
        "rows": len(model.rows),
        "settled": answer.settled,
    }


def decided(house: House, key: Key, average: dict[str, float | None]) -> None:
    """Write decided minutes and, where the unit reports what is decided, the two measures."""
    days = len(house.stay[key[0]])
    decisions = [decision for decision in house.decisions if decision.key == key]
    ratio = 1.0
    if average["received"] > 0.01:
        ratio = average["ressursinnsats"] / average["received"]
    minutes = resource = 0.0
    for day in house.stay[key[0]]:
        holds = [decision for decision in decisions if day in decision.days]
        # A granted decision goes before one that is not started.
        for decision in sorted(holds, key=lambda decision: not decision.granted)[:1]:
            minutes += decision.weekly / days
            more = decision.resource
            resource += (decision.weekly * ratio if more is None else more) / days
    average["decided"] = minutes if decisions else None
    average["omfang"] = average["received"]
    if house.report == "decided" and any(d.granted and d.days for d in decisions):
        average["omfang"], average["ressursinnsats"] = minutes, resource
