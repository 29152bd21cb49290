"""The user's own workbook returned, with a comment and a colour in every cell that is wrong.

Sheets, formulas and formats stay; what the library cannot keep (pictures, charts) does not.
CSV files come back as one workbook with a sheet each. Identity numbers come back masked.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from allocator.export.place import place_file
from allocator.notices import SEVERITIES, Notice
from allocator.tables import guard, source
from allocator.tables.delimited import read_csv
from allocator.tables.headings import table_named
from allocator.tables.identity import mask
from allocator.tables.parse import as_text
from allocator.tables.words import clean, fold
from allocator.text import say

_COLOURS: Final = {"error": "FFC7CE", "warning": "FFEB9C", "question": "DDEBF7"}
_AUTHOR: Final = "allocator"
_LONGEST: Final = 4000
"""Characters in one comment."""
_LETTERS: Final = re.compile(r"([A-Z]{1,3})(?: \(.*\))?", re.DOTALL)
_UNFIT: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DEEPEST: Final = 40
_LIST: Final = "Allocator"

Cells = dict[tuple[str, int, int], list[Notice]]


def mark(path: Path, notices: Sequence[Notice], out: Path, language: str = "nb") -> int | None:
    """Write the marked workbook.

    Parameters
    ----------
    path : the input, a workbook or a folder of CSV files.
    notices : what was found in it.
    out : where the workbook is put.
    language : of the comments, nb or en.

    Returns
    -------
    how many cells are marked; None where the input itself cannot be opened, and nothing is written.

    Raises
    ------
    OSError : it cannot be written; what was there is untouched.
    """
    files, _ = source.gather(path)
    made = marked(files, notices, language)
    if made is None:
        return None
    data, count = made
    place_file(out, data)
    return count


def marked(
    files: Mapping[str, bytes], notices: Sequence[Notice], language: str = "nb"
) -> tuple[bytes, int] | None:
    """The marked workbook of an input's files, and how many cells are marked."""
    tables = {name: data for name, data in files.items() if not source.is_mapping(name)}
    book = _opened(tables)
    if book is None:
        return None
    _hide_identity(book)
    cells = _wrong_cells(book, notices)
    for (sheet, row, column), found in cells.items():
        _mark(book[sheet], row, column, found, language)
    _list(book, notices, language)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue(), len(cells)


def _opened(files: Mapping[str, bytes]) -> Any | None:
    """The workbook, or one made of CSV files; None where it is refused or broken."""
    import openpyxl

    if files and all(source.is_csv(*file) for file in files.items()):
        return _of_csv(files)
    if len(files) != 1:
        return None
    ((name, data),) = files.items()
    if guard.refuse(name, data):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), keep_links=False)
    except Exception:
        # As in reading: a damaged workbook raises some ten types.
        return None


def _of_csv(files: Mapping[str, bytes]) -> Any:
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, data in files.items():
        stem = mask(Path(name).stem)
        table = table_named(stem)
        headings = [one for c in table.columns for one in c.headings] if table else []
        sheets, _ = read_csv(stem, data, headings)
        page = book.create_sheet(_UNFIT.sub("_", stem)[:31] or "_")
        for row, record in enumerate(sheets[0].records if sheets else (), start=1):
            for column, cell in enumerate(record, start=1):
                if cell:
                    _write(page.cell(row, column), mask(str(cell)))
    return book


def _hide_identity(book: Any) -> None:
    """Mask every identity number, so that the workbook can be passed on."""
    for page in book.worksheets:
        for record in page.iter_rows():
            for cell in record:
                value = cell.value
                if isinstance(value, float) and value.is_integer():
                    value = int(value)
                text = str(value) if isinstance(value, str | int) else ""
                if mask(text) != text:
                    _write(cell, mask(text))


def _write(cell: Any, text: str) -> None:
    """Text, and never a formula whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32000]
    cell.data_type = "s"


def _wrong_cells(book: Any, notices: Iterable[Notice]) -> Cells:
    """The cell of every notice that has one."""
    sheets = {
        fold(_UNFIT.sub("_", mask(name))[:31]): name
        for name in (page.title for page in book.worksheets)
    }
    cells: Cells = {}
    for notice in notices:
        sheet = sheets.get(fold(_UNFIT.sub("_", notice.table)[:31]))
        if sheet is None or notice.row is None or notice.severity not in _COLOURS:
            continue
        column = _column(book[sheet], notice)
        cells.setdefault((sheet, notice.row, column), []).append(notice)
    return cells


def _column(page: Any, notice: Notice) -> int:
    """The column of a notice, from 1: by its heading, or by its letters; else the row's first."""
    from openpyxl.utils import column_index_from_string

    wanted = fold(notice.column)
    for row in range(1, min(page.max_row, notice.row or 1, _DEEPEST) + 1):
        for column in range(1, min(page.max_column, guard.MAX_COLUMNS) + 1):
            text = page.cell(row, column).value
            if wanted and isinstance(text, str) and fold(mask(clean(text))) == wanted:
                return column
    found = _LETTERS.fullmatch(notice.column)
    if found and column_index_from_string(found[1]) <= guard.MAX_COLUMNS:
        return column_index_from_string(found[1])
    filled = [
        column
        for column in range(1, min(page.max_column, guard.MAX_COLUMNS) + 1)
        if as_text(page.cell(notice.row, column).value) == notice.value != ""
    ]
    return filled[0] if filled else 1


def _mark(page: Any, row: int, column: int, notices: Sequence[Notice], language: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = _top_left(page, row, column)
    text = "\n".join(dict.fromkeys(notice.message(language) for notice in notices))
    if cell.comment is not None:
        text = f"{cell.comment.text}\n\n{text}"
    comment = Comment(text[:_LONGEST], _AUTHOR)
    comment.width, comment.height = 360, 40 + 20 * (1 + len(text) // 50)
    cell.comment = comment
    gravest = min((notice.severity for notice in notices), key=SEVERITIES.index)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[gravest])


def _top_left(page: Any, row: int, column: int) -> Any:
    """The cell itself, or the one that holds what is merged over it."""
    for span in page.merged_cells.ranges:
        if (row, column) in {(span.min_row, span.min_col)}:
            break
        if span.min_row <= row <= span.max_row and span.min_col <= column <= span.max_col:
            return page.cell(span.min_row, span.min_col)
    return page.cell(row, column)


def _list(book: Any, notices: Sequence[Notice], language: str) -> None:
    """A sheet with everything that was said, also what belongs to no cell."""
    from openpyxl.styles import Font

    taken = {name.casefold() for name in (page.title for page in book.worksheets)}
    titles = (_LIST, *(f"{_LIST} {number}" for number in range(2, 200)))
    page = book.create_sheet(next(title for title in titles if title.casefold() not in taken))
    keys = ("severity", "table", "row", "column", "value", "message")
    for column, key in enumerate(keys, start=1):
        _write(page.cell(1, column), say("files", f"mark-{key}", language))
        page.cell(1, column).font = Font(bold=True)
    ordered = sorted(notices, key=lambda notice: SEVERITIES.index(notice.severity))
    for row, notice in enumerate(ordered, start=2):
        severity = say("files", f"severity-{notice.severity}", language)
        texts = (severity, notice.table, notice.row, notice.column, notice.value)
        for column, value in enumerate((*texts, notice.message(language)), start=1):
            if isinstance(value, int):
                page.cell(row, column).value = value
            elif value:
                _write(page.cell(row, column), value)
    page.freeze_panes = "A2"
    page.column_dimensions["F"].width = 100
