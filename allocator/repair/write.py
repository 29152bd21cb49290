"""Writing a file back in its own format: CSV as CSV, a workbook as a workbook."""

import csv
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any, Final

from allocator.tables.schema import BadCell, Cell

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def csv_bytes(records: Iterable[Sequence[Cell]]) -> bytes:
    """Return the bytes of a CSV file as Norwegian Excel opens it: UTF-8 with a mark, semicolons."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(records)
    return text.getvalue().encode("utf-8-sig")


def open_workbook(data: bytes) -> Any:
    """Load a workbook that the guard has let through, with its formats and formulas."""
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of what it does not support (validations, pictures)
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), keep_links=False)


def workbook_of(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Any:
    """Return a workbook of values, as Excel has them, by the titles of its sheets."""
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, records in sheets.items():
        page = book.create_sheet(title)
        for row, record in enumerate(records, start=1):
            for column, cell in enumerate(record, start=1):
                if isinstance(cell, str | BadCell):
                    # as it stands: a number in it is known by the characters around it
                    text = cell if isinstance(cell, str) else cell.shown
                    write_text(page.cell(row, column), text)
                elif cell is not None:
                    page.cell(row, column).value = cell
    return book


def filled_cells(page: Any) -> list[Any]:
    """Return the cells that a sheet has, and none that lie between them.

    Going through its rows would make every cell up to the last column that has a format.
    """
    return list(page._cells.values())


def workbook_bytes(workbook: Any) -> bytes:
    """Return the bytes of a workbook."""
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def valid_text(text: str) -> str:
    """Return a text without characters that no workbook can hold."""
    return _CONTROL.sub("", text)


def write_text(cell: Any, text: str) -> None:
    """Write a text cell: never a formula."""
    valid = valid_text(text)
    cell.value = valid or None
    if valid:
        cell.data_type = "s"
