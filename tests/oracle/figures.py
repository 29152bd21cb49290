"""From the settled programme to the figures of contract 3: minutes, averages per week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from .average import (
    asked_daily,
    daily_parts,
    decided_coverage,
    parts_of,
    week_of,
)
from .calendar import PARTS, Source, source
from .cuts import HOUR, part_names
from .demands import Demand
from .programme import Programme, source_of
from .register import Line, ratio_in, received_in, register
from .stages import Answer
from .unit_data import Key, UnitData
from .unmet import Shortage, shortages
from .week import Week, week

MEASURES = ["planned", "received", "ressursinnsats", "staff_share", "day", "evening", "night"]
COLUMNS = ["rostered", "individual", "group", "supervision", "other_work", "break", "presence"]
Measures = dict[str, float]


@dataclass
class Figures:
    """``hours``: (unit, resident, service) -> measure -> minutes a week; None where it is empty.

    ``rows``: (unit, table, row number) -> measure -> minutes a week, of rows that receive.
    ``staff_time``: (unit, part, duty) -> column -> minutes a week.
    ``register``, ``unmet``, ``week``: unit -> what those modules say.
    ``checks``: largest breach of a constraint [min], solves, columns, rows, levels settled.
    """

    hours: dict[tuple[str, str, int], dict[str, float | None]] = field(default_factory=dict)
    rows: dict[tuple[str, str, int], Measures] = field(default_factory=dict)
    staff_time: dict[tuple[str, str, str], Measures] = field(default_factory=dict)
    register: dict[str, list[Line]] = field(default_factory=dict)
    unmet: dict[str, list[Shortage]] = field(default_factory=dict)
    week: dict[str, Week] = field(default_factory=dict)
    units: dict[str, UnitData] = field(default_factory=dict)
    checks: dict[str, dict[str, object]] = field(default_factory=dict)


@dataclass
class Sums:
    """An average week of each row, its staff share over the roster, and whom each row is for."""

    rows: dict[Source, Measures]
    keys: dict[Source, Key]

    def by_key(self, key: Key) -> Measures:
        """Give the sums of a resident and service."""
        own = [row for where, row in self.rows.items() if self.keys[where] == key]
        return {name: sum(row[name] for row in own) for name in MEASURES}


def count(model: Programme, answer: Answer) -> tuple[Sums, dict[tuple[str, str], Measures]]:
    """Give the weeks of the rows, and the sums over the roster of the staff [min]."""
    sums = Sums(defaultdict(lambda: dict.fromkeys(MEASURES, 0.0)), {})
    staff = {
        (p, duty): dict.fromkeys(COLUMNS, 0.0) for p in PARTS for duty in ("active", "resting")
    }
    weeks(model, answer, sums)
    rostered(model, staff)
    worked(model, answer, sums.rows, staff)
    for row in staff.values():
        row["presence"] = row["rostered"] - sum(row[name] for name in COLUMNS[1:-1])
    return sums, staff


def weeks(model: Programme, answer: Answer, sums: Sums) -> None:
    """Give what each row asks for and receives in an average week of its resident's stay."""
    data = model.data
    outside = [claim for claim in data.outside if claim.source[0] in data.rows]
    needs = {claim.source: (claim, claim.need) for claim in outside}
    for demand in data.demands:
        ours = demand.resident and demand.reported
        needs |= {demand.source: (demand, demand.staff)} if ours else {}
        needs |= {taker.source: (taker, taker.need) for taker in demand.takers}
    asked, daily = asked_daily(data), daily_parts(model, answer)
    supervised = {row.source: (row, 1) for row in data.supervision}
    for where, (claim, need) in (needs | supervised).items():
        key = (claim.resident, claim.service)
        sums.keys[where] = key
        row = next(row for row in data.rows[where[0]] if source(row) == where)
        week, own = sums.rows[where], data.stay[claim.resident]
        week |= parts_of(data, row, daily, own)
        week["received"] = sum(week[part] for part in PARTS)
        week["ressursinnsats"] = need * week["received"]
        week["planned"] = week["received"]
        if where not in supervised:
            week["planned"] = week_of(data, row, asked, own)


def rostered(model: Programme, staff: dict[tuple[str, str], Measures]) -> None:
    """Add rostered time, minute by minute."""
    roster, parts = model.data.staff, part_names(model.data.circle)
    for duty, resting in (("active", False), ("resting", True)):
        heads = roster.heads(resting)
        for number, part in enumerate(PARTS):
            staff[part, duty]["rostered"] += float(heads[parts == number].sum())


def worked(
    model: Programme,
    answer: Answer,
    rows: dict[Source, Measures],
    staff: dict[tuple[str, str], Measures],
) -> None:
    """Add staff minutes by what they were for, and give each to somebody exactly once."""
    demands = model.data.demands
    held: dict[tuple[int, str], float] = defaultdict(float)
    taken: dict[tuple[int, str], Measures] = defaultdict(lambda: defaultdict(float))
    for interval_number, interval in enumerate(model.intervals):
        used = woken = 0.0
        night = {"individual": 0.0, "other_work": 0.0}
        watched: list[tuple[Source, float]] = []
        active = staff[interval.part, "active"]
        for number in model.by_interval[interval_number]:
            column, minutes = model.columns[number], answer.values[number] * HOUR
            if column.kind == "x":
                demand = demands[column.owner]
                work = demand.staff * minutes
                used += work
                if demand.resident and demand.reported:
                    rows[demand.source]["staff_share"] += work
                if demand.kind == "group":
                    held[column.owner, interval.part] += work
                active[booked_as(demand)] += work
                if demand.night:
                    night[booked_as(demand)] += work
            elif column.kind == "y":
                taken[column.owner, interval.part][source_of(model, number)] += minutes
            elif column.kind == "z":
                watched.append((source_of(model, number), minutes))
            elif column.kind == "b":
                shift = model.data.staff.shifts[column.owner]
                own = staff[interval.part, "resting" if shift.resting else "active"]
                own["break"] += minutes * shift.pause / (shift.pause + shift.work)
                own["other_work"] += minutes * shift.work / (shift.pause + shift.work)
                used += 0.0 if shift.resting else minutes
            else:
                woken += minutes
        for name, work in night.items():
            share = woken * work / sum(night.values()) if woken else 0.0
            active[name] -= share
            staff[interval.part, "resting"][name] += share
        total = sum(minutes for _, minutes in watched)
        booked = booked_for(model, interval_number, total, used - woken)
        active["supervision"] += booked
        for where, minutes in watched:
            if total > 0:
                rows[where]["staff_share"] += booked * minutes / total
    for key, work in held.items():
        total = sum(taken[key].values())
        for where, minutes in taken[key].items():
            if total > 0:
                rows[where]["staff_share"] += work * minutes / total


def booked_as(demand: Demand) -> str:
    """Give the column of a demand's staff minutes."""
    if demand.kind == "other" or not demand.reported:
        return "other_work"
    return "group" if demand.kind == "group" else "individual"


def booked_for(model: Programme, number: int, watched: float, used: float) -> float:
    """Give the staff minutes of shared supervision: all of it, or, jointly, what is left."""
    if model.data.reading == "divided":
        return watched
    interval = model.intervals[number]
    return min(max(interval.awake * interval.length * HOUR - used, 0.0), watched)


def report(figures: Figures, unit: str, model: Programme, answer: Answer) -> None:
    """Write one unit's figures as averages per week."""
    sums, staff = count(model, answer)
    data = model.data
    for row in sums.rows.values():
        row["staff_share"] /= data.circle.weeks
    figures.rows |= {(unit, *where): row for where, row in sums.rows.items()}
    for key in data.keys:
        average: dict[str, float | None] = {**sums.by_key(key)}
        average["days"] = len(data.stay[key[0]])
        asked = average["planned"]
        average["coverage"] = average["received"] / asked if asked > 0 else None
        average["decided_coverage"] = decided_coverage(model, answer, key)
        decided(model, answer, key, average)
        figures.hours[(unit, *key)] = average
    for key, columns in staff.items():
        figures.staff_time[(unit, *key)] = {
            name: value / data.circle.weeks for name, value in columns.items()
        }
    figures.register[unit] = register(model, answer)
    figures.unmet[unit] = shortages(model, answer)
    figures.week[unit] = week(model, answer, booked_for)
    figures.units[unit] = data
    figures.checks[unit] = {
        "breach": answer.worst * HOUR,
        "solves": answer.solves,
        "columns": len(model.columns),
        "rows": len(model.rows),
        "settled": answer.settled,
    }


def decided(model: Programme, answer: Answer, key: Key, average: dict[str, float | None]) -> None:
    """Write decided minutes and, where the unit reports what is decided, the two measures."""
    data = model.data
    stay = len(data.stay[key[0]])
    decisions = [decision for decision in data.decisions if decision.key == key]
    minutes = 0.0
    for day in data.stay[key[0]]:
        holds = [decision for decision in decisions if day in decision.days]
        # A granted decision goes before one that is not started.
        for decision in sorted(holds, key=lambda decision: not decision.granted)[:1]:
            minutes += decision.weekly / stay
    average["decided"] = minutes if decisions else None
    average["omfang"] = average["received"]
    granted = data.granted(key)
    if data.report != "decided" or not granted:
        return
    rest = data.stay[key[0]] - {day for days, _, _ in granted for day in days}
    omfang, resource = (len(rest) * figure for figure in received_in(model, answer, key, rest))
    for days, _, same in granted:
        ratio = ratio_in(model, answer, key, days)
        for decision in same:
            more = decision.resource
            omfang += decision.weekly * len(decision.days)
            resource += (decision.weekly * ratio if more is None else more) * len(decision.days)
    average["omfang"], average["ressursinnsats"] = omfang / stay, resource / stay
