"""What is looked at: the user's own files with the mapping that holds, a kept run, or an example.

An example, and a run of before, is looked at only where somebody chose it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import streamlit as st

from allocator.export.record import RUN as RECORD
from allocator.ui import answers, mapping_state
from allocator.ui.kept import keeper
from allocator.ui.sources import OWN, RUN, InputSource, examples
from allocator.ui.state import SHOWN_RUN, SOURCE, UNIT, WANTED, own_files, words

if TYPE_CHECKING:
    from allocator.store import Store
    from allocator.store.runs import Run


@dataclass(frozen=True)
class ShownRun:
    """A kept run with the files that it was made of, and those that it gave."""

    run: "Run"
    names: tuple[str, ...]
    inputs: dict[str, bytes]
    results: dict[str, bytes]

    @cached_property
    def record(self) -> dict[str, Any]:
        """Its receipt, read once."""
        read: dict[str, Any] = json.loads(self.results[RECORD])
        return read


def sources() -> dict[str, InputSource]:
    """Return what can be looked at: own files, the run that was opened, and the examples."""
    there = {}
    if own_files():
        there[OWN] = InputSource(
            OWN, words()("frame.own-files"), answers.calculated(mapping_state.files())
        )
    shown = shown_run()
    if shown is not None:
        name = words()("frame.run-of", moment=words().moment(shown.run.kept_at))
        there[RUN] = InputSource(RUN, name, shown.inputs, shown.record)
    return there | examples()


def shown_run() -> ShownRun | None:
    """Return the kept run that was opened last; None where none was, or it cannot be read now."""
    run = str(st.session_state.get(SHOWN_RUN) or "")
    return kept_run(run) if run else None


def kept_run(id_: str) -> ShownRun | None:
    """Return a kept run with all its files; None where there is none, or it cannot be read now."""

    def ask(store: "Store") -> ShownRun:
        run = store.runs.get(id_)
        names = store.versions.get(run.version).names
        return ShownRun(run, names, store.runs.inputs(id_), store.runs.results(id_))

    return keeper().content(id_, ask)


def source() -> InputSource | None:
    """Return what is looked at now; None where nothing is chosen."""
    there = sources()
    return there.get(str(st.session_state.get(SOURCE))) or there.get(OWN)


def unit_of(units: Sequence[str]) -> str:
    """Return the chosen unit; the first where none of these is chosen."""
    chosen = str(st.session_state.get(UNIT))
    return chosen if chosen in units else units[0]


def settle_source() -> None:
    """Set the chosen input before its widget is drawn: the wanted one, or the user's own."""
    wanted = st.session_state.pop(WANTED, None)
    there = sources()
    if wanted in there:
        st.session_state[SOURCE] = wanted
    elif st.session_state.get(SOURCE) not in there:
        st.session_state[SOURCE] = OWN if OWN in there else None
