"""What stands in a page's address: opaque ids of what is looked at, and never a name of it.

An address is followed where a window begins, and where one goes back or forth in the browser.
"""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from allocator.ui import chosen, question_links, state, work
from allocator.ui.kept import keeper
from allocator.ui.sources import OWN, RUN, InputSource, examples

WORK, EXAMPLE, UNIT, RESIDENT, RUN_ID = "arbeid", "eksempel", "enhet", "beboer", "kjoring"
QUESTION, COMPARED = "sporsmal", "sammenlign"
BEGUN, UNKNOWN, SHOWN = "address_begun", "address_unknown", "address_page"
PAIR = "compared_runs"
BEFORE, AFTER = "versions_before", "versions_after"
OF_RESIDENT, OF_VERSIONS = "beboer", "versjoner"
"""The pages that are about a resident, and about two runs."""


def follow() -> str:
    """Look at what the window's address names; return the page to go to, empty for this one."""
    question_links.begin()
    address = st.query_params.to_dict()
    context = get_script_run_ctx()
    back = bool(context and getattr(context, "is_history_navigation", False))
    begun = bool(st.session_state.get(BEGUN))
    page = work.begin(address.get(WORK, ""))
    st.session_state[BEGUN] = True
    if begun and not back:
        return ""
    named = {name: text for name, text in address.items() if name != WORK}
    if named:
        st.session_state[UNKNOWN] = not _look_at(named)
    return "" if named or begun else page


def _look_at(named: Mapping[str, str]) -> bool:
    """Look at what an address names; False where any of it is not there."""
    question_links.ask_for(named.get(QUESTION, ""))
    st.session_state[PAIR] = named.get(COMPARED, "")
    if pair := compared():
        st.session_state[BEFORE], st.session_state[AFTER] = pair
    about = named.get(RESIDENT) or named.get(UNIT) or ""
    names = keeper().attempt(lambda store: store.links.names(about)) if about else None
    if about and names is None:
        return False
    if not _source(named, names[0] if names else ""):
        return False
    if names is not None:
        state.look_at_person(*names)
    return True


def _source(named: Mapping[str, str], unit: str) -> bool:
    """Choose the example or the run that an address names, else a run of its unit."""
    example, run = named.get(EXAMPLE, ""), named.get(RUN_ID, "")
    own = chosen.sources().get(OWN)
    if example:
        if example in examples():
            state.look_at(example)
        return example in examples()
    if own and (run == state.own_run(own) if run else not unit or unit in _units(own)):
        state.look_at(OWN)
        return True
    if not run and unit:
        newest = keeper().attempt(lambda store: store.runs.newest(unit, 1))
        run = newest[0].id if newest else ""
    there = chosen.kept_run(run) if run else None
    if there is not None:
        state.look_at(RUN, run)
    return there is not None or not (run or unit)


def _units(of: InputSource) -> list[str]:
    units: list[str] = state.inputs_of(of).tables["unit"]["unit"].tolist()
    return units


def compared() -> tuple[str, str] | None:
    """Return the ids of the two runs that the address names side by side."""
    before, dot, after = str(st.session_state.get(PAIR) or "").partition(".")
    return (before, after) if dot else None


def compare(before: str, after: str) -> None:
    """Let the address name two runs side by side."""
    st.session_state[PAIR] = f"{before}.{after}"


def is_unknown(page: str) -> bool:
    """Say whether what the address named is not there, until another page is shown."""
    if st.session_state.get(SHOWN) not in (None, page):
        st.session_state[UNKNOWN] = False
    st.session_state[SHOWN] = page
    return bool(st.session_state.get(UNKNOWN, False))


def write(page: str) -> None:
    """Write into the address what is looked at now.

    Parameters
    ----------
    page
        As it stands in the address; empty for the first.
    """
    address = {WORK: str(st.session_state.get(work.WORK) or "")}
    of = chosen.source()
    if of is not None:
        address[EXAMPLE] = of.id if of.example else ""
        address[RUN_ID] = state.run_of(of)
        if units := _units(of):
            unit = chosen.unit_of(units)
            address[UNIT] = keeper().link(unit)
            resident = str(st.session_state.get(state.RESIDENT) or "")
            if page == OF_RESIDENT and resident:
                address[RESIDENT] = keeper().link(unit, resident)
        if page == OF_VERSIONS:
            address[COMPARED] = str(st.session_state.get(PAIR) or "")
    address[QUESTION] = question_links.asked()
    filled = {name: text for name, text in address.items() if text}
    if st.query_params.to_dict() != filled:
        st.query_params.from_dict(filled)
