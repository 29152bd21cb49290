"""The parts of «Last opp» that repair a file: fields for cells, headings, codes and rows.

What is typed is read at once as it would be in the file, by the one reader, and what that finds at
the cell stands beside the field.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from allocator.notices import Notice
from allocator.repair.edits import Edit, changes, renamed_sheets, repaired, rows_shown
from allocator.repair.problems import Problem
from allocator.ui import drafts, state
from allocator.ui.parts import ICONS, note, table
from allocator.ui.sources import InputSource
from allocator.ui.words import plain

MOST_REPAIRS = 25
"""Fields in one form; the rest follow when these are repaired."""
MOST_ROWS = 50
MOST_SAID = 8
"""Cells of the edited rows whose errors are shown."""
KEEP = ""
"""Chosen where a cell or heading is to stay as it is."""


class Field(NamedTuple):
    """A field, what is typed in it, and where it is said whether that is right."""

    problem: Problem
    text: str
    beside: Any

    @property
    def edits(self) -> list[Edit]:
        """What is to be changed in the files; nothing where the cell is to stay as it is."""
        unchanged = self.text in (KEEP, self.problem.notice.value)
        return [] if unchanged else self.problem.edits(self.text)


def repair(problems: list[Problem], of: InputSource) -> None:
    """Show a field for each group of cells that one new text puts right."""
    translate = state.words()
    groups = [
        problem for problem in problems if problem.repairable and problem.notice.severity == "error"
    ]
    if not groups:
        return
    st.header(translate("upload.repair"), anchor=False)
    note(translate("upload.repair-how"))
    fields = [_field(problem, of) for problem in groups[:MOST_REPAIRS]]
    if len(groups) > MOST_REPAIRS:
        note(translate("frame.more", count=len(groups) - MOST_REPAIRS))
    _check(fields, of)
    if st.button(
        translate("upload.repair-do"), type="primary", icon=":material/build:", key="repair_do"
    ):
        _repair([edit for field in fields for edit in field.edits])


def _context(problem: Problem, of: InputSource) -> None:
    """Show the other cells of the first row that a problem is about."""
    row = min(problem.rows, default=0)
    if row < 2 or not problem.notice.table:
        return
    name = f"row {row} of {problem.notice.table}"
    shown = state.picture_of(of, name, lambda: rows_shown(of.files, problem.notice.table, [row]))
    filled = shown.loc[:, [bool(shown[heading].any()) for heading in shown.columns]]
    if not filled.empty:
        number = state.words()("upload.row")
        if number not in filled:
            filled = filled.assign(**{number: str(row)})[[number, *filled.columns]]
        table(filled, state.words()("upload.context"))


def _field(problem: Problem, of: InputSource) -> Field:
    """Show what is wrong, where, and a place to write what it should be."""
    translate = state.words()
    notice = problem.notice
    with st.container(border=True):
        st.markdown(f"{ICONS[notice.severity]} {plain(notice.message(translate.language))}")
        _context(problem, of)
        if len(problem.cells) > 1:
            rows = ", ".join(str(row) for row in problem.rows[:12])
            note(translate("upload.also", count=len(problem.cells), rows=rows))
        own, beside = st.columns(2, vertical_alignment="bottom")
        with own:
            text = _asked(problem)
        with beside:
            return Field(problem, text, st.empty())


def _asked(problem: Problem) -> str:
    """Ask what the cells are to hold: one of a list where there is one, in the user's language."""
    translate = state.words()
    notice = problem.notice
    column = plain(notice.column or notice.table)
    label = translate("upload.new", table=plain(notice.table), column=column)
    parts = (notice.code, notice.table, notice.column, notice.value, notice.unit)
    draft = "-".join(("repair", *parts, *map(str, problem.rows[:1])))
    if not problem.choices:
        drafts.restore(draft, problem.suggestion or notice.value)
        return st.text_input(label, key=draft, on_change=drafts.keep, args=(draft,))
    options = [KEEP, *problem.choices]
    start = problem.suggestion if problem.suggestion in problem.choices else KEEP
    drafts.restore(draft, start, () if problem.is_open else options)

    def shown(text: str) -> str:
        if text == KEEP:
            return translate("upload.keep")
        label = problem.choices.get(text)
        return label.in_language(translate.language) if label else text

    chosen = st.selectbox(
        label,
        options,
        format_func=shown,
        key=draft,
        on_change=drafts.keep,
        args=(draft,),
        accept_new_options=problem.is_open,
        help=translate("upload.new-open") if problem.is_open else None,
    )
    return chosen or KEEP


def _check(fields: Sequence[Field], of: InputSource) -> None:
    """Say beside each field in which something else is typed whether that is accepted."""
    translate = state.words()
    edits = [edit for field in fields for edit in field.edits]
    if not edits:
        return
    as_they_are = [edit for field in fields for edit in field.problem.edits(KEEP)]
    wrong = _wrong(edits, of, as_they_are)
    for field in fields:
        own = field.edits or field.problem.edits(KEEP)
        notice = next((wrong[edit] for edit in own if edit in wrong), None)
        if notice is None:
            text = translate(f"upload.accepted{'' if field.edits else '-with-others'}")
            field.beside.success(text, icon=":material/check:")
        elif field.edits:
            text = plain(notice.message(translate.language))
            field.beside.error(text, icon=ICONS["error"])


def _wrong(
    edits: Sequence[Edit], of: InputSource, beside: Sequence[Edit] = ()
) -> dict[Edit, Notice]:
    """Return the first error that the reader finds at each cell when these are edited.

    Parameters
    ----------
    edits
        What is to be changed.
    of
        The input.
    beside
        Cells that are looked at, too, and stay as they are.
    """
    made = repaired(of.files, edits)
    sheets = state.made((of.sha256, "sheets", tuple(made)), lambda: renamed_sheets(of.files, made))
    headings = {(e.table, e.column): e.text for e in edits if e.row == 1}
    cells: dict[tuple[str, int | None, str], Notice] = {}
    for notice in state.tried(made):
        if notice.severity == "error":
            cells.setdefault((notice.table, notice.row, notice.column), notice)
    wrong = {}
    for edit in (*beside, *edits):
        heading = headings.get((edit.table, edit.column), edit.column)
        cell = (sheets.get(edit.table, edit.table), edit.row, heading)
        if cell in cells:
            wrong[edit] = cells[cell]
    return wrong


def _repair(edits: Iterable[Edit]) -> None:
    """Put the new texts into the files, and read them again."""
    state.repair_files(repaired(state.own_files(), edits))
    st.rerun()


def _rows(of: InputSource, name: str, rows: Iterable[int]) -> pd.DataFrame:
    """Return the first of some rows of a sheet as they stand."""
    first = sorted(set(rows))[:MOST_ROWS]
    return state.picture_of(of, f"rows of {name}", lambda: rows_shown(of.files, name, first))


def rows_editor(problems: list[Problem], of: InputSource) -> None:
    """Show the wrong rows whole, to be written in."""
    translate = state.words()
    by_table: dict[str, list[int]] = {}
    for problem in problems:
        rows = [row for row in problem.rows if row > 1]
        if problem.notice.severity in ("error", "warning") and rows:
            by_table.setdefault(problem.notice.table, []).extend(rows)
    if not by_table:
        return
    frames = {name: _rows(of, name, rows) for name, rows in by_table.items()}
    with st.expander(
        translate("upload.rows"), icon=":material/edit:", expanded=drafts.wait_in_rows(frames)
    ):
        note(translate("upload.rows-how"))
        drafts.restore("rows_of", next(iter(frames)), list(frames))
        name = st.selectbox(
            translate("upload.sheet"),
            list(frames),
            key="rows_of",
            on_change=drafts.keep,
            args=("rows_of",),
            width=320,
        )
        before = frames[name]
        key = f"rows-{of.sha256[:16]}-{name}-{translate.language}"
        after = st.data_editor(
            drafts.with_rows(key, name, before),
            key=key,
            column_config={
                "_index": st.column_config.NumberColumn(translate("upload.row"), pinned=True)
            },
            alt=translate("upload.rows"),
        )
        edits = changes(name, before, after)
        drafts.keep_rows(name, before, edits)
        if not edits:
            return
        wrong = list(_wrong(edits, of).values())
        for notice in wrong[:MOST_SAID]:
            st.error(plain(notice.message(translate.language)), icon=ICONS["error"])
        if len(wrong) > MOST_SAID:
            note(translate("frame.more", count=len(wrong) - MOST_SAID))
        if st.button(translate("upload.rows-do"), key="rows_do", icon=":material/build:"):
            _repair(edits)
