"""From the settled programme to the figures of contract 3: minutes, averages per week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from .average import decided_coverage
from .calendar import PARTS, Source
from .cuts import HOUR, part_names
from .programme import Programme, receiver, source_of
from .register import Line, register
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
    """Minutes over the roster of each row, and whom each row is for."""

    rows: dict[Source, Measures]
    keys: dict[Source, Key]

    def by_key(self, key: Key) -> Measures:
        """Give the sums of a resident and service."""
        own = [row for source, row in self.rows.items() if self.keys[source] == key]
        return {name: sum(row[name] for row in own) for name in MEASURES}


def count(model: Programme, answer: Answer) -> tuple[Sums, dict[tuple[str, str], Measures]]:
    """Give the sums over the roster, of residents and of staff [min]."""
    sums = Sums(defaultdict(lambda: dict.fromkeys(MEASURES, 0.0)), {})
    staff = {
        (p, duty): dict.fromkeys(COLUMNS, 0.0) for p in PARTS for duty in ("active", "resting")
    }
    planned(model.data, sums)
    received(model, answer, sums.rows)
    outside(model.data, sums.rows)
    rostered(model, staff)
    worked(model, answer, sums.rows, staff)
    for row in staff.values():
        row["presence"] = row["rostered"] - sum(row[name] for name in COLUMNS[1:-1])
    return sums, staff


def received(model: Programme, answer: Answer, rows: dict[Source, Measures]) -> None:
    """Add what residents receive in the model, by part of the døgn, and ressursinnsats."""
    for number, column in enumerate(model.columns):
        if not receiver(model, number)[0]:
            continue
        minutes = answer.values[number] * HOUR
        need = 1
        if column.kind == "x":
            need = model.data.demands[column.owner].staff
        elif column.kind == "y":
            need = model.data.demands[column.owner].takers[column.taker].need
        row = rows[source_of(model, number)]
        row["received"] += minutes
        row[model.intervals[column.interval].part] += minutes
        row["ressursinnsats"] += need * minutes
        if column.kind == "z":
            row["planned"] += minutes


def planned(data: UnitData, sums: Sums) -> None:
    """Add what each row asks for; of shared supervision nothing but what is received."""
    asked = [(claim, sum(claim.daily.values())) for claim in data.outside]
    asked += [(claim, claim.asked()) for claim in data.demands if claim.resident]
    for demand in data.demands:
        asked += [(claim, sum(span.asked for span in claim.spans)) for claim in demand.takers]
    asked += [(row, 0.0) for row in data.supervision]
    for claim, minutes in asked:
        sums.keys[claim.source] = (claim.resident, claim.service)
        sums.rows[claim.source]["planned"] += minutes


def outside(data: UnitData, rows: dict[Source, Measures]) -> None:
    """Add what others give, in proportion to the windows' lengths in each part of the døgn."""
    for help_ in data.outside:
        minutes = sum(help_.daily.values())
        row = rows[help_.source]
        row["received"] += minutes
        row["ressursinnsats"] += minutes * help_.need
        lengths = dict.fromkeys(PARTS, 0)
        for begin, length in help_.windows:
            for minute in range(begin, begin + length):
                lengths[part_at(data, minute)] += 1
        for part in PARTS:
            row[part] += minutes * lengths[part] / sum(lengths.values())


def part_at(data: UnitData, minute: int) -> str:
    """Give the part of the døgn of an offset."""
    offset = minute % 1440
    if offset < data.circle.evening:
        return "day"
    return "evening" if offset < data.circle.night else "night"


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
        watched: list[tuple[Source, float]] = []
        active = staff[interval.part, "active"]
        for number in model.by_interval[interval_number]:
            column, minutes = model.columns[number], answer.values[number] * HOUR
            if column.kind == "x":
                demand = demands[column.owner]
                work = demand.staff * minutes
                used += work
                if demand.resident:
                    rows[demand.source]["staff_share"] += work
                if demand.kind == "group":
                    held[column.owner, interval.part] += work
                name = {"group": "group", "other": "other_work"}.get(demand.kind, "individual")
                active[name] += work
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
        active["individual"] -= woken
        staff[interval.part, "resting"]["individual"] += woken
        total = sum(minutes for _, minutes in watched)
        booked = booked_for(model, interval_number, total, used - woken)
        active["supervision"] += booked
        for source, minutes in watched:
            if total > 0:
                rows[source]["staff_share"] += booked * minutes / total
    for key, work in held.items():
        total = sum(taken[key].values())
        for source, minutes in taken[key].items():
            if total > 0:
                rows[source]["staff_share"] += work * minutes / total


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
    for source, row in sums.rows.items():
        figures.rows[(unit, *source)] = per_week(data, sums.keys[source][0], row)
    for key in data.keys:
        average: dict[str, float | None] = {**per_week(data, key[0], sums.by_key(key))}
        average["days"] = len(data.stay[key[0]])
        asked = average["planned"]
        average["coverage"] = average["received"] / asked if asked > 0 else None
        average["decided_coverage"] = decided_coverage(model, answer, key)
        decided(data, key, average)
        figures.hours[(unit, *key)] = average
    for key, columns in staff.items():
        figures.staff_time[(unit, *key)] = {
            name: value / data.circle.weeks for name, value in columns.items()
        }
    figures.register[unit] = register(data)
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


def per_week(data: UnitData, resident: str, row: Measures) -> Measures:
    """Give an average week of the resident's stay, and of the roster for the staff's share."""
    days = len(data.stay[resident])
    average = {name: value * 7 / days if days else 0.0 for name, value in row.items()}
    return average | {"staff_share": row["staff_share"] / data.circle.weeks}


def decided(data: UnitData, key: Key, average: dict[str, float | None]) -> None:
    """Write decided minutes and, where the unit reports what is decided, the two measures."""
    days = len(data.stay[key[0]])
    decisions = [decision for decision in data.decisions if decision.key == key]
    ratio = 1.0
    if average["received"] > 0.01:
        ratio = average["ressursinnsats"] / average["received"]
    minutes = resource = 0.0
    for day in data.stay[key[0]]:
        holds = [decision for decision in decisions if day in decision.days]
        # A granted decision goes before one that is not started.
        for decision in sorted(holds, key=lambda decision: not decision.granted)[:1]:
            minutes += decision.weekly / days
            more = decision.resource
            resource += (decision.weekly * ratio if more is None else more) / days
    average["decided"] = minutes if decisions else None
    average["omfang"] = average["received"]
    if data.report == "decided" and any(d.granted and d.days for d in decisions):
        average["omfang"], average["ressursinnsats"] = minutes, resource
