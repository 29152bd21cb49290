"""All tables of one input, as the checks see them: only what could be read."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from allocator.notices import Notice
from allocator.tables.interpret import Parsed
from allocator.tables.parse import as_text, is_blank
from allocator.tables.words import shorten

_ABOUT = ("unit", "resident", "service")
"""Columns that say whom a row is about."""


class Book:
    """Typed frames together with the cells that they were read from.

    Parameters
    ----------
    parsed
        English table name -> the table with its cells.
    frames
        English table name -> its typed frame, index 0, 1, ... in input order.
    unread
        English names of tables of which something could not be read.
    """

    def __init__(
        self,
        parsed: Mapping[str, Parsed],
        frames: Mapping[str, pd.DataFrame],
        unread: Collection[str] = (),
    ) -> None:
        self.parsed = parsed
        self.frames = frames
        self.unread = unread
        self._whom: dict[str, dict[str, list[Any]]] = {}

    def rows(self, table: str, *columns: str) -> pd.DataFrame:
        """Return the rows of a table in which every one of these columns could be read."""
        bad = set().union(*(self.parsed[table].bad.get(column, ()) for column in columns))
        frame = self.frames[table]
        return frame.drop(index=list(bad)) if bad else frame

    def complete(self, table: str, *columns: str) -> bool:
        """Whether the table is there and every cell of these columns could be read."""
        parsed = self.parsed[table]
        return bool(parsed.rows) and not any(parsed.bad.get(column) for column in columns)

    def given(self, table: str, column: str) -> pd.Series:
        """For each row, whether the cell holds anything."""
        cells = self.parsed[table].cells.get(column)
        if cells is None:
            return pd.Series(np.zeros(len(self.frames[table]), dtype=bool))
        return pd.Series([not is_blank(cell) for cell in cells], dtype=bool)

    def value(self, table: str, position: int, column: str) -> Any:
        """One typed value."""
        return self.frames[table].at[position, column]

    def written(self, table: str, position: int, column: str) -> str:
        """One cell's text, with characters in it that are not seen."""
        cells = self.parsed[table].cells.get(column)
        cell = "" if cells is None else cells[position]
        return cell.strip(" ") if isinstance(cell, str) else as_text(cell)

    def heading(self, table: str, column: str) -> str:
        """Return a column's heading as in the input."""
        return self.parsed[table].heading(column)

    def _about(self, table: str) -> dict[str, list[Any]]:
        """Return the columns that say whom the rows are about; a frame would be slow to ask."""
        if table not in self._whom:
            frame = self.frames[table]
            self._whom[table] = {name: frame[name].tolist() for name in _ABOUT if name in frame}
        return self._whom[table]

    def place(self, table: str, position: int) -> dict[str, str]:
        """Table, row and, where a row is several of ours, column of another place, for a notice."""
        parsed = self.parsed[table]
        if cell_place := parsed.place("", position):
            row = f"{cell_place.row}, {cell_place.column}"
            return {"other_table": cell_place.sheet, "other_row": row}
        return {"other_table": parsed.name, "other_row": str(parsed.rows[position])}

    def notice(self, code: str, table: str, position: int, column: str, /, **facts: str) -> Notice:
        """Return a notice about one cell, with the unit, resident and service of its row."""
        parsed = self.parsed[table]
        row = {name: values[position] for name, values in self._about(table).items()}
        notice = parsed.notice(code, column, position, **{k: shorten(v) for k, v in facts.items()})
        service = row.get("service", 0)
        return replace(
            notice,
            unit=str(row.get("unit", "")),
            resident=str(row.get("resident", "")),
            service=int(service) if service > 0 else None,
        )


def of_unit(rows: pd.DataFrame, known: pd.Series) -> pd.Series:
    """For each row, what is known of its unit; `known` has one entry per unit id."""
    return pd.Series(known.reindex(rows["unit"]).to_numpy(), index=rows.index)
