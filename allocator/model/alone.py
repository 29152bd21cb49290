"""What a demand could be given alone in the unit, with breaks where they suit it best."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from allocator.model.families import all_constraints, upper_bounds
from allocator.model.intervals import build_intervals
from allocator.model.linear import LinearProgramme
from allocator.model.merge_days import merge_days
from allocator.model.staff import DutyPeriod, StaffGroup
from allocator.model.unit_data import Demand, UnitData
from allocator.model.variables import VariableIndex, build_variables
from allocator.terms import MINUTES_PER_HOUR


def staffed_alone(
    data: UnitData, duty: Sequence[Sequence[DutyPeriod]], number: int, resident: int
) -> list[float]:
    """Find the most that a resident could receive of one demand alone [min over the roster].

    Parameters
    ----------
    duty : who is on duty in each døgn.

    Returns
    -------
    with all staff on duty, awake or resting; with those who may give it; and with those of them
    who have the competence.
    """
    demand = data.demands[number]
    participants = tuple(own for own in demand.participants if own.resident == resident)
    demand = replace(demand, participants=participants)
    rests = any(shift.resting for shift in data.shifts)
    most: dict[tuple[bool, str], float] = {}
    variants = [
        (rests or demand.planned_night, ""),
        (demand.planned_night, ""),
        (demand.planned_night, demand.competence),
    ]
    for variant in variants:
        if variant not in most:
            night, competence = variant
            changed = replace(demand, planned_night=night, competence=competence)
            most[variant] = _most(data, duty, changed)
    return [most[variant] for variant in variants]


def _most(data: UnitData, duty: Sequence[Sequence[DutyPeriod]], demand: Demand) -> float:
    alone = replace(data, demands=(demand,), supervisions=(), caps=())
    classes = merge_days(alone, duty, merge=True)
    index = build_variables(alone, classes, build_intervals(alone, duty, classes))
    received = [
        (variable.number, -index.weight(variable))
        for variable in index.variables
        if index.receiver(variable) is not None
    ]
    if not received:
        return 0.0
    if demand.kind != "group" and _only_staff_limits(index):
        room = np.zeros(data.calendar.days)
        for total in index.totals:
            room[list(index.classes[total.owner].days)] = total.most * MINUTES_PER_HOUR
        return float(demand.requirement.attainable(room).sum())
    constraints = list(all_constraints(index))
    programme = LinearProgramme(
        upper_bounds(index),
        [constraint.terms for constraint in constraints],
        [constraint.bound if constraint.equal else -np.inf for constraint in constraints],
        [constraint.bound for constraint in constraints],
    )
    hours = -programme.minimise(received, "unmet").objective
    return hours * data.calendar.weeks * MINUTES_PER_HOUR


def _only_staff_limits(index: VariableIndex) -> bool:
    """Whether nothing but the staff there at once stands between a demand and its windows.

    So it is where windows of two døgn do not overlap, and every shift can take its breaks and work
    while they are closed; then no programme is needed.
    """
    outside: dict[tuple[int, StaffGroup], float] = {}
    for interval, variables in zip(index.intervals, index.by_interval, strict=True):
        if len(variables.given) > 1:
            return False
        for variable in variables.breaks:
            assert variable.shift is not None
            most = 0.0 if variables.given else variable.most
            key = interval.day, variable.shift
            outside[key] = outside.get(key, 0.0) + most
    return all(most * MINUTES_PER_HOUR >= shift.taken for (_, shift), most in outside.items())
