"""The part of «Last opp» where a person says what the shift codes of a rota mean."""

from collections.abc import Callable
from hashlib import sha256

import streamlit as st

from allocator.tables.mapping.file import OPEN
from allocator.tables.mapping.questions import Key
from allocator.tables.mapping.shift_codes import (
    ALL_UNITS,
    BREAK,
    COMPETENCE,
    DAYS_MORE,
    EACH_UNIT,
    END,
    KIND,
    KINDS,
    NOT_DUTY,
    START,
    UNIT,
    ShiftCode,
)
from allocator.ui import mapping_state, state
from allocator.ui.parts import note
from allocator.ui.words import Translator, plain


def codes_form(codes: list[ShiftCode], translate: Translator) -> None:
    """Ask what each shift code is, and from when to when."""
    settled = all(code.entry is not None for code in codes)
    icon = ":material/check:" if settled else ":material/help:"
    with st.expander(
        translate("mapping.codes"), expanded=not settled, icon=icon, key=field_name("codes", "")
    ):
        note(translate("mapping.codes-how"))
        for code in codes:
            _code(code, translate)
        if mapping_state.are_codes_kept():
            name = field_name("forget-codes", "")
            forget = mapping_state.forget_codes
            kept(name, translate, "codes-kept", "forget-codes", forget)


def _code(code: ShiftCode, translate: Translator) -> None:
    shown = plain(f"{code.code} ({code.unit})" if code.unit else code.code)
    with st.container(border=True):
        st.markdown(translate("mapping.code", code=shown, count=code.count))
        if code.units:
            key = (code.code, UNIT)
            options = [ALL_UNITS, EACH_UNIT]
            apart = EACH_UNIT if code.unit else ALL_UNITS
            _code_choice(code, key, apart, options, translate("mapping.code-unit", code=shown))
        fields = st.columns([3, 2, 2, 2], vertical_alignment="top")
        value = code.value(KIND)
        options = [*([OPEN] if value == OPEN else []), *KINDS]
        with fields[0]:
            label = translate("mapping.code-kind", code=shown)
            _code_choice(code, (*code.key, KIND), value, options, label)
        if value == NOT_DUTY:
            return
        columns = [*zip(fields[1:], (START, END, BREAK), strict=True)]
        if value != OPEN:
            below = st.columns(2, vertical_alignment="top")
            columns += [*zip(below, (COMPETENCE, DAYS_MORE), strict=True)]
        for field, column in columns:
            name = field_name("code", code.unit, *code.key, column)
            with field:
                st.text_input(
                    translate(f"mapping.code-{column}", code=shown),
                    code.value(column),
                    key=name,
                    on_change=_code_typed,
                    args=((*code.key, column), name),
                )
        for column in code.wrong:
            text = translate(f"mapping.wrong-{column}", value=plain(code.value(column)))
            st.error(text, icon=":material/error:")


def _code_choice(code: ShiftCode, key: Key, value: str, options: list[str], label: str) -> None:
    """Show one choice about a shift code."""
    translate = state.words()
    name = field_name("code", code.unit, *key)
    st.selectbox(
        label,
        options,
        index=options.index(value),
        format_func=lambda kind: translate(
            "mapping.choose" if kind == OPEN else f"mapping.kind-{kind}"
        ),
        key=name,
        on_change=_code_typed,
        args=(key, name),
    )


def _code_typed(key: Key, name: str) -> None:
    mapping_state.answer_code(key, str(st.session_state[name]))


def field_name(*parts: str) -> str:
    """Return the key of a field: another one in each language and for each upload."""
    digest = sha256("\0".join(parts[1:]).encode()).hexdigest()[:16]
    return f"{parts[0]}-{mapping_state.generation()}-{state.words().language}-{digest}"


def kept(
    name: str, translate: Translator, what: str, forget: str, forgotten: Callable[[], None]
) -> None:
    """Say that something is kept for the next file, and let it be forgotten."""
    with st.container(horizontal=True, vertical_alignment="center"):
        note(translate(f"mapping.{what}"))
        icon = ":material/delete:"
        st.button(translate(f"mapping.{forget}"), key=name, icon=icon, on_click=forgotten)
