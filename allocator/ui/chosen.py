"""What is looked at: the user's own files with the mapping that holds, or an example."""

from collections.abc import Sequence

import streamlit as st

from allocator.ui import mapping_state
from allocator.ui.sources import OWN, InputSource, examples
from allocator.ui.state import SOURCE, UNIT, WANTED, own_files, words


def sources() -> dict[str, InputSource]:
    """Return what can be looked at: the user's own files first, then the examples."""
    own = {}
    if own_files():
        own = {OWN: InputSource(OWN, words()("frame.own-files"), mapping_state.files())}
    return own | examples()


def source() -> InputSource | None:
    """Return what is looked at now; None where there is nothing at all."""
    there = sources()
    chosen = str(st.session_state.get(SOURCE))
    return there.get(chosen) or next(iter(there.values()), None)


def unit_of(units: Sequence[str]) -> str:
    """Return the chosen unit; the first where none of these is chosen."""
    chosen = str(st.session_state.get(UNIT))
    return chosen if chosen in units else units[0]


def settle_source() -> None:
    """Set the chosen input before its widget is drawn: the wanted one, or the first there is."""
    wanted = st.session_state.pop(WANTED, None)
    there = sources()
    if wanted in there:
        st.session_state[SOURCE] = wanted
    elif there and st.session_state.get(SOURCE) not in there:
        st.session_state[SOURCE] = next(iter(there))
