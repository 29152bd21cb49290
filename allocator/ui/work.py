"""What a person looks at and has typed, kept so that a reload, another tab or machine finds it.

A window's work has an id of its own, which stands in its address. Files are in it as ids of kept
versions only, and nothing that holds an identity number is. A document of another format, or what
is no document, is passed over.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from allocator.person import account
from allocator.ui import answers, drafts, mapping_state, state
from allocator.ui.kept import installed, keeper, may_be_kept
from allocator.ui.sources import OWN, InputSource

if TYPE_CHECKING:
    from allocator.store import Store

FORMAT = 1
WORK, WRITTEN = "work", "work_written"
CHOICES = (
    *(state.LANGUAGE, state.SOURCE, state.UNIT, state.RESIDENT),
    *(state.SHOWN_RUN, state.OWN_RUN),
    *("clock_service", "staff_weekday", "country_service"),
    *("units_figure", "units_order", "units_filter"),
    *("rule_kind", "rule_search", "rule_open"),
)
"""What a person has chosen in the fields of the frame and of the pages."""
_Asked = tuple[dict[str, Any] | None, tuple[str, dict[str, Any]] | None]


def begin(asked: str) -> str:
    """Take up a person's work where this window begins; a running one goes on.

    Parameters
    ----------
    asked
        The id in the window's address; empty where there is none.

    Returns
    -------
    The page that was shown last, where the work is taken up from another window; else empty.
    """
    if WORK in st.session_state or not installed():
        return ""
    person = account()

    def ask(store: "Store") -> _Asked:
        own = store.works.get(asked, person) if asked else None
        return own, None if own is not None else store.works.latest(person)

    answer = keeper().attempt(ask)
    if answer is None:  # the store is gone: asked again the next time
        return ""
    from allocator.store.ids import new_id

    own, latest = answer
    st.session_state[WORK] = asked if own is not None else new_id()
    document = own if own is not None else latest[1] if latest else None
    if document is None or state.own_files() or st.session_state.get(state.SOURCE):
        return ""  # nothing, or something is looked at already
    page = _taken_up(document, copied=own is None)
    return page if own is None else ""


def _taken_up(document: Mapping[str, Any], *, copied: bool) -> str:
    """Set the session to a document; return its page, empty where it is of another format."""
    try:
        if document["format"] != FORMAT:
            return ""
        choices = {key: document["choices"][key] for key in CHOICES if key in document["choices"]}
        ids = [str(each) for each in document["files"]]
        read = document["read"]
        when = (datetime.fromisoformat(read[0]), str(read[1])) if read else None
        page = str(document["page"])
        mapping_state.from_document(document["mapping"], copied)
        drafts.from_document(document["drafts"])
        answers.from_document(document["answers"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return ""
    files = [_files(id_) for id_ in ids]
    kept = [own for own in files if own is not None]
    if kept and len(kept) == len(files):
        state.restore_files(kept, when)
    for key, value in choices.items():
        st.session_state[key] = value
    return page


def _files(id_: str) -> dict[str, bytes] | None:
    return keeper().content(("files", id_), lambda store: store.versions.files(id_))


def keep(page: str) -> None:
    """Keep the window's work, where anything in it has changed.

    Parameters
    ----------
    page
        That is shown.
    """
    if WORK not in st.session_state:
        return
    answers.keep_pending()
    document = _document(page)
    written = json.dumps(document, sort_keys=True)
    if written == st.session_state.get(WRITTEN):
        return
    id_, person = str(st.session_state[WORK]), account()

    def write(store: "Store") -> bool:
        store.works.keep(id_, person, document)
        return True

    if keeper().attempt(write):
        st.session_state[WRITTEN] = written


def _document(page: str) -> dict[str, Any]:
    read = state.when_read()
    chosen = {key: st.session_state.get(key) for key in CHOICES}
    return {
        "format": FORMAT,
        "page": page,
        "choices": {
            key: value
            for key, value in chosen.items()
            if value is not None and may_be_kept(str(value))
        },
        "files": _versions(),
        "read": [read[0].isoformat(), read[1]] if read else None,
        "mapping": mapping_state.as_document(),
        "drafts": drafts.as_document(),
        "answers": answers.as_document(),
    }


def _versions() -> list[str]:
    """Keep the own files as they were and are; the ids, none where they are not to be kept."""
    if not state.own_files():
        return []
    return keeper().states(state.own_input(InputSource(OWN, "", state.own_files())))
