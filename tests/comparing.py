"""Figures of the program and of the slow model side by side."""

from typing import Any

import pandas as pd
from comparing_tables import HOURS, TOLERANCE, Comparison, compare
from oracle.slow import solve
from oracle.units import random_unit, write

import allocator
from allocator.notices import errors

Tables = dict[str, list[dict[str, str]]]


def allocated(tables: Tables, **options: Any) -> allocator.Result:
    """The program's answer to raw tables."""
    inputs = allocator.read(write(tables))
    assert not errors(inputs.notices), [notice.message("en") for notice in errors(inputs.notices)]
    return allocator.allocate(inputs, **options)


def compared(tables: Tables) -> Comparison:
    """Every table of the program's answer beside the slow model's."""
    return compare(allocated(tables), solve(tables))


def differences(tables: Tables) -> list[str]:
    """Where the program and the slow model give different figures."""
    return compared(tables).differences


def hours_by(result: allocator.Result, keys: dict[str, str] | None = None) -> pd.DataFrame:
    """The figures of `hours.csv` by resident and service, residents under other names."""
    hours = result.hours.copy()
    if keys:
        hours["resident"] = hours["resident"].map(keys)
    return hours.set_index(["unit", "resident", "service"])[list(HOURS.values())].sort_index()


def assert_same_hours(hours: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Every figure within 0.01 minutes."""
    pd.testing.assert_frame_equal(hours, expected, check_exact=False, rtol=0.0, atol=TOLERANCE)


__all__ = ["allocated", "assert_same_hours", "compared", "differences", "hours_by", "random_unit"]
