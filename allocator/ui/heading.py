"""What stands at the top of every page: its question, and where its figures are from."""

import streamlit as st

from allocator.export.files import files_of
from allocator.export.record import RUN as RECORD
from allocator.ui import answers, chosen, mapping_state, state
from allocator.ui.calculation import CalculationOutcome
from allocator.ui.kept import keeper
from allocator.ui.parts import ICONS, end_page, note
from allocator.ui.sources import FIRST, OWN, RUN, ZIP, InputSource, examples, packed
from allocator.ui.state import View, inputs_of, outcome_of, try_again, words
from allocator.ui.words import Translator, plain

UPLOAD = "allocator/ui/pages/upload.py"
MOST_NAMES = 3
"""File names that are written out."""


def heading(page: str, view: View | None = None) -> None:
    """Show the page's name, the question that it answers, what it is about and where it is from."""
    translate = words()
    st.title(translate(f"{page}.title"), anchor=False)
    st.markdown(translate(f"{page}.question"))
    if view is not None:
        context = translate(
            "frame.context",
            unit=plain(view.name),
            period=view.period,
            residents=len(view.table("residents")),
            profile=plain(view.run["policies"]["profile"]),
        )
        note(context)
    of = view.source if view else chosen.source()
    if of is not None:
        origin(of)


def view_or_stop(page: str) -> View:
    """Return the view to show; without one, say what to do and end the page."""
    of, translate = chosen.source(), words()
    if of is None:
        heading(page)
        begin()
        end_page()
    outcome = outcome_of(of)
    if outcome.result is None:
        heading(page)
        _no_result(of, outcome, translate)
        end_page()
    units = [figures.data.unit for figures in outcome.result.calculation.units]
    for notice in outcome.result.failures:
        st.error(plain(notice.message(translate.language)), icon=ICONS["error"])
    if not units:
        end_page()
    return View(of, inputs_of(of), outcome.result, chosen.unit_of(units), translate)


def _no_result(of: InputSource, outcome: CalculationOutcome, translate: Translator) -> None:
    if outcome.trouble:
        trouble(of, outcome, translate)
        return
    wrong = [notice for notice in outcome.notices if notice.severity == "error"]
    st.error(translate("frame.has-errors", count=len(wrong)), icon=":material/error:")
    st.page_link(UPLOAD, label=translate("frame.see-errors"), icon=":material/arrow_forward:")


def trouble(of: InputSource, outcome: CalculationOutcome, translate: Translator) -> None:
    """Say that the program itself stopped; what may pass can be tried again."""
    name = "frame.trouble-passes" if outcome.passes else "frame.trouble"
    st.error(translate(name, kind=outcome.trouble), icon=":material/error:")
    if outcome.passes:
        st.button(
            translate("frame.try-again"),
            key="try_again",
            icon=":material/refresh:",
            on_click=try_again,
            args=(of,),
        )


def begin(*, to_upload: bool = True) -> None:
    """Say what this is, where nothing is chosen yet, and offer an example or one's own files."""
    translate = words()
    st.markdown(translate("frame.what-it-is"))
    with st.container(horizontal=True):
        if to_upload and st.button(
            translate("frame.use-own"),
            key="use_own",
            type="primary",
            icon=":material/upload_file:",
        ):
            st.switch_page(UPLOAD)
        if FIRST in examples():
            st.button(
                translate("frame.see-example"),
                key="see_example",
                icon=":material/visibility:",
                on_click=state.look_at,
                args=(FIRST,),
            )


def origin(of: InputSource) -> None:
    """Show in a line which files the figures are of, read when and by whom; or which example."""
    if of.example:
        _example(of)
    elif of.id == RUN:
        _run(of)
    else:
        _own(of)


def _example(of: InputSource) -> None:
    translate = words()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(translate("frame.is-example", name=plain(of.name)))
        if state.own_files():
            _to_own()
        elif st.button(translate("frame.use-own"), key="use_own", icon=":material/upload_file:"):
            st.switch_page(UPLOAD)


def _to_own() -> None:
    st.button(
        words()("frame.to-own"),
        key="to_own",
        icon=":material/arrow_back:",
        on_click=state.look_at,
        args=(OWN,),
    )


def _own(of: InputSource) -> None:
    translate, read = words(), state.when_read()
    parts = [_names(list(state.own_files()))]
    if read is not None:
        moment, by = read
        parts.append(translate("frame.read", moment=translate.moment(moment), by=plain(by)))
    if repairs := state.repairs():
        parts.append(translate("frame.repaired", count=repairs))
    if run := state.run_of(of):
        parts.append(translate("frame.run", run=run))
    note(" · ".join(parts))
    since = answers.given_since(mapping_state.files())
    if since and run:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(translate("frame.answers-since", count=since))
            st.button(
                translate("frame.use-answers"),
                key="use_answers",
                icon=":material/calculate:",
                on_click=answers.use_all,
            )


def _names(names: list[str]) -> str:
    shown = ", ".join(plain(name) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return words()("frame.more-files", names=shown, count=more) if more > 0 else shown


def _run(of: InputSource) -> None:
    """Say which run it is, whether there is a newer one, and whether it is as it was kept."""
    translate, shown = words(), chosen.shown_run()
    if shown is None:
        return
    run = shown.run
    when = translate("frame.read", moment=translate.moment(run.kept_at), by=plain(run.by))
    note(f"{_names(list(shown.names))} · {when} · {translate('frame.run', run=run.id)}")
    units = [unit.unit for unit in run.units]
    unit = chosen.unit_of(units) if units else ""
    newest = keeper().attempt(lambda store: store.runs.newest(unit, 1)) or [run]
    newer = newest[0].id != run.id
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        name = "frame.is-older" if newer else "frame.is-kept"
        st.markdown(translate(name, moment=translate.moment(run.kept_at), by=plain(run.by)))
        if newer:
            st.button(
                translate("frame.to-newest"),
                key="to_newest",
                icon=":material/update:",
                on_click=state.look_at,
                args=(RUN, newest[0].id),
            )
        if state.own_files():
            _to_own()
    _as_kept(of, shown)


def _as_kept(of: InputSource, shown: chosen.ShownRun) -> None:
    """Where the figures made again are not those that were kept, say so and offer those."""
    if not state.is_calculated(of):
        return
    result = state.outcome_of(of).result
    if result is None:
        return
    name = f"as kept in {shown.run.id}"
    made = state.picture_of(of, name, lambda: files_of(result.in_language("nb")))
    if all(made[file] == data for file, data in shown.results.items() if file != RECORD):
        return
    translate = words()
    text = translate("frame.differs", program=plain(shown.run.program))
    st.warning(text, icon=":material/difference:")
    st.download_button(
        translate("frame.kept-files"),
        lambda: packed(shown.results),
        f"{shown.run.id}.zip",
        ZIP,
        key="kept_files",
        icon=":material/download:",
        on_click="ignore",
    )
