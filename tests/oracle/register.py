"""What is entered in the register for each resident and service, but for the hours received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .calendar import Row, service
from .unit_data import Key, UnitData

HOUR_SERVICES = {1, 2, 3, 4, 7, 8, 9, 11, 15, 17, 22}
RESPITE = 8
ORDER = ("granted", "not_started", "applied", "refused")
DATES = ("applied_on", "decided_on", "started_on", "ended_on", "appealed_on")


@dataclass
class Line:
    """One line: what the columns say as text, and which figures its hours are.

    ``hours`` is ``report`` (those of `hours.csv`), ``decided`` or empty; ``shows_decided`` says
    whether `decided_hm` is filled in.
    """

    key: Key
    texts: dict[str, str]
    hours: str
    shows_decided: bool


def register(data: UnitData) -> list[Line]:
    """Give the lines in the order of the residents' table, and of the services."""
    reportable = [row for row in data.rows.get("decisions", []) if row.get("reportable") != "no"]
    by_key: dict[Key, list[Row]] = {key: [] for key in data.planned}
    for row in reportable:
        by_key.setdefault((row["resident"], service(row["service"])), []).append(row)
    order = {row["resident"]: number for number, row in enumerate(data.rows["residents"])}
    keys = sorted(by_key, key=lambda key: (order[key[0]], key[1]))
    return [line(data, key, by_key[key]) for key in keys]


def standing(rows: list[Row]) -> Row | None:
    """Give the row that is shown: what is granted first, then the newest that begins."""
    for status in ORDER:
        same = [row for row in rows if (row.get("status") or "granted") == status]
        if same:
            newest = max(row.get("from", "") for row in same)
            return next(row for row in same if row.get("from", "") == newest)
    return None


def line(data: UnitData, key: Key, rows: list[Row]) -> Line:
    """Give the line of one resident and service."""
    row, code, frame = standing(rows), key[1], data.rows["unit"][0]
    shown = row or {}
    status = (shown.get("status") or "granted") if row else ""
    rolling = shown.get("rolling") == "yes" or shown.get("service", "") == "08.01"
    has_hours = code in HOUR_SERVICES and (code != RESPITE or rolling or row is None)
    dates = {name: shown.get(name, "") for name in DATES}
    if rolling:
        dates |= {"started_on": shown.get("from", ""), "ended_on": shown.get("to", "")}
    if status == "not_started":
        dates["started_on"] = ""
    first = data.circle.first
    last = first + timedelta(days=data.circle.days - 1) if first else None
    hours = {"": "report", "granted": "report", "not_started": "decided"}.get(status, "")
    hours = hours if has_hours else ""
    texts = {
        "status": status,
        "basis": data.report if hours == "report" else hours,
        "period_from": first.isoformat() if first else "",
        "period_to": last.isoformat() if last else "",
        "org_no": shown.get("org_no") or frame.get("org_no", ""),
        "rolling": ("yes" if rolling else "no") if code == RESPITE else "",
        "staffing": frame.get("staffing", ""),
        "ordinary_housing": frame.get("ordinary_housing", ""),
    }
    return Line(key, texts | dates, hours, has_hours)
