"""What is typed about the user's own files and not used yet: kept whatever is shown meanwhile.

Streamlit forgets a field that is not drawn: after another page, or another repair.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from allocator.repair.edits import Edit
from allocator.ui.kept import may_be_kept

DRAFTS = "own_drafts"
ROW_DRAFTS, ROWS_SHOWN, ROWS_WAIT = "own_row_drafts", "own_rows_shown", "own_rows_wait"


def forget_all() -> None:
    """Forget what was typed: it was about other files."""
    st.session_state[DRAFTS] = {}
    st.session_state[ROW_DRAFTS] = {}


def as_document() -> dict[str, Any]:
    """Return what is typed, to be kept with a person's work."""
    fields: Mapping[str, str | None] = st.session_state.get(DRAFTS, {})
    return {
        "fields": {
            key: text for key, text in fields.items() if text is not None and may_be_kept(key, text)
        },
        "rows": [
            [*cell, *draft]
            for cell, draft in sorted(_row_drafts().items())
            if may_be_kept(cell[0], cell[2], *draft)
        ],
    }


def from_document(document: Mapping[str, Any]) -> None:
    """Set what is typed to what `as_document` gave.

    Raises
    ------
    KeyError, TypeError, ValueError : it is no such document; nothing is changed.
    """
    fields = {str(key): str(text) for key, text in document["fields"].items()}
    rows = {
        (str(table), int(row), str(column)): (str(before), str(text))
        for table, row, column, before, text in document["rows"]
    }
    st.session_state[DRAFTS], st.session_state[ROW_DRAFTS] = fields, rows


def restore(key: str, start: str, options: Sequence[str] = ()) -> None:
    """Set what a field shows before it is drawn: what was typed in it last, else `start`."""
    if key not in st.session_state:
        drafts: Mapping[str, str] = st.session_state.get(DRAFTS, {})
        draft = drafts.get(key, start)
        st.session_state[key] = draft if not options or draft in options else start


def keep(key: str) -> None:
    """Keep what was typed in a field."""
    drafts: Mapping[str, str] = st.session_state.get(DRAFTS, {})
    st.session_state[DRAFTS] = {**drafts, key: st.session_state[key]}


def draft_of(name: str) -> str | None:
    """Return what was typed under a name; None where nothing was, or it was forgotten."""
    typed: Mapping[str, str | None] = st.session_state.get(DRAFTS, {})
    return typed.get(name)


def keep_as(name: str, key: str) -> None:
    """Keep what was typed in a field under a name that other fields may share."""
    typed: Mapping[str, str | None] = st.session_state.get(DRAFTS, {})
    st.session_state[DRAFTS] = {**typed, name: st.session_state[key]}


def forget(name: str) -> None:
    """Forget what was typed under a name: it is kept elsewhere now."""
    typed: Mapping[str, str | None] = st.session_state.get(DRAFTS, {})
    st.session_state[DRAFTS] = {own: text for own, text in typed.items() if own != name}


def wait_in_rows(frames: Mapping[str, pd.DataFrame]) -> bool:
    """Say whether anything was typed in rows before they were shown this time.

    Parameters
    ----------
    frames
        Table -> its rows as they stand.
    """
    shown: tuple[str, pd.DataFrame] | None = st.session_state.get(ROWS_SHOWN)
    if shown is None or shown[0] not in st.session_state:
        st.session_state[ROWS_WAIT] = any(
            _is_about(cell, before, table, rows) and before != text
            for cell, (before, text) in _row_drafts().items()
            for table, rows in frames.items()
        )
    return bool(st.session_state.get(ROWS_WAIT, False))


def with_rows(key: str, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as they are first shown under a key, with what was typed in them before.

    While they are shown they stay as they were first, for what is typed is kept beside them.
    """
    shown: tuple[str, pd.DataFrame] | None = st.session_state.get(ROWS_SHOWN)
    if shown is not None and shown[0] == key and key in st.session_state:
        return shown[1]
    drafted = rows.copy()
    for cell, draft in _row_drafts().items():
        if _is_about(cell, draft[0], table, rows):
            drafted.at[cell[1:]] = draft[1]
    st.session_state[ROWS_SHOWN] = (key, drafted)
    return drafted


def keep_rows(table: str, rows: pd.DataFrame, edits: Iterable[Edit]) -> None:
    """Keep what is typed in rows of a table, in place of what was typed in them before.

    What was typed where something else stands now is kept as well: a repair may be undone.
    """
    others = {
        cell: draft
        for cell, draft in _row_drafts().items()
        if not _is_about(cell, draft[0], table, rows)
    }
    typed = {(e.table, e.row, e.column): (rows.at[e.row, e.column], e.text) for e in edits}
    st.session_state[ROW_DRAFTS] = others | typed


def _is_about(cell: tuple[str, int, str], before: str, table: str, rows: pd.DataFrame) -> bool:
    """Say whether a cell is one of some rows of a table, and holds what it held before."""
    name, row, column = cell
    there = name == table and row in rows.index and column in rows
    return bool(there and rows.at[row, column] == before)


def _row_drafts() -> dict[tuple[str, int, str], tuple[str, str]]:
    """Return, of each cell, what stood there and what was typed."""
    drafts: dict[tuple[str, int, str], tuple[str, str]] = st.session_state.get(ROW_DRAFTS, {})
    return drafts
