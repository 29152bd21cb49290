"""What is entered in the register: a row per decision, and one for days without any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .average import asked_daily, received_daily, rows_of, week_of
from .calendar import Row, Source, duration, service, source
from .demands import Outside, Participation, Supervision, staff_of
from .programme import Programme
from .stages import Answer
from .unit_data import PER_WEEK, Key, UnitData

HOUR_SERVICES = {1, 2, 3, 4, 7, 8, 9, 11, 15, 17, 22}
RESPITE = 8
BED = 25
DATES = ("applied_on", "decided_on", "started_on", "ended_on", "appealed_on")


@dataclass
class Line:
    """One line: what the columns say as text, and its minutes a week; None where it is empty."""

    key: Key
    texts: dict[str, str]
    days: int | None
    omfang: float | None = None
    ressursinnsats: float | None = None
    decided: float | None = None


def register(model: Programme, answer: Answer) -> list[Line]:
    """Give the lines in the order of the residents' table, of the services, and of decisions."""
    data = model.data
    by_key: dict[Key, list[Row]] = {key: [] for key in data.planned}
    for row in data.rows.get("decisions", []):
        if row.get("reportable") != "no":
            by_key.setdefault((row["resident"], service(row["service"])), []).append(row)
    order = {row["resident"]: number for number, row in enumerate(data.rows["residents"])}
    lines = []
    for key in sorted(by_key, key=lambda key: (order[key[0]], key[1])):
        rest, stops = set(data.in_force_on.get(key, ())), set(data.stops_on.get(key, ()))
        for row in by_key[key]:
            lines.append(of_decision(model, answer, key, row))
            if status_of(row) == "granted":
                rest -= in_force(data, row)
                stops -= data.circle.decided(row)
        if rest:
            lines.append(without_decision(model, answer, key, rest))
            lines[-1].texts["paused"] = times(data, stops)
    for line in lines:
        line.texts["incomplete"] = " ".join(incomplete(line))
    given = {line.key for line in lines if line.texts["status"] == "granted"}
    return [
        line
        for line in lines
        if line.key[1] != BED or any(who == line.key[0] and what != BED for who, what in given)
    ]


def incomplete(line: Line) -> list[str]:
    """Give what the register needs and a line lacks."""
    texts, needs = line.texts, list[str]()
    if texts["status"] in ("granted", "refused"):
        needs.append("decided_on")
    if texts["status"] == "granted":
        needs.append("started_on")
    if line.key[1] == BED:
        needs.append("org_no")
    lacks = [name for name in (*needs, "staffing", "ordinary_housing") if not texts[name]]
    rolling = texts["rolling"] == "yes"
    return ["from" if name == "started_on" and rolling else name for name in lacks]


def status_of(row: Row) -> str:
    """Give a decision's status."""
    return row.get("status") or "granted"


def in_force(data: UnitData, row: Row) -> set[int]:
    """Give the days on which a decision is in force and the resident lives there."""
    return data.circle.decided(row) & data.stay[row["resident"]]


def of_decision(model: Programme, answer: Answer, key: Key, row: Row) -> Line:
    """Give the line of a decision."""
    data, status = model.data, status_of(row)
    rolling = row.get("rolling") == "yes" or row.get("service", "") == "08.01"
    has_hours = key[1] in HOUR_SERVICES and (key[1] != RESPITE or rolling)
    days = in_force(data, row)
    dates = {name: row.get(name, "") for name in DATES}
    if rolling and key[1] == RESPITE:
        began, ended = data.circle.validity(row)
        dates |= {"started_on": began, "ended_on": ended}
    elif status == "granted" and not dates["ended_on"] and data.circle.first is not None:
        until = data.circle.validity(row)[1]
        if until and data.circle.day_of(until) < data.circle.days:
            dates["ended_on"] = until
    if status == "not_started":
        dates["started_on"] = ""
    line = Line(key, frame_of(data, row, key, rolling) | dates, None)
    line.texts |= {"status": status, "basis": "", "row": row["#row"]}
    if has_hours and status in ("granted", "not_started"):
        factor = PER_WEEK[row.get("per", "")]
        line.decided = duration(row["hours"]) * factor
        own = duration(row.get("resource_hours", ""))
        resource = None if own is None else own * factor
        if status == "not_started":
            line.omfang = line.decided
            line.ressursinnsats = line.decided if resource is None else resource
            line.texts["basis"] = "decided"
        elif days:
            counted = as_one(data, key, source(row))
            line.texts["basis"] = data.report
            if data.report == "received":
                line.omfang, line.ressursinnsats = received_in(model, answer, key, counted)
            else:
                ratio = ratio_in(model, answer, key, counted)
                line.omfang = line.decided
                line.ressursinnsats = line.decided * ratio if resource is None else resource
    if status == "granted":
        line.days = len(days)
        line.texts |= period(data, days)
        stops = data.circle.decided(row) & data.hospital[key[0]]
        line.texts["paused"] = times(data, stops)
    return line


def times(data: UnitData, days: set[int]) -> str:
    """Give days as unbroken times, ``first/last`` each."""
    begins = [day for day in sorted(days) if day - 1 not in days]
    ends = [day for day in sorted(days) if day + 1 not in days]
    return " ".join(
        "/".join(period(data, {first, last}).values())
        for first, last in zip(begins, ends, strict=True)
    )


def as_one(data: UnitData, key: Key, where: Source) -> set[int]:
    """Give the days of the period that a decision is of."""
    return next(
        days
        for days, _, decisions in data.granted(key)
        if any(source(decision.row) == where for decision in decisions)
    )


def without_decision(model: Programme, answer: Answer, key: Key, days: set[int]) -> Line:
    """Give the line of days on which interventions stand under nothing granted."""
    data = model.data
    line = Line(key, frame_of(data, {}, key, False) | dict.fromkeys(DATES, ""), len(days))
    line.texts |= {"status": "", "basis": "", "row": ""} | period(data, days)
    if key[1] in HOUR_SERVICES:
        line.texts["basis"] = "received"
        line.omfang, line.ressursinnsats = received_in(model, answer, key, days)
    return line


def frame_of(data: UnitData, row: Row, key: Key, rolling: bool) -> dict[str, str]:
    """Give what is the unit's, and what every line has."""
    frame = data.rows["unit"][0]
    return {
        "period_from": "",
        "period_to": "",
        "paused": "",
        "org_no": number_of(data, row, key),
        "rolling": ("yes" if rolling else "no") if key[1] == RESPITE else "",
        "staffing": frame.get("staffing", ""),
        "ordinary_housing": frame.get("ordinary_housing", ""),
    }


def number_of(data: UnitData, row: Row, key: Key) -> str:
    """Give the organisation number: the decision's, else the unit's of what the unit gives."""
    if key[1] == 29:
        return ""
    ours = [demand for demand in data.demands if demand.reported]
    ours = [demand for demand in ours if (demand.resident, demand.service) == key and demand.spans]
    ours += [taker for demand in data.demands for taker in demand.takers if key_of(taker) == key]
    ours += [watched for watched in data.supervision if key_of(watched) == key]
    outside = [claim for claim in data.outside if key_of(claim) == key]
    ours += [claim for claim in outside if claim.source[0] not in data.rows]
    elsewhere = key[1] == BED or (outside and not ours)
    return row.get("org_no") or ("" if elsewhere else data.rows["unit"][0].get("org_no", ""))


def key_of(claim: Participation | Supervision | Outside) -> Key:
    """Give whom and what something is for."""
    return claim.resident, claim.service


def period(data: UnitData, days: set[int]) -> dict[str, str]:
    """Give the first and the last of some days."""
    first = data.circle.first
    if first is None or not days:
        return {"period_from": "", "period_to": ""}
    begins, ends = first + timedelta(days=min(days)), first + timedelta(days=max(days))
    return {"period_from": begins.isoformat(), "period_to": ends.isoformat()}


def received_in(model: Programme, answer: Answer, key: Key, days: set[int]) -> tuple[float, float]:
    """Give omfang and ressursinnsats received in an average week of some days."""
    return with_staff(model.data, key, days, received_daily(model, answer))


def ratio_in(model: Programme, answer: Answer, key: Key, days: set[int]) -> float:
    """Give ressursinnsats / omfang of some days: as received, else as planned, else 1."""
    omfang, resource = received_in(model, answer, key, days)
    if omfang <= 0.01:
        omfang, resource = with_staff(model.data, key, days, asked_daily(model.data))
    return resource / omfang if omfang > 0.01 else 1.0


def with_staff(
    data: UnitData, key: Key, days: set[int], daily: dict[Source, dict[int, float]]
) -> tuple[float, float]:
    """Give an average week of some days, and the same times the staff needed of each row."""
    rows = [(week_of(data, row, daily, days), staff_of(row)) for row in rows_of(data, key)]
    return sum(week for week, _ in rows), sum(week * staff for week, staff in rows)
