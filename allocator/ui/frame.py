"""The frame of every page: choice of language, input, unit and resident; and what is kept."""

from pathlib import Path
from typing import Any

import streamlit as st

from allocator.ui import address
from allocator.ui.chosen import settle_source, source, sources
from allocator.ui.html import CHOOSE_FILE, COPY_LINK, KEEP_HISTORY, STYLE
from allocator.ui.kept import installed, keeper
from allocator.ui.parts import note
from allocator.ui.sources import OWN, RUN
from allocator.ui.state import LANGUAGE, SOURCE, UNIT, inputs_of, words
from allocator.ui.words import plain

PAGES = (
    ("overview", ":material/home_health:", "oversikt"),
    ("upload", ":material/upload_file:", "last-opp"),
    ("resident", ":material/person:", "beboer"),
    ("staffing", ":material/groups:", "bemanning"),
    ("units", ":material/compare_arrows:", "enheter"),
    ("versions", ":material/history:", "versjoner"),
    ("rules", ":material/gavel:", "regler"),
)
LOOK_AGAIN = 6.0
"""Seconds after which a store that is gone is asked for again."""
_PAGES = Path(__file__).parent / "pages"
LANGUAGES = {"nb": "Norsk", "en": "English"}
SPEAKS = "<script>document.documentElement.lang = '{language}';</script>"
"""The page says which language it is in: screen readers choose their voice by it."""


def pages() -> dict[str, Any]:
    """Return the pages by their addresses, with their names in the chosen language."""
    translate = words()
    made = (
        st.Page(
            _PAGES / f"{name}.py",
            title=translate(f"{name}.title"),
            icon=icon,
            url_path=path,
            default=name == "overview",
        )
        for name, icon, path in PAGES
    )
    return {page.url_path: page for page in made}


def render_shell(page: str) -> None:
    """Show the bar with the language, and the sidebar with the input, unit and resident.

    Parameters
    ----------
    page
        That is shown, as it stands in the address.
    """
    with st.container(horizontal=True, horizontal_alignment="right", key="top"):
        copy, copied = words()("frame.copy-link"), words()("frame.link-copied")
        link = COPY_LINK.format(copy=copy, copied=copied)
        st.html(link, width="content", unsafe_allow_javascript=True)
        if LANGUAGE not in st.session_state:
            st.session_state[LANGUAGE] = "nb"
        st.segmented_control(
            words()("frame.language"),
            list(LANGUAGES),
            required=True,
            format_func=lambda code: LANGUAGES[code],
            key=LANGUAGE,
            label_visibility="collapsed",
        )
    st.html(STYLE)
    choose, drop = words()("frame.choose-file"), words()("frame.drop-file")
    st.html(CHOOSE_FILE.format(choose=choose, drop=drop))
    with st.sidebar:
        spoken = SPEAKS.format(language=words().language)
        st.html(spoken + KEEP_HISTORY, unsafe_allow_javascript=True)
        _choices()
        note(f":material/lock: {words()('frame.local')}")
        if not installed():
            note(f":material/info: {words()('frame.nothing-kept')}")
    _trouble(page)


def _trouble(page: str) -> None:
    """Say that the store is gone, and that an address leads nowhere."""
    translate, gone = words(), keeper().trouble
    if gone is not None:
        st.warning(translate("frame.store-gone"), icon=":material/cloud_off:")
        note(plain(gone.message(translate.language)))
        _look_again()
    if address.is_unknown(page):
        st.warning(translate("frame.unknown-address"), icon=":material/link_off:")


@st.fragment(run_every=LOOK_AGAIN)
def _look_again() -> None:
    """Ask for the store until it answers, and then keep what could not be kept."""
    if keeper().attempt(lambda store: store.versions.newest(1)) is not None:
        st.rerun()


def _choices() -> None:
    translate, there = words(), sources()
    if not there:
        return
    settle_source()

    def shown(name: str) -> str:
        own = name in (OWN, RUN)
        return there[name].name if own else translate("frame.example", name=there[name].name)

    st.selectbox(
        translate("frame.source"),
        list(there),
        index=None,
        format_func=shown,
        key=SOURCE,
        placeholder=translate("frame.choose-source"),
    )
    of = source()
    units = inputs_of(of).tables["unit"] if of else None
    if units is not None and len(units) > 1:
        names = {row.unit: str(row.name or row.unit) for row in units.itertuples()}
        if st.session_state.get(UNIT) not in names:
            st.session_state[UNIT] = next(iter(names))
        st.selectbox(
            translate("frame.unit"), list(names), format_func=lambda unit: names[unit], key=UNIT
        )
