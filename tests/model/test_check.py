"""The checker finds a broken constraint of each kind; without it a wrong figure would be shown."""

from dataclasses import replace

import numpy as np
import pytest
from comparing import allocated
from oracle.units import random_unit

from allocator.errors import CheckError
from allocator.model.allocate import Allocation
from allocator.model.variables import Variable, VariableKind
from allocator.results.check import check


def _allocations() -> list[Allocation]:
    return [
        figures.allocation
        for seed in range(40)
        for figures in allocated(random_unit(seed)).calculation.units
    ]


ALLOCATIONS = _allocations()


def _changed(allocation: Allocation, one: Variable, minutes: float) -> Allocation:
    changed = allocation.minutes.copy()
    changed[one.number] += minutes
    return replace(allocation, minutes=changed)


@pytest.mark.parametrize("kind", list(VariableKind))
@pytest.mark.parametrize("sign", [1, -1])
def test_a_changed_variable_is_found(kind: VariableKind, sign: int) -> None:
    """More than all its constraints allow, or less than nothing."""
    tried = 0
    for allocation in ALLOCATIONS:
        for one in allocation.index.variables:
            if one.kind is kind and (kind is not VariableKind.WOKEN or sign > 0):
                tried += 1
                with pytest.raises(CheckError):
                    check(_changed(allocation, one, sign * 1e6))
                break
    assert tried > 2 or (kind is VariableKind.WOKEN and sign < 0)


@pytest.mark.parametrize(
    ("constraint", "kinds"),
    [
        ("staff minutes", {VariableKind.GIVEN, VariableKind.SUPERVISED}),
        ("one body", {VariableKind.GIVEN, VariableKind.RECEIVED, VariableKind.SUPERVISED}),
        ("no more than is asked", {VariableKind.GIVEN}),
        ("nobody gets more of a group than was held", {VariableKind.RECEIVED}),
        ("a minute that nobody receives is not held", {VariableKind.GIVEN}),
        ("resting staff gives planned help only", {VariableKind.WOKEN}),
        (
            "no more than is granted",
            {VariableKind.GIVEN, VariableKind.RECEIVED, VariableKind.SUPERVISED},
        ),
        ("competence", {VariableKind.GIVEN}),
        ("several at a time", {VariableKind.GIVEN}),
        ("no more in a døgn than its limit", {VariableKind.GIVEN}),
    ],
)
def test_each_constraint_is_broken_by_some_minute(
    constraint: str, kinds: set[VariableKind]
) -> None:
    """A few minutes too many somewhere break it, and it is named."""
    for allocation in ALLOCATIONS:
        for one in allocation.index.variables:
            if one.kind in kinds:
                for minutes in (2.0, 30.0):
                    try:
                        check(_changed(allocation, one, minutes))
                    except CheckError as error:
                        if f"“{constraint}" in str(error):
                            return
    pytest.fail(f"no change broke “{constraint}”")


def test_days_that_are_not_alike_are_found() -> None:
    """Had the model merged two days with different staff, the checker would say so."""
    for allocation in ALLOCATIONS:
        shifts = allocation.data.shifts
        merged = [one for one in allocation.index.classes if len(one.days) > 1]
        if merged and shifts:
            data = replace(allocation.data, shifts=shifts[1:])
            unit = replace(allocation.unit, data=data)
            with pytest.raises(CheckError):
                check(replace(allocation, unit=unit))
            return
    pytest.fail("no unit with alike days")


def test_an_absent_resident_receives_nothing() -> None:
    for allocation in ALLOCATIONS:
        if not allocation.data.demands or not np.any(allocation.minutes > 1):
            continue
        gone = tuple(
            replace(one, away=np.array([[0.0, one.length]])) for one in allocation.data.presence
        )
        unit = replace(allocation.unit, data=replace(allocation.data, presence=gone))
        with pytest.raises(CheckError, match="not there"):
            check(replace(allocation, unit=unit))
        return
    pytest.fail("nobody receives anything")
