"""Questions with a field to answer each in, and what is kept of them.

A page passes the answers that are kept and what keeps another; everything else is here. What is
typed and not kept yet stays when the page is left.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from types import MappingProxyType

import streamlit as st

from allocator.errors import AllocatorError
from allocator.export.words import EMPTY_CELL
from allocator.notices import Notice, wordings
from allocator.repair.answer_entry import AnswerEntry, refusals
from allocator.rules.questions import RowIds, answer_key, signed
from allocator.text.dates import long_day
from allocator.ui import drafts
from allocator.ui.parts import ICONS, note, notice_list
from allocator.ui.words import Translator, plain

BY, NOT_KEPT = "answer_by", "answer_not_kept"
WHICH = "answer-which"


@dataclass(frozen=True)
class AnswerForm:
    """What is kept of answers, and how another is.

    Parameters
    ----------
    answers
        Those that are kept; of several about the same the last holds.
    keep
        Keeps one, or raises AllocatorError; None where nothing is kept: then nothing is asked.
    ids
        Of the rows that have one (`row_ids`); an answer names its row by it.
    by
        Who answers; empty where that is to be asked.
    today
        The date of an answer.
    mark
        Draws what leads to a question.
    """

    answers: Sequence[AnswerEntry] = ()
    keep: Callable[[AnswerEntry], None] | None = None
    ids: RowIds = field(default_factory=lambda: MappingProxyType({}))
    by: str = ""
    today: date = field(default_factory=date.today)
    mark: Callable[[Notice], None] | None = None

    @property
    def signer(self) -> str:
        """Who answers, as far as that is known."""
        return (self.by or str(st.session_state.get(BY) or "")).strip()

    def kept(self, notice: Notice) -> AnswerEntry | None:
        """Return the answer to a question that is kept; None where there is none."""
        key = answer_key(notice, self.ids)
        return next((own for own in reversed(self.answers) if own.key == key), None)

    def entry(self, notice: Notice, text: str) -> AnswerEntry:
        """Return an answer to a question, given by the signer today."""
        return AnswerEntry(*answer_key(notice, self.ids), text, self.signer, self.today)


def question_list(
    name: str,
    notices: Iterable[Notice],
    form: AnswerForm,
    translate: Translator,
    most: int = 12,
) -> None:
    """Show notices as `notice_list` does, each question with a field for its answer.

    Parameters
    ----------
    name
        Of this list; no other on the page has it.
    """
    shown = list(notices)
    if not any(notice.severity == "question" for notice in shown):
        notice_list(shown, translate, most)
        return
    if not _asks(name, form, translate):
        notice_list(shown, translate, most)
        return

    def ask(notice: Notice) -> None:
        if form.mark is not None:
            form.mark(notice)
        _field(name, notice, form, translate)

    notice_list(shown, translate, most, ask)


def waiting_form(
    name: str, notices: Iterable[Notice], form: AnswerForm, translate: Translator
) -> None:
    """Show the questions without an answer to choose one of, and a field for its answer.

    For a unit that may have hundreds of them: only one field is drawn.
    """
    waiting = {
        _draft(notice, form): notice
        for notice in notices
        if notice.severity == "question" and not notice.answer and not form.kept(notice)
    }
    if not waiting or not _asks(name, form, translate):
        return
    key = f"{WHICH}-{name}"
    if st.session_state.get(key) not in waiting:
        st.session_state[key] = drafts.draft_of(key) if drafts.draft_of(key) in waiting else None
    chosen = st.selectbox(
        translate("answers.which"),
        list(waiting),
        index=None,
        format_func=lambda draft: _label(waiting[draft], translate),
        key=key,
        on_change=drafts.keep_as,
        args=(key, key),
        placeholder=translate("answers.which"),
    )
    if chosen is None:
        return
    notice = waiting[chosen]
    st.markdown(f"{ICONS['question']} {plain(notice.message(translate.language))}")
    _field(name, notice, form, translate)


def _label(notice: Notice, translate: Translator) -> str:
    about = notice.resident or translate("tables.whole-unit")
    service = translate.short_service(notice.service) if notice.service else ""
    parts = (about, service, notice.message(translate.language))
    return " · ".join(part for part in parts if part)


def _asks(name: str, form: AnswerForm, translate: Translator) -> bool:
    """Say whether answers are kept, and who gives them; False where they are not."""
    if form.keep is None:
        note(translate("answers.nothing-kept"))
        return False
    note(translate("answers.how"))
    if not form.by:
        key = f"answer-by-{name}"
        st.session_state[key] = st.session_state.get(BY) or ""
        st.text_input(
            translate("answers.by"),
            key=key,
            on_change=_sign,
            args=(key,),
            help=translate("answers.by-how"),
            width=320,
        )
    return True


def _sign(key: str) -> None:
    """Keep who answers, for every list of this session."""
    st.session_state[BY] = st.session_state[key]


def _draft(notice: Notice, form: AnswerForm) -> str:
    """Return under which name the draft of an answer is kept; it names nobody."""
    key = repr(answer_key(notice, form.ids)).encode("utf-8", "replace")
    return f"answer-{sha256(key).hexdigest()[:16]}"


def _field(name: str, notice: Notice, form: AnswerForm, translate: Translator) -> None:
    """Draw the present answer, a field for another, what keeps it, and why it is not kept."""
    present = form.kept(notice)
    _present(notice, present, translate)
    draft = _draft(notice, form)
    text = _in_language(notice, _typed(draft, present), translate.language)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = _asked(f"{draft}-{name}", draft, notice, text, translate)
        # never disabled: whoever presses it has perhaps not left the field yet
        st.button(
            translate("answers.keep"),
            key=f"{draft}-{name}-keep",
            on_click=_give,
            args=(form, notice, draft, translate.language),
            icon=":material/save:",
        )
    for refusal in refusals(form.entry(notice, text)) if text else ():
        st.error(plain(refusal.message(translate.language)), icon=ICONS["error"])
    pressed, lacks = st.session_state.get(NOT_KEPT) or ("", "")
    if pressed != draft:
        return
    if lacks == "keep":
        st.error(translate("answers.not-kept"), icon=ICONS["error"])
    elif (lacks == "answer" and not text) or (lacks == "by" and not form.signer):
        st.warning(translate(f"answers.first-{lacks}"), icon=ICONS["warning"])


def _typed(draft: str, present: AnswerEntry | None) -> str:
    """Return what was typed and not kept yet, else the present answer."""
    typed = drafts.draft_of(draft)
    return (present.answer if present else "") if typed is None else typed.strip()


def _present(notice: Notice, present: AnswerEntry | None, translate: Translator) -> None:
    """Say what is kept and by whom, where the question does not say it already."""
    if present is None or notice.answer == signed(present.answer, present.by, present.date):
        return
    note(
        translate(
            "answers.kept",
            answer=plain(present.answer),
            by=plain(present.by or EMPTY_CELL),
            day=plain(long_day(present.date, translate.language)),
        )
    )


def _asked(key: str, draft: str, notice: Notice, text: str, translate: Translator) -> str:
    """Draw the field: usual answers to choose from where there are any, own words always."""
    usual = notice.usual_answers(translate.language)
    st.session_state[key] = text or (None if usual else "")
    if usual:
        own = [text] if text and text not in usual else []
        given = st.selectbox(
            translate("answers.answer"),
            [*usual, *own],
            index=None,
            key=key,
            on_change=drafts.keep_as,
            args=(draft, key),
            placeholder=translate("answers.choose"),
            accept_new_options=True,
        )
    else:
        given = st.text_input(
            translate("answers.answer"),
            key=key,
            on_change=drafts.keep_as,
            args=(draft, key),
            placeholder=translate("answers.write"),
        )
    return (given or "").strip()


def _in_language(notice: Notice, text: str, language: str) -> str:
    """Return a usual answer in the language of the page; any other as it is."""
    translated: Mapping[str, str] = {
        own: answer.nb if language == "nb" else answer.en
        for answer in wordings()[notice.code].answers
        for own in (answer.nb, answer.en)
    }
    return translated.get(text, text)


def _give(form: AnswerForm, notice: Notice, draft: str, language: str) -> None:
    """Keep what is typed; what cannot be kept stays in its field, and why is said there."""
    assert form.keep is not None, "nothing is asked where nothing is kept"
    present = form.kept(notice)
    entry = form.entry(notice, _in_language(notice, _typed(draft, present), language))
    st.session_state[NOT_KEPT] = None
    if not entry.answer or not entry.by:
        st.session_state[NOT_KEPT] = (draft, "by" if entry.answer else "answer")
        return
    unchanged = present and (present.answer, present.by) == (entry.answer, entry.by)
    if unchanged or refusals(entry):
        return
    try:
        form.keep(entry)
    except AllocatorError:
        st.session_state[NOT_KEPT] = (draft, "keep")
    else:
        drafts.forget(draft)
