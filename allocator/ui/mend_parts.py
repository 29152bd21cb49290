"""The parts of «Last opp» that put a file right: fields for cells, headings and whole rows."""

import streamlit as st

from allocator.ui import state
from allocator.ui.mending import changes, connected, mended, rows_shown
from allocator.ui.parts import ICONS, note
from allocator.ui.problems import IN_HEADING, OF_TABLE, Problem
from allocator.ui.sources import Source
from allocator.ui.words import plain

MOST_MENDS = 25
"""Fields in one form; the rest follow when these are mended."""
MOST_ROWS = 50
KEEP = ""
"""Chosen where a heading or sheet is to stay as it is."""


def mend(found: list[Problem], of: Source) -> None:
    """A field for each group of cells that one new text puts right."""
    say = state.words()
    groups = [one for one in found if one.mendable and one.notice.severity == "error"]
    if not groups:
        return
    st.header(say("upload.mend"), anchor=False)
    note(say("upload.mend-how"))
    _form("mend", groups, of)


def connect(found: list[Problem], of: Source) -> None:
    """Headings and sheets that were not known, and what they may be."""
    say = state.words()
    groups = [one for one in found if one.connects and one.notice.severity != "error"]
    if groups:
        with st.expander(say("upload.connect", count=len(groups)), icon=":material/link:"):
            note(say("upload.connect-how"))
            _form("connect", groups, of)


def _form(name: str, groups: list[Problem], of: Source) -> None:
    say = state.words()
    with st.form(name, border=False):
        texts = [_field(f"{name}-{number}", one) for number, one in enumerate(groups[:MOST_MENDS])]
        if len(groups) > MOST_MENDS:
            note(say("frame.more", count=len(groups) - MOST_MENDS))
        if st.form_submit_button(
            say("upload.mend-do"), type="primary", icon=":material/build:", key=f"{name}_do"
        ):
            _mend(groups, texts, of)


def _field(name: str, problem: Problem) -> str:
    """What is wrong, where, and a place to write what it should be."""
    say = state.words()
    notice = problem.notice
    with st.container(border=True):
        st.markdown(f"{ICONS[notice.severity]} {plain(notice.message(say.language))}")
        if len(problem.rows) > 1:
            rows = ", ".join(str(row) for row in problem.rows[:12])
            note(say("upload.also", count=len(problem.rows), rows=rows))
        column = plain(notice.column or notice.table)
        label = say("upload.new", table=plain(notice.table), column=column)
        if problem.choices:
            start = problem.suggestion if problem.suggestion in problem.choices else KEEP
            options = [KEEP, *problem.choices]
            return st.selectbox(
                label,
                options,
                index=options.index(start),
                format_func=lambda text: text or say("upload.keep"),
                key=f"{name}-{state.mends()}",
                width=420,
            )
        return st.text_input(
            label,
            problem.suggestion or notice.value,
            key=f"{name}-{state.mends()}",
            width=420,
        )


def _mend(groups: list[Problem], texts: list[str], of: Source) -> None:
    """Put the new texts into the files, and read them again."""
    edits, connections = [], dict(state.connections())
    for problem, text in zip(groups, texts, strict=False):
        notice = problem.notice
        if not text or (text == notice.value and notice.code not in OF_TABLE):
            continue
        if notice.code in OF_TABLE:
            connections[""] = {**connections.get("", {}), notice.table: text}
        elif notice.code in IN_HEADING:
            own = {**connections.get(notice.table, {}), notice.column: text}
            connections[notice.table] = own
        else:
            edits += problem.edits(text)
    state.keep_connections(connections)
    state.mend_files(connected(mended(of.files, edits), connections))
    st.rerun()


def rows_editor(found: list[Problem], of: Source) -> None:
    """The wrong rows whole, to be written in."""
    say = state.words()
    by_table: dict[str, list[int]] = {}
    for one in found:
        rows = [row for row in one.rows if row > 1]
        if one.notice.severity in ("error", "warning") and rows:
            by_table.setdefault(one.notice.table, []).extend(rows)
    if not by_table:
        return
    with st.expander(say("upload.rows"), icon=":material/edit:"):
        note(say("upload.rows-how"))
        name = st.selectbox(say("upload.sheet"), list(by_table), key="rows_of", width=320)
        before = rows_shown(of.files, name, sorted(set(by_table[name]))[:MOST_ROWS])
        after = st.data_editor(
            before,
            key=f"rows-{name}-{state.mends()}",
            column_config={"_index": st.column_config.NumberColumn(say("upload.row"), pinned=True)},
            alt=say("upload.rows"),
        )
        if st.button(say("upload.rows-do"), key="rows_do", icon=":material/build:"):
            edits = changes(name, before, after)
            if edits:
                state.mend_files(mended(of.files, edits))
                st.rerun()
