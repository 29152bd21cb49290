"""Where in a sheet the cell is that a notice or a correction names."""

import re
from collections.abc import Iterable
from typing import Any, Final

from allocator.tables.bounds import MAX_COLUMNS
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.parse import as_text
from allocator.tables.words import normalise_word, shorten

_LETTERS: Final = re.compile(r"([A-Z]{1,3})(?: \(.*\))?", re.DOTALL)


class Columns:
    """The columns of a sheet, by their headings, their letters and the values of a row."""

    def __init__(self, cells: Iterable[tuple[int, int, Any]]) -> None:
        """Take the cells of a sheet: row and column from 1, and what each holds."""
        self._headings: dict[int, dict[str, int]] = {}
        self._rows: dict[int, list[tuple[int, Any]]] = {}
        for row, column, value in cells:
            if value is not None and column <= MAX_COLUMNS:
                self._rows.setdefault(row, []).append((column, value))
        for row in range(1, HEADING_ROWS + 1):
            named: dict[str, int] = {}
            for column, value in sorted(self._rows.get(row, ()), key=lambda cell: cell[0]):
                named.setdefault(normalise_word(shorten(as_text(value))), column)
            self._headings[row] = named

    def of(self, row: int, heading: str, value: str = "") -> int | None:
        """Return a column, from 1: by its heading, by its letters, by what the row holds there."""
        wanted = normalise_word(heading)
        for above in range(1, min(row, HEADING_ROWS) + 1):
            if wanted and wanted in self._headings[above]:
                return self._headings[above][wanted]
        if column := _by_letters(heading):
            return column
        same_value = [
            column for column, cell in self._rows.get(row, ()) if value and as_text(cell) == value
        ]
        return min(same_value, default=None)


def _by_letters(text: str) -> int:
    """Return the column that letters name; 0 where they name none that a table has."""
    from openpyxl.utils import column_index_from_string

    letters = _LETTERS.fullmatch(text)
    column = column_index_from_string(letters[1]) if letters else 0
    return column if column <= MAX_COLUMNS else 0
