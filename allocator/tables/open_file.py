"""Opens the files of an input, each by what it is, as their sheets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from allocator.notices import Notice
from allocator.tables import bounds, guard
from allocator.tables.budget import Budget, TooLargeError
from allocator.tables.collection import collection_paused
from allocator.tables.delimited import read_csv
from allocator.tables.formats import Format, format_of, is_mapping, not_read
from allocator.tables.identity import screened_name
from allocator.tables.sheets import FILE_AND_TITLE, InputSheet

PARTS: Final = {Format.WORKBOOK: guard.WORKBOOK, Format.OPEN_DOCUMENT: guard.OPEN_DOCUMENT}
"""Kinds of file that are zip files -> the part that makes them so."""
Opened = tuple[list[InputSheet], list[Notice]]


def open_files(files: Mapping[str, bytes]) -> tuple[list[tuple[str, InputSheet]], list[Notice]]:
    """Every sheet of an input, with the name of its file; mapping files have none.

    Where there are several files, a workbook's sheets are called after their file as well, so that
    no two sheets have one name and each notice says in which file it is.

    Parameters
    ----------
    files
        The input, by file name.

    Returns
    -------
    File name as given and sheet, in the order of the files; and what was found while opening them.
    """
    tables = {name: data for name, data in files.items() if not is_mapping(name)}
    if len(tables) > 1 and (refusal := _too_much_together(tables)):
        return [], [refusal]
    stems = Counter(PurePath(name).stem.casefold() for name in tables)
    budget = Budget()
    sheets: list[tuple[str, InputSheet]] = []
    notices: list[Notice] = []
    for name, data in tables.items():
        shown, more = screened_name(name)
        notices += more
        fresh, more = open_file(shown, data, budget)
        if len(tables) > 1:
            own = format_of(name, data) in (Format.TEXT, Format.CALENDAR)
            if not own or stems[PurePath(name).stem.casefold()] > 1:
                fresh = [_called(sheet, shown, own) for sheet in fresh]
                more = [_located(notice, shown, own) for notice in more]
        notices += more
        sheets += [(name, sheet) for sheet in fresh]
        if len(sheets) > bounds.MAX_SHEETS:
            return [], [Notice("too-many-sheets", facts={"most": str(bounds.MAX_SHEETS)})]
    return sheets, notices


def _too_much_together(files: Mapping[str, bytes]) -> Notice | None:
    """Return the error of zip files that hold too much together, before any of them is opened."""
    budget = Budget()
    for name, data in files.items():
        part = PARTS.get(format_of(name, data))
        refusal = guard.refuse(name, data, budget, part) if part else None
        if budget.declared > bounds.MAX_CELLS or budget.unpacked > bounds.MAX_UNPACKED:
            return None if refusal is None else replace(refusal, table=screened_name(name)[0])
    return None


def open_file(name: str, data: bytes, budget: Budget | None = None) -> Opened:
    """Every sheet of a file.

    Parameters
    ----------
    name
        The file's name with its ending; notices name the file by it.
    data
        The file's bytes.
    budget
        What the files of the input may hold; a new one where this is the only file.

    Returns
    -------
    The sheets, none where the file cannot be read; and what was found while opening it.
    """
    try:
        return _opened(name, data, budget or Budget())
    except TooLargeError as refused:
        return [], [refused.notice]
    except Exception:
        # The one boundary: damaged files raise some ten types.
        return [], [Notice("not-a-workbook", PurePath(name).stem, value=name)]


@collection_paused()
def _opened(name: str, data: bytes, budget: Budget) -> Opened:
    # Loaded only where it is needed: openpyxl would double the start of the program.
    match format_of(name, data):
        case Format.TEXT:
            return read_csv(name, data)
        case Format.WORKBOOK | Format.DAMAGED:
            from allocator.tables.workbook import read_workbook

            return read_workbook(name, data, budget)
        case Format.OPEN_DOCUMENT:
            from allocator.tables.open_document import read_open_document

            return read_open_document(name, data, budget)
        case Format.COMPOUND:
            from allocator.tables.old_workbook import read_old_workbook

            return read_old_workbook(name, data, budget)
        case Format.CALENDAR:
            from allocator.tables.calendar_file import read_calendar

            return read_calendar(name, data, budget)
        case Format.WEB_PAGE:
            return [], [not_read("web-page", name)]
        case Format.OTHER:
            return [], [not_read("format-not-read", name)]


def _called(sheet: InputSheet, file: str, own: bool) -> InputSheet:
    return replace(sheet, name=_name(file, sheet.name, own))


def _name(file: str, title: str, own: bool) -> str:
    """Return what a sheet is called among those of other files; `own` where it is its file's."""
    return file if own else FILE_AND_TITLE.format(file=file, title=title)


def _located(notice: Notice, file: str, own: bool) -> Notice:
    """Return what was found in one of several files with the file's name."""
    if file in (notice.value, notice.table):
        return notice
    return replace(notice, table=_name(file, notice.table, own) if notice.table else file)
