"""Components of the pages: heading, figures in a row, a chart with its table, notices."""

from collections.abc import Callable, Iterable
from typing import NoReturn

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from allocator.notices import SEVERITIES, Notice
from allocator.results.views import totals
from allocator.ui.charts.base import CONFIG, legend
from allocator.ui.html import html_legend, html_table
from allocator.ui.state import (
    View,
    picture,
)
from allocator.ui.words import Translator, plain

ICONS = {
    "error": ":material/error:",
    "warning": ":material/warning:",
    "question": ":material/help:",
    "info": ":material/info:",
}


class PageEnd(Exception):
    """A page has nothing more to show. Streamlit's own end would not let the address be written."""


def end_page() -> NoReturn:
    """End the page here."""
    raise PageEnd


def note(text: str) -> None:
    """Show a caption with more contrast than Streamlit's own."""
    st.markdown(f":gray[:small[{text}]]")


def figures(row: Iterable[tuple[str, str, str]]) -> None:
    """Show large figures side by side: label, value, and what it means."""
    with st.container(horizontal=True, gap="small"):
        for label, value, meaning in row:
            st.metric(label, value, help=meaning or None, border=True, width="stretch")


def shown(view: View, name: str, make: Callable[[], go.Figure], alt: str) -> None:
    """Show a chart with its text alternative; the first word of `name` is its key."""
    drawn = picture(view, name, make)
    meanings = legend(drawn)
    if meanings:
        st.html(html_legend(meanings))
    st.plotly_chart(drawn, config=CONFIG, alt=alt, key=f"picture-{name.split()[0]}")


def under(label: str, rows: pd.DataFrame) -> None:
    """Show the table under a chart, with the same figures."""
    with st.expander(label, icon=":material/table_rows:"):
        table(rows, label)


def table(rows: pd.DataFrame, label: str) -> None:
    """Show a table as text: it can be read aloud, copied and printed."""
    st.html(html_table(rows, label))


def notice_list(
    all_notices: Iterable[Notice],
    translate: Translator,
    most: int = 12,
    beside: Callable[[Notice], None] | None = None,
) -> None:
    """Show notices by code; equal ones once, with their number.

    Parameters
    ----------
    most : so many of each code.
    beside : draws what belongs to a question, below it.
    """
    by_code: dict[str, list[Notice]] = {}
    for notice in sorted(all_notices, key=lambda notice: SEVERITIES.index(notice.severity)):
        by_code.setdefault(notice.code, []).append(notice)
    for notices in by_code.values():
        for notice in notices[:most]:
            answer = (
                translate("frame.answered", answer=plain(notice.answer)) if notice.answer else ""
            )
            position = where(notice, translate)
            text = f"{ICONS[notice.severity]} {plain(notice.message(translate.language))}"
            st.markdown(f"{text}  \n{position} {answer}".strip())
            if beside and notice.severity == "question":
                beside(notice)
        if len(notices) > most:
            note(translate("frame.more", count=len(notices) - most))


def where(notice: Notice, translate: Translator) -> str:
    """Write table, row and rule of a notice, in small."""
    position = ""
    if notice.table and notice.row is not None:
        position = translate("frame.place", table=plain(notice.table), row=notice.row)
    elif notice.table:
        position = plain(notice.table)
    rule = f"`{notice.rule}`" if notice.rule else ""
    return " · ".join(part for part in (position, rule) if part)


def all_is_given(translate: Translator, hours: pd.DataFrame, unmet: pd.DataFrame) -> None:
    """Say whether all that is planned and decided is given; no good news where any is not.

    Parameters
    ----------
    hours, unmet : of the same residents; `hours` with what is missing.
    """
    undelivered = totals(hours)["undelivered_minutes"]
    if undelivered > 0:
        key = "decision-lacks" if unmet.empty else "decision-lacks-too"
        text = translate(f"overview.{key}", undelivered=translate.hours(undelivered))
        st.warning(text, icon=":material/rule:")
    elif unmet.empty:
        st.success(translate("overview.nothing-lacks"), icon=":material/check_circle:")
