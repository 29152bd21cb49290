"""A question's own address: it opens the page at the question, and tells nothing of whom it is."""

from hashlib import sha256
from urllib.parse import urlencode

import streamlit as st

from allocator.notices import Notice
from allocator.rules.questions import RowIds, row_id
from allocator.ui.html import ASKED_QUESTION, QUESTION_LINK, escape
from allocator.ui.kept import keeper
from allocator.ui.state import words

ASKED, DRAWN = "asked_question", "drawn_question"
_DIGITS = 12


def asked() -> str:
    """Return the question that the address names, where the page has it; else empty."""
    question = str(st.session_state.get(ASKED) or "")
    return question if question == st.session_state.get(DRAWN) else ""


def ask_for(question: str) -> None:
    """Open pages at a question; at none where it is empty."""
    st.session_state[ASKED], st.session_state[DRAWN] = question, ""


def begin() -> None:
    """Begin a page: nothing is drawn yet."""
    st.session_state[DRAWN] = ""


def mark(unit: str, ids: RowIds, notice: Notice) -> None:
    """Draw the link to a question, and show the question where it is asked for."""
    about = keeper().link(unit, notice.resident)
    if not about:
        return
    # salted by an id that is drawn by lot, so that nobody can guess whom it is about
    text = repr((about, notice.code, notice.service, row_id(notice, ids)))
    question = sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    named = {"beboer" if notice.resident else "enhet": about, "sporsmal": question}
    page = "beboer" if notice.resident else "."
    link = escape(f"{page}?{urlencode(named)}")
    shown = QUESTION_LINK.format(question=question, link=link, text=words()("frame.question-link"))
    is_asked = st.session_state.get(ASKED) == question
    if is_asked:
        st.session_state[DRAWN] = question
        shown += ASKED_QUESTION.format(question=question)
    st.html(shown, unsafe_allow_javascript=is_asked)
