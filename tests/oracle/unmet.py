"""What each intervention lacks, and why: asked of it alone in the unit, then among the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .average import asked_daily, received_daily, week_of
from .calendar import Source, source
from .cuts import HOUR, window_days
from .demands import Demand, Participation
from .families import formulate
from .programme import Programme, source_of
from .stages import Answer, Solver

REASONS = (
    "absent",
    "window_short",
    "no_staff",
    "resting_only",
    "no_competence",
    "decision_cap",
    "resident_busy",
    "staff_busy",
)
Floats = NDArray[np.float64]


@dataclass
class Shortage:
    """An average week of one row, and the parts of what the roster lacks for each reason."""

    source: Source
    resident: str
    service: int
    asked: float
    received: float
    parts: dict[str, float]

    @property
    def missing(self) -> float:
        """What is lacking [min]."""
        return self.asked - self.received


@dataclass
class Claim:
    """What one resident asks of one demand."""

    number: int
    demand: Demand
    who: Demand | Participation
    got: float = 0.0

    @property
    def asked(self) -> float:
        """Minutes over the roster."""
        return sum(span.asked for span in self.who.spans)


def shortages(model: Programme, answer: Answer) -> list[Shortage]:
    """Give every claim of the model with what it received, the missing parts by reason."""
    claims = [
        Claim(number, demand, who)
        for number, demand in enumerate(model.data.demands)
        for who in ([demand] if demand.resident else demand.takers)
        if demand.reported
    ]
    received: dict[Source, float] = defaultdict(float)
    for number, column in enumerate(model.columns):
        if column.kind in "xy":
            received[source_of(model, number)] += answer.values[number] * HOUR
    for claim in claims:
        claim.got = received[claim.who.source]
    busy = bodies(model, answer)
    asked, given = asked_daily(model.data), received_daily(model, answer)
    short = []
    for claim in claims:
        if claim.asked - claim.got <= 1e-6:
            continue
        who = claim.who
        row = next(row for row in model.data.rows[who.source[0]] if source(row) == who.source)
        stay = model.data.stay[who.resident]
        week = [week_of(model.data, row, daily, stay) for daily in (asked, given)]
        why = reasons(model, answer, claim, claims, busy)
        short.append(Shortage(who.source, who.resident, who.service, *week, why))
    return short


def bodies(model: Programme, answer: Answer) -> dict[str, Floats]:
    """Give what every resident receives in each minute, but for shared supervision."""
    busy: dict[str, Floats] = defaultdict(lambda: np.zeros(model.data.circle.total))
    for number, column in enumerate(model.columns):
        demand = model.data.demands[column.owner] if column.kind in "xy" else None
        if demand is None or (column.kind == "x" and not demand.resident):
            continue
        resident = demand.resident or demand.takers[column.taker].resident
        interval = model.intervals[column.interval]
        length = round(interval.length * HOUR)
        share = answer.values[number] * HOUR / length
        busy[resident][interval.first : interval.first + length] += share
    return busy


def room_in_windows(claim: Claim, cover: NDArray[np.int64], room: Floats) -> float:
    """Give what its spans hold, given the room in each minute that its windows cover."""
    days = np.bincount(cover[cover >= 0], room[cover >= 0], minlength=1)
    total = 0.0
    for span in claim.who.spans:
        inside = [min(days[d], claim.demand.limit) for d in span.days if d < len(days)]
        total += min(span.asked, sum(inside))
    return total


def alone(model: Programme, claim: Claim, resting: bool, able: bool) -> float:
    """Give the most of it [min] that staff could give if nothing else were asked."""
    takers = [taker for taker in claim.demand.takers if taker is claim.who]
    changes = {} if able else {"competence": ""}
    demand = replace(claim.demand, takers=takers, night=resting, **changes)
    lonely = formulate(replace(model.data, demands=[demand], supervision=[], caps=[]))
    kind = "y" if takers else "x"
    goal = np.array([float(column.kind == kind) for column in lonely.columns])
    if not goal.any():
        return 0.0
    solver = Solver(*lonely.matrix(), len(goal))
    return float(goal @ solver.maximise(goal, [], len(goal))) * HOUR


def reasons(
    model: Programme, answer: Answer, claim: Claim, claims: list[Claim], busy: dict[str, Floats]
) -> dict[str, float]:
    """Give the minutes missing for each reason, in the contract's order."""
    who, demand = claim.who, claim.demand
    days = [day for span in who.spans for day in span.days]
    cover = window_days(model.data, demand.windows, days)
    there = model.data.there[who.resident].astype(float)
    night = demand.night
    levels = [
        claim.asked,
        room_in_windows(claim, cover, np.ones_like(there)),
        room_in_windows(claim, cover, there),
    ]
    for resting, able in ((True, False), (night, False), (night, True)):
        levels.append(min(levels[-1], alone(model, claim, resting, able)))
    lost = [max(0.0, more - less) for more, less in zip(levels, levels[1:], strict=False)]
    parts = dict(zip(("window_short", "absent", *REASONS[2:5]), lost, strict=True))
    rest = max(0.0, claim.asked - claim.got - sum(lost))
    parts["decision_cap"] = rest * beyond(model, answer, claim, claims)
    rest -= parts["decision_cap"]
    parts["resident_busy"] = max(0.0, rest - free(model, answer, claim, cover, busy))
    parts["staff_busy"] = rest - parts["resident_busy"]
    return {name: parts[name] for name in REASONS}


def beyond(model: Programme, answer: Answer, claim: Claim, claims: list[Claim]) -> float:
    """Give the share of what a service lacks that is asked for beyond its decisions."""
    key = (claim.who.resident, claim.who.service)
    asked: dict[int, float] = defaultdict(float)
    lacking = 0.0
    for other in claims:
        if (other.who.resident, other.who.service) != key:
            continue
        where = other.who.source
        wanted = {d: s.asked / len(s.days) for s in other.who.spans for d in s.days}
        given: dict[int, float] = defaultdict(float)
        for number, column in enumerate(model.columns):
            if column.kind in "xy" and source_of(model, number) == where:
                given[column.day] += answer.values[number] * HOUR
        counted = model.worth[where]
        for day, minutes in wanted.items():
            asked[day] += minutes * counted[day]
        lacking += max(0.0, sum((m - given[x]) * counted[x] for x, m in wanted.items()))
    left = {tuple(sorted(cap.days)): cap.minutes for cap in model.data.caps if cap.key == key}
    over = sum(max(0.0, sum(asked[day] for day in days) - most) for days, most in left.items())
    return min(1.0, over / lacking) if lacking > 0 else 0.0


def free(
    model: Programme,
    answer: Answer,
    claim: Claim,
    cover: NDArray[np.int64],
    busy: dict[str, Floats],
) -> float:
    """Give what the resident's own day has left in the windows, at most what each span lacks."""
    resident = claim.who.resident
    open_ = np.where(model.data.there[resident], np.maximum(0.0, 1.0 - busy[resident]), 0.0)
    total = 0.0
    for span in claim.who.spans:
        got = sum(
            answer.values[number] * HOUR
            for number, column in enumerate(model.columns)
            if column.owner == claim.number
            and column.kind in "xy"
            and column.day in span.days
            and source_of(model, number) == claim.who.source
        )
        room = float(open_[np.isin(cover, span.days)].sum())
        total += min(room, max(0.0, span.asked - got))
    return total
