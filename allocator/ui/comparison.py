"""Two kept runs side by side: whose hours differ, why, and what is to be entered."""

from functools import partial

import pandas as pd
import streamlit as st

from allocator.export.change_words import cause_sentence, row_sentence
from allocator.export.comparison_tables import CauseRow, causes_table, measures_table
from allocator.export.record import RecordError
from allocator.export.register_words import service
from allocator.export.run_comparison import RunComparison, compare_runs
from allocator.export.run_files import FinishedRun, RunFiles, read_run
from allocator.results.hours_changes import HoursChange
from allocator.tables.rows import rows_of
from allocator.text import translate as text_of
from allocator.ui import chosen, state
from allocator.ui.parts import note, table
from allocator.ui.register_parts import changes_to_enter
from allocator.ui.words import Translator, plain

MOST = 20
"""Sentences about rows that are listed."""


def finished_run(id_: str) -> FinishedRun | None:
    """Return a kept run read back; None where it is not there, or not as it was kept."""
    shown = chosen.kept_run(id_)
    if shown is None:
        return None
    files = RunFiles(shown.inputs, shown.results)
    try:
        return state.made(("finished run", id_), lambda: read_run(files))
    except RecordError:
        return None


def side_by_side(before: str, after: str) -> None:
    """Show how a run differs from an earlier one.

    Parameters
    ----------
    before, after
        Their ids.
    """
    translate = state.words()
    first, second = finished_run(before), finished_run(after)
    if first is None or second is None:
        st.error(translate("versions.unreadable"), icon=":material/error:")
        return
    make = partial(compare_runs, first, second)
    comparison = state.made(("compared", before, after), make)
    if comparison.is_same:
        st.success(translate("versions.same"), icon=":material/check_circle:")
        return
    note(
        text_of(
            "changes",
            f"input-{comparison.input_state}",
            translate.language,
            count=len(comparison.rows),
        )
    )
    _hours(comparison, translate)
    _causes(comparison, translate)
    st.subheader(translate("register.changes"), anchor=False)
    changes_to_enter(comparison.register, translate, "versions_register")


def _hours(comparison: RunComparison, translate: Translator) -> None:
    """Show each figure that differs: before, after and by how much."""
    language = translate.language
    rows = [
        (change.unit, change.resident, service(change.service), *figures)
        for change in rows_of(comparison.hours, HoursChange)
        for figures in measures_table(change, language)
    ]
    st.subheader(translate("versions.hours"), anchor=False)
    if not rows:
        st.success(text_of("changes", "hours-same", language), icon=":material/check_circle:")
        return
    heads = [
        text_of("changes", f"head-{name}", language)
        for name in ("measure", "before", "after", "change")
    ]
    names = [translate(key) for key in ("frame.unit", "tables.resident", "tables.service")]
    table(pd.DataFrame(rows, columns=[*names, *heads]), translate("versions.hours"))


def _causes(comparison: RunComparison, translate: Translator) -> None:
    """Say what may have moved the hours of each, the nearest first; and what else differs."""
    language = translate.language
    causes = causes_table(comparison, language)
    if not causes.empty:
        st.subheader(translate("versions.why"), anchor=False)
        note(translate("versions.why-how"))
    for change in rows_of(comparison.hours, HoursChange):
        about = (change.unit, change.resident, change.service)
        own = [cause for cause in rows_of(causes, CauseRow) if cause[:3] == about]
        unit, resident = plain(change.unit), plain(change.resident)
        with st.expander(f"{unit} · {resident} · {service(change.service)}"):
            for scope in dict.fromkeys(cause.scope for cause in own):
                if scope != "none":
                    st.markdown(f"**{text_of('changes', scope, language)}**")
                _listed([cause.sentence for cause in own if cause.scope == scope], translate)
    sentences = [row_sentence(change, language) for change in comparison.rows]
    sentences += [cause_sentence(difference, language) for difference in comparison.run]
    if sentences:
        with st.expander(translate("versions.all-changes", count=len(sentences))):
            _listed(sentences, translate)


def _listed(sentences: list[str], translate: Translator) -> None:
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences[:MOST]))
    if len(sentences) > MOST:
        note(translate("frame.more", count=len(sentences) - MOST))
