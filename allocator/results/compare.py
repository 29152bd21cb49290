"""Units side by side: hours per resident, services, night, direct share, coverage, high hours.

A figure that rests on few residents could tell who they are, and is hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from allocator.results.views import staff_use
from allocator.terms import HIGH_HOURS_AT_LEAST, HIGH_HOURS_MORE_THAN, MINUTES_PER_HOUR

NATIONAL = Path(__file__).parents[1] / "rules" / "national.yaml"
FEWEST: Final = 5
"""Residents; a figure that rests on fewer is hidden."""
FIGURES = (
    "per_resident_minutes", "night_share", "direct_share", "staff_per_resident_minutes",
    "coverage", "high_at_least_share", "high_more_than_share",
)  # fmt: skip


@dataclass(frozen=True)
class Distribution:
    """Recipients of a service by hours per week in the whole country.

    Parameters
    ----------
    begins : where each class begins [h].
    shares : service -> share of recipients in each class, of 1.
    recipients : service -> how many they are.
    """

    source: str
    year: int
    begins: tuple[float, ...]
    shares: Mapping[int, tuple[float, ...]]
    recipients: Mapping[int, int]


@cache
def _national() -> dict[str, Any]:
    # imported late: slow to load, and only comparisons need it
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(NATIONAL.read_text("utf-8"))
    return loaded


def high_hours() -> float:
    """Look up the threshold of high hours [min per week]."""
    return float(_national()["high_hours"]["hours"]) * MINUTES_PER_HOUR


def distribution() -> Distribution:
    """Read the national distribution of hours per week, by service."""
    own = _national()["distribution"]
    return Distribution(
        source=own["source"],
        year=int(own["year"]),
        begins=tuple(float(begin) for begin in own["from"]),
        shares={
            code: tuple(share / sum(row["shares"]) for share in row["shares"])
            for code, row in own["services"].items()
        },
        recipients={code: row["recipients"] for code, row in own["services"].items()},
    )


def compared(
    units: pd.DataFrame, hours: pd.DataFrame, staff_time: pd.DataFrame, show_few: bool = False
) -> pd.DataFrame:
    """Build one row per unit, in the order of `units`.

    Parameters
    ----------
    units : the input's typed table `unit`.
    show_few : show figures that rest on fewer than FEWEST residents too (shipped examples only).

    Returns
    -------
    `unit, name, residents, hidden` and FIGURES: omfang per resident [min per week], night's share
    of received, direct share of rostered staff time, rostered time per resident, coverage, and
    the share of residents with high hours by both indicators. Empty where hidden or undefined.
    """
    rows = [
        _of_unit(
            str(row.unit),
            str(row.name) or str(row.unit),
            hours[hours["unit"] == row.unit],
            staff_time[staff_time["unit"] == row.unit],
        )
        for row in units.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=["unit", "name", "residents", *FIGURES])
    hidden = pd.Series(False, index=frame.index) if show_few else frame["residents"] < FEWEST
    frame[list(FIGURES)] = frame[list(FIGURES)].astype(float).mask(hidden)
    return frame.assign(hidden=hidden)


def _of_unit(unit: str, name: str, hours: pd.DataFrame, staff_time: pd.DataFrame) -> dict[str, Any]:
    residents = int(hours["resident"].nunique())
    received = float(hours["received_minutes"].sum())
    use = staff_use(staff_time)
    rostered = float(use["rostered_minutes"].iloc[-1]) if len(use) else 0.0
    direct = ["individual_minutes", "group_minutes", "supervision_minutes"]
    given = float(use[direct].iloc[-1].sum()) if len(use) else 0.0
    at_least, more_than = with_high_hours(hours)
    return {
        "unit": unit,
        "name": name,
        "residents": residents,
        "per_resident_minutes": _share(float(hours["omfang_minutes"].sum()), residents),
        "night_share": _share(float(hours["night_minutes"].sum()), received),
        "direct_share": _share(given, rostered),
        "staff_per_resident_minutes": _share(rostered, residents),
        "coverage": _share(received, float(hours["planned_minutes"].sum())),
        "high_at_least_share": _share(at_least, residents),
        "high_more_than_share": _share(more_than, residents),
    }


def with_high_hours(hours: pd.DataFrame) -> tuple[int, int]:
    """Count residents with at least, and with more than, 35.5 hours, over SSB's two sets."""
    limit = high_hours()
    return (
        int((_over(hours, HIGH_HOURS_AT_LEAST) >= limit - 1e-6).sum()),
        int((_over(hours, HIGH_HOURS_MORE_THAN) > limit + 1e-6).sum()),
    )


def _over(hours: pd.DataFrame, services: frozenset[int]) -> pd.Series:
    own = hours[hours["service"].isin(services)]
    return own.groupby("resident")["omfang_minutes"].sum()


def by_service(units: pd.DataFrame, hours: pd.DataFrame, show_few: bool = False) -> pd.DataFrame:
    """Return omfang per resident by service [min per week]: `unit` and one column per code.

    Units of few residents are left out, unless `show_few`.
    """
    residents = hours.groupby("unit")["resident"].nunique()
    table = hours.pivot_table(
        index="unit", columns="service", values="omfang_minutes", aggfunc="sum", fill_value=0.0
    )
    table = table.div(residents, axis=0).reindex(units["unit"]).dropna(how="all")
    table = table[table.sum(axis=1) > 0]
    table = table.loc[:, table.sum() > 0]
    kept = table if show_few else table[residents.reindex(table.index) >= FEWEST]
    return kept.rename_axis("unit").reset_index()


def in_classes(hours: pd.DataFrame, service: int, show_few: bool = False) -> pd.DataFrame:
    """Count recipients of one service by the national classes of hours, unit by unit.

    Returns
    -------
    `unit, recipients` and `class_0`, ... : share of its recipients. Units with fewer than FEWEST
    recipients are left out, unless `show_few`.
    """
    begins = distribution().begins
    own = hours[(hours["service"] == service) & (hours["omfang_minutes"] > 0)]
    edges = [begin * MINUTES_PER_HOUR for begin in begins] + [float("inf")]
    classes = pd.cut(own["omfang_minutes"].round(2), edges, right=False, labels=False)
    rows = []
    for unit, numbers in classes.groupby(own["unit"], sort=False):
        if show_few or len(numbers) >= FEWEST:
            shares = {f"class_{n}": float((numbers == n).mean()) for n in range(len(begins))}
            rows.append({"unit": unit, "recipients": len(numbers), **shares})
    columns = ["unit", "recipients", *(f"class_{n}" for n in range(len(begins)))]
    return pd.DataFrame(rows, columns=columns)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
