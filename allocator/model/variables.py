"""The variables of the programme: who may be given what, and when (model.md section 2).

All in hours on one day of the class; families of constraints and stages are made from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from allocator.model.alike import DayClass
from allocator.model.cells import Cell, Open
from allocator.model.house import Demand, House, Participation
from allocator.terms import MINUTES_PER_HOUR


class Kind(Enum):
    """What a variable stands for."""

    GIVEN = "x"
    RECEIVED = "y"
    SUPERVISED = "z"
    WOKEN = "w"


class Variable(NamedTuple):
    """One variable: minutes of one thing in one cell, in hours on one day of its class.

    Parameters
    ----------
    number : its place in the programme, which is also its name; no resident is named.
    cell : where.
    demand : whose (x, y), or None.
    owner : the class of days that the demand's window belongs to.
    participant : place among the demand's participants (y), or None.
    supervision : row of shared supervision (z), or None.
    target : t of stage N [hours].
    most : the most that the cell alone could hold of it [hours].
    """

    number: int
    kind: Kind
    cell: int
    demand: int | None = None
    owner: int = -1
    participant: int | None = None
    supervision: int | None = None
    target: float = 0.0
    most: float = float("inf")


@dataclass
class InCell:
    """The variables of one cell."""

    given: list[Variable] = field(default_factory=list)
    received: list[Variable] = field(default_factory=list)
    supervised: list[Variable] = field(default_factory=list)
    woken: Variable | None = None


@dataclass(frozen=True)
class Layout:
    """The house cut into cells, with a variable for everything that may be given in each."""

    house: House
    classes: tuple[DayClass, ...]
    cells: tuple[Cell, ...]
    variables: tuple[Variable, ...]
    in_cell: tuple[InCell, ...]

    @cached_property
    def weeks(self) -> dict[int, list[DayClass]]:
        """The classes of days of each class of weeks."""
        found: dict[int, list[DayClass]] = {}
        for one in self.classes:
            found.setdefault(one.week, []).append(one)
        return found

    def weight(self, variable: Variable) -> float:
        """How often the variable's day occurs, per week of the roster."""
        return self.times(self.cells[variable.cell].day) / self.house.calendar.weeks

    def times(self, day_class: int) -> int:
        """How many days of the roster are of a class."""
        return len(self.classes[day_class].days)

    def demand(self, variable: Variable) -> Demand:
        """The demand of an x or a y."""
        assert variable.demand is not None
        return self.house.demands[variable.demand]

    def participation(self, variable: Variable) -> Participation:
        """The participation of a y."""
        assert variable.participant is not None
        return self.demand(variable).participants[variable.participant]

    def receiver(self, variable: Variable) -> tuple[int, int, int] | None:
        """Resident, service and priority of what is received, or None where nobody receives."""
        return self._receivers[variable.number]

    @cached_property
    def _receivers(self) -> list[tuple[int, int, int] | None]:
        return [self._receiver(variable) for variable in self.variables]

    def _receiver(self, variable: Variable) -> tuple[int, int, int] | None:
        if variable.kind is Kind.RECEIVED:
            one = self.participation(variable)
            return one.resident, one.service, one.priority
        if variable.kind is Kind.SUPERVISED and variable.supervision is not None:
            row = self.house.supervisions[variable.supervision]
            return row.resident, row.service, 0
        if variable.kind is Kind.GIVEN:
            demand = self.demand(variable)
            if demand.resident is not None:
                return demand.resident, demand.service, demand.priority
        return None


def lay_out(house: House, classes: Sequence[DayClass], cells: Sequence[Cell]) -> Layout:
    """Every variable of the programme, cell by cell."""
    variables: list[Variable] = []
    in_cell: list[InCell] = []
    for number, cell in enumerate(cells):
        found = InCell()
        for variable in _variables_of(house, classes, number, cell, len(variables)):
            variables.append(variable)
            if variable.kind is Kind.GIVEN:
                found.given.append(variable)
            elif variable.kind is Kind.RECEIVED:
                found.received.append(variable)
            elif variable.kind is Kind.SUPERVISED:
                found.supervised.append(variable)
            else:
                found.woken = variable
        in_cell.append(found)
    return Layout(house, tuple(classes), tuple(cells), tuple(variables), tuple(in_cell))


def _variables_of(
    house: House, classes: Sequence[DayClass], number: int, cell: Cell, first: int
) -> Iterator[Variable]:
    count = first
    night = False
    length = cell.length / MINUTES_PER_HOUR
    for place in cell.open:
        demand = house.demands[place.demand]
        owner = _owner(classes[cell.day], cell.day, place)
        worth = float(demand.ask.per_day[classes[owner].first])
        if worth <= 0 or not _staffed(demand, cell):
            continue
        there = [
            one
            for one, person in enumerate(demand.participants)
            if cell.there[person.resident] and person.ask.per_day[classes[owner].first] > 0
        ]
        if demand.kind == "group" and not there:
            continue
        if demand.resident is not None and not cell.there[demand.resident]:
            continue
        target = worth * cell.length / demand.ask.window_length / MINUTES_PER_HOUR
        staffed = _staff_allows(demand, cell)
        most = min(length, staffed)
        # several may share work that is nobody's own, and be done sooner
        alone = most if demand.resident is not None else staffed
        yield Variable(count, Kind.GIVEN, number, place.demand, owner, target=target, most=alone)
        count += 1
        for one in there:
            yield Variable(
                count,
                Kind.RECEIVED,
                number,
                place.demand,
                owner,
                participant=one,
                target=target,
                most=most,
            )
            count += 1
        night |= demand.planned_night
    for row in cell.supervisions:
        if cell.awake and cell.there[house.supervisions[row].resident]:
            yield Variable(
                count, Kind.SUPERVISED, number, supervision=row, target=length, most=length
            )
            count += 1
    if night and cell.resting:
        yield Variable(count, Kind.WOKEN, number, most=cell.resting_minutes / MINUTES_PER_HOUR)


def _owner(day_class: DayClass, own: int, place: Open) -> int:
    return (day_class.before, own, day_class.after)[place.owner + 1]


def _staffed(demand: Demand, cell: Cell) -> bool:
    """Whether enough staff is there at once, somebody among them with the competence."""
    usable = [duty for duty in cell.duties if demand.planned_night or not duty.resting]
    if sum(duty.heads for duty in usable) < demand.staff:
        return False
    return not demand.competence or any(demand.competence in duty.competences for duty in usable)


def _staff_allows(demand: Demand, cell: Cell) -> float:
    """What staff alone allows [hours]: a bound, not a constraint."""
    minutes = cell.awake_minutes + (cell.resting_minutes if demand.planned_night else 0.0)
    return minutes / demand.staff / MINUTES_PER_HOUR
