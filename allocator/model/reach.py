"""Reach: the most that could be received with unlimited staff (model.md section 3).

Over the demands and spans of a resident, service and priority, the lesser of what is asked and
what the windows hold after absences and daily limits; of all that, at most what decisions leave.
So planning more than is granted, or for when somebody is away, buys nobody a better place.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from allocator.clock import Window
from allocator.model.house import Ask, Cap, Demand, House
from allocator.model.solver import LinearProgramme
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY

Key = tuple[int, int, int]
"""Resident, service, priority."""


def reaches(house: House) -> dict[Key, float]:
    """The reach of each resident, service and priority with something asked [min]."""
    asks: dict[Key, list[Ask]] = {}
    for demand in house.demands:
        for key, ask in receivers(demand):
            asks.setdefault(key, []).append(ask)
    caps: dict[tuple[int, int], list[Cap]] = {}
    for cap in house.caps:
        caps.setdefault((cap.resident, cap.service), []).append(cap)
    return {key: _reach(house, key[0], found, caps.get(key[:2], [])) for key, found in asks.items()}


def receivers(demand: Demand) -> Iterator[tuple[Key, Ask]]:
    """Who receives a demand, and what of it is asked for on whose behalf."""
    if demand.resident is not None:
        yield (demand.resident, demand.service, demand.priority), demand.ask
    for one in demand.participants:
        yield (one.resident, one.service, one.priority), one.ask


def _reach(house: House, resident: int, asks: Sequence[Ask], caps: Sequence[Cap]) -> float:
    rooms = [house.presence[resident].minutes(house.calendar.starts, ask.windows) for ask in asks]
    total = sum(ask.held(room) for ask, room in zip(asks, rooms, strict=True))
    if not caps:
        return total
    stay = house.stays[resident]
    if len(caps) == 1 and bool((caps[0].days | ~stay).all()):
        return min(total, caps[0].minutes)
    if total <= min(cap.minutes for cap in caps):
        return total
    return _reach_under(house, resident, asks, caps)


def _reach_under(house: House, resident: int, asks: Sequence[Ask], caps: Sequence[Cap]) -> float:
    """The same where decisions hold on some of the days only: a small programme of its own.

    One variable for the minutes of each ask in each døgn it owns and each døgn they lie in.
    """
    days = house.calendar.days
    upper: list[float] = []
    spans: dict[tuple[int, int], list[tuple[int, float]]] = {}
    limits: dict[tuple[int, int], list[tuple[int, float]]] = {}
    capped: list[list[tuple[int, float]]] = [[] for _ in caps]
    for number, ask in enumerate(asks):
        length = {"day": 1, "week": DAYS_PER_WEEK}.get(ask.span, days)
        for turn in (-1, 0, 1):
            room = house.presence[resident].minutes(
                house.calendar.starts, _slice(ask.windows, turn)
            )
            for day in np.flatnonzero((ask.per_day > 0) & (room > 0)):
                variable = len(upper)
                upper.append(float(room[day]))
                spans.setdefault((number, int(day) // length), []).append((variable, 1.0))
                limits.setdefault((number, int(day)), []).append((variable, 1.0))
                for place, cap in enumerate(caps):
                    if cap.days[(day + turn) % days]:
                        capped[place].append((variable, 1.0))
    rows: list[list[tuple[int, float]]] = []
    bounds: list[float] = []
    for (number, span), terms in spans.items():
        rows.append(terms)
        bounds.append(float(asks[number].by_span(asks[number].per_day)[span]))
    for (number, _), terms in limits.items():
        if asks[number].limit < np.inf:
            rows.append(terms)
            bounds.append(asks[number].limit)
    for cap, terms in zip(caps, capped, strict=True):
        if terms:
            rows.append(terms)
            bounds.append(cap.minutes)
    programme = LinearProgramme(upper, rows, [-np.inf] * len(rows), bounds)
    everything = [(variable, -1.0) for variable in range(len(upper))]
    return -programme.minimise(everything, "reach").objective


def _slice(windows: Sequence[Window], turn: int) -> list[Window]:
    """What of the windows lies in the døgn before, the own, or the døgn after."""
    low, high = turn * MINUTES_PER_DAY, (turn + 1) * MINUTES_PER_DAY
    return [
        (max(start, low), min(end, high)) for start, end in windows if start < high and end > low
    ]
