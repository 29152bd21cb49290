"""A unit's tables to one unit: who is there, what is asked, caps, help from outside."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from . import demands as d
from .calendar import (
    DAY,
    Circle,
    Row,
    Source,
    duration,
    names,
    numbered,
    offsets,
    service,
    source,
    weekdays,
)
from .staff import Staff, on_duty

PER_WEEK = {"": 1.0, "week": 1.0, "day": 7.0, "14_days": 0.5, "month": 0.25}
PER_WEEK |= {f"{weeks}_weeks": 1 / weeks for weeks in range(3, 13)}
Key = tuple[str, int]


@dataclass
class Decision:
    """A reportable decision that is granted or not started, in minutes a week."""

    row: Row
    key: Key
    days: set[int]
    valid: set[int]  # of the roster, whether the resident lives there or not
    weekly: float
    resource: float | None
    granted: bool


@dataclass
class Cap:
    """The most that the unit may give of a service in an average week of some days [min]."""

    key: Key
    days: set[int]
    weekly: float
    counted: dict[Source, dict[int, float]]  # what a minute of a row counts, day by day

    @property
    def minutes(self) -> float:
        """That much a week, over the days."""
        return self.weekly / 7 * len(self.days)


@dataclass
class UnitData:
    """Everything the model needs to know of one unit."""

    rows: dict[str, list[Row]]
    circle: Circle
    reading: str
    report: str
    staff: Staff
    stay: dict[str, set[int]]
    there: dict[str, NDArray[np.bool_]]
    decisions: list[Decision]
    hospital: dict[str, set[int]]
    demands: list[d.Demand] = field(default_factory=list)
    supervision: list[d.Supervision] = field(default_factory=list)
    outside: list[d.Outside] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)  # with a row of decisions or interventions
    planned: set[Key] = field(default_factory=set)  # with a row that counts
    in_force_on: dict[Key, set[int]] = field(default_factory=dict)  # days of any intervention
    stops_on: dict[Key, set[int]] = field(default_factory=dict)  # the same, but for hospital
    hidden: dict[Key, set[int]] = field(default_factory=dict)  # granted, not the register's
    school: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    inside: dict[
        str, list[tuple[d.Requirement, dict[int, float], list[tuple[int, int]], Source]]
    ] = field(default_factory=dict)
    """What others ask of the unit: how much on a day, the share of it on each, and where."""

    def blocked(self, key: Key) -> set[int]:
        """Give the days on which a decision is not started and none is granted."""
        held = {granted: set() for granted in (True, False)}
        for decision in self.decisions:
            if decision.key == key:
                held[decision.granted] |= decision.days
        return held[False] - held[True]

    def granted(self, key: Key) -> list[tuple[set[int], float, list[Decision]]]:
        """Give the periods of equal granted hours: days, minutes a week, and their decisions."""
        own = [d for d in self.decisions if d.key == key and d.granted and d.valid]
        groups: list[list[Decision]] = []
        for decision in sorted(own, key=lambda decision: min(decision.valid)):
            if groups and follows(decision, groups[-1][-1]):
                groups[-1].append(decision)
            else:
                groups.append([decision])
        listed = [(set().union(*(d.days for d in same)), same) for same in groups]
        return [
            (days, same[0].weekly, [d for d in same if d.days]) for days, same in listed if days
        ]

    def cuts(self, key: Key) -> set[int]:
        """Give the days on which a period begins, or has ended the day before."""
        days = [days for days, _, _ in self.granted(key)]
        return {min(own) for own in days} | {max(own) + 1 for own in days} - {self.circle.days}

    def in_force(self, row: Row, key: Key | None) -> set[int]:
        """Give the days of a row's own dates and the resident's stay.

        Of an intervention, less those of a decision in wait, or of one that is not the register's.
        """
        days = self.circle.dated(row) & self.stay[row["resident"]]
        return days - self.blocked(key) - self.hidden.get(key, set()) if key else days

    def not_reported(self, row: Row, key: Key) -> set[int]:
        """Give the days of a row on which it is not the register's."""
        return self.circle.dated(row) & self.stay[row["resident"]] & self.hidden.get(key, set())


def follows(decision: Decision, before: Decision) -> bool:
    """Say whether a decision of the same hours begins the day after another ends."""
    same = abs(decision.weekly - before.weekly) < 1e-6
    return same and min(decision.valid) == max(before.valid) + 1


def build(tables: dict[str, list[Row]], unit: str) -> UnitData:
    """Read the tables of one unit."""
    rows = {
        name: [row for row in numbered(name, table) if row.get("unit") in ("", None, unit)]
        for name, table in tables.items()
    }
    frame = rows["unit"][0]
    circle = Circle.of(frame)
    away = rows.get("absences", [])
    hospital = {
        row["resident"]: stopped(circle, row["resident"], away) for row in rows["residents"]
    }
    stay = {
        row["resident"]: circle.dated(row) - hospital[row["resident"]] for row in rows["residents"]
    }
    data = UnitData(
        rows,
        circle,
        frame.get("shared_supervision") or "divided",
        frame.get("report") or "received",
        on_duty(circle, rows["shifts"], rows.get("other_work", [])),
        stay,
        presence(circle, stay, away),
        read_decisions(circle, stay, rows.get("decisions", [])),
        hospital,
    )
    data.keys = {
        (row["resident"], service(row["service"]))
        for table in ("decisions", "interventions")
        for row in rows.get(table, [])
    }
    data.school = {
        row["resident"]: school(circle, row["resident"], away) for row in rows["residents"]
    }
    data.hidden = not_the_registers(circle, rows.get("decisions", []))
    policy = frame.get("priority_policy") or "health_first"
    data.demands = d.other_rows(circle, rows.get("other_work", []))
    interventions = rows.get("interventions", [])
    data.planned = read_interventions(data, interventions, rows.get("groups", []), policy)
    read_bare_decisions(data, policy)
    for row in interventions:
        read_continuous(data, row, policy)
    return data


def presence(
    circle: Circle, stay: dict[str, set[int]], absences: list[Row]
) -> dict[str, NDArray[np.bool_]]:
    """Say for each minute whether a resident lives there and is not absent."""
    there = {
        name: np.repeat([x in days for x in range(circle.days)], DAY) for name, days in stay.items()
    }
    for row in absences:
        if row.get("reason") != "holiday_with_staff":
            there[row["resident"]][away_minutes(circle, row)] = False
    return there


def away_minutes(circle: Circle, row: Row) -> NDArray[np.bool_]:
    """Mark the minutes of an absence."""
    away = np.zeros(circle.total, dtype=bool)
    if row.get("date"):
        days = circle.between(row["date"], row.get("date_to") or row["date"])
    else:
        days = {x for x in range(circle.days) if x % 7 in weekdays(row["weekday"])}
    for day in days:
        for begin, length in circle.windows(row, ("day", "evening", "night")):
            away[circle.minutes(day, begin, length)] = True
    return away


def stopped(circle: Circle, resident: str, absences: list[Row]) -> set[int]:
    """Give the døgn that a resident's stays in hospital cover from end to end."""
    covered = np.zeros(circle.total, dtype=bool)
    for row in absences:
        if row["resident"] == resident and row.get("reason") == "hospital":
            covered |= away_minutes(circle, row)
    return {day for day in range(circle.days) if covered[day * DAY : (day + 1) * DAY].all()}


def school(circle: Circle, resident: str, absences: list[Row]) -> NDArray[np.bool_]:
    """Mark the minutes that a resident is at school and not in hospital."""
    minutes = {reason: np.zeros(circle.total, dtype=bool) for reason in ("school", "hospital")}
    for row in absences:
        if row["resident"] == resident and row.get("reason") in minutes:
            minutes[row["reason"]] |= away_minutes(circle, row)
    return minutes["school"] & ~minutes["hospital"]


def school_windows(
    data: UnitData, resident: str, windows: list[tuple[int, int]], day: int
) -> list[tuple[int, int]]:
    """Give what of the windows of a day lies in school, as offsets and lengths."""
    inside = []
    for begin, length in windows:
        there = data.school[resident][data.circle.minutes(day, begin, length)]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(int), [0]])))
        inside += [
            (begin + int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
    return inside


def beside_school(
    data: UnitData, key: Key, windows: list[tuple[int, int]], days: set[int]
) -> dict[int, float]:
    """Give for each day the share of its windows that is not in school; 1 but for respite."""
    if key[1] not in (7, 8):
        return dict.fromkeys(days, 1.0)
    whole = sum(length for _, length in windows)
    return {
        day: 1.0 - sum(length for _, length in school_windows(data, key[0], windows, day)) / whole
        for day in days
    }


def give_in_school(
    data: UnitData,
    row: Row,
    key: Key,
    windows: list[tuple[int, int]],
    daily: dict[int, float],
) -> None:
    """Take the share of what a row asks for that lies in school as given by others."""
    whole = sum(length for _, length in windows)
    for day, minutes in daily.items() if key[1] in (7, 8) else ():
        inside = school_windows(data, key[0], windows, day)
        given = minutes * sum(length for _, length in inside) / whole
        if inside:
            where = d.in_school(source(row))
            data.outside.append(d.Outside(where, *key, d.staff_of(row), {day: given}, inside))


def asked_beside(spans: list[d.Span], share: dict[int, float]) -> list[d.Span]:
    """Give what is left of spans, and the days on which anything is."""
    left = []
    for span in spans:
        days = [day for day in span.days if share[day] > 0]
        if days:
            asked = span.asked / len(span.days) * sum(share[day] for day in days)
            left.append(d.Span(asked, days))
    return left


def read_decisions(circle: Circle, stay: dict[str, set[int]], rows: list[Row]) -> list[Decision]:
    """Give the decisions that grant something, and those that are not started."""
    decisions = []
    for row in rows:
        status = row.get("status") or "granted"
        if status not in ("granted", "not_started") or row.get("reportable") == "no":
            continue
        factor = PER_WEEK[row.get("per", "")]
        minutes, more = duration(row.get("hours", "")), duration(row.get("resource_hours", ""))
        if minutes is None:  # a service that is reported by its dates alone
            continue
        decisions.append(
            Decision(
                row,
                (row["resident"], service(row["service"])),
                circle.decided(row) & stay[row["resident"]],
                circle.decided(row),
                minutes * factor,
                None if more is None else more * factor,
                status == "granted",
            )
        )
    return decisions


def not_the_registers(circle: Circle, rows: list[Row]) -> dict[Key, set[int]]:
    """Give the days on which a decision is granted that is not reported, and no other is."""
    held: dict[bool, dict[Key, set[int]]] = {True: {}, False: {}}
    for row in rows:
        if (row.get("status") or "granted") == "granted":
            key = row["resident"], service(row["service"])
            own = held[row.get("reportable") != "no"]
            own[key] = own.get(key, set()) | circle.decided(row)
    return {key: days - held[True].get(key, set()) for key, days in held[False].items()}


def read_interventions(
    data: UnitData, rows: list[Row], group_rows: list[Row], policy: str
) -> set[Key]:
    """Read all but continuous supervision; give the services that have an intervention at all."""
    circle = data.circle
    groups = {row["group"]: d.group(circle, row) for row in group_rows}
    by_name = {row["group"]: row for row in group_rows}
    lives = {row["resident"]: row for row in data.rows["residents"]}
    data.demands += [
        groups[row["group"]] for row in group_rows if (row.get("provider") or "unit") == "unit"
    ]
    planned = set()
    for row in rows:
        providers = {row.get("provider") or "unit"}
        if row.get("group"):
            providers.add(by_name[row["group"]].get("provider") or "unit")
        never = row.get("activity") in d.AROUND
        if "unpaid" in providers or (never and ("external" in providers or row.get("group"))):
            continue
        if never:
            days = data.in_force(row, None)
            data.demands.append(d.other(circle, row, d.windows_of(circle, row), days))
            continue
        key = (row["resident"], service(row["service"]))
        planned.add(key)
        days = data.in_force(row, key)
        data.in_force_on[key] = data.in_force_on.get(key, set()) | days
        stops = circle.dated(row) & circle.dated(lives[row["resident"]]) & data.hospital[key[0]]
        data.stops_on[key] = data.stops_on.get(key, set()) | stops - data.hidden.get(key, set())
        if d.is_continuous(row):
            continue
        planned_by = by_name[row["group"]] if row.get("group") else row
        ask = d.Requirement.of(planned_by)
        windows = d.windows_of(circle, planned_by)
        if "external" in providers:
            daily = {day: ask.average for day in days if day % 7 in ask.weekdays}
            data.outside.append(d.Outside(source(row), *key, d.staff_of(row), daily, windows))
            continue
        share = beside_school(data, key, windows, days)
        give_in_school(
            data, row, key, windows, {x: ask.average for x in days if x % 7 in ask.weekdays}
        )
        data.inside.setdefault(key[0], []).append((ask, share, windows, source(row)))
        if row.get("group"):
            rank = d.priority(row, key[1], policy)
            spans = asked_beside(ask.spans(circle, days, data.cuts(key)), share)
            able = {day for day in days if share[day] > 0}
            taker = d.Participation(source(row), *key, rank, d.staff_of(row), able, spans)
            groups[row["group"]].takers.append(taker)
        else:
            cuts, other = data.cuts(key), data.not_reported(row, key)
            demand = d.individual(circle, row, days, policy, cuts)
            demand.spans = asked_beside(demand.spans, share)
            data.demands.append(demand)
            if other:
                share = beside_school(data, key, windows, other)
                demand = d.individual(circle, row, other, policy, cuts, False)
                demand.spans = asked_beside(demand.spans, share)
                data.demands.append(demand)
                data.inside[key[0]].append((ask, share, windows, d.hidden(source(row))))
    return planned


def read_bare_decisions(data: UnitData, policy: str) -> None:
    """Ask for what is granted on days without any intervention, or take it as given."""
    for key in {decision.key: None for decision in data.decisions}:
        for days, weekly, decisions in data.granted(key):
            if not days & data.in_force_on.get(key, set()):
                bare(data, policy, days, weekly, decisions[0])


def bare(data: UnitData, policy: str, days: set[int], weekly: float, first: Decision) -> None:
    """Ask for one period, in the name of its first decision."""
    circle, key, where = data.circle, first.key, source(first.row)
    windows = [circle.part_window("day"), circle.part_window("evening")]
    if weekly > 7 * circle.night or (key[1] not in (1, 2, 15) and "døgn" in first.row["hours"]):
        windows.append(circle.part_window("night"))
    if key[1] not in (1, 2, 15):
        data.outside.append(d.Outside(where, *key, 1, dict.fromkeys(days, weekly / 7), windows))
        return
    ask = d.Requirement("week", weekly / 7, float("inf"), set(range(7)))
    share = dict.fromkeys(days, 1.0)
    data.inside.setdefault(key[0], []).append((ask, share, windows, where))
    rank, spans = d.priority({}, key[1], policy), ask.spans(circle, days)
    data.demands.append(d.Demand(where, "individual", 1, "", windows, spans, ask.limit, *key, rank))


def read_continuous(data: UnitData, row: Row, policy: str) -> None:
    """Read a row of own or shared supervision, if it is one that counts."""
    unpaid = row.get("provider") in ("unpaid", "external")
    if not d.is_continuous(row) or row.get("group") or unpaid or row.get("activity") in d.AROUND:
        return
    key = (row["resident"], service(row["service"]))
    parts = d.windows_of(data.circle, row)
    days = {x for x in data.in_force(row, key) if x % 7 in weekdays(row.get("weekdays", ""))}
    if not row.get("staff"):
        data.supervision.append(d.Supervision(source(row), *key, parts, days))
        return
    whole = sum(length for _, length in parts)
    give_in_school(data, row, key, parts, dict.fromkeys(days, float(whole)))
    other = {x for x in data.not_reported(row, key) if x % 7 in weekdays(row.get("weekdays", ""))}
    rank = d.priority(row, key[1], policy)
    words = names(row.get("competence", ""))
    word = words[0] if words else ""
    for where, own, reported in (
        (source(row), days, True),
        (d.hidden(source(row)), other, False),
    ):
        spans = [d.Span(own_minutes(data, key[0], parts, day), [day]) for day in sorted(own)]
        spans = [span for span in spans if span.asked > 1e-9]
        if reported or spans:
            data.demands.append(
                d.Demand(
                    where,
                    "own",
                    d.staff_of(row),
                    word,
                    parts,
                    spans,
                    float("inf"),
                    *key,
                    rank,
                    reported=reported,
                )
            )


def own_minutes(data: UnitData, resident: str, parts: list[tuple[int, int]], day: int) -> float:
    """Give what own supervision asks on a day: parts less absences and demands inside."""
    within = offsets(parts)
    left = 0.0
    for begin, length in parts:
        left += data.there[resident][data.circle.minutes(day, begin, length)].sum()
    for ask, days, windows, _ in data.inside.get(resident, []):
        if day in days and day % 7 in ask.weekdays and offsets(windows) <= within:
            left -= ask.average * days[day]
    return max(left, 0.0)
