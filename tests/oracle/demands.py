"""Rows to demands: what is asked for, when it may fall, by how many, for whom."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from .calendar import PARTS, Circle, Row, Source, names, number, offsets, service, source, weekdays

NEVER_COUNTING = """
meeting preparation planning administration documentation handover travel staff_training
relatives transport alarm_callout presence kid_kurs work_training child_welfare open_offer
preventive_psychology prison_health physio_institute aid_application
"""
AROUND = frozenset(NEVER_COUNTING.split())
FIRST, SECOND = (15,), (1, 3, 7, 8, 11, 17, 22)


@dataclass
class Requirement:
    """How much a row asks for on each day: see contract 3.2."""

    span: str  # day, week, roster
    average: float  # minutes on each of its weekdays
    limit: float  # most minutes in one døgn
    weekdays: set[int]

    @classmethod
    def of(cls, row: Row) -> Requirement:
        """Read minutes, times, per and weekdays."""
        minutes, times = number(row["minutes"]), number(row.get("times", ""), 1.0)
        days = weekdays(row.get("weekdays", ""))
        per = row.get("per") or "day"
        known = {"day": 0, "week": 1, "14_days": 2, "month": 4}
        weeks = known[per] if per in known else int(per.partition("_")[0])
        count = weeks * len(days) or 1
        span = {"day": "day", "week": "week"}.get(per, "roster")
        return cls(span, minutes * times / count, math.ceil(times / count) * minutes, days)

    def spans(self, circle: Circle, days: set[int], cuts: Iterable[int] = ()) -> list[Span]:
        """Give what each span asks, by its weekdays among ``days``."""
        days = {day for day in days if day % 7 in self.weekdays}
        if self.span == "day":
            return [Span(self.average, [day]) for day in sorted(days)]
        begins = {0, *cuts, *(range(0, circle.days, 7) if self.span == "week" else ())}
        edges = [*sorted(begins), circle.days]
        parts = [days & set(range(a, b)) for a, b in zip(edges, edges[1:], strict=False)]
        return [Span(self.average * len(part), sorted(part)) for part in parts if part]


@dataclass
class Span:
    """A span that asks for itself: minutes, and the days in force that can receive them."""

    asked: float
    days: list[int]


@dataclass
class Participation:
    """A resident's part in a group of the unit."""

    source: Source
    resident: str
    service: int
    priority: int
    need: int  # staff needed because of this resident
    days: set[int]  # on which the row is in force
    spans: list[Span]


@dataclass
class Demand:
    """What is given in the model; ``resident`` is empty for other work and for groups."""

    source: Source
    kind: str  # individual, own, group, other
    staff: int
    competence: str
    windows: list[tuple[int, int]]
    spans: list[Span]
    limit: float  # most minutes in one døgn
    resident: str = ""
    service: int = 0
    priority: int = 0
    night: bool = False  # a planned night demand
    reported: bool = True  # else its decision is not the register's
    takers: list[Participation] = field(default_factory=list)

    @property
    def window_length(self) -> int:
        """Length of its windows in one døgn [min]."""
        return sum(length for _, length in self.windows)

    def asked(self) -> float:
        """Minutes asked for in the whole roster."""
        return sum(span.asked for span in self.spans)


@dataclass
class Supervision:
    """A row of shared supervision."""

    source: Source
    resident: str
    service: int
    windows: list[tuple[int, int]]
    days: set[int]


@dataclass
class Outside:
    """What somebody else gives: minutes a day in force, spread over windows."""

    source: Source
    resident: str
    service: int
    need: int
    daily: dict[int, float]
    windows: list[tuple[int, int]]


def priority(row: Row, code: int, policy: str) -> int:
    """Give the place in the order: the row's own, else the service's."""
    if row.get("priority"):
        return int(row["priority"])
    if policy == "equal" or code in FIRST:
        return 1
    return 2 if code in SECOND else 3


def is_continuous(row: Row) -> bool:
    """Say whether a row is supervision without minutes."""
    return row.get("mode") == "supervision" and not row.get("minutes")


def staff_of(row: Row) -> int:
    """Give the staff at the same time."""
    return int(row.get("staff") or 1)


def windows_of(circle: Circle, row: Row) -> list[tuple[int, int]]:
    """Give the windows of an intervention, with the default of its form."""
    night = row.get("mode") == "supervision"
    return circle.windows(row, ("night",) if night else ("day", "evening"))


def other_rows(circle: Circle, rows: list[Row]) -> list[Demand]:
    """Give the demands of the table of other work that are not per shift."""
    demands = []
    for row in rows:
        if row.get("per") != "shift":
            demands.append(other(circle, row, circle.windows(row, PARTS), set(range(circle.days))))
    return demands


def other(circle: Circle, row: Row, windows: list[tuple[int, int]], days: set[int]) -> Demand:
    """Give a piece of other work, in force on these days."""
    ask = Requirement.of(row)
    words = names(row.get("competence", ""))
    spans = ask.spans(circle, days)
    competence = words[0] if words else ""
    return Demand(source(row), "other", staff_of(row), competence, windows, spans, ask.limit)


def in_school(where: Source) -> Source:
    """Give where what others give of a row while the resident is at school comes from."""
    return f"school {where[0]}", where[1]


def hidden(where: Source) -> Source:
    """Give where what is not the register's of a row comes from."""
    return f"not reported {where[0]}", where[1]


def individual(
    circle: Circle,
    row: Row,
    days: set[int],
    policy: str,
    cuts: Iterable[int],
    reported: bool = True,
) -> Demand:
    """Give an individual intervention or a round, in force on these days."""
    ask, code = Requirement.of(row), service(row["service"])
    windows = windows_of(circle, row)
    night = offsets(windows) <= offsets([circle.part_window("night")])
    words = names(row.get("competence", ""))
    return Demand(
        source(row) if reported else hidden(source(row)),
        "individual",
        staff_of(row),
        words[0] if words else "",
        windows,
        ask.spans(circle, days, cuts),
        ask.limit,
        row["resident"],
        code,
        priority(row, code, policy),
        night,
        reported,
    )


def group(circle: Circle, row: Row) -> Demand:
    """Give a group of the unit; it asks for its whole spans whoever is there."""
    ask = Requirement.of(row)
    words = names(row.get("competence", ""))
    windows = circle.windows(row, ("day", "evening"))
    spans = ask.spans(circle, set(range(circle.days)))
    competence = words[0] if words else ""
    return Demand(source(row), "group", staff_of(row), competence, windows, spans, ask.limit)
