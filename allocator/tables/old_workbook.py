"""Reads an Excel workbook of 1995 to 2003 (`.xls`); one with a password is refused.

xlrd reads the cells. What it would hang on or grow by is looked at before: the container in
`compound`, the records in `biff`.
"""

from io import StringIO
from typing import Any, Final, cast

from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.biff import EncryptedError, looked_through, texts_of
from allocator.tables.budget import Budget, TooLargeError
from allocator.tables.compound import CompoundFile
from allocator.tables.formats import not_read
from allocator.tables.identity import screened_name
from allocator.tables.schema import Cell
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.workbook import mark_uncalculated
from allocator.tables.workbook_parts import numbers_in

_STREAMS: Final = ("Workbook", "Book")
"""What the stream of records is called, since 1997 and before."""
_PASSWORD: Final = frozenset({"encryptedpackage", "encryptioninfo"})
_MACROS: Final = "_vba_project_cur"
_PROPERTIES: Final = "summaryinformation"
_EMPTY, _TEXT, _NUMBER, _DATE, _YES_NO, _ERROR = range(6)
"""The kinds of cell that xlrd gives."""


def read_old_workbook(
    name: str, data: bytes, budget: Budget
) -> tuple[list[InputSheet], list[Notice]]:
    """Every sheet of an old workbook.

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
    if refusal := guard.too_many_bytes(name, data):
        return [], [refusal]
    container = CompoundFile(data)
    names = container.of_root()
    if names & _PASSWORD:
        return [], [Notice("workbook-encrypted", value=name)]
    stream = next((records for own in _STREAMS if (records := container.stream(own))), None)
    if stream is None:
        return [], [not_read("format-not-read", name)]
    if not budget.take_unpacked(len(data)):
        raise TooLargeError(Notice("input-too-large", facts=_sizes()))
    try:
        looked = looked_through(stream)
    except EncryptedError:
        return [], [Notice("workbook-encrypted", value=name)]
    if not budget.take_declared(looked.cells):
        return [], [Notice("too-many-cells", facts={"most": str(bounds.MAX_CELLS)})]
    sheets, notices, titles = _sheets(looked.kept, budget)
    for number, row, column in looked.uncalculated:
        mark_uncalculated(cast(list[Record], sheets[number].records), row + 1, column + 1)
    texts = list(looked.others)
    for own, content in container.streams():
        if own not in _STREAMS:
            location = "properties" if _PROPERTIES in own.casefold() else "other"
            texts += [(location, text) for text in texts_of(content)]
    notices += numbers_in(texts, "", titles)
    if looked.macros or _MACROS in names:
        notices.append(Notice("macros-ignored", value=name))
    return sheets, notices


def _sizes() -> dict[str, str]:
    return {
        "size": f"> {bounds.MAX_UNPACKED / 1e6:.0f}",
        "most": f"{bounds.MAX_UNPACKED / 1e6:.0f}",
    }


def _sheets(stream: bytes, budget: Budget) -> tuple[list[InputSheet], list[Notice], list[str]]:
    """Return the sheets, what is said of them, and their titles as they are."""
    import xlrd

    book: Any = xlrd.open_workbook(
        file_contents=stream,
        logfile=StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )
    sheets: list[InputSheet] = []
    notices: list[Notice] = []
    for number in range(book.nsheets):
        page = book.sheet_by_index(number)
        title, named = screened_name(page.name)
        notices += named
        if page.visibility:
            notices.append(Notice("sheet-hidden", title))
        sheets.append(InputSheet(title, _records(book, page, title, budget)))
        book.unload_sheet(number)
    return sheets, notices, book.sheet_names()


def _records(book: Any, page: Any, title: str, budget: Budget) -> list[Record]:
    records: list[Record] = []
    for row in range(page.nrows):
        kinds = zip(page.row_types(row), page.row_values(row), strict=True)
        record = [
            _cell(book, page, row, column, kind, value)
            for column, (kind, value) in enumerate(kinds)
        ]
        while record and record[-1] is None:
            record.pop()
        if not record:
            budget.take_empty()
        else:
            budget.take(record)
        if record and (row >= bounds.MAX_ROWS or len(record) > bounds.MAX_COLUMNS):
            raise TooLargeError(guard.too_large(title, row + 1, len(record)))
        records.append(record)
    while records and not records[-1]:
        records.pop()
    return records


def _cell(book: Any, page: Any, row: int, column: int, kind: int, value: Any) -> Cell:
    """Return a cell in the types that a newer workbook's cells have."""
    match kind:
        case 1:
            return str(value) or None
        case 2:
            return int(value) if value.is_integer() and abs(value) < 1e15 else float(value)
        case 3:
            return _date(book, page.cell_xf_index(row, column), value)
        case 4:
            return bool(value)
        case 5:
            return _error(value)
    return None


def _error(code: int) -> str:
    import xlrd

    return str(xlrd.error_text_from_code.get(code, "#VALUE!"))


def _date(book: Any, looks: int, value: float) -> Cell:
    """Return a date, a clock time or a duration, by the number's format."""
    from openpyxl.styles.numbers import is_timedelta_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    shown = book.format_map[book.xf_list[looks].format_key].format_str
    epoch = MAC_EPOCH if book.datemode else WINDOWS_EPOCH
    try:
        read: Cell = from_excel(value, epoch, timedelta=is_timedelta_format(shown))
    except (OverflowError, ValueError):
        return "#VALUE!"
    return read
