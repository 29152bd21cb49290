"""The user's own workbook returned, with a comment and a colour in every cell that is wrong.

Sheets, formulas and formats stay; what the library cannot keep (pictures, charts, macros) does not.
Other files, and several together, come back as one workbook of their values, a sheet for each of
theirs. Identity numbers come back masked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from allocator.notices import SEVERITIES, Notice
from allocator.repair.conceal import conceal, concealed, sheet_title
from allocator.repair.locate import Columns
from allocator.repair.write import (
    filled_cells,
    open_workbook,
    workbook_bytes,
    workbook_of,
    write_text,
)
from allocator.tables import bounds, guard
from allocator.tables.collection import collection_paused
from allocator.tables.formats import Format, format_of, is_mapping
from allocator.tables.identity import screened_name
from allocator.tables.open_file import open_files
from allocator.tables.sheets import own_title
from allocator.text import translate

_COLOURS: Final = {"error": "FFC7CE", "warning": "FFEB9C", "question": "DDEBF7"}
_AUTHOR: Final = "allocator"
_LONGEST_COMMENT: Final = 4000
"""Characters in one comment."""
_LONGEST_TITLE: Final = 31
_LIST_TITLE: Final = "Allocator"

NoticesByCell = dict[tuple[str, int, int], list[Notice]]
"""Sheet title, row and column from 1 -> what is wrong with the cell."""


class Marked(NamedTuple):
    """A marked workbook's bytes, how many of its cells are marked, and whether it is the user's."""

    data: bytes
    cells: int
    own: bool
    """False where it is a new one of the values of other files."""


@collection_paused()
def marked(
    files: Mapping[str, bytes], notices: Sequence[Notice], language: str = "nb"
) -> Marked | None:
    """Mark the wrong cells of an input.

    Parameters
    ----------
    files
        The input, by file name.
    notices
        What was found in it; a workbook that reading refused is not opened again.
    language
        The language of the comments, nb or en.

    Returns
    -------
    The marked workbook; None where the input itself cannot be opened, or is too large.
    """
    with collection_paused():
        return _marked(files, notices, language)


def _marked(files: Mapping[str, bytes], notices: Sequence[Notice], language: str) -> Marked | None:
    opened = _opened(files, notices)
    if opened is None:
        return None
    book, titles = opened
    pages = {name: book[title] for name, title in titles.items()}
    conceal(book)
    cells = _wrong_cells({name: page.title for name, page in pages.items()}, book, notices)
    for (title, row, column), own in cells.items():
        _mark(book[title], row, column, own, language)
    _list(book, notices, language)
    tables = {name: data for name, data in files.items() if not is_mapping(name)}
    return Marked(concealed(workbook_bytes(book)), len(cells), _is_workbook(tables))


def problem_list(notices: Sequence[Notice], language: str = "nb") -> bytes:
    """Return a workbook with the list of problems alone, for an input that cannot be opened."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _list(book, notices, language)
    return workbook_bytes(book)


def _opened(
    files: Mapping[str, bytes], notices: Iterable[Notice]
) -> tuple[Any, dict[str, str]] | None:
    """Return the workbook and its sheets' titles by name; None where it cannot be marked."""
    tables = {name: data for name, data in files.items() if not is_mapping(name)}
    if _is_workbook(tables):
        ((_, data),) = tables.items()
        refused = any(notice.code in guard.REFUSALS for notice in notices)
        if refused or guard.cells_of(data) > bounds.MAX_MARKED_CELLS:
            return None
        try:
            book = open_workbook(data)
        except Exception:
            # As in reading, whose library is content with fewer parts: some ten types are raised.
            return None
        book.template = False
        return book, {screened_name(page.title)[0]: page.title for page in book.worksheets}
    sheets = [sheet for _, sheet in open_files(files)[0]]
    records = [record for sheet in sheets for record in sheet.records]
    if not sheets or sum(map(len, records)) > bounds.MAX_MARKED_CELLS:
        return None
    titles = _titles([sheet.name for sheet in sheets])
    return workbook_of({titles[sheet.name]: sheet.records for sheet in sheets}), titles


def _is_workbook(files: Mapping[str, bytes]) -> bool:
    """Whether the input is one workbook, which comes back with its formats and formulas."""
    return len(files) == 1 and all(format_of(*file) is Format.WORKBOOK for file in files.items())


def _titles(names: Sequence[str]) -> dict[str, str]:
    """Return a title for each sheet: its own, with a number where another has it already."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        own = title = sheet_title(own_title(name)) or "_"
        number = 1
        while title.casefold() in taken:
            number += 1
            title = f"{own[: _LONGEST_TITLE - 6]} ({number})"
        taken.add(title.casefold())
        titles[name] = title
    return titles


def _wrong_cells(titles: Mapping[str, str], book: Any, notices: Iterable[Notice]) -> NoticesByCell:
    """Return the cell of every notice that has one; `titles` are of the sheets by name."""
    columns = {
        page.title: Columns((cell.row, cell.column, cell.value) for cell in filled_cells(page))
        for page in book.worksheets
    }
    cells: NoticesByCell = {}
    for notice in notices:
        title = titles.get(notice.table)
        if title is None or notice.row is None or notice.severity not in _COLOURS:
            continue
        column = columns[title].of(notice.row, notice.column, notice.value)
        cell = (title, notice.row, column or 1)
        cells.setdefault(cell, []).append(notice)
    return cells


def _mark(page: Any, row: int, column: int, notices: Sequence[Notice], language: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = _top_left(page, row, column)
    text = "\n".join(dict.fromkeys(notice.message(language) for notice in notices))
    if cell.comment is not None:
        text = f"{cell.comment.text}\n\n{text}"
    comment = Comment(text[:_LONGEST_COMMENT], _AUTHOR)
    comment.width, comment.height = 360, 40 + 20 * (1 + len(text) // 50)
    cell.comment = comment
    gravest = min((notice.severity for notice in notices), key=SEVERITIES.index)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[gravest])


def _top_left(page: Any, row: int, column: int) -> Any:
    """Return the cell itself, or the one that holds what is merged over it."""
    from openpyxl.cell.cell import MergedCell

    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        for span in page.merged_cells.ranges:
            if span.min_row <= row <= span.max_row and span.min_col <= column <= span.max_col:
                return page.cell(span.min_row, span.min_col)
    return cell


def _list(book: Any, notices: Sequence[Notice], language: str) -> None:
    """Add a sheet with everything that was found, also what belongs to no cell."""
    from openpyxl.styles import Font

    taken = {page.title.casefold() for page in book.worksheets}
    titles = (_LIST_TITLE, *(f"{_LIST_TITLE} {number}" for number in range(2, 200)))
    page = book.create_sheet(next(title for title in titles if title.casefold() not in taken))
    keys = ("severity", "table", "row", "column", "value", "message")
    for column, key in enumerate(keys, start=1):
        write_text(page.cell(1, column), translate("files", f"mark-{key}", language))
        page.cell(1, column).font = Font(bold=True)
    ordered = sorted(notices, key=lambda notice: SEVERITIES.index(notice.severity))
    for row, notice in enumerate(ordered, start=2):
        severity = translate("files", f"severity-{notice.severity}", language)
        values = (severity, notice.table, notice.row, notice.column, notice.value)
        for column, value in enumerate((*values, notice.message(language)), start=1):
            if isinstance(value, int):
                page.cell(row, column).value = value
            elif value:
                write_text(page.cell(row, column), value)
    page.freeze_panes = "A2"
    page.column_dimensions["F"].width = 100
