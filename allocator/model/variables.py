"""The variables of the programme: who may be given what, and when (model.md section 2).

All in hours on one day of the class; families of constraints and stages are made from them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from allocator.model.intervals import Interval, OpenDemand
from allocator.model.merge_days import DayClass
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import (
    Demand,
    OutcomeKey,
    Participation,
    Requirement,
    RowRef,
    UnitData,
)
from allocator.terms import MINUTES_PER_HOUR


class VariableKind(Enum):
    """What a variable stands for."""

    GIVEN = "x"
    RECEIVED = "y"
    SUPERVISED = "z"
    WOKEN = "w"
    BREAK = "b"


OF_THE_PLAN = (VariableKind.GIVEN, VariableKind.RECEIVED, VariableKind.SUPERVISED)
"""What somebody gives or receives, and stage N brings near to the plan."""


class Variable(NamedTuple):
    """One variable: minutes of one thing in one interval, in hours on one day of its class.

    Parameters
    ----------
    number : its place in the programme, which is also its name; no resident is named.
    interval : where.
    demand : whose (x, y), or None.
    owner : the class of days that the demand's window belongs to.
    participant : place among the demand's participants (y), or None.
    supervision : row of shared supervision (z), or None.
    shift : whose break or work per shift (b), or None.
    target : t of stage N, or of stage B [hours].
    most : the most that the interval alone could hold of it [hours].
    """

    number: int
    kind: VariableKind
    interval: int
    demand: int | None = None
    owner: int = -1
    participant: int | None = None
    supervision: int | None = None
    shift: StaffGroup | None = None
    target: float = 0.0
    most: float = float("inf")


@dataclass
class IntervalVariables:
    """The variables of one interval."""

    given: list[Variable] = field(default_factory=list)
    received: list[Variable] = field(default_factory=list)
    supervised: list[Variable] = field(default_factory=list)
    woken: Variable | None = None
    breaks: list[Variable] = field(default_factory=list)

    def breaks_of(
        self, resting: bool, competences: frozenset[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return as terms the b of those awake or resting who have any of the competences."""
        return [
            (variable.number, 1.0)
            for variable in self.breaks
            if variable.shift is not None
            and variable.shift.resting == resting
            and (competences is None or not competences.isdisjoint(variable.shift.competences))
        ]


class Total(NamedTuple):
    """What is given of a demand, or received by a participant, by windows of one class of døgn.

    Parameters
    ----------
    variables : the numbers of those that add up to it.
    most : the most that its intervals alone could hold [hours].
    """

    demand: int
    participant: int | None
    owner: int
    variables: tuple[int, ...]
    most: float


@dataclass(frozen=True)
class VariableIndex:
    """The unit cut into intervals, with a variable for everything that may be given in each.

    Parameters
    ----------
    totals : everything given and received, by demand, participant and owner.
    width : how many variables the programme has.
    """

    data: UnitData
    classes: tuple[DayClass, ...]
    intervals: tuple[Interval, ...]
    variables: tuple[Variable, ...]
    by_interval: tuple[IntervalVariables, ...]
    totals: tuple[Total, ...]
    width: int

    @cached_property
    def weeks(self) -> dict[int, list[DayClass]]:
        """The classes of days of each class of weeks."""
        weeks: dict[int, list[DayClass]] = {}
        for day_class in self.classes:
            weeks.setdefault(day_class.week, []).append(day_class)
        return weeks

    def weight(self, variable: Variable) -> float:
        """How often the variable's day occurs, per week of the roster."""
        return self.times(self.intervals[variable.interval].day) / self.data.calendar.weeks

    def times(self, day_class: int) -> int:
        """How many days of the roster are of a class."""
        return len(self.classes[day_class].days)

    def demand(self, variable: Variable) -> Demand:
        """Return the demand of an x or a y."""
        assert variable.demand is not None
        return self.data.demands[variable.demand]

    def participation(self, variable: Variable) -> Participation:
        """Return the participation of a y."""
        assert variable.participant is not None
        return self.demand(variable).participants[variable.participant]

    def source(self, variable: Variable) -> RowRef:
        """Find the row that a variable's minutes belong to; of a group's x, the group's."""
        if variable.kind is VariableKind.RECEIVED:
            return self.participation(variable).source
        if variable.supervision is not None:
            return self.data.supervisions[variable.supervision].source
        return self.demand(variable).source

    def owner(self, variable: Variable) -> int:
        """Return the class of døgn that a minute belongs to.

        The one in which its window begins; of shared supervision, in which it is given.
        """
        return self.intervals[variable.interval].day if variable.owner < 0 else variable.owner

    def receiver(self, variable: Variable) -> OutcomeKey | None:
        """Who receives a variable, and what; None where nobody does."""
        return self._receivers[variable.number]

    def requirement_of(self, total: Total) -> Requirement:
        """Return what a total is asked for by."""
        demand = self.data.demands[total.demand]
        if total.participant is None:
            return demand.requirement
        return demand.participants[total.participant].requirement

    def source_of(self, total: Total) -> RowRef:
        """Find the row that a total belongs to; of a group's x, the group's."""
        demand = self.data.demands[total.demand]
        return (
            demand.source
            if total.participant is None
            else demand.participants[total.participant].source
        )

    def worth_of(self, total: Total) -> float:
        """Return what a minute of a total counts in stage A."""
        worth = self.data.worth.get(self.source_of(total))
        return 1.0 if worth is None else float(worth[self.classes[total.owner].first])

    def receiver_of(self, total: Total) -> OutcomeKey | None:
        """Who receives a total, and what; None where nobody does."""
        demand = self.data.demands[total.demand]
        if total.participant is not None:
            person = demand.participants[total.participant]
            return OutcomeKey(person.resident, person.service, person.priority)
        if demand.resident is None:
            return None
        return OutcomeKey(demand.resident, demand.service, demand.priority, demand.source.share)

    @cached_property
    def _receivers(self) -> list[OutcomeKey | None]:
        return [self._receiver(variable) for variable in self.variables]

    def _receiver(self, variable: Variable) -> OutcomeKey | None:
        if variable.kind is VariableKind.RECEIVED:
            participation = self.participation(variable)
            return OutcomeKey(participation.resident, participation.service, participation.priority)
        if variable.kind is VariableKind.SUPERVISED and variable.supervision is not None:
            row = self.data.supervisions[variable.supervision]
            return OutcomeKey(row.resident, row.service, 0)
        if variable.kind is VariableKind.GIVEN:
            demand = self.demand(variable)
            if demand.resident is not None:
                return OutcomeKey(
                    demand.resident, demand.service, demand.priority, demand.source.share
                )
        return None


def build_variables(
    data: UnitData, classes: Sequence[DayClass], intervals: Sequence[Interval]
) -> VariableIndex:
    """Every variable of the programme, interval by interval."""
    variables: list[Variable] = []
    lengths = _lengths_of_shifts(intervals)
    for number, interval in enumerate(intervals):
        variables += _variables_of(data, classes, number, interval, lengths, len(variables))
    return VariableIndex(
        data,
        tuple(classes),
        tuple(intervals),
        tuple(variables),
        by_interval(variables, len(intervals)),
        _totals(variables),
        len(variables),
    )


def by_interval(variables: Iterable[Variable], intervals: int) -> tuple[IntervalVariables, ...]:
    """Sort variables into their intervals."""
    sorted_variables = tuple(IntervalVariables() for _ in range(intervals))
    for variable in variables:
        of_interval = sorted_variables[variable.interval]
        if variable.kind is VariableKind.GIVEN:
            of_interval.given.append(variable)
        elif variable.kind is VariableKind.RECEIVED:
            of_interval.received.append(variable)
        elif variable.kind is VariableKind.SUPERVISED:
            of_interval.supervised.append(variable)
        elif variable.kind is VariableKind.WOKEN:
            of_interval.woken = variable
        else:
            of_interval.breaks.append(variable)
    return sorted_variables


def _totals(variables: Iterable[Variable]) -> tuple[Total, ...]:
    """Add up what is given and received."""
    sums: dict[tuple[int, int | None, int], tuple[list[int], list[float]]] = {}
    for variable in variables:
        if variable.demand is not None:
            key = (variable.demand, variable.participant, variable.owner)
            numbers, most = sums.setdefault(key, ([], []))
            numbers.append(variable.number)
            most.append(variable.most)
    return tuple(Total(*key, tuple(numbers), sum(most)) for key, (numbers, most) in sums.items())


def _lengths_of_shifts(intervals: Sequence[Interval]) -> dict[tuple[int, int], float]:
    """Add up how long each shift that takes something is on duty in its class of days [min]."""
    lengths: dict[tuple[int, int], float] = {}
    for interval in intervals:
        for duty in dict.fromkeys(interval.staff):
            if duty.shift >= 0:
                key = interval.day, duty.shift
                lengths[key] = lengths.get(key, 0.0) + interval.length
    return lengths


def _variables_of(
    data: UnitData,
    classes: Sequence[DayClass],
    number: int,
    interval: Interval,
    lengths: Mapping[tuple[int, int], float],
    first: int,
) -> Iterator[Variable]:
    count = first
    night = False
    length = interval.length / MINUTES_PER_HOUR
    for opening in interval.open:
        demand = data.demands[opening.demand]
        owner = _owner(classes[interval.day], interval.day, opening)
        worth = float(demand.requirement.per_day[classes[owner].first])
        if worth <= 0 or not _enough_staff(demand, interval):
            continue
        there = [
            participant
            for participant, person in enumerate(demand.participants)
            if interval.there[person.resident]
            and person.requirement.per_day[classes[owner].first] > 0
        ]
        if demand.kind == "group" and not there:
            continue
        if demand.resident is not None and not interval.there[demand.resident]:
            continue
        evenly = float(demand.requirement.evenly[classes[owner].first])
        target = evenly * interval.length / demand.requirement.window_length / MINUTES_PER_HOUR
        staffed = _staff_bound(demand, interval)
        most = min(length, staffed)
        # several may share work that is nobody's own, and be done sooner
        alone = most if demand.resident is not None else staffed
        yield Variable(
            count, VariableKind.GIVEN, number, opening.demand, owner, target=target, most=alone
        )
        count += 1
        for participant in there:
            yield Variable(
                count,
                VariableKind.RECEIVED,
                number,
                opening.demand,
                owner,
                participant=participant,
                target=target,
                most=most,
            )
            count += 1
        night |= demand.planned_night
    for row in interval.supervisions:
        if interval.awake and interval.there[data.supervisions[row].resident]:
            yield Variable(
                count, VariableKind.SUPERVISED, number, supervision=row, target=length, most=length
            )
            count += 1
    if night and interval.resting:
        most = interval.minutes(resting=True) / MINUTES_PER_HOUR
        yield Variable(count, VariableKind.WOKEN, number, most=most)
        count += 1
    for duty in dict.fromkeys(interval.staff):
        if duty.shift >= 0:
            target = duty.taken * interval.length / lengths[interval.day, duty.shift]
            yield Variable(
                count,
                VariableKind.BREAK,
                number,
                shift=duty,
                target=target / MINUTES_PER_HOUR,
                most=duty.heads * length,
            )
            count += 1


def _owner(day_class: DayClass, own: int, opening: OpenDemand) -> int:
    return (day_class.before, own, day_class.after)[opening.owner + 1]


def _enough_staff(demand: Demand, interval: Interval) -> bool:
    """Whether enough staff is there at once, somebody among them with the competence."""
    if interval.heads(demand.planned_night) < demand.staff:
        return False
    return not demand.competence or any(
        demand.competence in duty.competences
        for duty in interval.staff
        if demand.planned_night or not duty.resting
    )


def _staff_bound(demand: Demand, interval: Interval) -> float:
    """Return what staff alone allows [hours]: a bound, not a constraint."""
    minutes = interval.minutes(resting=False)
    if demand.planned_night:
        minutes += interval.minutes(resting=True)
    return minutes / demand.staff / MINUTES_PER_HOUR
