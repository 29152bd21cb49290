"""How large a unit's model will be, and how long it will take, before it is built.

The variables of a few days are counted and stand for the rest. The time is rough: some of it is
proportional to the variables, and what interior point needs to their square. `python -m benchmarks`
prints what is foreseen beside what is taken.
"""

from collections.abc import Iterable
from typing import Final

from allocator.model.intervals import build_intervals
from allocator.model.merge_days import merge_days
from allocator.model.read_unit import PreparedUnit
from allocator.model.staff import staff_on_duty
from allocator.model.variables import build_variables

SECONDS_EACH: Final = 1.6e-4
SECONDS_EACH_SQUARED: Final = 1.5e-10
LONG_SECONDS: Final = 30.0
"""From here a calculation is long enough to say so first."""
_SAMPLED: Final = 4
"""Days whose variables are counted."""
_SMALL: Final = 2_000
"""Rows times days up to which no model takes long, whatever stands in the rows."""


def may_be_long(unit: PreparedUnit) -> bool:
    """Whether it is worth counting: the rows that ask, on each day of the roster."""
    own = unit.rows
    rows = len(own.interventions) + len(own.groups) + len(own.other_work) + len(own.decisions)
    return rows * unit.data.calendar.days > _SMALL


def expected_variables(unit: PreparedUnit) -> int:
    """Return about how many variables the programme of a unit will have."""
    data = unit.data
    duty = staff_on_duty(data.shifts, data.calendar)
    classes = merge_days(data, duty, merge=True)
    step = max(1, len(classes) // _SAMPLED)
    sampled = range(0, len(classes), step)
    intervals = build_intervals(data, duty, classes, sampled)
    counted = len(build_variables(data, classes, intervals).variables)
    return round(counted * len(classes) / len(sampled))


def expected_seconds(variables: Iterable[int]) -> float:
    """Return about how long units of so many variables will take [s]."""
    return sum(SECONDS_EACH * count + SECONDS_EACH_SQUARED * count**2 for count in variables)
