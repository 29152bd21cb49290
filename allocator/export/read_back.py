"""Reads the tables of a finished run back: a name is what it is, `01` no number, `NA` a name."""

import io
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from allocator.results.hours import HoursRow
from allocator.results.hours_changes import MEASURES

HOURS: Final = "hours.csv"
REGISTER: Final = "register.csv"
TRACE: Final = "trace.csv"
_NAMES: Final[Mapping[str, Any]] = {"unit": str, "resident": str}
_HOURS: Final = {"service": "int64"} | {f"{name}_minutes": "float64" for name in MEASURES}
_KINDS: Final[Mapping[Any, Any]] = {int: "int64", float: "float64", str: str}
_PRINTED: Final = {
    name: _KINDS[kind] for name, kind in HoursRow.__annotations__.items() if name not in _NAMES
}
_TRACE: Final = {"rule": str, "service": "float64", "asked_minutes": "float64"}


def hours_of(content: bytes) -> pd.DataFrame:
    """Return whose hours of which service a `hours.csv` has, with MEASURES [min per week].

    Raises
    ------
    ValueError : it is no such table.
    """
    return _read(content, _HOURS)


def printed_hours_of(content: bytes) -> pd.DataFrame:
    """Return a `hours.csv` with all that a document prints of it; raises as `hours_of`."""
    return _read(content, _PRINTED)


def trace_of(content: bytes) -> pd.DataFrame:
    """Return whom and which rule the rows of a `trace.csv` name, and what they ask for.

    Minutes are [min per week]; raises as `hours_of`.
    """
    return _read(content, _TRACE)


def _read(content: bytes, columns: Mapping[str, Any]) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(content),
        dtype={**_NAMES, **columns},
        keep_default_na=False,
        na_values={name: "" for name, kind in columns.items() if kind == "float64"},
        usecols=[*_NAMES, *columns],
    )
