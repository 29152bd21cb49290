"""The hours of two runs side by side: per resident and service before, after and difference."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from allocator.rounding import NOTICEABLE

KEY: Final = ("unit", "resident", "service")
MEASURES: Final = ("omfang", "ressursinnsats", "staff_share", "received")
SIDES: Final = ("before", "after")
_FIGURES: Final = (*SIDES, "change")


class HoursChange(NamedTuple):
    """A row of `hours_changes`, with all MEASURES; minutes are averages [min per week]."""

    position: int
    unit: str
    resident: str
    service: int
    kind: str
    omfang_before_minutes: float
    omfang_after_minutes: float
    omfang_change_minutes: float
    ressursinnsats_before_minutes: float
    ressursinnsats_after_minutes: float
    ressursinnsats_change_minutes: float
    staff_share_before_minutes: float
    staff_share_after_minutes: float
    staff_share_change_minutes: float
    received_before_minutes: float
    received_after_minutes: float
    received_change_minutes: float

    def figures(self, measure: str) -> dict[str, float]:
        """Return `before`, `after` and `change` of one of MEASURES [min per week]."""
        return {name: getattr(self, f"{measure}_{name}_minutes") for name in _FIGURES}


def hours_changes(
    before: pd.DataFrame, after: pd.DataFrame, measures: Sequence[str] = MEASURES
) -> pd.DataFrame:
    """Build one row per unit, resident and service whose figures differ, or that is new or gone.

    Parameters
    ----------
    before, after : `hours.csv` of each run.
    measures : the figures compared.

    Returns
    -------
    `unit, resident, service`; `kind`, which is `changed`, `new` or `gone`; and for each measure M
    `M_before_minutes`, `M_after_minutes` and `M_change_minutes` [min per week]. Before is empty
    where the row is new and after where it is gone, and the change counts that as 0. In the order
    of `after`.
    """
    columns = [*KEY, *(f"{name}_minutes" for name in measures)]
    old, new = (
        frame[columns].rename(
            columns={f"{name}_minutes": f"{name}_{side}_minutes" for name in measures}
        )
        for frame, side in zip((before, after), SIDES, strict=True)
    )
    both = old.merge(new, on=list(KEY), how="outer", validate="1:1", indicator="kind")
    kinds = {"both": "changed", "left_only": "gone", "right_only": "new"}
    both["kind"] = both["kind"].astype(str).map(kinds)
    differs = both["kind"] != "changed"
    for name in measures:
        change = _counted(both, name, "after") - _counted(both, name, "before")
        differs |= change.abs() > NOTICEABLE
        both[f"{name}_change_minutes"] = change
    order = [*KEY, "kind", *(f"{name}_{of}_minutes" for name in measures for of in _FIGURES)]
    return _as_listed(both.loc[differs, order], after, before)


def _counted(both: pd.DataFrame, measure: str, side: str) -> pd.Series:
    return both[f"{measure}_{side}_minutes"].fillna(0.0)


def _as_listed(rows: pd.DataFrame, *frames: pd.DataFrame) -> pd.DataFrame:
    """Order rows as their units and residents come in the frames, then by service."""
    listed = pd.concat([frame[["unit", "resident"]] for frame in frames]).drop_duplicates()
    whom = list(zip(listed["unit"], listed["resident"], strict=True))
    units = {unit: number for number, unit in enumerate(dict.fromkeys(listed["unit"]))}
    residents = {names: number for number, names in enumerate(whom)}

    def as_listed(position: int) -> tuple[int, int, int]:
        unit, resident, service = rows.iloc[position][list(KEY)]
        return units[unit], residents[unit, resident], service

    return rows.iloc[sorted(range(len(rows)), key=as_listed)].reset_index(drop=True)
