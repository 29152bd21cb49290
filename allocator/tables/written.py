"""Values of typed tables as they are written: as the contract does in either language, and plain.

Times of day, durations and lists come out as a person would fill them in.
"""

from typing import Any

import pandas as pd

from allocator import terms
from allocator.rounding import hours_minutes
from allocator.tables.schema import Column, ColumnKind


def is_empty(value: object) -> bool:
    """Whether a value of a typed table is none: no text, no number, no date, nothing in a list."""
    return value is None or value != value or value in ("", ())


def says_something(column: Column, value: object) -> bool:
    """Whether a value is neither empty nor what an empty cell becomes."""
    return not is_empty(value) and value != column.blank


def written(column: Column, value: object, language: str) -> str:
    """Return a value as the contract writes it; empty for none.

    >>> written(Column("end", "slutt", ColumnKind.CLOCK, "", ""), 930.0, "nb")
    '15:30'
    """
    if isinstance(value, tuple):
        return _list(column, value, language)
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return _word("yes_no", "yes" if value else "no", language)
    if isinstance(value, pd.Timestamp):
        return f"{value:%d.%m.%Y}" if language == "nb" else f"{value:%Y-%m-%d}"
    if isinstance(value, str) and column.words:
        return _of_choices(column, value, language)
    if isinstance(value, int | float):
        return _number(column.kind, float(value), language)
    return str(value)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it, the same on every machine; empty where it is empty."""
    if isinstance(value, tuple):
        return value
    if pd.isna(value):
        return ""
    return value.isoformat() if isinstance(value, pd.Timestamp) else value


def _of_choices(column: Column, value: str, language: str) -> str:
    weeks = terms.whole_weeks(value)
    if weeks is not None and language == "nb":
        return f"{weeks}_uker"
    return column.choices.get(value, value) if language == "nb" else value


def _list(column: Column, value: tuple[object, ...], language: str) -> str:
    if column.kind is ColumnKind.WEEKDAYS and value == column.blank:
        return _word("weekday_group", "all", language)
    return ",".join(_item(column, item, language) for item in value)


def _item(column: Column, item: object, language: str) -> str:
    if column.kind is ColumnKind.PARTS:
        return _word("part", str(item), language)
    if isinstance(item, int):
        return _number(ColumnKind.WEEKDAY, item, language)
    return str(item)


def _number(kind: ColumnKind, value: float, language: str) -> str:
    if kind in (ColumnKind.CLOCK, ColumnKind.DURATION):
        return hours_minutes(value)
    if kind is ColumnKind.WEEKDAY:
        return _word("weekday", terms.WEEKDAYS[int(value)], language)
    figure = f"{value:g}"
    return figure.replace(".", ",") if language == "nb" else figure


def _word(kind: str, english: str, language: str) -> str:
    return terms.norwegian(kind, english) if language == "nb" else english
