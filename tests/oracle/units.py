"""Random small units: tables of text cells as a unit would fill them in.

``random_unit(seed)`` gives one input, ``write`` its CSV files, ``features`` names what
it uses, and ``ALL`` is what many units together should use. The rows avoid what the contract
calls an error.
"""

from __future__ import annotations

import csv
import io
from random import Random

from .calendar import DAY
from .unit_data import build
from .unit_demands import add_groups, add_interventions
from .unit_features import ALL, features
from .unit_frame import Maker, Tables
from .unit_rest import add_absences, add_decisions, add_other_work
from .unit_shifts import add_shifts

__all__ = ["ALL", "features", "random_unit", "write"]

ORDER = {
    "unit": "unit weeks period_start day_start evening_start night_start shared_supervision report "
    "priority_policy org_no staffing ordinary_housing",
    "shifts": "unit date week weekday shift start end days_more count staff_id duty competence "
    "break_minutes",
    "residents": "unit resident from to",
    "decisions": "unit resident service hours resource_hours per from to status reportable rolling "
    "applied_on decided_on started_on ended_on appealed_on org_no",
    "interventions": "intervention unit resident service activity mode group minutes times per "
    "weekdays from_time to_time shift staff competence provider priority from to",
    "groups": "group unit minutes times per weekdays from_time to_time shift staff competence "
    "provider",
    "other_work": "unit work minutes times per weekdays from_time to_time shift staff",
    "absences": "unit resident date date_to weekday from_time to_time reason",
}
REQUIRED = ("unit", "shifts", "residents", "interventions")


def random_unit(seed: int) -> Tables:
    """Give the tables of one random input: one unit, or now and then two.

    Parameters
    ----------
    seed : int
        The same seed gives the same tables.
    """
    rng = Random(seed)
    if rng.random() < 0.08:
        first, second = one_unit(rng, "U1", small=True), one_unit(rng, "U2", small=True)
        return {name: first[name] + second[name] for name in ORDER}
    tables = one_unit(rng, "U1")
    if rng.random() < 0.4:
        for name in ORDER:
            if name != "unit":
                for row in tables[name]:
                    row["unit"] = ""
    return tables


def one_unit(rng: Random, unit: str, small: bool = False) -> Tables:
    """Give the tables of one unit: its frame, its demands, then a staff that is often too small."""
    maker = Maker.start(rng, unit, small)
    add_groups(maker)
    add_interventions(maker)
    add_decisions(maker)
    add_other_work(maker)
    add_absences(maker)
    add_shifts(maker)
    row = maker.tables["unit"][0]
    if row["staffing"] == "around_the_clock" and not always_staffed(maker.tables, unit):
        row["staffing"] = "part_of_day"
    return maker.tables


def always_staffed(tables: Tables, unit: str) -> bool:
    """Say whether somebody is on duty in every døgn, awake or resting."""
    staff = build(tables, unit).staff
    heads = staff.heads(False) + staff.heads(True)
    return bool(heads.reshape(-1, DAY).any(axis=1).all())


def write(tables: Tables) -> dict[str, bytes]:
    """Give CSV file name -> content: ``;`` between cells, UTF-8, columns nobody fills left out."""
    files = {}
    for name, columns in ORDER.items():
        rows = tables.get(name, [])
        if not rows and name not in REQUIRED:
            continue
        used = [c for c in columns.split() if any(row.get(c) for row in rows)]
        sheet = io.StringIO()
        writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
        writer.writerow(used or columns.split())
        writer.writerows([row.get(column, "") for column in used] for row in rows)
        files[f"{name}.csv"] = sheet.getvalue().encode("utf-8")
    return files
