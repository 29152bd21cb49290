"""Sheets of our own tables: whether they are read as they stand, and headings that are misspelt."""

from collections.abc import Iterable, Sequence

from allocator.notices import Notice
from allocator.tables.headings import MISSPELT, match, table_named
from allocator.tables.mapping.questions import COLUMNS, FIXED, Question
from allocator.tables.sheets import InputSheet


def is_foreign(sheet: InputSheet) -> bool:
    """Whether a sheet is not read as it stands, and may be a table with headings.

    A heading of ours that is misspelt is put right where it stands, and needs no form.
    """
    if table_named(sheet.name) is None:
        return True
    filled = _misspelt(sheet).values()
    return any(
        notice.severity == "error"
        and notice.code != MISSPELT
        and notice.facts.get("expected") not in filled
        for notice in _of_headings(sheet)
    )


def _misspelt(sheet: InputSheet) -> dict[str, str]:
    """Return the headings of ours that are misspelt, with the columns that they probably are."""
    table = table_named(sheet.name)
    return {
        notice.column: column.norwegian
        for notice in _of_headings(sheet)
        if notice.code == MISSPELT and table is not None
        for column in table.columns
        if notice.facts["suggestion"] in column.headings
    }


def _of_headings(sheet: InputSheet) -> Sequence[Notice]:
    """Return what is said of the first row as the headings of the table that a sheet is."""
    table = table_named(sheet.name)
    first = sheet.records[0] if sheet.records else ()
    return match(table, sheet.name, first).notices if table else ()


def without_misspelt(questions: Iterable[Question], sheet: InputSheet) -> list[Question]:
    """Return the questions but those of headings that are misspelt, and of what they would fill."""
    misspelt = _misspelt(sheet)
    keys = {(COLUMNS, heading) for heading in misspelt} | {(FIXED, c) for c in misspelt.values()}
    return [question for question in questions if question.key not in keys]
