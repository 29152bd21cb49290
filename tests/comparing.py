"""Figures of the program and of the slow model side by side."""

import math
from typing import Any

import pandas as pd
from oracle.slow import Figures, solve
from oracle.units import random_unit, write

import allocator
from allocator.notices import errors

TOLERANCE = 0.01
"""Minutes a week."""
HOURS = {
    "decided": "decided_minutes",
    "planned": "planned_minutes",
    "received": "received_minutes",
    "omfang": "omfang_minutes",
    "ressursinnsats": "ressursinnsats_minutes",
    "staff_share": "staff_share_minutes",
    "day": "day_minutes",
    "evening": "evening_minutes",
    "night": "night_minutes",
}
STAFF = {
    "rostered": "rostered_minutes",
    "individual": "individual_minutes",
    "group": "group_minutes",
    "supervision": "supervision_minutes",
    "other_work": "other_work_minutes",
    "break": "break_minutes",
    "presence": "presence_minutes",
}
Tables = dict[str, list[dict[str, str]]]


def allocated(tables: Tables, **options: Any) -> allocator.Result:
    """The program's answer to raw tables."""
    inputs = allocator.read(write(tables))
    assert not errors(inputs.notices), [notice.message("en") for notice in errors(inputs.notices)]
    return allocator.allocate(inputs, **options)


def differences(tables: Tables) -> list[str]:
    """Where the program and the slow model give different figures."""
    return list(_differences(allocated(tables), solve(tables)))


def _differences(result: allocator.Result, slow: Figures) -> list[str]:
    found = []
    for row in result.hours.itertuples():
        key = (row.unit, row.resident, row.service)
        other = slow.hours.get(key)
        for name, column in HOURS.items():
            theirs = 0.0 if other is None else other.get(name)
            found += _different((*key, name), getattr(row, column), theirs)
    missing = set(slow.hours) - set(
        zip(result.hours["unit"], result.hours["resident"], result.hours["service"], strict=True)
    )
    found += [f"no row for {key}" for key in sorted(missing)]
    for row in result.staff_time.itertuples():
        other = slow.staff_time[row.unit, row.part, row.duty]
        for name, column in STAFF.items():
            theirs = other[name]
            found += _different((row.unit, row.part, row.duty, name), getattr(row, column), theirs)
    return found


def _different(key: tuple[object, ...], ours: float, theirs: float | None) -> list[str]:
    ours = 0.0 if math.isnan(ours) else ours
    theirs = 0.0 if theirs is None or math.isnan(theirs) else theirs
    return [] if abs(ours - theirs) < TOLERANCE else [f"{key}: {ours:.4f} ≠ {theirs:.4f}"]


def hours_by(result: allocator.Result, keys: dict[str, str] | None = None) -> pd.DataFrame:
    """The figures of `hours.csv` by resident and service, residents under other names."""
    hours = result.hours.copy()
    if keys:
        hours["resident"] = hours["resident"].map(keys)
    return hours.set_index(["unit", "resident", "service"])[list(HOURS.values())].sort_index()


def assert_same_hours(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Every figure within 0.01 minutes."""
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=0.0, atol=TOLERANCE)


__all__ = ["allocated", "assert_same_hours", "differences", "hours_by", "random_unit"]
