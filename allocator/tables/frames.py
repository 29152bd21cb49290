"""Data frames, typed by the schema, of the values that were read."""

import pandas as pd

from allocator.tables.interpret import Parsed
from allocator.tables.schema import Column, ColumnKind

_TYPES = {
    ColumnKind.TEXT: "str",
    ColumnKind.WORD: "str",
    ColumnKind.COMPETENCE: "str",
    ColumnKind.ORGANISATION: "str",
    ColumnKind.YES_NO: "bool",
    ColumnKind.DATE: "datetime64[us]",
    ColumnKind.COMPETENCES: "object",
    ColumnKind.WEEKDAYS: "object",
    ColumnKind.PARTS: "object",
}
"""Every other kind is a float, or a whole number where no cell of it can be empty."""


def _type(column: Column) -> str:
    whole = column.kind in (ColumnKind.WHOLE, ColumnKind.SERVICE)
    if whole and (column.required or column.default is not None):
        return "int64"
    return _TYPES.get(column.kind, "float64")


def frame(parsed: Parsed) -> pd.DataFrame:
    """Return the table as a frame: its columns in the schema's order, then `row`.

    A required whole number that could not be read is 0 (there is an error about it).
    """
    columns = {}
    for column in parsed.table.columns:
        values = parsed.values[column.name]
        kind = _type(column)
        if kind == "int64":
            values = [0 if value is None or value != value else value for value in values]
        columns[column.name] = pd.Series(values, dtype=kind)
    columns["row"] = pd.Series(parsed.rows, dtype="int64")
    return pd.DataFrame(columns, index=pd.RangeIndex(len(parsed.rows)))
