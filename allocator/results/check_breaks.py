"""The checker's part on breaks and work per shift: family 8, without the programme."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.model.allocate import Allocation
from allocator.model.staff import StaffGroup
from allocator.model.unit_data import Demand
from allocator.model.variables import Variable
from allocator.results.rota import OnDuty, ShiftArrays
from allocator.terms import MINUTES_PER_DAY

Violation = tuple[str, float]
"""The name of a constraint, and by how many minutes it is broken."""
VariableMinutes = Sequence[tuple[Variable, float]]
"""Variables of one interval, each with its minutes on one day of the class [min]."""
ROUNDING = 1e-6
"""Minutes: less is nothing given, and nothing between two equal amounts."""


@dataclass(frozen=True)
class AvailableStaff:
    """Who is on duty in an interval, and how many minutes of it each shift is on a break.

    Parameters
    ----------
    breaks : of each shift that takes breaks or work per shift there [min on one day].
    length : of the interval [min].
    """

    duty: OnDuty
    breaks: VariableMinutes
    length: float

    def on_a_break(self, resting: bool, any_of: Sequence[str] | None = None) -> float:
        """Add up the breaks of those awake or resting who have any of the competences [min]."""
        return sum(
            minutes
            for variable, minutes in self.breaks
            if _shift(variable).resting == resting
            and (any_of is None or not set(any_of).isdisjoint(_shift(variable).competences))
        )

    def minutes(self, resting: bool, any_of: Sequence[str] | None = None) -> float:
        """Return the minutes of those on duty, less breaks and work per shift [min]."""
        rostered = self.duty.minutes(self.length, resting, any_of)
        return rostered - self.on_a_break(resting, any_of)


def rows_of(demands: Sequence[Demand], given: VariableMinutes) -> list[tuple[Demand, float]]:
    """List what may be given in an interval, with its minutes."""
    return [(demands[variable.demand or 0], minutes) for variable, minutes in given]


def not_on_a_break(
    demands: Sequence[Demand],
    given: VariableMinutes,
    supervised: VariableMinutes,
    free: AvailableStaff,
) -> Iterator[Violation]:
    """Check that nobody on a break is one of two, or supervises."""
    rows = rows_of(demands, given)
    duty = free.duty
    for variable, minutes in free.breaks:
        shift = _shift(variable)
        needed = [
            (demand.staff - duty.awake - duty.resting * demand.planned_night + shift.heads, held)
            for demand, held in rows
            if demand.planned_night or not shift.resting
        ]
        most = shift.heads * free.length
        yield "no more on a break than there are", minutes - most
        if any(staff > 0 for staff, _ in needed):
            among = sum(max(0, staff) * held for staff, held in needed)
            yield "who is on a break is not one of two", among + minutes - most
    if supervised and any(not _shift(variable).resting for variable, _ in free.breaks):
        most = duty.minutes(free.length, False) - free.on_a_break(False)
        yield "nobody on a break supervises", max(minutes for _, minutes in supervised) - most


def breaks_taken(allocation: Allocation, shifts: ShiftArrays) -> Iterator[Violation]:
    """Check that each shift takes what it must in each døgn, while it is on duty, and no more."""
    index = allocation.index
    lengths: dict[tuple[int, StaffGroup], float] = defaultdict(float)
    taken: dict[tuple[int, StaffGroup], float] = defaultdict(float)
    for number, interval in enumerate(index.intervals):
        variables = index.by_interval[number].breaks
        for variable in variables:
            key = interval.day, _shift(variable)
            lengths[key] += interval.length
            taken[key] += float(allocation.minutes[variable.number]) / index.times(interval.day)
        yield from _on_duty(index.classes[interval.day].days, variables, interval.pieces, shifts)
    for number, day_class in enumerate(index.classes):
        answered = sorted(
            (*shift[:-1], lengths[day, shift]) for day, shift in lengths if day == number
        )
        for day in day_class.days:
            same = _equal(answered, sorted(shifts.due[day].values()))
            yield "each shift takes its own breaks", 0.0 if same else np.inf
    for (_, shift), minutes in taken.items():
        due = shift.heads * (shift.breaks + shift.other_work)
        yield "breaks and work per shift are taken", abs(minutes - due)


def _on_duty(
    days: Sequence[int],
    variables: Sequence[Variable],
    pieces: Sequence[tuple[float, float]],
    shifts: ShiftArrays,
) -> Iterator[Violation]:
    """Check that those who may be on a break in an interval are those on duty who take one."""
    middles = np.array([(start + end) / 2 for start, end in pieces])
    moments = (np.array(days)[:, None] * MINUTES_PER_DAY + middles).ravel()
    here = sorted(_shift(variable)[:-1] for variable in variables)
    same = all(
        _equal(here, [due[:-1] for due in at_moment]) for at_moment in shifts.at(moments).due()
    )
    yield "breaks fall while on duty", 0.0 if same else np.inf


def _equal(first: Sequence[Sequence[object]], second: Sequence[Sequence[object]]) -> bool:
    """Whether two sorted lists say the same, but for rounding."""
    return len(first) == len(second) and all(
        left == right or (isinstance(left, float) and abs(left - float(str(right))) < ROUNDING)
        for own, other in zip(first, second, strict=True)
        for left, right in zip(own, other, strict=True)
    )


def _shift(variable: Variable) -> StaffGroup:
    assert variable.shift is not None
    return variable.shift
