"""Where in a sheet of an open workbook a notice's cell is; a sheet is gone through once."""

import re
from typing import Any, Final

from allocator.notices import Notice
from allocator.repair.write import filled_cells
from allocator.sanitise import sanitise_lines
from allocator.tables.bounds import MAX_COLUMNS
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.parse import as_text
from allocator.tables.words import normalise_word

_LETTERS: Final = re.compile(r"([A-Z]{1,3})(?: \(.*\))?", re.DOTALL)


class Columns:
    """The columns of a sheet, by their headings, their letters and the values of a row."""

    def __init__(self, page: Any) -> None:
        self._headings: dict[int, dict[str, int]] = {}
        self._rows: dict[int, list[Any]] = {}
        for cell in filled_cells(page):
            if cell.value is not None and cell.column <= MAX_COLUMNS:
                self._rows.setdefault(cell.row, []).append(cell)
        for row in range(1, HEADING_ROWS + 1):
            named: dict[str, int] = {}
            for cell in sorted(self._rows.get(row, ()), key=lambda cell: cell.column):
                if isinstance(cell.value, str):
                    named.setdefault(normalise_word(sanitise_lines(cell.value)), cell.column)
            self._headings[row] = named

    def of(self, notice: Notice) -> int:
        """Return the column of a notice, from 1: by heading, by letters, else the row's first."""
        row = notice.row or 0
        wanted = normalise_word(notice.column)
        for above in range(1, min(row, HEADING_ROWS) + 1):
            if wanted and wanted in self._headings[above]:
                return self._headings[above][wanted]
        if column := _by_letters(notice.column):
            return column
        same_value = [
            cell.column
            for cell in self._rows.get(row, ())
            if as_text(cell.value) == notice.value != ""
        ]
        return min(same_value, default=1)


def _by_letters(text: str) -> int:
    """Return the column that letters name; 0 where they name none that a table has."""
    from openpyxl.utils import column_index_from_string

    letters = _LETTERS.fullmatch(text)
    column = column_index_from_string(letters[1]) if letters else 0
    return column if column <= MAX_COLUMNS else 0
