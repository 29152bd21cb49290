"""The review of a resident's figures on the page «Beboer»: who went through them, and signing."""

from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from allocator.export.files import safe
from allocator.export.read_back import HOURS, printed_hours_of
from allocator.results.review import Review, figures_differ, review_lines
from allocator.ui import chosen, drafts, state
from allocator.ui.kept import installed, keeper, may_be_kept, who
from allocator.ui.parts import note
from allocator.ui.words import plain

if TYPE_CHECKING:
    from allocator.store import Store
    from allocator.store.reviews import KeptReview

FAILED = "review_failed"


def review(view: state.View, resident: str) -> Review | None:
    """Show who went through the figures and whether they are other since, and let them be signed.

    Returns
    -------
    The newest review, which the documents carry; None where there is none.
    """
    if view.source.example:
        return None
    translate = view.words
    st.header(translate("resident.review"), anchor=False)
    if not installed():
        note(translate("frame.nothing-kept"))
        return None
    run = state.run_of(view.source)
    kept = keeper().attempt(lambda store: store.reviews.of(view.unit, resident)) or []
    reviews = [_compared(own, run, view.unit, resident) for own in kept]
    if not reviews:
        note(translate("resident.review-none"))
    for number, own in enumerate(reviews):
        icon = ":material/history:" if own.changed else ":material/task_alt:"
        lines = "  \n".join(plain(line) for line in review_lines(own, translate.language))
        if number == 0:
            (st.warning if own.changed else st.success)(lines, icon=icon)
        elif number == 1:
            earlier = st.expander(translate("resident.review-earlier", count=len(reviews) - 1))
        if number:
            earlier.markdown(lines)
    _sign(view, resident, run)
    return reviews[0] if reviews else None


def _compared(kept: "KeptReview", run: str, unit: str, resident: str) -> Review:
    """Return a review with whether the figures are printed otherwise now."""
    day = kept.kept_at.astimezone().date()
    return Review(kept.by, day, kept.comment, _is_other(kept.run, run, unit, resident))


def _is_other(before: str, now: str, unit: str, resident: str) -> bool:
    """Say whether a resident's figures differ in two runs; where it is not known, they do."""
    if before == now:
        return False
    signed, shown = chosen.kept_run(before), chosen.kept_run(now)
    if signed is None or shown is None:
        return True
    hours = [printed_hours_of(run.results[HOURS]) for run in (signed, shown)]
    return figures_differ(hours[0], hours[1], safe(unit), safe(resident))


def _sign(view: state.View, resident: str, run: str) -> None:
    """Ask for a comment, and for the signature."""
    translate = view.words
    name = f"review-{sha256(repr((view.unit, resident)).encode()).hexdigest()[:16]}"
    drafts.restore(name, "")
    comment = st.text_area(
        translate("resident.review-comment"), key=name, on_change=drafts.keep, args=(name,)
    )
    if not may_be_kept(comment):
        st.error(translate("resident.review-number"), icon=":material/error:")
    st.button(
        translate("resident.review-do"),
        key="review_do",
        icon=":material/task_alt:",
        on_click=_keep,
        args=(run, view.unit, resident, name),
        disabled=not run,
        help=translate("resident.review-help"),
    )
    if st.session_state.get(FAILED) == name:
        st.error(translate("resident.review-failed"), icon=":material/error:")


def _keep(run: str, unit: str, resident: str, name: str) -> None:
    """Keep the signature; a comment that could not be kept stays in its field."""
    comment = str(st.session_state[name])

    def write(store: "Store") -> bool:
        store.reviews.keep(run, unit, resident, comment, who())
        return True

    if may_be_kept(comment) and keeper().attempt(write):
        st.session_state[FAILED] = ""
        st.session_state[name] = ""
        drafts.forget(name)
    else:
        st.session_state[FAILED] = name
