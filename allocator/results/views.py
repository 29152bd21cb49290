"""The figures that a page shows, out of the frames of a result: sums, distributions, stretches.

Every function takes frames of contract section 2 and gives a new frame; minutes are averages
[min per week] unless said otherwise. Pages hold no arithmetic: it is here, and tested.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from allocator.results.figures import Figures
from allocator.results.hours import undelivered_minutes
from allocator.results.unmet import STAFF_REASONS
from allocator.rounding import NOTICEABLE, in_parts, whole_minutes
from allocator.terms import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR, PARTS, WEEKDAYS

MEASURES = (
    "decided_minutes", "planned_minutes", "received_minutes", "omfang_minutes",
    "ressursinnsats_minutes", "staff_share_minutes", "day_minutes", "evening_minutes",
    "night_minutes",
)  # fmt: skip
STAFF_KINDS = ("individual", "group", "supervision", "other_work", "break", "presence")
CLOCK_STEP = 30
"""Minutes in one field of a picture of the week."""
FIELDS = MINUTES_PER_DAY // CLOCK_STEP
FEW = 0.05
"""Persons; less than this on average is no stretch worth showing."""

Numbers = npt.NDArray[np.float64]


def of_unit(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Select the rows of one unit, numbered from 0."""
    return frame[frame["unit"] == unit].reset_index(drop=True)


def with_missing(hours: pd.DataFrame, units: Iterable[Figures]) -> pd.DataFrame:
    """Return `hours` with what is missing, of each kind 0 where not noticeable.

    `missing_minutes` of the plan: planned, not received. `undelivered_minutes` of the decisions:
    decided, not received, each on its own days; empty where nothing is decided.

    Parameters
    ----------
    units : the figures of the units that the rows are of.
    """
    missing = (hours["planned_minutes"] - hours["received_minutes"]).clip(lower=0.0)
    undelivered = {
        (figures.data.unit, figures.data.residents[resident], service): minutes
        for figures in units
        for (resident, service), minutes in undelivered_minutes(figures).items()
    }
    keys = zip(hours["unit"], hours["resident"], hours["service"], strict=True)
    return hours.assign(
        missing_minutes=missing.where(missing > NOTICEABLE, 0.0),
        undelivered_minutes=[undelivered.get(key, float("nan")) for key in keys],
    )


def by_resident(hours: pd.DataFrame) -> pd.DataFrame:
    """Build one row per resident, in the order of `hours`: measures summed over the services.

    `hours` is with what is missing. `decided_minutes` and `undelivered_minutes` are empty where
    nothing is decided, `coverage` where nothing is planned.
    """
    columns = [*MEASURES, "missing_minutes", "undelivered_minutes"]
    grouped = hours.groupby("resident", sort=False)
    frame = grouped[columns].sum(min_count=1).reset_index()
    filled = [name for name in columns if name not in ("decided_minutes", "undelivered_minutes")]
    frame[filled] = frame[filled].fillna(0.0)
    return frame.assign(coverage=_ratio(frame["received_minutes"], frame["planned_minutes"]))


def totals(hours: pd.DataFrame) -> dict[str, float]:
    """Sum the measures of a unit, with `residents` and received `per_resident`; NaN where none.

    `hours` is with what is missing.
    """
    columns = (*MEASURES, "missing_minutes", "undelivered_minutes")
    sums = {name: float(hours[name].sum(min_count=1)) for name in columns}
    residents = float(hours["resident"].nunique())
    sums["residents"] = residents
    sums["per_resident"] = sums["received_minutes"] / residents if residents else float("nan")
    planned = sums["planned_minutes"]
    sums["coverage"] = sums["received_minutes"] / planned if planned > 0 else float("nan")
    return sums


def services_with_hours(hours: pd.DataFrame) -> list[int]:
    """List the services with anything received, planned or decided, in order."""
    columns = ["received_minutes", "planned_minutes", "decided_minutes"]
    some = hours[columns].fillna(0.0).max(axis=1) > 0
    return sorted(int(code) for code in hours.loc[some, "service"].unique())


def staff_use(staff_time: pd.DataFrame) -> pd.DataFrame:
    """Build one row per part and duty with staff on it, then their sum, `part` = "all"."""
    columns = ["rostered_minutes", *(f"{kind}_minutes" for kind in STAFF_KINDS)]
    used = staff_time[staff_time["rostered_minutes"] > 0]
    used = used.sort_values(["duty", "part"], key=_order, kind="stable")
    total = pd.DataFrame([{"part": "all", "duty": "", **used[columns].sum()}])
    rows = used[["part", "duty", *columns]]
    return pd.concat([rows, total], ignore_index=True) if len(rows) else rows


def _order(values: pd.Series) -> pd.Series:
    ranks = {word: rank for rank, word in enumerate((*PARTS, "active", "resting"))}
    return values.map(ranks)


def closing(frame: pd.DataFrame, whole: str, parts: Sequence[str]) -> pd.DataFrame:
    """Round `whole` and its `parts` to whole minutes that add up, row by row."""
    names = [whole, *parts]
    closed = []
    for total, *shares in frame[names].to_numpy(dtype=float).tolist():
        closed.append([whole_minutes(total), *in_parts(total, shares)])
    figures = pd.DataFrame(closed, columns=names, index=frame.index, dtype=float)
    return frame.assign(**{name: figures[name] for name in names})


def offset(clock: pd.Series, day_start: float, end: bool = False) -> pd.Series:
    """Read clock times `07:30` as minutes past the start of the døgn; an end at it is 1440."""
    parts = clock.str.split(":", expand=True).astype(float)
    past = (parts[0] * MINUTES_PER_HOUR + parts[1] - day_start) % MINUTES_PER_DAY
    return past.where(past > 0, MINUTES_PER_DAY) if end else past


def by_clock(frame: pd.DataFrame, column: str, day_start: float) -> Numbers:
    """Spread a column of `week` or `staff_week` evenly over fields of 30 minutes.

    Returns
    -------
    persons at a time, 7 weekdays × 48 fields from the start of the døgn: the minutes of each
    field divided by its length.
    """
    fields = np.zeros((DAYS_PER_WEEK, FIELDS))
    if frame.empty:
        return fields
    start = offset(frame["from_time"], day_start).to_numpy()[:, None]
    end = offset(frame["to_time"], day_start, end=True).to_numpy()[:, None]
    edges = np.arange(FIELDS) * float(CLOCK_STEP)
    inside = np.minimum(end, edges + CLOCK_STEP) - np.maximum(start, edges)
    minutes = np.clip(inside, 0.0, None) * (frame[column].to_numpy()[:, None] / (end - start))
    np.add.at(fields, frame["weekday"].map(WEEKDAYS.index).to_numpy(), minutes)
    return fields / CLOCK_STEP


def staff_clock(staff_week: pd.DataFrame, day_start: float) -> dict[str, Numbers]:
    """Count persons by weekday and clock: `active`, `resting`, `asked`, `missing`, `over`.

    Asked is what they do beyond being there (residents, other work, breaks) and what is missing;
    over is being there, of active staff.
    """
    active = staff_week[staff_week["duty"] == "active"]
    resting = staff_week[staff_week["duty"] == "resting"]
    missing = by_clock(staff_week, "missing_minutes", day_start)
    used = sum(
        by_clock(staff_week, f"{kind}_minutes", day_start)
        for kind in ("direct", "other_work", "break")
    )
    return {
        "active": by_clock(active, "rostered_minutes", day_start),
        "resting": by_clock(resting, "rostered_minutes", day_start),
        "asked": used + missing,
        "missing": missing,
        "over": np.clip(by_clock(active, "presence_minutes", day_start), 0.0, None),
    }


def stretches(
    staff_week: pd.DataFrame, column: str, day_start: float, in_week_order: bool = False
) -> pd.DataFrame:
    """List unbroken times of active duty in which `column` is above 0, the largest first.

    Parameters
    ----------
    in_week_order : as they come in the week instead.

    Returns
    -------
    `weekday, from_time, to_time, minutes` [min per week]`, persons` (on average).
    """
    frame = staff_week[staff_week["duty"] == "active"]
    frame = frame.assign(
        start=offset(frame["from_time"], day_start),
        end=offset(frame["to_time"], day_start, end=True),
        day=frame["weekday"].map(WEEKDAYS.index),
    )
    frame = frame[frame[column] / (frame["end"] - frame["start"]) >= FEW]
    frame = frame.sort_values(["day", "start"])
    broken = (frame["day"] != frame["day"].shift()) | (frame["start"] != frame["end"].shift())
    runs = frame.groupby(broken.cumsum()).agg(
        weekday=("weekday", "first"),
        from_time=("from_time", "first"),
        to_time=("to_time", "last"),
        minutes=(column, "sum"),
        start=("start", "first"),
        end=("end", "last"),
    )
    runs["persons"] = runs["minutes"] / (runs["end"] - runs["start"])
    if not in_week_order:
        runs = runs.sort_values("minutes", ascending=False, kind="stable")
    return runs[["weekday", "from_time", "to_time", "minutes", "persons"]].reset_index(drop=True)


def for_want_of_staff(unmet: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose reason is that staff is short, and not an absence or a decision."""
    return unmet[unmet["reason"].isin(STAFF_REASONS)]


def waiting(unmet: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Return `unmet` with each intervention's words, window and competence, largest first.

    Parameters
    ----------
    interventions : the typed table of the same unit.
    """
    columns = ["intervention", "description", "from_time", "to_time", "shift", "competence"]
    own = interventions[columns].drop_duplicates("intervention")
    joined = unmet.merge(own, on="intervention", how="left")
    joined = joined.sort_values("missing_minutes", ascending=False, kind="stable")
    return joined.reset_index(drop=True)


def by_reason(unmet: pd.DataFrame) -> pd.DataFrame:
    """Add up missing minutes and residents by reason, the largest first."""
    frame = unmet.groupby("reason", sort=False).agg(
        missing_minutes=("missing_minutes", "sum"), residents=("resident", "nunique")
    )
    return frame.sort_values("missing_minutes", ascending=False, kind="stable").reset_index()


def profiles_side_by_side(hours: Sequence[tuple[str, pd.DataFrame]], unit: str) -> pd.DataFrame:
    """Return omfang by resident and service under each profile, and the difference.

    Parameters
    ----------
    hours : profile and its `hours`.

    Returns
    -------
    `resident, service`, one column per profile, `difference` (largest less smallest).
    """
    columns = [
        of_unit(frame, unit).set_index(["resident", "service"])["omfang_minutes"].rename(name)
        for name, frame in hours
    ]
    frame = pd.concat(columns, axis=1)
    return frame.assign(difference=frame.max(axis=1) - frame.min(axis=1)).reset_index()


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)
