"""What comes of a mapping: the first rows as they are read, and the hours that are rostered."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from allocator import terms
from allocator.rounding import hours_minutes
from allocator.tables.checks.duty import timed_shifts
from allocator.tables.declared import TABLES
from allocator.tables.inputs import Inputs
from allocator.tables.schema import Column, ColumnKind

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
        column.name: [_text(column, value) for value in frame[column.name]]
        for column in declared.columns
        if any(_says_something(column, value) for value in frame[column.name])
    }
    return pd.DataFrame(shown)


def _says_something(column: Column, value: object) -> bool:
    return value is not None and value == value and value != column.blank


def _text(column: Column, value: object) -> str:
    """Return a value as the contract writes it; empty for none."""
    if isinstance(value, tuple):
        return ",".join(_item(column, item) for item in value)
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return terms.norwegian("yes_no", "yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return f"{value:%d.%m.%Y}"
    if column.kind is ColumnKind.WORD:
        return column.choices.get(str(value), str(value))
    if isinstance(value, int | float):
        return _number(column.kind, float(value))
    return str(value)


def _item(column: Column, item: object) -> str:
    if column.kind is ColumnKind.PARTS:
        return terms.norwegian("part", str(item))
    return _number(ColumnKind.WEEKDAY, item) if isinstance(item, int) else str(item)


def _number(kind: ColumnKind, value: float) -> str:
    if kind in (ColumnKind.CLOCK, ColumnKind.DURATION):
        return hours_minutes(value)
    if kind is ColumnKind.WEEKDAY:
        return terms.norwegian("weekday", terms.WEEKDAYS[int(value)])
    return f"{value:g}".replace(".", ",")


def rostered(inputs: Inputs) -> Mapping[str, float]:
    """Return the hours of all shifts in an average week of the roster, unit -> minutes [min].

    As a planning system adds them up: breaks and resting duty included, identical staff by their
    number, dated shifts outside the roster not.
    """
    shifts = timed_shifts(inputs.tables["shifts"], inputs.tables["unit"])
    weeks = shifts["around"] / (terms.DAYS_PER_WEEK * terms.MINUTES_PER_DAY)
    minutes = shifts["length"] * shifts["count"] / weeks
    return {str(unit): float(sum_) for unit, sum_ in minutes.groupby(shifts["unit"]).sum().items()}
