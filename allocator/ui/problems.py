"""Problems grouped by what mends them, and the workbook in which they are marked. No Streamlit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.notices import Notice
from allocator.tables.declared import TABLES
from allocator.tables.headings import table_named
from allocator.tables.identity import screened
from allocator.tables.parse import as_text
from allocator.tables.schema import Column, Kind, Table
from allocator.terms import SERVICES, WORDS
from allocator.ui.mending import Edit, Files, saved, sheets, write_text

IN_HEADING = frozenset({"column-misspelt", "column-unknown"})
OF_TABLE = frozenset({"table-misspelt", "table-unknown"})
BY_HAND = frozenset({"identity-number", "duplicate-column", "column-in-both-languages"})
"""What no new text in a single cell would mend, or what must not be typed again here."""
MEANINGS = {
    "duration-ambiguous": ("hours_minutes", "decimal"),
    "duration-with-point": ("decimal",),
    "number-ambiguous": ("large", "small"),
}
"""Facts of a notice that are what may have been meant."""


@dataclass(frozen=True)
class Problem:
    """Cells that one mend puts right: the same thing wrong with the same value of one column.

    Parameters
    ----------
    rows : where, as the spreadsheet shows them; empty where it is no cell.
    choices : what may be written, where that is a list.
    suggestion : what was probably meant.
    """

    notice: Notice
    rows: tuple[int, ...]
    choices: tuple[str, ...] = ()
    suggestion: str = ""

    @property
    def connects(self) -> bool:
        """Whether it is a heading or sheet that is not known, and could be one that is."""
        return self.notice.code in IN_HEADING | OF_TABLE and bool(self.choices)

    @property
    def mendable(self) -> bool:
        """Whether new text in its cells can put it right here."""
        notice = self.notice
        in_table = notice.code in OF_TABLE
        in_cell = bool(notice.table and notice.column and self.rows)
        return (in_table or in_cell) and notice.code not in BY_HAND

    def edits(self, text: str) -> list[Edit]:
        """The changes that put this text into every cell of it."""
        return [Edit(self.notice.table, row, self.notice.column, text) for row in self.rows]


def problems(notices: Iterable[Notice], files: Files) -> list[Problem]:
    """Notices grouped by what mends them, in the order they were found."""
    groups: dict[tuple[str, ...], list[Notice]] = {}
    for notice in notices:
        alone = "" if notice.table and notice.column else str(id(notice))
        key = (notice.code, notice.table, notice.column, notice.value, alone)
        groups.setdefault(key, []).append(notice)
    present = {sheet.name: sheet for _, sheet in sheets(files)} if groups else {}
    return [_problem(found, present) for found in groups.values()]


def _problem(found: Sequence[Notice], present: dict[str, Any]) -> Problem:
    first = found[0]
    rows = tuple(dict.fromkeys(one.row for one in found if one.row is not None))
    suggestion = str(first.facts.get("suggestion", ""))
    table = table_named(first.table)
    if first.code in OF_TABLE:
        used = {named.name for name in present if (named := table_named(name))}
        names = tuple(one.norwegian for one in TABLES.values() if one.name not in used)
        return Problem(first, rows, names, suggestion)
    if table is None:
        return Problem(first, rows, (), suggestion)
    if first.code in IN_HEADING:
        headings = {as_text(cell).casefold() for cell in present[first.table].records[0]}
        free = [one for one in table.columns if not headings & {h.casefold() for h in one.headings}]
        return Problem(first, rows, tuple(one.norwegian for one in free), suggestion)
    meant = tuple(str(first.facts[name]) for name in MEANINGS.get(first.code, ()))
    return Problem(first, rows, meant or _choices(table, first.column), suggestion)


def _choices(table: Table, heading: str) -> tuple[str, ...]:
    """What may be written in a column, where that is a list."""
    named = [
        one for one in table.columns if heading.casefold() in {h.casefold() for h in one.headings}
    ]
    column: Column | None = named[0] if named else None
    if column is None:
        return ()
    if column.kind is Kind.WORD:
        return tuple(column.choices.values())
    if column.kind is Kind.YES_NO:
        return tuple(spellings[0] for spellings in WORDS["yes_no"].values())
    if column.kind is Kind.WEEKDAY:
        return tuple(spellings[0] for spellings in WORDS["weekday"].values())
    if column.kind is Kind.SERVICE:
        return tuple(str(code) for code in SERVICES)
    return ()


def marked_workbook(
    files: Files, notices: Sequence[Notice], headings: Sequence[str], language: str
) -> bytes:
    """A copy of the input as a workbook: each problem's cell coloured and commented, all listed.

    Parameters
    ----------
    headings : name of the list's sheet, then its headings: sheet, row, column, value, what.
    """
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    listed = book.create_sheet(headings[0])
    for place, heading in enumerate(headings[1:], start=1):
        write_text(listed.cell(1, place), heading)
        listed.cell(1, place).font = Font(bold=True)
    for line, notice in enumerate(notices, start=2):
        shown = (notice.table, str(notice.row or ""), notice.column, notice.value)
        for place, text in enumerate((*shown, notice.message(language)), start=1):
            write_text(listed.cell(line, place), text)
    listed.freeze_panes = "A2"
    for _, sheet in sheets(files):
        masked = screened(sheet)[0]
        made = book.create_sheet(masked.name[:31])
        for row, record in enumerate(masked.records, start=1):
            for place, cell in enumerate(record, start=1):
                _copy(made.cell(row, place), cell)
        made.freeze_panes = "A2"
        _mark(made, [one for one in notices if one.table == masked.name], language)
    return saved(book)


def _copy(cell: Any, value: Any) -> None:
    if isinstance(value, (bool, int, float)) or hasattr(value, "isoformat"):
        cell.value = value
    else:
        write_text(cell, as_text(value))


def _mark(sheet: Any, notices: Sequence[Notice], language: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", start_color="F6CFC3")
    headings = [as_text(cell.value) for cell in sheet[1]]
    for notice in notices:
        place = headings.index(notice.column) + 1 if notice.column in headings else 1
        cell = sheet.cell(notice.row or 1, place)
        cell.fill = fill
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(earlier + notice.message(language), "allocator", 160, 360)
