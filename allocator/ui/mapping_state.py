"""What the session knows of connections: answers, which are used, and the layouts that are kept.

Answers are kept as they are typed, and thrown away by nothing but other files.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from allocator.tables.mapping import layouts as kept
from allocator.tables.mapping.connections import Connection, Connections, connect
from allocator.tables.mapping.file import norwegian_entry
from allocator.tables.mapping.layouts import Layouts, fingerprint_of, fingerprint_of_codes
from allocator.tables.mapping.questions import Answers, Key
from allocator.tables.mapping.shift_codes import EACH_UNIT, UNIT, ShiftCode, entries_of, shift_codes
from allocator.tables.rotas.home import units_of
from allocator.ui import state
from allocator.ui.kept import may_be_kept
from allocator.ui.sources import OWN, InputSource, content_of

ANSWERS, USED, CODES = "mapping_answers", "mapping_used", "mapping_codes"
LAYOUTS, FORGOTTEN, GENERATION = "mapping_layouts", "mapping_forgotten", "mapping_generation"
EARLIER, COPIED = "mapping_earlier", "mapping_copied"


def generation() -> str:
    """Return the number of the upload: fields of another one are new."""
    return str(st.session_state.get(GENERATION, 0))


def taken(named: Iterable[str]) -> None:
    """Take note of an upload; what its mapping files say of a sheet beats earlier answers."""
    st.session_state[GENERATION] = int(generation()) + 1
    if st.session_state.pop(COPIED, False):
        forget_answers()
    st.session_state[EARLIER] = _used()
    if any(True for _ in named):
        st.session_state[ANSWERS] = {}
        st.session_state[CODES] = {}


def forget_answers() -> None:
    """Forget what was answered of files that are put away; layouts that are kept stay kept."""
    for key in (ANSWERS, USED, CODES):
        st.session_state.pop(key, None)


def as_document() -> dict[str, Any]:
    """Return what is answered and used, to be kept with a person's work."""
    return {
        "answers": [
            [sheet, _pairs(own)] for sheet, own in sorted(_answers().items()) if may_be_kept(sheet)
        ],
        "used": sorted(filter(may_be_kept, _used())),
        "codes": _pairs(_code_answers()),
        "forgotten": sorted(st.session_state.get(FORGOTTEN, frozenset())),
    }


def from_document(document: Mapping[str, Any], copied: bool) -> None:
    """Set what is answered and used to what `as_document` gave.

    Parameters
    ----------
    copied
        From another window: the answers are about the files that are there, not about the next.

    Raises
    ------
    KeyError, TypeError, ValueError : it is no such document; nothing is changed.
    """
    answers = {str(sheet): _from_pairs(own) for sheet, own in document["answers"]}
    forgotten = frozenset(map(str, document["forgotten"]))
    used, codes = frozenset(map(str, document["used"])), _from_pairs(document["codes"])
    st.session_state[ANSWERS], st.session_state[USED] = answers, used
    st.session_state[CODES], st.session_state[COPIED] = codes, copied
    st.session_state[FORGOTTEN] = forgotten


def _pairs(answers: Answers) -> list[list[Any]]:
    return [[list(key), text] for key, text in sorted(answers.items()) if may_be_kept(*key, text)]


def _from_pairs(pairs: Iterable[Any]) -> Answers:
    return {tuple(map(str, key)): str(text) for key, text in pairs}


def layouts() -> Layouts:
    """Return the layouts of the user, read once for each session."""
    if LAYOUTS not in st.session_state:
        st.session_state[LAYOUTS] = kept.load()
    known: Layouts = st.session_state[LAYOUTS]
    return known


def _answers() -> dict[str, Answers]:
    answers: dict[str, Answers] = st.session_state.get(ANSWERS, {})
    return answers


def _used() -> frozenset[str]:
    used: frozenset[str] = st.session_state.get(USED, frozenset())
    return used


def _code_answers() -> Answers:
    answers: Answers = st.session_state.get(CODES, {})
    return answers


def answer(connection: Connection, key: Key, text: str) -> None:
    """Keep an answer about a sheet."""
    own = {**connection.form.answers, key: text}
    st.session_state[ANSWERS] = {**_answers(), connection.id: own}
    if connection.used:
        st.session_state[USED] = _used() | {connection.id}


def answer_code(key: Key, text: str) -> None:
    """Keep what is typed about a shift code."""
    st.session_state[CODES] = {**_code_answers(), key: text}


def use(connections_: Iterable[Connection]) -> None:
    """Use these forms from now on."""
    st.session_state[USED] = _used() | {connection.id for connection in connections_}


def connections() -> Connections:
    """Return how the sheets of the user's own files are connected now."""
    files, answers, used, known = state.own_files(), _answers(), _used(), layouts()
    key = ("connections", content_of(files), repr(answers), tuple(sorted(used)), repr(known))
    return state.made(key, lambda: connect(files, answers, used, known))


def _bare() -> InputSource:
    """Return the input without any shift code that a mapping explains."""
    return InputSource(OWN, "", connections().files())


def _given_codes() -> tuple[Mapping[str, Any], date | None]:
    """Return what mapping files or a layout say of codes, and from when the layout is."""
    layout = layouts().of(_fingerprint_of_codes())
    given = connections().codes
    if layout is None:
        return given, None
    return {**layout.entry, **given}, layout.day


def codes() -> list[ShiftCode]:
    """Return the shift codes that the user's own files do not explain."""
    bare = _bare()
    if not bare.files:
        return []
    given, _ = _given_codes()
    units = units_of([sheet for _, sheet in state.sheets_of(bare)])
    return shift_codes(state.inputs_of(bare).notices, _code_answers(), given, units)


def codes_known_since() -> date | None:
    """Return when the codes were kept by which some of these files are explained."""
    given, day = _given_codes()
    typed = {key[0] for key in _code_answers()}
    return day if any(code.code in given and code.code not in typed for code in codes()) else None


def _explained() -> dict[str, Any]:
    return entries_of(codes(), connections().codes)


def files() -> dict[str, bytes]:
    """Return the user's own files with the mapping that holds."""
    return connections().files(_explained())


def as_tried() -> InputSource:
    """Return the input as it would be read by every form as far as it is answered."""
    return InputSource(OWN, "", connections().tried(_explained()))


def used_before(connection: Connection) -> date | None:
    """Return when a layout was kept that an earlier file of this session was connected by."""
    layout = layouts().of(fingerprint_of(connection.form))
    earlier = st.session_state.get(EARLIER, frozenset())
    return layout.day if layout and connection.used and connection.id in earlier else None


def is_kept(connection: Connection) -> bool:
    """Whether the layout of a sheet is kept for the next file."""
    return layouts().of(fingerprint_of(connection.form)) is not None


def keep_layouts() -> bool:
    """Keep every connection that is used, and the codes, for the next file; whether they are."""
    entries: dict[str, Mapping[str, Any]] = {
        fingerprint_of(own.form): kept.kept_entry(norwegian_entry(own.entry))
        for own in connections().sheets
        if own.entry is not None and not own.form.open
    }
    given, _ = _given_codes()
    explained = {**given, **_explained()}
    if explained:
        entries[_fingerprint_of_codes()] = explained
    known = layouts()
    forgotten = st.session_state.get(FORGOTTEN, frozenset())
    for fingerprint_, entry in entries.items():
        layout = known.of(fingerprint_)
        if (
            fingerprint_
            and fingerprint_ not in forgotten
            and (layout is None or dict(layout.entry) != dict(entry))
        ):
            known = known.with_layout(fingerprint_, entry, date.today())
    if known is layouts():
        return True
    if not kept.save(known):
        return False
    st.session_state[LAYOUTS] = known
    return True


def forget(connection: Connection) -> None:
    """Forget the layout of a sheet; in this session it stays connected."""
    if connection.given is None:
        st.session_state[ANSWERS] = {**_answers(), connection.id: connection.form.answers}
        use([connection])
    _forget(fingerprint_of(connection.form))


def forget_codes() -> None:
    """Forget the shift codes of these units; in this session they stay as they are."""
    st.session_state[CODES] = {
        (*code.key, column): text for code in codes() for column, text in code.answers.items()
    } | {(code.code, UNIT): EACH_UNIT for code in codes() if code.unit}
    _forget(_fingerprint_of_codes())


def are_codes_kept() -> bool:
    """Whether the shift codes of these units are kept for the next file."""
    return layouts().of(_fingerprint_of_codes()) is not None


def _fingerprint_of_codes() -> str:
    return fingerprint_of_codes(state.inputs_of(_bare()).tables["unit"]["unit"])


def _forget(gone: str) -> None:
    st.session_state[FORGOTTEN] = st.session_state.get(FORGOTTEN, frozenset()) | {gone}
    known = layouts().without([gone])
    kept.save(known)
    st.session_state[LAYOUTS] = known
