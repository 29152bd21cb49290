"""Reach: the most that could be received with unlimited staff (model.md section 3).

Over the demands and spans of a resident, service and priority, the lesser of what is asked and
what the windows hold after absences and daily limits; of all that, at most what decisions leave.
So planning more than is granted, or for when somebody is away, buys nobody a better place. A
minute counts as it does under the decision.
"""

from collections.abc import Iterator

import numpy as np

from allocator.model.unit_data import (
    Demand,
    Minutes,
    OutcomeKey,
    Requirement,
    RowRef,
    UnitData,
)


def reaches(data: UnitData) -> dict[OutcomeKey, float]:
    """Return the reach of each resident, service and priority with something asked [min]."""
    attained: dict[OutcomeKey, Minutes] = {}
    for demand in data.demands:
        for key, source, requirement in receivers(demand):
            room = data.presence[key.resident].minutes(data.calendar.starts, requirement.windows)
            own = requirement.attainable(room) * data.worth.get(source, 1.0)
            attained[key] = attained[key] + own if key in attained else own
    return {key: _at_most_decided(data, key, minutes) for key, minutes in attained.items()}


def receivers(demand: Demand) -> Iterator[tuple[OutcomeKey, RowRef, Requirement]]:
    """Who receives a demand, by which row, and what of it is asked for on whose behalf."""
    if demand.resident is not None:
        key = OutcomeKey(demand.resident, demand.service, demand.priority, demand.source.share)
        yield key, demand.source, demand.requirement
    for participant in demand.participants:
        key = OutcomeKey(participant.resident, participant.service, participant.priority)
        yield key, participant.source, participant.requirement


def _at_most_decided(data: UnitData, key: OutcomeKey, minutes: Minutes) -> float:
    """Add up the minutes of each døgn, in each period at most what its decision leaves [min]."""
    decided = np.zeros(len(minutes), dtype=bool)
    left: dict[bytes, float] = {}
    for cap in data.caps:
        if key.share == "reported" and (cap.resident, cap.service) == key[:2]:
            decided |= cap.days
            left[cap.days.tobytes()] = min(float(minutes[cap.days].sum()), cap.minutes)
    return float(minutes[~decided].sum()) + sum(left.values())
