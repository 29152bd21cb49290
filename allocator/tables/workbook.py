"""Reads an Excel workbook; formulas are not calculated, hidden sheets and far cells reported.

openpyxl, and not a faster reader: one of those ends the whole process on a 5 KB file.
"""

import re
import warnings
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any, cast

from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.budget import Budget, TooLargeError
from allocator.tables.identity import screened_name
from allocator.tables.numbers import spans
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.workbook_parts import identity_numbers

WITHOUT_RESULT = "="
"""How a formula is shown that has no result."""
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_HIDDEN_ROW, _HIDDEN_COLUMNS = (
    re.compile(
        rb"<(?:\w{1,20}:)?%s\s[^<>]{0,400}?hidden=[\"'](?:1|true)[\"'][^<>]{0,400}>" % element
    )
    for element in (b"row", b"col")
)
_ROW = re.compile(rb"\sr=[\"']([0-9]{1,7})[\"']")
_ENDS = re.compile(rb"\s(?:min|max)=[\"']([0-9]{1,7})[\"']")
_COORDINATE = re.compile(r"([A-Z]+)([0-9]+)")


def read_workbook(name: str, data: bytes, budget: Budget) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet of a workbook that the guard lets through.

    Parameters
    ----------
    name
        The file's name as it may be shown.
    data
        Its bytes.
    budget
        What the files of the input may hold together.

    Raises
    ------
    TooLargeError : there is too much in it.
    Exception : it is damaged; of any type.
    """
    refusal = guard.refuse(name, data, budget)
    if refusal:
        return [], [refusal]
    with warnings.catch_warnings():
        # openpyxl warns of what it does not support (validations, pictures): not our tables.
        warnings.simplefilter("ignore")
        sheets, notices = _sheets(data, budget)
    return sheets, [*notices, *_macros(name, data)]


def _macros(name: str, data: bytes) -> list[Notice]:
    """Return what is said of a workbook with macros: they are neither run nor read."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.namelist()
    kinds = ("vbaproject", "macrosheets/")
    macros = any(kind in part.casefold() for part in parts for kind in kinds)
    return [Notice("macros-ignored", value=name)] if macros else []


def _sheets(data: bytes, used: Budget) -> tuple[list[InputSheet], list[Notice]]:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets: list[InputSheet] = []
    notices: list[Notice] = []
    titles: dict[str, str] = {}
    for worksheet in book.worksheets:
        title, named = screened_name(worksheet.title)
        notices += named
        if worksheet.sheet_state != "visible":
            notices.append(Notice("sheet-hidden", title))
        records = _records(title, cast(Any, worksheet), used)
        xml = cast(Any, book)._archive.read(cast(Any, worksheet)._worksheet_path)
        notices += _hidden(title, xml, records)
        for row, column in _formulas_without_result(xml) if _HAS_FORMULA.search(xml) else ():
            if row > bounds.MAX_ROWS or column > bounds.MAX_COLUMNS:
                raise TooLargeError(guard.too_large(title, row, column))
            mark_uncalculated(records, row, column)
        sheets.append(InputSheet(title, records))
        titles[cast(Any, worksheet)._worksheet_path] = title
    notices += identity_numbers(data, titles, book.sheetnames)
    book.close()
    return sheets, notices


def _records(title: str, worksheet: Any, used: Budget) -> list[Record]:
    """All rows of a sheet; far cells are refused, never cut off."""
    worksheet.reset_dimensions()  # the sheet's own statement of its size may lie
    records: list[Record] = []
    for row, record in enumerate(worksheet.iter_rows(values_only=True), start=1):
        if not record:
            used.take_empty()
            continue
        used.take(record)
        filled = max((column for column, cell in enumerate(record) if cell is not None), default=-1)
        if filled < 0:
            continue
        if row > bounds.MAX_ROWS or filled >= bounds.MAX_COLUMNS:
            raise TooLargeError(guard.too_large(title, row, filled + 1))
        records += [()] * (row - 1 - len(records))
        records.append(record[: filled + 1])
    return records


def _hidden(title: str, xml: bytes, records: Sequence[Record]) -> list[Notice]:
    """Return what is said of rows and columns that are hidden, as a filter does, and hold anything.

    They are read: whoever has filtered a list to what is wanted may think that they are not.
    """
    rows = [
        int(row[1])
        for element in _HIDDEN_ROW.findall(xml)
        if (row := _ROW.search(element)) and _holds(records, int(row[1]))
    ]
    spanned = [_ENDS.findall(element) for element in _HIDDEN_COLUMNS.findall(xml)]
    columns: list[int] = []
    if spanned:
        used = {n for record in records for n, cell in enumerate(record, 1) if cell is not None}
        ends = [sorted(map(int, span)) for span in spanned if len(span) == 2]
        columns = [n for n in sorted(used) if any(first <= n <= last for first, last in ends)]
    where = {"rows-hidden": spans(rows), "columns-hidden": ", ".join(map(_letters, columns))}
    return [Notice(code, title, facts={"where": text}) for code, text in where.items() if text]


def _letters(column: int) -> str:
    return guard.letters(column - 1)


def _holds(records: Sequence[Record], row: int) -> bool:
    return row <= len(records) and any(cell is not None for cell in records[row - 1])


def _formulas_without_result(xml: bytes) -> list[tuple[int, int]]:
    """Return row and column, from 1, of each formula without a result.

    openpyxl gives None both for those and for a formula whose result is an empty text. Only the
    names of a sheet's elements are read, for objects of them would take long to hold.

    The guard has refused document types, the only place where entities are declared.
    """
    from xml.parsers.expat import ParserCreate

    formulas = _Formulas()
    parser = ParserCreate()
    parser.StartElementHandler = formulas.start
    parser.EndElementHandler = formulas.end
    parser.CharacterDataHandler = formulas.text
    parser.Parse(xml, True)
    return formulas.uncalculated


class _Formulas:
    """Collects the cells with a formula and no result, while a sheet is read."""

    def __init__(self) -> None:
        self.uncalculated: list[tuple[int, int]] = []
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._formula = self._result = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif kind == "c":
            self._attributes, self._formula, self._result = attributes, False, False
        elif kind == "f":
            self._formula = True
        self._in_value = kind == "v"

    def text(self, _: str) -> None:
        """Read a text; of a value it is the result."""
        self._result |= self._in_value

    def end(self, name: str) -> None:
        """Leave an element."""
        self._in_value = False
        if name.rpartition(":")[2] != "c":
            return
        match = _COORDINATE.fullmatch(self._attributes.get("r", ""))
        self._column = _number_of(match[1]) if match else self._column + 1
        if self._formula and not self._result and self._attributes.get("t") != "str":
            self.uncalculated.append((self._row, self._column))


def _number_of(letters: str) -> int:
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letters)


def mark_uncalculated(records: list[Record], row: int, column: int) -> None:
    """Put a cell that cannot be read where a formula has no result; row and column from 1."""
    records += [()] * (row - len(records))
    record: list[Cell] = list(records[row - 1])
    record += [None] * (column - len(record))
    record[column - 1] = BadCell("formula-not-calculated", WITHOUT_RESULT)
    records[row - 1] = record
