"""Every row of the decisions, the plan and other work: what it asks as it stands, if it counts."""

from __future__ import annotations

from dataclasses import dataclass

from .calendar import Row, Source, duration, number, service, source, weekdays
from .demands import AROUND, is_continuous
from .staff import first_day, takes_from
from .unit_data import PER_WEEK, UnitData

TABLES = ("decisions", "interventions", "other_work")
ACTIVITY = {
    "decisions": ("status", "granted"),
    "interventions": ("activity", "direct"),
    "other_work": ("work", ""),
}


@dataclass
class Traced:
    """One row; ``asked`` is None where it is what the model asked of it."""

    source: Source
    row: Row
    counted: bool
    asked: float | None

    @property
    def activity(self) -> str:
        """The kind of work, or of a decision its status."""
        column, default = ACTIVITY[self.source[0]]
        return self.row.get(column) or default

    @property
    def code(self) -> int | None:
        """The service; other work has none."""
        return service(self.row["service"]) if self.row.get("service") else None


def trace(data: UnitData) -> list[Traced]:
    """Give the rows in the order of the tables."""
    return [
        Traced(source(row), row, counted(data, table, row), asked(data, table, row))
        for table in TABLES
        for row in data.rows.get(table, [])
    ]


def counted(data: UnitData, table: str, row: Row) -> bool:
    """Say whether a row is time received, or hours granted."""
    if table == "decisions":
        granted = (row.get("status") or "granted") == "granted" and row.get("hours")
        return bool(granted) and row.get("reportable") != "no"
    if table == "other_work" or row.get("activity") in AROUND:
        return False
    groups = {group["group"]: group for group in data.rows.get("groups", [])}
    shared = is_continuous(row) and not row.get("staff") and not row.get("group")
    if shared and data.reading == "rounds":
        return False
    key = (row["resident"], service(row["service"]))
    days = data.circle.dated(row) & data.stay[key[0]]
    if days and not days - data.hidden.get(key, set()):
        return False
    providers = {row.get("provider"), groups.get(row.get("group", ""), {}).get("provider")}
    return "unpaid" not in providers


def asked(data: UnitData, table: str, row: Row) -> float | None:
    """Give what a row asks for in a week in which it holds throughout [min]."""
    if table == "decisions":
        hours = duration(row.get("hours", ""))
        return 0.0 if hours is None else hours * PER_WEEK[row.get("per", "")]
    if table == "interventions" and row.get("group"):
        row = next(group for group in data.rows["groups"] if group["group"] == row["group"])
    elif table == "interventions" and is_continuous(row):
        return None
    minutes = number(row["minutes"]) * number(row.get("times", ""), 1.0)
    if row.get("per") == "shift":
        return minutes * shifts_of(data, row) / data.circle.weeks
    if (row.get("per") or "day") == "day":
        return minutes * len(weekdays(row.get("weekdays", "")))
    return minutes * PER_WEEK[row["per"]]


def shifts_of(data: UnitData, task: Row) -> int:
    """Give how many staff on shifts work per shift is taken from."""
    circle = data.circle
    days = [(row, first_day(circle, row)) for row in data.rows["shifts"]]
    return sum(
        int(row.get("count") or 1)
        for row, day in days
        if 0 <= day < circle.days and takes_from(task, row, day)
    )
