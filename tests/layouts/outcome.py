"""What the program makes of a layout: right, refused, wrong in silence, or an unexpected error."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from allocator import allocate, read
from allocator.errors import InputError
from allocator.notices import Notice, errors

from .small import Layout

RIGHT, REFUSED, WRONG, UNEXPECTED = "right", "refused", "wrong in silence", "unexpected error"


@dataclass(frozen=True)
class Outcome:
    """What came out of a layout.

    Parameters
    ----------
    kind
        One of the four above.
    why
        The codes that refused it, the figures that are other, or the exception.
    codes
        Every code that was said.
    """

    kind: str
    why: str = ""
    codes: frozenset[str] = frozenset()


def outcome(layout: Layout) -> Outcome:
    """Read and calculate a layout, and compare it with what must come out."""
    try:
        inputs = read(layout.files)
        if faults := errors(inputs.notices):
            return _refused(layout, faults, inputs.notices)
        result = allocate(inputs)
    except InputError as error:
        return _refused(layout, errors(error.notices), error.notices)
    except Exception as error:
        return Outcome(UNEXPECTED, type(error).__name__)
    unlike = [
        *_unlike("shifts", hours_by_weekday(inputs), layout.hours),
        *_unlike("planned", [result.hours["planned_minutes"].sum() / 60], [layout.planned]),
        *_unlike("decided", [result.hours["decided_minutes"].sum() / 60], [layout.decided]),
    ]
    codes = frozenset(notice.code for notice in result.all_notices)
    if layout.refused:
        unlike.append(f"is to be refused by {' or '.join(layout.refused)}")
    unsaid = [f"{code} is not said" for code in layout.says if code not in codes]
    return Outcome(WRONG if unlike or unsaid else RIGHT, "; ".join(unlike + unsaid), codes)


def _refused(layout: Layout, faults: Sequence[Notice], notices: Sequence[Notice]) -> Outcome:
    reasons = {fault.code for fault in faults}
    codes = frozenset(notice.code for notice in notices)
    why = ", ".join(sorted(reasons))
    if layout.refused and (reasons.isdisjoint(layout.refused) or not codes.issuperset(layout.says)):
        why += f" (to be refused by {' or '.join((*layout.refused, *layout.says))})"
    return Outcome(REFUSED, why, codes)


def _unlike(what: str, came: Sequence[float], expected: Sequence[float]) -> list[str]:
    if all(math.isclose(a, b, abs_tol=0.001) for a, b in zip(came, expected, strict=True)):
        return []
    return [f"{what} {sum(came):.2f}, true {sum(expected):.2f}"]


def hours_by_weekday(inputs: Any) -> list[float]:
    """Hours of the shifts that start on each weekday of an average week, within the roster."""
    units = inputs.tables["unit"]
    weeks = int(units["weeks"].iloc[0])
    first = units["period_start"].iloc[0]
    hours = [0.0] * 7
    for shift in inputs.tables["shifts"].to_dict("records"):
        day = shift["weekday"]
        if pd.notna(shift["date"]):
            if not first <= shift["date"] < first + pd.Timedelta(weeks=weeks):
                continue
            day = shift["date"].day_of_week
        minutes = (shift["end"] - shift["start"]) % 1440 or 1440
        minutes += 1440 * shift["days_more"]
        hours[int(day)] += minutes / 60 * shift["count"] / weeks
    return hours
