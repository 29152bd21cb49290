"""The constraints of model.md section 2, one function per family, numbered as there.

A constraint is its terms and a right-hand side: Σ coefficient × variable ≤ bound, in hours.
Family 2 (presence) is not here: a variable exists only where it holds.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import inf
from typing import NamedTuple

from allocator.model.intervals import Interval
from allocator.model.spans import SpanId, required_in_span, span_of
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand, Requirement, RowRef
from allocator.model.variables import (
    OF_THE_PLAN,
    IntervalVariables,
    Variable,
    VariableIndex,
    VariableKind,
)
from allocator.terms import MINUTES_PER_HOUR

Terms = list[tuple[int, float]]


class Constraint(NamedTuple):
    """Σ coefficient × variable ≤ bound, or = bound."""

    terms: Terms
    bound: float
    of_staff: bool = False
    """Whether it is the staff minutes of an interval, where the reading of supervision decides."""
    equal: bool = False
    """Whether the sum is the bound, and not less."""


def all_constraints(index: VariableIndex) -> Iterator[Constraint]:
    """Every constraint of the programme, family by family."""
    yield from requirements(index)
    for interval, variables in zip(index.intervals, index.by_interval, strict=True):
        yield from group_linking(variables)
        yield from staff_minutes(index, interval, variables)
        yield from several_at_a_time(index, interval, variables)
        yield from competences(index, interval, variables)
        yield from resident_capacity(index, interval, variables)
        yield from not_on_a_break(index, interval, variables)
    yield from decision_caps(index)
    yield from breaks_taken(index)


def requirements(index: VariableIndex) -> Iterator[Constraint]:
    """1: each span gets at most what it asks for, each døgn at most the daily limit."""
    spans: dict[tuple[int, int | None, SpanId], Terms] = {}
    days: dict[tuple[int, int], Terms] = {}
    for total in index.totals:
        requirement = index.requirement_of(total)
        span, worth = span_of(index, requirement, total.owner)
        key = (total.demand, total.participant, span)
        spans.setdefault(key, []).extend((number, worth) for number in total.variables)
        if total.participant is None and requirement.limit < inf:
            days[total.demand, total.owner] = [(number, 1.0) for number in total.variables]
    for (demand, participant, span), terms in spans.items():
        requirement = index.data.demands[demand].requirement
        if participant is not None:
            whole, requirement = requirement, _participant(index, demand, participant)
            as_whole = requirement.pieces is None and required_in_span(index, whole, span)
            if as_whole and required_in_span(index, requirement, span) >= as_whole:
                continue  # the group's own span says it
        yield Constraint(sorted(terms), required_in_span(index, requirement, span))
    for (demand, owner), terms in days.items():
        requirement = index.data.demands[demand].requirement
        limit = requirement.limit / MINUTES_PER_HOUR
        span, worth = span_of(index, requirement, owner)
        if limit * worth < required_in_span(index, requirement, span):
            yield Constraint(terms, limit)


def _participant(index: VariableIndex, demand: int, participant: int) -> Requirement:
    return index.data.demands[demand].participants[participant].requirement


def group_linking(variables: IntervalVariables) -> Iterator[Constraint]:
    """Link a group: y ≤ x for each participant, x ≤ Σ y: no minute is held that nobody receives."""
    members: dict[tuple[int | None, int], list[Variable]] = {}
    for variable in variables.received:
        members.setdefault((variable.demand, variable.owner), []).append(variable)
    for given in variables.given:
        received = members.get((given.demand, given.owner))
        if received:
            for member in received:
                yield Constraint([(member.number, 1.0), (given.number, -1.0)], 0.0)
            yield Constraint(
                [(given.number, 1.0), *((member.number, -1.0) for member in received)], 0.0
            )


def staff_minutes(
    index: VariableIndex, interval: Interval, variables: IntervalVariables
) -> Iterator[Constraint]:
    """3: Σ k x + Σ z + Σ b ≤ A + w, b of the awake; w + Σ b of the resting ≤ H.

    And w at most the planned night, and at least what the awake are too few for. Written for the
    reading `divided`; under the others z takes no staff time, and the programme takes its
    coefficient away.
    """
    terms: Terms = [
        (variable.number, float(index.demand(variable).staff)) for variable in variables.given
    ]
    terms += [(variable.number, 1.0) for variable in variables.supervised]
    bound = interval.minutes(resting=False) / MINUTES_PER_HOUR
    if not terms:
        return
    terms += variables.breaks_of(resting=False)
    if variables.woken is None:
        yield Constraint(terms, bound, of_staff=True)
        return
    woken = variables.woken.number
    yield Constraint([*terms, (woken, -1.0)], bound, of_staff=True)
    night = [variable for variable in variables.given if index.demand(variable).planned_night]
    planned: Terms = [(variable.number, float(index.demand(variable).staff)) for variable in night]
    yield Constraint([(woken, 1.0), *((number, -staff) for number, staff in planned)], 0.0)
    on_a_break = variables.breaks_of(resting=True)
    if on_a_break:
        most = interval.minutes(resting=True) / MINUTES_PER_HOUR
        yield Constraint([(woken, 1.0), *on_a_break], most)
    too_few: Terms = [
        (number, staff - interval.awake) for number, staff in planned if staff > interval.awake
    ]
    if too_few:
        yield Constraint([*too_few, (woken, -1.0)], 0.0)


def several_at_a_time(
    index: VariableIndex, interval: Interval, variables: IntervalVariables
) -> Iterator[Constraint]:
    """4: Σ ⌊k/m⌋ x ≤ ⌊n/m⌋ L for every m: three cannot help two who each need two at once."""
    staff = {variable.number: index.demand(variable).staff for variable in variables.given}
    length = interval.length / MINUTES_PER_HOUR
    awake = [variable for variable in variables.given if not index.demand(variable).planned_night]
    groups = (
        [(awake, interval.awake)] if interval.resting or len(awake) == len(variables.given) else []
    )
    groups += (
        [(variables.given, interval.awake + interval.resting)]
        if len(awake) < len(variables.given)
        else []
    )
    for several in range(2, max(staff.values(), default=1) + 1):
        for those, on_duty in groups:
            terms: Terms = [
                (variable.number, float(staff[variable.number] // several))
                for variable in those
                if staff[variable.number] >= several
            ]
            if terms:
                yield Constraint(terms, on_duty // several * length)


def competences(
    index: VariableIndex, interval: Interval, variables: IntervalVariables
) -> Iterator[Constraint]:
    """5: for every set of competences asked for, no more than those who have any of them."""
    asking: dict[str, list[Variable]] = {}
    for variable in variables.given:
        if index.demand(variable).competence:
            asking.setdefault(index.demand(variable).competence, []).append(variable)
    for chosen in _subsets(sorted(asking)):
        among = [variable for name in sorted(chosen) for variable in asking[name]]
        terms: Terms = [(variable.number, 1.0) for variable in among]
        awake = interval.minutes(resting=False, competences=chosen) / MINUTES_PER_HOUR
        breaks = variables.breaks_of(resting=False, competences=chosen)
        by_day: Terms = [
            (variable.number, 1.0) for variable in among if not index.demand(variable).planned_night
        ]
        if by_day:
            yield Constraint([*by_day, *breaks], awake)
        if len(by_day) < len(terms):
            resting = interval.minutes(resting=True, competences=chosen) / MINUTES_PER_HOUR
            yield Constraint(
                [*terms, *breaks, *variables.breaks_of(resting=True, competences=chosen)],
                awake + resting,
            )
            if variables.woken is not None:
                yield Constraint([*terms, *breaks, (variables.woken.number, -1.0)], awake)


def resident_capacity(
    index: VariableIndex, interval: Interval, variables: IntervalVariables
) -> Iterator[Constraint]:
    """6: nobody receives more than the time there is."""
    bodies: dict[int, Terms] = {}
    for variable in (*variables.given, *variables.received, *variables.supervised):
        receiver = index.receiver(variable)
        if receiver is not None:
            bodies.setdefault(receiver[0], []).append((variable.number, 1.0))
    for terms in bodies.values():
        yield Constraint(terms, interval.length / MINUTES_PER_HOUR)


def not_on_a_break(
    index: VariableIndex, interval: Interval, variables: IntervalVariables
) -> Iterator[Constraint]:
    """8: who is on a break is not one of two, and does not supervise.

    For each shift, what the others are too few for falls outside its break.
    """
    length = interval.length / MINUTES_PER_HOUR
    for on_a_break in variables.breaks:
        shift = on_a_break.shift
        assert shift is not None
        terms: Terms = [
            (variable.number, float(needed))
            for variable in variables.given
            if (needed := needed_of(index.demand(variable), shift, interval)) > 0
        ]
        if terms:
            yield Constraint([*terms, (on_a_break.number, 1.0)], shift.heads * length)
    awake = variables.breaks_of(resting=False)
    if awake:
        bound = interval.minutes(resting=False) / MINUTES_PER_HOUR
        for variable in variables.supervised:
            yield Constraint([(variable.number, 1.0), *awake], bound)


def needed_of(demand: Demand, shift: StaffGroup, interval: Interval) -> int:
    """Count how many of a shift a demand needs because the others on duty are too few."""
    if shift.resting and not demand.planned_night:
        return 0
    others = interval.heads(demand.planned_night) - shift.heads
    return max(0, demand.staff - others)


def breaks_taken(index: VariableIndex) -> Iterator[Constraint]:
    """8: each shift takes its breaks and work per shift in the døgn that holds them."""
    shifts: dict[tuple[int, int], list[Variable]] = {}
    for variable in index.variables:
        if variable.shift is not None:
            day = index.intervals[variable.interval].day
            shifts.setdefault((day, variable.shift.shift), []).append(variable)
    for variables in shifts.values():
        shift = variables[0].shift
        assert shift is not None
        terms: Terms = [(variable.number, 1.0) for variable in variables]
        yield Constraint(terms, shift.taken / MINUTES_PER_HOUR, equal=True)


def decision_caps(index: VariableIndex) -> Iterator[Constraint]:
    """7: of each service no more than its decision leaves, in an average week of its days."""
    of_row: dict[RowRef, list[tuple[int, tuple[int, ...]]]] = {}
    for total in index.totals:
        if index.receiver_of(total) is not None:
            of_row.setdefault(index.source_of(total), []).append((total.owner, total.variables))
    for variable in index.variables:
        if variable.kind is VariableKind.SUPERVISED:
            own = index.owner(variable), (variable.number,)
            of_row.setdefault(index.source(variable), []).append(own)
    for cap in index.data.caps:
        terms: Terms = []
        for source, weights in cap.weights.items():
            for owner, numbers in of_row.get(source, ()):
                weight = float(weights[index.classes[owner].first]) * index.times(owner)
                if weight:
                    terms += [(number, weight) for number in numbers]
        if terms:
            yield Constraint(sorted(terms), cap.weekly / MINUTES_PER_HOUR)


def _subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every non-empty set of some names.

    >>> [sorted(chosen) for chosen in _subsets(["driver", "nurse"])]
    [['driver'], ['nurse'], ['driver', 'nurse']]
    """
    names = list(names)
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)


def upper_bounds(index: VariableIndex) -> list[float]:
    """Return the most that each variable may be [h]: w ≤ H (3), b ≤ heads × L (8).

    What is given and received has none: the constraints hold it.
    """
    return [inf if variable.kind in OF_THE_PLAN else variable.most for variable in index.variables]
