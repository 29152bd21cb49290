"""The result as an Excel workbook: one sheet per question, nothing in it a formula."""

import io
import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator.errors import AllocatorError
from allocator.export.place import place_file
from allocator.export.sheets import MINUTES, SHARES, Cell, ResultSheet, sheets_of

if TYPE_CHECKING:
    from allocator.pipeline import Result

MOST_ROWS = 1_048_576
MOST_TEXT = 32_767
"""Excel's limits: rows in a sheet, characters in a cell."""
CUT = " […]"
"""Says that a text is longer than Excel can hold."""
_WIDEST, _NARROWEST = 60, 8
_LOOKED_AT = 500
"""Rows that the width of a column is taken from."""
_WRAPPED = frozenset({"explanation", "says", "message", "answer", "section", "source"})


class SheetTooLarge(AllocatorError):
    """A sheet has more rows than Excel can hold; the folder of CSV files has no such limit."""


def write_workbook(result: "Result", path: Path, language: str = "nb") -> None:
    """Write the whole result as one workbook.

    Parameters
    ----------
    result : in the same language (`Result.in_language`).

    Raises
    ------
    OSError : it cannot be written; what was there is untouched.
    SheetTooLarge : a sheet has more rows than Excel can hold.
    """
    place_file(path, workbook(result, language))


def workbook(result: "Result", language: str = "nb") -> bytes:
    """Make the workbook as bytes.

    Raises
    ------
    SheetTooLarge : a sheet has more rows than Excel can hold.
    """
    # only those who ask for a workbook wait for this
    import xlsxwriter

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        # not the moment, which would make every file another
        book.set_properties({"created": datetime.fromisoformat(result.run["today"])})
        formats = {
            "heading": book.add_format(
                {"bold": True, "bottom": 1, "bg_color": "#E8EEF2", "text_wrap": True}
            ),
            "minutes": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "share": book.add_format({"num_format": "0.0 %", "valign": "top"}),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
            "plain": book.add_format({"valign": "top"}),
        }
        for sheet in sheets_of(result, language):
            _write_sheet(book.add_worksheet(sheet.title), sheet, formats)
    return content.getvalue()


def _write_sheet(page: Any, sheet: ResultSheet, formats: dict[str, Any]) -> None:
    rows = list(sheet.rows)
    if len(rows) >= MOST_ROWS:
        raise SheetTooLarge(sheet.title)
    page.freeze_panes(1, 0)
    for index, (column, heading) in enumerate(zip(sheet.columns, sheet.headings, strict=True)):
        shown = [row[index] for row in rows[:_LOOKED_AT]]
        page.set_column(index, index, _width(heading, column, shown), _style(column, formats))
        page.write_string(0, index, heading, formats["heading"])
    for line, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            _write_cell(page, line, index, value)
    page.autofilter(0, 0, max(1, len(rows)), len(sheet.columns) - 1)


def _write_cell(page: Any, line: int, index: int, value: Cell) -> None:
    if isinstance(value, str):
        if value:
            text = value if len(value) <= MOST_TEXT else value[: MOST_TEXT - len(CUT)] + CUT
            page.write_string(line, index, text)
    elif value is not None and not math.isnan(value):
        page.write_number(line, index, value)


def _style(column: str, formats: dict[str, Any]) -> Any:
    if column.endswith(MINUTES):
        return formats["minutes"]
    if column in SHARES:
        return formats["share"]
    return formats["wrapped" if column in _WRAPPED else "plain"]


def _width(heading: str, column: str, shown: list[Cell]) -> int:
    """Wide enough to read, narrow enough to see the next column."""
    if column.endswith(MINUTES):
        return max(_NARROWEST + 4, len(heading) // 2 + 4)
    longest = max((len(str(value)) for value in shown if value is not None), default=0)
    words = max(len(part) for part in heading.split()) + 4  # room for the arrow of the filter
    return min(_WIDEST, max(_NARROWEST, words, longest + 2))
