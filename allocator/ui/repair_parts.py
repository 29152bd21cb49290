"""The parts of «Last opp» that repair a file: fields for cells, headings, codes and rows."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from allocator.notices import Notice
from allocator.repair.connections import (
    NAME,
    connect_sheet,
    connections,
    mapping_text,
    with_connections,
)
from allocator.repair.edits import changes, repaired, rows_shown, with_rows
from allocator.repair.problems import IN_HEADING, OF_TABLE, Problem
from allocator.tables.formats import is_mapping
from allocator.tables.headings import table_named
from allocator.tables.mapping.file import OPEN
from allocator.tables.mapping.propose import propose
from allocator.terms import WORDS
from allocator.ui import state
from allocator.ui.parts import ICONS, note, table
from allocator.ui.sources import InputSource
from allocator.ui.words import plain

MOST_REPAIRS = 25
"""Fields in one form; the rest follow when these are repaired."""
MOST_ROWS = 50
CODES = frozenset({"shift-codes-missing", "shift-code-unknown"})
CODE_COLUMNS = ("kode", "vakt", "start", "slutt", "teller_ikke")
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


def connect(problems: list[Problem], of: InputSource) -> None:
    """Show headings and sheets that were not known, and what they may be."""
    translate = state.words()
    groups = [
        problem for problem in problems if problem.connects and problem.notice.severity != "error"
    ]
    if groups:
        with st.expander(translate("upload.connect", count=len(groups)), icon=":material/link:"):
            note(translate("upload.connect-how"))
            _form("connect", groups, of)


def _form(name: str, groups: list[Problem], of: InputSource) -> None:
    translate = state.words()
    texts = [_field(name, problem, of) for problem in groups[:MOST_REPAIRS]]
    if len(groups) > MOST_REPAIRS:
        note(translate("frame.more", count=len(groups) - MOST_REPAIRS))
    if st.button(
        translate("upload.repair-do"), type="primary", icon=":material/build:", key=f"{name}_do"
    ):
        _repair(groups, texts, of)


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
        key = "upload.new-sheet" if notice.code in OF_TABLE else "upload.new"
        label = translate(key, table=plain(notice.table), column=column)
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


def _repair(groups: list[Problem], texts: list[str], of: InputSource) -> None:
    """Put the new texts into the files, and read them again."""
    edits, kept = [], connections(of.files)
    for problem, text in zip(groups, texts, strict=False):
        notice, known = problem.notice, table_named(problem.notice.table)
        if not text or (text == notice.value and notice.code not in OF_TABLE):
            continue
        if notice.code in OF_TABLE:
            kept = connect_sheet(kept, of.files, notice.table, text)
        elif notice.code in IN_HEADING and known and notice.severity != "error":
            kept = connect_sheet(
                kept, of.files, notice.table, known.norwegian, {notice.column: text}
            )
        else:
            edits += problem.edits(text)
    state.keep_connections({**state.kept_connections(), **kept})
    state.repair_files(with_connections(repaired(of.files, edits), kept))
    st.rerun()


def mapping_editor(of: InputSource) -> None:
    """Show the mapping of sheets from other systems: the proposal, or the one in use."""
    translate = state.words()
    own = connections(of.files)
    proposed = state.picture_of(of, "proposal", lambda: propose(of.files))
    unsure = not own and f": {OPEN}" in proposed
    if not own and not proposed:
        return
    with st.expander(translate("upload.mapping"), expanded=unsure, icon=":material/link:"):
        note(translate("upload.mapping-how"))
        text = st.text_area(
            translate("upload.mapping-text"),
            mapping_text(own) if own else proposed,
            height=280,
            key=f"mapping-{state.repairs()}",
        )
        if st.button(translate("upload.mapping-do"), key="mapping_do", icon=":material/link:"):
            tables = {name: data for name, data in of.files.items() if not is_mapping(name)}
            files = tables | {NAME: text.encode()}
            state.keep_connections({**state.kept_connections(), **connections(files)})
            state.repair_files(files)
            st.rerun()


def codes_editor(notices: list[Notice], of: InputSource) -> None:
    """Show the shift codes that the rota uses and nobody has explained, to be filled in."""
    translate = state.words()
    notice_facts = [notice.facts for notice in notices if notice.code in CODES]
    codes = list(dict.fromkeys(code for facts in notice_facts for code in _codes(facts)))
    if not codes:
        return
    st.header(translate("upload.codes"), anchor=False)
    note(translate("upload.codes-how"))
    empty = pd.DataFrame("", index=range(len(codes)), columns=list(CODE_COLUMNS), dtype="str")
    parts, answers = (
        [spellings[0] for spellings in WORDS[kind].values()] for kind in ("part", "yes_no")
    )
    filled = st.data_editor(
        empty.assign(kode=codes),
        hide_index=True,
        disabled=["kode"],
        column_config={
            "vakt": st.column_config.SelectboxColumn(options=parts),
            "teller_ikke": st.column_config.SelectboxColumn(options=answers),
        },
        key=f"codes-{state.repairs()}",
        alt=translate("upload.codes"),
    )
    if st.button(
        translate("upload.codes-do"), key="codes_do", type="primary", icon=":material/build:"
    ):
        state.repair_files(with_rows(of.files, "vaktkoder", filled))
        st.rerun()


def _codes(facts: Mapping[str, str]) -> list[str]:
    """Return the codes of a notice: one, or those of a table to fill in."""
    lines = facts.get("to_fill_in", "").splitlines()[1:]
    return [line.partition(";")[0] for line in lines] or [facts["code"]]


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
                state.repair_files(repaired(of.files, edits))
                st.rerun()
