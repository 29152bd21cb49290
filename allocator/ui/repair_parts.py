"""The parts of «Last opp» that repair a file: fields for cells, headings, codes and rows."""

import streamlit as st

from allocator.repair.edits import changes, repaired, rows_shown
from allocator.repair.problems import Problem
from allocator.ui import state
from allocator.ui.parts import ICONS, note, table
from allocator.ui.sources import InputSource
from allocator.ui.words import plain

MOST_REPAIRS = 25
"""Fields in one form; the rest follow when these are repaired."""
MOST_ROWS = 50
KEEP = ""
"""Chosen where a heading or sheet is to stay as it is."""


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
    _form("repair", groups, of)


def _form(name: str, groups: list[Problem], of: InputSource) -> None:
    translate = state.words()
    texts = [_field(name, problem, of) for problem in groups[:MOST_REPAIRS]]
    if len(groups) > MOST_REPAIRS:
        note(translate("frame.more", count=len(groups) - MOST_REPAIRS))
    if st.button(
        translate("upload.repair-do"), type="primary", icon=":material/build:", key=f"{name}_do"
    ):
        _repair(groups, texts)


def _context(problem: Problem, of: InputSource) -> None:
    """Show the other cells of the first row that a problem is about."""
    row = min(problem.rows, default=0)
    if row < 2 or not problem.notice.table:
        return
    name = f"row {row} of {problem.notice.table}"
    shown = state.picture_of(of, name, lambda: rows_shown(of.files, problem.notice.table, [row]))
    filled = shown.loc[:, [bool(shown[heading].any()) for heading in shown.columns]]
    if not filled.empty and filled.columns.is_unique:
        number = state.words()("upload.row")
        if number not in filled:
            filled = filled.assign(**{number: str(row)})[[number, *filled.columns]]
        table(filled, state.words()("upload.context"))


def _field(name: str, problem: Problem, of: InputSource) -> str:
    """Return what is wrong, where, and a place to write what it should be."""
    translate = state.words()
    notice = problem.notice
    with st.container(border=True):
        st.markdown(f"{ICONS[notice.severity]} {plain(notice.message(translate.language))}")
        _context(problem, of)
        if len(problem.rows) > 1:
            rows = ", ".join(str(row) for row in problem.rows[:12])
            note(translate("upload.also", count=len(problem.rows), rows=rows))
        column = plain(notice.column or notice.table)
        label = translate("upload.new", table=plain(notice.table), column=column)
        parts = (notice.code, notice.table, notice.column, notice.value, notice.unit)
        draft = "-".join((name, *parts, *map(str, problem.rows[:1])))
        if problem.choices:
            options = [KEEP, *problem.choices]
            start = problem.suggestion if problem.suggestion in problem.choices else KEEP
            state.restore_draft(draft, start, options)
            return st.selectbox(
                label,
                options,
                format_func=lambda text: text or translate("upload.keep"),
                key=draft,
                on_change=state.keep_draft,
                args=(draft,),
                width=420,
            )
        state.restore_draft(draft, problem.suggestion or notice.value)
        return st.text_input(label, key=draft, on_change=state.keep_draft, args=(draft,), width=420)


def _repair(groups: list[Problem], texts: list[str]) -> None:
    """Put the new texts into the files, and read them again."""
    edits = [
        edit
        for problem, text in zip(groups, texts, strict=False)
        if text and text != problem.notice.value
        for edit in problem.edits(text)
    ]
    state.repair_files(repaired(state.own_files(), edits))
    st.rerun()


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
    with st.expander(translate("upload.rows"), icon=":material/edit:"):
        note(translate("upload.rows-how"))
        name = st.selectbox(translate("upload.sheet"), list(by_table), key="rows_of", width=320)
        before = rows_shown(of.files, name, sorted(set(by_table[name]))[:MOST_ROWS])
        after = st.data_editor(
            before,
            key=f"rows-{name}-{state.repairs()}",
            column_config={
                "_index": st.column_config.NumberColumn(translate("upload.row"), pinned=True)
            },
            alt=translate("upload.rows"),
        )
        if st.button(translate("upload.rows-do"), key="rows_do", icon=":material/build:"):
            edits = changes(name, before, after)
            if edits:
                state.repair_files(repaired(state.own_files(), edits))
                st.rerun()
