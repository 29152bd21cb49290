"""The part of «Last opp» where sheets of other systems are connected: a room for each sheet.

Everything here only asks and shows: questions, answers, layouts and previews are those of
`tables/mapping`, which `allocator map` and the reader use as well.
"""

import streamlit as st

from allocator.rounding import hours_minutes
from allocator.tables.declared import TABLES
from allocator.tables.headings import table_named
from allocator.tables.inputs import Inputs
from allocator.tables.mapping.connections import Connection
from allocator.tables.mapping.file import OPEN, UNUSED
from allocator.tables.mapping.normalise import SPECIAL
from allocator.tables.mapping.preview import first_rows, rostered
from allocator.tables.mapping.propose import ANYBODY
from allocator.tables.mapping.questions import (
    COLUMNS,
    FIXED,
    HEADING,
    LEFT_OUT,
    ROLE,
    WORDS,
    Certainty,
    Key,
    Question,
    answer_key,
)
from allocator.tables.rotas.home import ROTA
from allocator.ui import mapping_state, state
from allocator.ui.codes_form import codes_form, field_name, kept
from allocator.ui.parts import figures, note, table
from allocator.ui.words import Translator, plain

_TABLE_OF = {known.norwegian: known.name for known in TABLES.values()}


def mapping_form() -> None:
    """Show what each sheet is and how it is read; what is not settled stands open, first."""
    translate = state.words()
    made = mapping_state.connections()
    rooms = [connection for connection in made.sheets if _has_a_room(connection)]
    codes = mapping_state.codes()
    if not rooms and not codes:
        return
    st.header(translate("mapping.title"), anchor=False)
    _recognised(rooms, translate)
    tried = state.inputs_of(mapping_state.as_tried())
    for connection in sorted(rooms, key=lambda own: own.is_settled):
        _room(connection, tried, translate)
    if codes:
        codes_form(codes, translate)
    _hours(tried, translate)
    _use(rooms, translate)
    if not mapping_state.keep_layouts():
        st.warning(translate("mapping.not-kept"), icon=":material/warning:")


def _has_a_room(connection: Connection) -> bool:
    """Whether anything is to be said of a sheet: others have the program's own names throughout."""
    form = connection.form
    own = form.needed or connection.entry is not None or form.is_answered
    others = any(question.certainty is not Certainty.OWN for question in form.of(COLUMNS))
    return own or form.role == ROTA or others


def _recognised(rooms: list[Connection], translate: Translator) -> None:
    """Say which layouts were known from an earlier file, and from when."""
    for connection in rooms:
        if since := connection.known_since or mapping_state.used_before(connection):
            day = translate.date(since)
            sheet = plain(connection.form.sheet)
            text = translate("mapping.recognised", sheet=sheet, date=day)
            st.success(text, icon=":material/history:")
    if since := mapping_state.codes_known_since():
        day = translate.date(since)
        st.success(translate("mapping.codes-recognised", date=day), icon=":material/history:")


def _room(connection: Connection, tried: Inputs, translate: Translator) -> None:
    form = connection.form
    icon = ":material/check:" if connection.is_settled else ":material/help:"
    label = f"{plain(form.sheet)} · {plain(_role(form.role, translate))}"
    with st.expander(
        label, expanded=not connection.is_settled, icon=icon, key=field_name("room", connection.id)
    ):
        left, right = st.columns(2, vertical_alignment="top")
        with left:
            _asked(connection, form.questions[0], translate("mapping.role"), translate)
        for question in form.of(*HEADING):
            with right:
                _asked(connection, question, translate("mapping.heading"), translate)
        _columns(connection, translate)
        _words(connection, translate)
        _left_out(connection, translate)
        if form.open and form.needed:
            text = translate("mapping.open", count=len(form.open))
            st.info(text, icon=":material/help:")
        _preview(connection, tried, translate)
        _keep(connection, translate)


def _columns(connection: Connection, translate: Translator) -> None:
    """Ask what their columns are, with three cells each, and what they lack."""
    form = connection.form
    columns = form.of(COLUMNS)
    if not columns and not form.of(FIXED):
        return
    if columns:
        st.subheader(translate("mapping.columns"), anchor=False)
        note(translate("mapping.columns-how"))
    for number, question in enumerate(columns):
        if number % 2 == 0:
            sides = st.columns(2, vertical_alignment="top")
        with sides[number % 2]:
            label = translate("mapping.column", column=plain(question.key[1]))
            _asked(connection, question, label, translate)
            samples = " · ".join(plain(sample) for sample in question.samples)
            asked = question.certainty is Certainty.ASKED and form.value(question) != OPEN
            sure = translate(f"mapping.sure-{'chosen' if asked else question.certainty}")
            note(f"{samples or translate('mapping.empty')} — {sure}")
    for question in form.of(FIXED):
        own = _column(form.role, question.key[1], translate)
        name = {"per": "fixed-per", "enhet": "fixed-unit"}.get(question.key[1], "fixed")
        label = translate(f"mapping.{name}", column=own)
        _asked(connection, question, label, translate)


def _words(connection: Connection, translate: Translator) -> None:
    """Ask what their words mean, with how often each is there."""
    form = connection.form
    words = form.of(WORDS)
    if not words:
        return
    st.subheader(translate("mapping.words"), anchor=False)
    for number, question in enumerate(words):
        if number % 2 == 0:
            sides = st.columns(2, vertical_alignment="top")
        with sides[number % 2]:
            column = _column(form.role, question.key[1], translate)
            word, count = plain(question.key[2]), question.count
            label = translate("mapping.word", column=column, word=word, count=count)
            _asked(connection, question, label, translate)


def _left_out(connection: Connection, translate: Translator) -> None:
    for question in connection.form.of(LEFT_OUT):
        heading, word = map(plain, question.key[1:])
        name = "leave-out" if word else "leave-out-empty"
        label = translate(f"mapping.{name}", column=heading, word=word, count=question.count)
        _asked(connection, question, label, translate)


def _asked(connection: Connection, question: Question, label: str, translate: Translator) -> None:
    """Show the field of a question; what is chosen is kept at once, whatever happens after."""
    form = connection.form
    value = form.value(question)
    key = answer_key(form.role, question.key)
    name = field_name("answer", connection.id, *key)
    if not question.choices:
        st.text_input(
            label,
            "" if value == OPEN else value,
            key=name,
            on_change=_typed,
            args=(connection, key, name),
        )
        return
    options = list(dict.fromkeys([*([OPEN] if value == OPEN else []), *question.choices]))
    options += [] if value in options else [value]
    st.selectbox(
        label,
        options,
        index=options.index(value),
        format_func=lambda choice: _shown(form.role, question.key, choice, translate),
        accept_new_options=question.choices == (ANYBODY,),
        key=name,
        on_change=_typed,
        args=(connection, key, name),
    )


def _typed(connection: Connection, key: Key, name: str) -> None:
    mapping_state.answer(connection, key, str(st.session_state[name]))


def _shown(role: str, key: Key, choice: str, translate: Translator) -> str:
    """Write a choice in words."""
    if choice == OPEN:
        return translate("mapping.choose")
    if choice == ANYBODY:
        return translate("mapping.anybody")
    if key == ROLE:
        return _role(choice, translate)
    if key == HEADING:
        return translate("mapping.row", row=choice)
    if choice == UNUSED:
        return translate("mapping.word-unused" if key[0] == WORDS else "mapping.unused")
    if key[0] == COLUMNS:
        return _column(role, choice, translate)
    if key[0] == LEFT_OUT:
        return translate(f"mapping.rows-{choice}")
    return _word(role, key, choice, translate)


def _role(role: str, translate: Translator) -> str:
    if role in (OPEN, UNUSED, ROTA):
        name = {OPEN: "choose", UNUSED: "unused", ROTA: "rota"}[role]
        return translate(f"mapping.{name}")
    name = _TABLE_OF.get(role, "")
    return translate(f"upload.table-{name}") if name else role


def _column(role: str, name: str, translate: Translator) -> str:
    """Write a column of ours in the chosen language."""
    own = table_named(role)
    if name in SPECIAL and not (role == "vedtak" and name == "timer"):
        return translate(f"mapping.special-{name}")
    if own is None or translate.language == "nb":
        return name
    return next((column.name for column in own.columns if column.norwegian == name), name)


def _word(role: str, key: Key, choice: str, translate: Translator) -> str:
    own = table_named(role)
    column = next((c for c in own.columns if c.norwegian == key[1]), None) if own else None
    if column is None:
        return choice
    if column.kind == "service":
        return translate.service(int(choice))
    if translate.language == "en":
        choice = next(
            (english for english, word in column.choices.items() if word == choice), choice
        )
    return choice.replace("_", " ")


def _preview(connection: Connection, tried: Inputs, translate: Translator) -> None:
    """Show the first rows of a sheet as they will be read."""
    role = connection.form.role
    name = "shifts" if role == ROTA else _TABLE_OF.get(role, "")
    if not name:
        return
    for account in tried.accounts:
        if account.sheet == connection.form.sheet:
            note(plain(account.sentence(translate.language)))
    if tried.names[name] != connection.form.sheet:
        return
    rows = first_rows(tried, name)
    if rows.empty:
        return
    if translate.language == "nb":
        rows = rows.rename(columns={c.name: c.norwegian for c in TABLES[name].columns})
    st.subheader(translate("mapping.preview"), anchor=False)
    table(rows, translate("mapping.preview"))


def _hours(tried: Inputs, translate: Translator) -> None:
    """Show the rostered hours, to be held against the sum of the file itself."""
    by_unit = rostered(tried)
    if not by_unit:
        return
    several = len(by_unit) > 1
    figures(
        [
            (
                translate("mapping.rostered-of", unit=plain(unit))
                if several
                else translate("mapping.rostered"),
                hours_minutes(minutes),
                translate("mapping.rostered-how"),
            )
            for unit, minutes in by_unit.items()
        ]
    )


def _use(rooms: list[Connection], translate: Translator) -> None:
    """Show the button with which the answered forms are used from now on."""
    waiting = [c for c in rooms if c.entry is None and (c.form.needed or c.form.is_answered)]
    if not waiting:
        return
    ready = [connection for connection in waiting if not connection.form.open]
    still = [connection.form.sheet for connection in waiting if connection.form.open]
    if still:
        note(translate("mapping.still", sheets=plain(", ".join(still))))
    if ready:
        st.button(
            translate("mapping.use"),
            key="mapping_use",
            type="primary",
            icon=":material/link:",
            on_click=mapping_state.use,
            args=(ready,),
        )


def _keep(connection: Connection, translate: Translator) -> None:
    """Say whether the layout is kept for the next file, and let it be forgotten."""
    if mapping_state.is_kept(connection):
        name = field_name("forget", connection.id)
        kept(name, translate, "kept", "forget", lambda: mapping_state.forget(connection))
