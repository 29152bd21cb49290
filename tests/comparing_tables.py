"""Every output table beside what the slow model says of it, row by row and column by column.

An empty figure is not 0, a row that one of the two lacks is a difference, and so is another order.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
from oracle.calendar import DAY, DAYS, clock
from oracle.register import Line
from oracle.slow import Figures
from oracle.trace import trace
from oracle.unit_data import UnitData
from oracle.unmet import REASONS, Shortage

from allocator import Result

TOLERANCE = 0.01
"""Minutes a week."""
HOURS = {
    "decided": "decided_minutes",
    "planned": "planned_minutes",
    "received": "received_minutes",
    "omfang": "omfang_minutes",
    "ressursinnsats": "ressursinnsats_minutes",
    "staff_share": "staff_share_minutes",
    "day": "day_minutes",
    "evening": "evening_minutes",
    "night": "night_minutes",
}
STAFF = {
    "rostered": "rostered_minutes",
    "individual": "individual_minutes",
    "group": "group_minutes",
    "supervision": "supervision_minutes",
    "other_work": "other_work_minutes",
    "break": "break_minutes",
    "presence": "presence_minutes",
}
ROW = [name for name in HOURS if name not in ("decided", "omfang")]
"""What a single row of the input has."""


@dataclass
class Comparison:
    """What was found apart, and the largest difference of each column that was compared."""

    differences: list[str] = field(default_factory=list)
    worst: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def same(self, key: Hashable, ours: object, theirs: object) -> None:
        """Compare texts and whole numbers."""
        if ours != theirs:
            self.differences.append(f"{key}: {ours!r} ≠ {theirs!r}")

    def near(
        self,
        column: str,
        key: Hashable,
        ours: float,
        theirs: float | None,
        within: float = TOLERANCE,
    ) -> None:
        """Compare figures; one that is empty is like another that is empty only."""
        empty, other = pd.isna(ours), theirs is None or math.isnan(theirs)
        if empty or other:
            if empty != other:
                self.differences.append(f"{column} {key}: {ours} ≠ {theirs}")
            return
        apart = abs(float(ours) - float(theirs))
        self.worst[column] = max(self.worst[column], apart)
        if not apart < within:
            self.differences.append(f"{column} {key}: {ours:.4f} ≠ {theirs:.4f}")


def compare(result: Result, slow: Figures) -> Comparison:
    """Compare every table of a result."""
    comparison = Comparison()
    for table in (hours, staff_time, register, rows, week, staff_week, unmet):
        table(comparison, result, slow)
    return comparison


def hm(minutes: float) -> str:
    """Write minutes as `h:mm`: to 0.01 minute and then half up (contract 2)."""
    fine = Decimal(repr(float(minutes))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = int((fine + Decimal("0.5")).to_integral_value(ROUND_FLOOR))
    return f"{whole // 60}:{whole % 60:02d}"


def hours(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `hours.csv`."""
    keys = list(zip(*(result.hours[name] for name in ("unit", "resident", "service")), strict=True))
    position = {
        (unit, row["resident"]): (number, index)
        for number, (unit, data) in enumerate(slow.units.items())
        for index, row in enumerate(data.rows["residents"])
    }
    expected = sorted(slow.hours, key=lambda key: (position[key[:2]], key[2]))
    comparison.same("rows of hours", keys, expected)
    for key, row in zip(keys, result.hours.itertuples(), strict=True):
        theirs = slow.hours.get(key)
        if theirs is None:
            continue
        for name, column in HOURS.items():
            comparison.near(f"hours.{name}", key, getattr(row, column), theirs[name])
        comparison.same(("days", *key), row.days, theirs["days"])
        asked = theirs["planned"] or 0.0
        if asked > TOLERANCE or row.planned_minutes > TOLERANCE:
            within = TOLERANCE / max(asked, TOLERANCE)
            comparison.near("hours.coverage", key, row.coverage, theirs["coverage"], within)
        elif asked == 0.0 == row.planned_minutes:
            comparison.near("hours.coverage", key, row.coverage, None)
        comparison.near("hours.decided_coverage", key, *coverages(row, theirs))
        comparison.same(("omfang_hm", *key), row.omfang_hm, hm(row.omfang_minutes))
        resource = hm(row.ressursinnsats_minutes)
        comparison.same(("ressursinnsats_hm", *key), row.ressursinnsats_hm, resource)


def coverages(row: Any, theirs: Mapping[str, Any]) -> tuple[float, float | None, float]:
    """Return both shares of the decision that are received, and how near they are to be."""
    decided = theirs["decided"] or 0.0
    return row.decided_coverage, theirs["decided_coverage"], TOLERANCE / max(decided, TOLERANCE)


def staff_time(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `staff_time.csv`."""
    frame = result.staff_time.set_index(["unit", "part", "duty"])
    comparison.same("rows of staff_time", set(frame.index), set(slow.staff_time))
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        for name, column in STAFF.items():
            comparison.near(f"staff_time.{name}", key, row[column], slow.staff_time[key][name])


def register(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `register.csv`: its rows in order, its texts, and whose hours they are."""
    lines = [(unit, line) for unit, own in slow.register.items() for line in own]
    frame = result.register
    ours = list(zip(frame["unit"], frame["resident"], frame["service"], strict=True))
    comparison.same("rows of register", ours, [(unit, *line.key) for unit, line in lines])
    if len(lines) != len(frame):
        return
    hours_of = _by_key(result.hours)
    for (unit, line), row in zip(lines, frame.to_dict("records"), strict=True):
        key = (unit, *line.key)
        _register_line(comparison, line, row, hours_of[key], slow.hours[key]["decided"])


def _register_line(
    comparison: Comparison,
    line: Line,
    row: Mapping[str, Any],
    of_hours: Mapping[str, Any],
    decided: float | None,
) -> None:
    for name, text in line.texts.items():
        comparison.same((name, *line.key), row[name], text)
    shown = hm(decided) if line.shows_decided and decided is not None else ""
    comparison.same(("decided_hm", *line.key), row["decided_hm"], shown)
    for name in ("omfang_hm", "ressursinnsats_hm"):
        text = {"report": of_hours[name], "decided": shown}.get(line.hours, "")
        comparison.same((name, *line.key), row[name], text)
    comparison.same(("service_name", *line.key), row["service_name"], of_hours["service_name"])


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, str, int], dict[Hashable, Any]]:
    records = frame.to_dict("records")
    return {(row["unit"], row["resident"], row["service"]): row for row in records}


def rows(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `trace.csv`: its rows in order, each by itself, and their sums with `hours.csv`."""
    expected = [
        (unit, *traced.source, traced)
        for unit, data in slow.units.items()
        for traced in trace(data)
    ]
    frame = result.trace
    ours = list(zip(frame["unit"], frame["table"], frame["row"], strict=True))
    comparison.same("rows of trace", ours, [traced[:3] for traced in expected])
    if [traced[:3] for traced in expected] != ours:
        return
    for (*key, traced), row in zip(expected, frame.to_dict("records"), strict=True):
        theirs = slow.rows.get(tuple(key), {})
        for name in ROW:
            figure = theirs.get(name, 0.0)
            comparison.near(f"trace.{name}", tuple(key), row[f"{name}_minutes"], figure)
        asked = theirs.get("planned", 0.0) if traced.asked is None else traced.asked
        comparison.near("trace.asked", tuple(key), row["asked_minutes"], asked)
        comparison.same(("counted", *key), bool(row["counted"]), traced.counted)
        comparison.same(("id", *key), row["id"], traced.row.get("intervention", ""))
        comparison.same(("resident", *key), row["resident"], traced.row.get("resident", ""))
        comparison.same(("activity", *key), row["activity"], traced.activity)
        comparison.same(
            ("service", *key), None if pd.isna(row["service"]) else row["service"], traced.code
        )
    sums = frame[frame["resident"] != ""].groupby(["unit", "resident", "service"]).sum()
    for key, row in _by_key(result.hours).items():
        for name in ROW:
            if name == "ressursinnsats" and slow.units[key[0]].report == "decided":
                continue  # hours.csv has the decided one, trace.csv what was received
            column = f"{name}_minutes"
            comparison.near(f"trace sum.{name}", key, sums.loc[key, column], row[column], 1e-6)


def minutes_of(data: UnitData, row: Mapping[Hashable, Any]) -> slice:
    """Give the minutes of the week between a row's two times."""
    begin = DAY * DAYS.index(row["weekday"][:3])
    first = (clock(row["from_time"]) - data.circle.start) % DAY
    last = (clock(row["to_time"]) - data.circle.start) % DAY or DAY
    return slice(begin + first, begin + last)


Minutes = np.ndarray[Any, np.dtype[np.float64]]


def clocked(
    comparison: Comparison,
    name: str,
    data: UnitData,
    ours: Iterable[Mapping[Hashable, Any]],
    theirs: Mapping[str, Minutes],
) -> None:
    """Compare rows by the clock with minutes of the week: no minute twice, none left, none cut."""
    rest = {column: minutes.copy() for column, minutes in theirs.items()}
    seen = np.zeros(7 * DAY, dtype=bool)
    for row in ours:
        where = minutes_of(data, row)
        key = (name, row["weekday"], row["from_time"], row["to_time"])
        if seen[where].any():
            comparison.same(key, "twice", "once")
        seen[where] = True
        for column, minutes in rest.items():
            comparison.near(f"{name}.{column}", key, row[f"{column}_minutes"], minutes[where].sum())
            if np.ptp(minutes[where]) > 1e-4:
                comparison.same((*key, column), "one stretch", "it changes within")
            minutes[where] = 0.0
    for column, minutes in rest.items():
        comparison.near(f"{name}.{column} elsewhere", name, 0.0, np.abs(minutes).sum())


def week(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `week.csv` with the minutes of the slow model, and its sums with `hours.csv`."""
    frame = result.week
    known = {(unit, *key) for unit, own in slow.week.items() for key in own.residents}
    ours = {key: own.to_dict("records") for key, own in frame.groupby(list(KEY), sort=False)}
    for unit, resident, service in sorted(known | set(ours)):
        theirs = slow.week[unit].residents.get((resident, service), np.zeros(7 * DAY))
        name = f"week {unit} {resident} {service}"
        own = ours.get((unit, resident, service), [])
        clocked(comparison, name, slow.units[unit], own, {"received": theirs})
    sums = frame.groupby(list(KEY))["received_minutes"].sum()
    for key, row in _by_key(result.hours).items():
        got = float(sums.get(key, 0.0))
        comparison.near("week sum", key, got, row["received_minutes"], 1e-5)


KEY = ("unit", "resident", "service")


def staff_week(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `staff_week.csv` with the slow model, and its sums with `staff_time.csv`."""
    for unit, theirs in slow.week.items():
        for duty, columns in theirs.staff.items():
            frame = result.staff_week
            own = frame[(frame["unit"] == unit) & (frame["duty"] == duty)]
            rows_ = own.to_dict("records")
            missing = np.zeros(7 * DAY)
            if duty == "active":
                missing = lacking_staff(result, slow, unit)
            expected = columns | {"missing": missing}
            clocked(comparison, f"staff_week {unit} {duty}", slow.units[unit], rows_, expected)
            for row in rows_:
                where = minutes_of(slow.units[unit], row)
                heads = row["rostered_minutes"] / (where.stop - where.start)
                comparison.near(
                    "staff_week.headcount", row["from_time"], row["headcount"], heads, 1e-9
                )
            time = result.staff_time
            time = time[(time["unit"] == unit) & (time["duty"] == duty)].sum()
            for name, summed in SUMMED.items():
                total = sum(time[f"{measure}_minutes"] for measure in summed)
                week_sum = own[f"{name}_minutes"].sum()
                # where nobody of a duty is there, the solver's rounding has no row
                comparison.near(f"staff_week sum.{name}", (unit, duty), week_sum, total, 1e-4)


SUMMED = {
    "rostered": ("rostered",),
    "direct": ("individual", "group", "supervision"),
    "other_work": ("other_work",),
    "break": ("break",),
    "presence": ("presence",),
}
"""The columns of `staff_week.csv`, and those of `staff_time.csv` that they are."""


FOR_WANT_OF_STAFF = {"no_staff", "resting_only", "no_competence", "staff_busy"}
Short = list[tuple[Shortage, float]]
"""Rows of the slow model, each with what its minutes of the roster are of a week's."""


def unmet(comparison: Comparison, result: Result, slow: Figures) -> None:
    """Compare `unmet.csv`: what is missing of each intervention, and the largest reason."""
    for unit in slow.unmet:
        for key, ours, theirs in _short_rows(result, slow, unit):
            _unmet_rows(comparison, key, ours, theirs)


def _short_rows(
    result: Result, slow: Figures, unit: str
) -> Iterator[tuple[Hashable, list[dict[Hashable, Any]], Short]]:
    """Pair the rows of `unmet.csv` with those of the slow model, by resident, id and service."""
    data = slow.units[unit]
    ids = {
        ("interventions", int(row["#row"])): row["intervention"]
        for row in data.rows.get("interventions", [])
    }
    ours, theirs = defaultdict(list), defaultdict(list)
    for row in result.unmet[result.unmet["unit"] == unit].to_dict("records"):
        ours[row["resident"], row["intervention"], row["service"]].append(row)
    for shortage in slow.unmet[unit]:
        week_of = 7 / len(data.stay[shortage.resident])
        if shortage.missing * week_of > TOLERANCE:
            theirs[shortage.resident, ids.get(shortage.source, ""), shortage.service].append(
                (shortage, week_of)
            )
    for key in sorted(set(ours) | set(theirs)):
        yield (
            key,
            sorted(ours[key], key=lambda row: (row["asked_minutes"], row["received_minutes"])),
            sorted(
                theirs[key],
                key=lambda short: (short[0].asked * short[1], short[0].received * short[1]),
            ),
        )


def lacking_staff(result: Result, slow: Figures, unit: str) -> Minutes:
    """Add up by the clock what the slow model lacks of rows short for want of staff.

    The reason is that of `unmet.csv`, which is compared by itself and may be another of two that
    explain as much.
    """
    sources = {
        shortage.source
        for _, ours, theirs in _short_rows(result, slow, unit)
        for row, (shortage, _) in zip(ours, theirs, strict=False)
        if row["reason"] in FOR_WANT_OF_STAFF
    }
    total = np.zeros(7 * DAY)
    for number, minutes in slow.week[unit].lacking.items():
        demand = slow.units[unit].demands[number]
        if sources & {demand.source, *(taker.source for taker in demand.takers)}:
            total += minutes
    return total


def _unmet_rows(
    comparison: Comparison,
    key: Hashable,
    ours: list[dict[Hashable, Any]],
    theirs: Short,
) -> None:
    # What lacks a hundredth of a minute may be there or not.
    if len(ours) != len(theirs):
        missing = [row["missing_minutes"] for row in ours]
        missing += [shortage.missing * week_of for shortage, week_of in theirs]
        if max(missing) > 2 * TOLERANCE:
            comparison.same(("unmet", key), len(ours), len(theirs))
        return
    for row, (shortage, week_of) in zip(ours, theirs, strict=True):
        for name in ("asked", "received", "missing"):
            figure = getattr(shortage, name) * week_of
            comparison.near(f"unmet.{name}", key, row[f"{name}_minutes"], figure)
        largest = max(shortage.parts.values())
        apart = {name: part * week_of for name, part in shortage.parts.items()}
        if apart[row["reason"]] < largest * week_of - TOLERANCE:
            comparison.same(("reason", key), row["reason"], (max(REASONS, key=apart.get), apart))
