"""The frame of every page: choice of language, input, unit and resident."""

from pathlib import Path
from typing import Any

import streamlit as st

from allocator.ui.chosen import settle_source, source, sources
from allocator.ui.html import CHOOSE_FILE, STYLE
from allocator.ui.parts import note
from allocator.ui.sources import OWN
from allocator.ui.state import (
    LANGUAGE,
    SOURCE,
    UNIT,
    inputs_of,
    words,
)

PAGES = (
    ("overview", ":material/home_health:", "oversikt"),
    ("upload", ":material/upload_file:", "last-opp"),
    ("resident", ":material/person:", "beboer"),
    ("staffing", ":material/groups:", "bemanning"),
    ("units", ":material/compare_arrows:", "enheter"),
    ("rules", ":material/gavel:", "regler"),
)
_PAGES = Path(__file__).parent / "pages"
LANGUAGES = {"nb": "Norsk", "en": "English"}
SPEAKS = "<script>document.documentElement.lang = '{language}';</script>"
"""The page says which language it is in: screen readers choose their voice by it."""


def pages() -> list[Any]:
    """Return the pages with their names in the chosen language."""
    translate = words()
    return [
        st.Page(
            _PAGES / f"{name}.py",
            title=translate(f"{name}.title"),
            icon=icon,
            url_path=path,
            default=name == "overview",
        )
        for name, icon, path in PAGES
    ]


def render_shell() -> None:
    """Show the bar with the language, and the sidebar with the input, unit and resident."""
    with st.container(horizontal=True, horizontal_alignment="right", key="top"):
        st.segmented_control(
            words()("frame.language"),
            list(LANGUAGES),
            default="nb",
            required=True,
            format_func=lambda code: LANGUAGES[code],
            key=LANGUAGE,
            label_visibility="collapsed",
        )
    st.html(STYLE)
    choose, drop = words()("frame.choose-file"), words()("frame.drop-file")
    st.html(CHOOSE_FILE.format(choose=choose, drop=drop))
    with st.sidebar:
        st.html(SPEAKS.format(language=words().language), unsafe_allow_javascript=True)
        _choices()
        note(f":material/lock: {words()('frame.local')}")


def _choices() -> None:
    translate, there = words(), sources()
    if not there:
        return
    settle_source()

    def shown(name: str) -> str:
        return (
            there[name].name if name == OWN else translate("frame.example", name=there[name].name)
        )

    st.selectbox(translate("frame.source"), list(there), format_func=shown, key=SOURCE)
    of = source()
    units = inputs_of(of).tables["unit"] if of else None
    if units is not None and len(units) > 1:
        names = {row.unit: str(row.name or row.unit) for row in units.itertuples()}
        if st.session_state.get(UNIT) not in names:
            st.session_state[UNIT] = next(iter(names))
        st.selectbox(
            translate("frame.unit"), list(names), format_func=lambda unit: names[unit], key=UNIT
        )
