"""The page «Versjoner»: the runs that are kept, one shown again, and going back to one's input."""

from typing import TYPE_CHECKING

import streamlit as st

from allocator.tables.formats import is_mapping
from allocator.ui import address, chosen, mapping_state, state
from allocator.ui.comparison import side_by_side
from allocator.ui.heading import begin, heading
from allocator.ui.kept import installed, keeper
from allocator.ui.parts import note, table
from allocator.ui.sources import RUN
from allocator.ui.tables_compared import runs_table
from allocator.ui.words import plain

if TYPE_CHECKING:
    from allocator.store.runs import Run

MOST = 50
"""Runs that are listed."""
translate = state.words()


def unit_looked_at() -> str:
    """Return the unit of the input that is looked at; empty where there is none."""
    of = chosen.source()
    units = state.inputs_of(of).tables["unit"]["unit"].tolist() if of else []
    return chosen.unit_of(units) if units else ""


def go_back(run: str) -> None:
    """Make the input of a run the user's own files again."""
    shown = chosen.kept_run(run)
    if shown is not None:
        state.take_files(shown.inputs, (shown.run.kept_at, shown.run.by))
        mapping_state.taken(filter(is_mapping, shown.inputs))


def in_words(run: "Run") -> str:
    """Write when a run was made, by whom, and its id."""
    return f"{translate.moment(run.kept_at)} · {run.by} · {run.id}"


def listed(runs: "list[Run]", unit: str) -> None:
    """List the runs, the newest first, and what of them is looked at."""
    of = chosen.source()
    shown = state.run_of(of) if of else ""
    table(runs_table(runs, unit, shown, translate), translate("versions.runs"))


def choose(runs: "list[Run]") -> None:
    """Show a run again, or go back to its input."""
    by_id = {run.id: run for run in runs}
    run = st.selectbox(
        translate("versions.run"),
        list(by_id),
        format_func=lambda id_: in_words(by_id[id_]),
        key=state.settled("versions_run", list(by_id), runs[0].id),
        persist_state="session",
        width=520,
    )
    with st.container(horizontal=True):
        st.button(
            translate("versions.show"),
            key="versions_show",
            icon=":material/visibility:",
            on_click=state.look_at,
            args=(RUN, run),
        )
        st.button(
            translate("versions.go-back"),
            key="versions_back",
            icon=":material/undo:",
            on_click=go_back,
            args=(run,),
        )
    note(translate("versions.go-back-how"))


def compare(runs: "list[Run]") -> None:
    """Choose two runs, and show them side by side."""
    by_id = {run.id: run for run in reversed(runs)}
    if len(by_id) < 2:
        note(translate("versions.one-only"))
        return
    st.header(translate("versions.compare"), anchor=False)
    newest = list(by_id)[-1]
    earlier = next((unit.supersedes for unit in by_id[newest].units if unit.supersedes), "")
    pair = address.compared() or (earlier, newest)
    asked = bool(address.compared())
    sides = st.columns(2)
    chosen_pair = []
    for side, name, run in zip(sides, ("before", "after"), pair, strict=True):
        start = run if run in by_id else list(by_id)[0 if name == "before" else -1]
        with side:
            chosen_pair.append(
                st.selectbox(
                    translate(f"versions.{name}"),
                    list(by_id),
                    format_func=lambda id_: in_words(by_id[id_]),
                    key=state.settled(f"versions_{name}", list(by_id), start),
                    persist_state="session",
                )
            )
    before, after = chosen_pair
    pressed = st.button(
        translate("versions.compare-do"), key="versions_compare", icon=":material/compare:"
    )
    if pressed or (asked and pair == (before, after)):
        address.compare(before, after)
        side_by_side(before, after)


def versions() -> None:
    """Show what is kept of the unit; where nothing is, how that comes about."""
    if not installed():
        st.info(translate("frame.nothing-kept"), icon=":material/info:")
        return
    unit = unit_looked_at()
    runs = keeper().attempt(lambda store: store.runs.newest(unit, MOST))
    if runs is None:
        return
    if not runs:
        st.info(translate("versions.none"), icon=":material/info:")
        if chosen.source() is None:
            begin()
        return
    of_unit = translate("versions.of-unit", unit=plain(unit))
    st.header(of_unit if unit else translate("versions.of-all"), anchor=False)
    listed(runs, unit)
    choose(runs)
    compare(runs)


heading("versions")
versions()
