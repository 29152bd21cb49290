"""The answers of the units that are looked at: kept with the unit, and used by the next run.

A calculation reads the answers that were kept when its files came, were repaired or connected;
later ones when somebody asks for it. Each is written into the user's own files on download.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from allocator.errors import InputError
from allocator.person import account
from allocator.repair.answer_entry import AnswerEntry
from allocator.repair.answers import with_answers
from allocator.repair.edits import Files
from allocator.rules.questions import row_ids
from allocator.tables.identity import holds_identity_error
from allocator.ui import question_links, state
from allocator.ui.answer_form import AnswerForm
from allocator.ui.kept import installed, keeper, may_be_kept
from allocator.ui.sources import OWN, InputSource, content_of

if TYPE_CHECKING:
    from allocator.store import Store

PENDING, KNOWN = "answers_pending", "answers_known"
ANSWERED = state.ANSWERED
Entries = tuple[AnswerEntry, ...]


def entries_of(units: Iterable[str]) -> Entries:
    """Return the answers that hold in some units: those kept, and those that wait to be kept."""
    names = tuple(units)
    kept = keeper().attempt(lambda store: store.answers.of(names))
    known: tuple[tuple[str, ...], Entries] = st.session_state.get(KNOWN, ((), ()))
    if kept is not None:
        known = st.session_state[KNOWN] = (names, tuple(kept))
    there = {own.key: own for own in (known[1] if known[0] == names else ())}
    there |= {own.key: own for own in _pending() if own.unit in names}
    return tuple(there.values())


def keep(entry: AnswerEntry) -> None:
    """Keep an answer; where the store is gone, as soon as it is back."""
    st.session_state[PENDING] = [*_pending(), entry]
    keep_pending()


def keep_pending() -> None:
    """Keep the answers that could not be kept when they were given."""
    for entry in _pending():

        def write(store: "Store", entry: AnswerEntry = entry) -> bool:
            store.answers.keep(entry)
            return True

        if not keeper().attempt(write):
            return
        st.session_state[PENDING] = _pending()[1:]


def _pending() -> list[AnswerEntry]:
    pending: list[AnswerEntry] = st.session_state.get(PENDING, [])
    return pending


def form_of(view: state.View) -> AnswerForm:
    """Return the form in which the questions of a view are answered; of an example none are."""
    keeps = keep if installed() and not view.source.example else None
    answers = entries_of([view.unit]) if keeps else ()
    ids = row_ids(view.inputs)
    mark = partial(question_links.mark, view.unit, ids)
    return AnswerForm(answers, keeps, ids, account(), mark=mark)


# Written into files ---------------------------------------------------------------------------


def calculated(files: Files) -> dict[str, bytes]:
    """Return the user's own files with the answers that a calculation reads.

    Those of when the files became what they are; those given since when `use_all` was asked for.
    """
    if not files or not installed():
        return dict(files)
    content = content_of(files)
    used: tuple[str, Entries] = st.session_state.get(ANSWERED, ("", ()))
    if used[0] != content:
        used = st.session_state[ANSWERED] = (content, _about(files))
    return _written(files, used[1])


def use_all() -> None:
    """Let the next calculation read every answer."""
    st.session_state.pop(ANSWERED, None)


def given_since(files: Files) -> int:
    """Count the answers that the calculation of some files has not read."""
    if not files or not installed():
        return 0
    used: tuple[str, Entries] = st.session_state.get(ANSWERED, ("", ()))
    return len(set(_about(files)) - set(used[1]))


def with_every_answer(files: Files) -> dict[str, bytes]:
    """Return files to take along, with every answer about them in `svar`."""
    return _written(files, _about(files)) if installed() else dict(files)


def _about(files: Files) -> Entries:
    """Return the answers about who is in some files; none where these may not be kept."""
    inputs = state.inputs_of(InputSource(OWN, "", files))
    if holds_identity_error(inputs.notices):
        return ()
    units = inputs.tables["unit"]["unit"].tolist()
    residents = {"", *inputs.tables["residents"]["resident"]}
    return tuple(own for own in entries_of(units) if own.resident in residents)


def _written(files: Files, entries: Sequence[AnswerEntry]) -> dict[str, bytes]:
    """Return files with answers in them; as they are where they cannot be written."""
    if not entries:
        return dict(files)

    def write() -> dict[str, bytes]:
        try:
            return with_answers(files, entries)
        except InputError:
            return dict(files)

    key = ("answered", content_of(files), *sorted(files), *map(astuple, entries))
    return state.made(key, write)


# Kept with a person's work --------------------------------------------------------------------


def as_document() -> list[Any]:
    """Return which answers the calculation reads, to be kept with a person's work."""
    content, entries = st.session_state.get(ANSWERED, ("", ()))
    rows = [[*astuple(own)[:-1], own.date.isoformat()] for own in entries]
    return [content, [row for row in rows if may_be_kept(*map(str, row))]]


def _entry(
    unit: str, code: str, resident: str, service: int | None, row: str, text: str, by: str, day: str
) -> AnswerEntry:
    return AnswerEntry(unit, code, resident, service, row, text, by, date.fromisoformat(day))


def from_document(document: Sequence[Any]) -> None:
    """Set which answers the calculation reads to what `as_document` gave.

    Raises
    ------
    TypeError, ValueError : it is no such document; nothing is changed.
    """
    content, rows = document
    entries = tuple(_entry(*row) for row in rows)
    st.session_state[ANSWERED] = (str(content), entries)
