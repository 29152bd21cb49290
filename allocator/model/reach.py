"""Reach: the most that could be received with unlimited staff (model.md section 3).

Over the demands and spans of a resident, service and priority, the lesser of what is asked and
what the windows hold after absences and daily limits; of all that, at most what decisions leave.
So planning more than is granted, or for when somebody is away, buys nobody a better place.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from allocator.clock import Window
from allocator.model.linear import LinearProgramme
from allocator.model.unit_data import DecisionCap, Demand, Requirement, UnitData
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

Key = tuple[int, int, int]
"""Resident, service, priority."""


def reaches(data: UnitData) -> dict[Key, float]:
    """Return the reach of each resident, service and priority with something asked [min]."""
    requirements: dict[Key, list[Requirement]] = {}
    for demand in data.demands:
        for key, requirement in receivers(demand):
            requirements.setdefault(key, []).append(requirement)
    caps: dict[tuple[int, int], list[DecisionCap]] = {}
    for cap in data.caps:
        caps.setdefault((cap.resident, cap.service), []).append(cap)
    return {
        key: _reach(data, key[0], own, caps.get(key[:2], [])) for key, own in requirements.items()
    }


def receivers(demand: Demand) -> Iterator[tuple[Key, Requirement]]:
    """Who receives a demand, and what of it is asked for on whose behalf."""
    if demand.resident is not None:
        yield (demand.resident, demand.service, demand.priority), demand.requirement
    for participant in demand.participants:
        yield (
            (participant.resident, participant.service, participant.priority),
            participant.requirement,
        )


def _reach(
    data: UnitData, resident: int, requirements: Sequence[Requirement], caps: Sequence[DecisionCap]
) -> float:
    rooms = [
        data.presence[resident].minutes(data.calendar.starts, requirement.windows)
        for requirement in requirements
    ]
    total = sum(
        requirement.attainable(room) for requirement, room in zip(requirements, rooms, strict=True)
    )
    if not caps:
        return total
    stay = data.stays[resident]
    if len(caps) == 1 and bool((caps[0].days | ~stay).all()):
        return min(total, caps[0].minutes)
    if total <= min(cap.minutes for cap in caps):
        return total
    return _reach_under(data, resident, requirements, caps)


def _reach_under(
    data: UnitData, resident: int, requirements: Sequence[Requirement], caps: Sequence[DecisionCap]
) -> float:
    """Find the same where decisions hold on some days only, by a small programme of its own.

    One variable for the minutes of each ask in each døgn it owns and each døgn they lie in.
    """
    days = data.calendar.days
    upper: list[float] = []
    spans: dict[tuple[int, int], list[tuple[int, float]]] = {}
    limits: dict[tuple[int, int], list[tuple[int, float]]] = {}
    capped: list[list[tuple[int, float]]] = [[] for _ in caps]
    for number, requirement in enumerate(requirements):
        length = {"day": 1, "week": DAYS_PER_WEEK}.get(requirement.span, days)
        for turn in (-1, 0, 1):
            room = data.presence[resident].minutes(
                data.calendar.starts, _slice(requirement.windows, turn)
            )
            for day in np.flatnonzero((requirement.per_day > 0) & (room > 0)):
                variable = len(upper)
                upper.append(float(room[day]))
                spans.setdefault((number, int(day) // length), []).append((variable, 1.0))
                limits.setdefault((number, int(day)), []).append((variable, 1.0))
                for position, cap in enumerate(caps):
                    if cap.days[(day + turn) % days]:
                        capped[position].append((variable, 1.0))
    rows: list[list[tuple[int, float]]] = []
    bounds: list[float] = []
    for (number, span), terms in spans.items():
        rows.append(terms)
        bounds.append(float(requirements[number].by_span(requirements[number].per_day)[span]))
    for (number, _), terms in limits.items():
        if requirements[number].limit < np.inf:
            rows.append(terms)
            bounds.append(requirements[number].limit)
    for cap, terms in zip(caps, capped, strict=True):
        if terms:
            rows.append(terms)
            bounds.append(cap.minutes)
    programme = LinearProgramme(upper, rows, [-np.inf] * len(rows), bounds)
    everything = [(variable, -1.0) for variable in range(len(upper))]
    return -programme.minimise(everything, "reach").objective


def _slice(windows: Sequence[Window], turn: int) -> list[Window]:
    """Cut out what of the windows lies in the døgn before, the own, or the døgn after."""
    low, high = turn * MINUTES_PER_DAY, (turn + 1) * MINUTES_PER_DAY
    return [
        (max(start, low), min(end, high)) for start, end in windows if start < high and end > low
    ]
