"""The page «Beboer»: the hours of one resident, with shifts, rules and sources."""

import pandas as pd
import streamlit as st

from allocator.results.explanation import Reason, ServiceExplanation
from allocator.results.views import by_clock, rows_of, totals
from allocator.results.why import why
from allocator.ui.charts.residents import clock_of_resident, parts_of_services
from allocator.ui.documents import document_button, workbook_button
from allocator.ui.parts import (
    figures,
    heading,
    note,
    notice_list,
    shown,
    table,
    under,
    view_or_stop,
)
from allocator.ui.state import RESIDENT, View, picture
from allocator.ui.tables import clock_table, parts_table, services_table
from allocator.ui.words import plain

EVERYTHING = 0
"""Stands for all services."""


def chosen_resident(view: View) -> str:
    """Who the page is about; never part of the page's address."""
    residents = view.table("residents")["resident"].tolist()
    if st.session_state.get(RESIDENT) not in residents:
        st.session_state[RESIDENT] = residents[0]
    return str(
        st.selectbox(
            view.words("frame.resident"),
            residents,
            key=RESIDENT,
            persist_state="session",
            width=320,
        )
    )


def in_short(view: View, hours: pd.DataFrame) -> None:
    """Show the resident in five figures."""
    say, found = view.words, totals(hours)
    figures(
        (
            (say("tables.omfang"), say.hours(found["omfang_minutes"]), say("resident.omfang-help")),
            (
                say("tables.ressursinnsats"),
                say.hours(found["ressursinnsats_minutes"]),
                say("resident.ressursinnsats-help"),
            ),
            (say("tables.decided"), say.hours(found["decided_minutes"]), ""),
            (
                say("tables.missing"),
                say.hours(found["missing_minutes"]),
                say("overview.missing-help"),
            ),
            (say("tables.coverage"), say.percent(found["coverage"]), say("overview.coverage-help")),
        )
    )


def services(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show the services, and from which part of the døgn their time comes."""
    say = view.words
    st.header(say("resident.services"), anchor=False)
    table(services_table(hours, say), say("resident.services"))
    st.subheader(say("resident.parts"), anchor=False)
    some = hours[hours[["received_minutes", "planned_minutes"]].max(axis=1) > 0]
    if some.empty:
        st.info(say("resident.no-hours"))
        return
    alt = say(
        "resident.parts-alt",
        **{part: say.hours(hours[f"{part}_minutes"].sum()) for part in ("day", "evening", "night")},
    )
    shown(view, f"parts {resident}", lambda: parts_of_services(some, say), alt)
    under(say("frame.table"), parts_table(some, say))


def clock(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show the week by the clock."""
    say, week = view.words, view.of("week")
    st.header(say("resident.clock"), anchor=False)
    note(say("resident.clock-how"))
    codes = [int(code) for code in hours.loc[hours["received_minutes"] > 0, "service"]]
    service = st.segmented_control(
        say("frame.service"),
        [EVERYTHING, *codes],
        default=EVERYTHING,
        required=True,
        format_func=lambda code: say.short_service(code) if code else say("resident.everything"),
        key="clock_service",
        label_visibility="collapsed",
    )
    rows = week[week["resident"] == resident]
    rows = rows if service == EVERYTHING else rows[rows["service"] == service]
    persons = by_clock(rows, "received_minutes", view.day_start)
    shown(
        view,
        f"clock {resident} {service}",
        lambda: clock_of_resident(persons, view.day_start, say),
        say("resident.clock-alt", received=say.hours(rows["received_minutes"].sum())),
    )
    under(say("frame.table"), clock_table(rows, say))


def reasons(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show for every figure its rows, each with its rule and source."""
    say = view.words
    explanations = picture(view, f"why {resident}", lambda: explanations_by_service(view, resident))
    st.header(say("resident.why"), anchor=False)
    note(say("resident.why-how"))
    for row in rows_of(hours):
        received = say.hours(row.received_minutes)
        with st.expander(f"{say.service(row.service)} · **{received}**"):
            for _, title, found in explanations[int(row.service)].chapters:
                st.markdown(f"**{plain(title)}**")
                for reason in found:
                    _reason(view, reason)


def explanations_by_service(view: View, resident: str) -> dict[int, ServiceExplanation]:
    """The explanation of each of the resident's services."""
    explanations = why(view.result, view.unit, resident, None, view.words.language)
    return {explanation.service: explanation for explanation in explanations}


def _reason(view: View, reason: Reason) -> None:
    """A row or a sum: what it is, what came of it, and each rule with where it is written."""
    text = plain(reason.text)
    if reason.table:
        received = view.words.hours(reason.received_minutes)
        key = "resident.row-counts" if reason.counted else "resident.row-not"
        text = view.words(key, place=plain(reason.place), received=received, explanation=text)
    st.markdown(text)
    for ground in reason.grounds:
        note(f"{ground.step_name}: {plain(ground.citation)}")


def lacking(view: View, resident: str) -> None:
    """Show what is missing and why, in a sentence each."""
    say, unmet = view.words, view.of("unmet")
    rows = unmet[unmet["resident"] == resident]
    st.header(say("overview.lacks"), anchor=False)
    if rows.empty:
        st.success(say("overview.nothing-lacks"), icon=":material/check_circle:")
    for row in rows_of(rows):
        st.markdown(
            say(
                "resident.lacks",
                missing=say.hours(row.missing_minutes),
                planned=say.hours(row.asked_minutes),
                intervention=plain(row.intervention or say("resident.decision")),
                service=say.short_service(row.service),
                reason=say.reason(row.reason),
            )
        )


def questions(view: View, resident: str) -> None:
    """Show what is to be answered about this resident."""
    say = view.words
    found = [
        notice
        for notice in view.notices
        if notice.resident == resident and notice.severity != "info"
    ]
    st.header(say("overview.questions"), anchor=False)
    if not found:
        st.success(say("overview.no-questions"), icon=":material/check_circle:")
        return
    notice_list(found, say)
    note(say("resident.answer-how"))


def take_along(view: View, resident: str) -> None:
    """Show the documents."""
    say = view.words
    st.header(say("resident.documents"), anchor=False)
    note(say("resident.documents-how"))
    with st.container(horizontal=True):
        document_button(view, resident)
        workbook_button(view.source, view.result, say)


view = view_or_stop("resident")
heading("resident", view)
resident = chosen_resident(view)
hours = view.of("hours")
hours = hours[hours["resident"] == resident].reset_index(drop=True)
if hours.empty:
    st.info(view.words("resident.nothing"))
    st.stop()
in_short(view, hours)
services(view, resident, hours)
clock(view, resident, hours)
reasons(view, resident, hours)
lacking(view, resident)
questions(view, resident)
take_along(view, resident)
