"""What comes of a mapping: the first rows as they are read, and the hours that are rostered."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from allocator import terms
from allocator.tables.checks.duty import timed_shifts
from allocator.tables.declared import TABLES
from allocator.tables.inputs import Inputs
from allocator.tables.written import says_something, written

_ROWS: Final = 5


def first_rows(inputs: Inputs, table: str) -> pd.DataFrame:
    """Return the first rows of a table as text by English column.

    Columns that are empty throughout, or their default, are left out.

    Parameters
    ----------
    inputs
        The input as it was read.
    table
        The English name of the table.
    """
    declared = TABLES[table]
    frame = inputs.tables[table].head(_ROWS)
    shown = {
        column.name: [written(column, value, "nb") for value in frame[column.name]]
        for column in declared.columns
        if any(says_something(column, value) for value in frame[column.name])
    }
    return pd.DataFrame(shown)


def rostered(inputs: Inputs) -> Mapping[str, float]:
    """Return the hours of all shifts in an average week of the roster, unit -> minutes [min].

    As a planning system adds them up: breaks and resting duty included, identical staff by their
    number, dated shifts outside the roster not.
    """
    shifts = timed_shifts(inputs.tables["shifts"], inputs.tables["unit"])
    weeks = shifts["around"] / (terms.DAYS_PER_WEEK * terms.MINUTES_PER_DAY)
    minutes = shifts["length"] * shifts["count"] / weeks
    return {str(unit): float(sum_) for unit, sum_ in minutes.groupby(shifts["unit"]).sum().items()}
