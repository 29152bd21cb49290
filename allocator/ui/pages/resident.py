"""The page «Beboer»: the hours of one resident, with shifts, rules and sources."""

import pandas as pd
import streamlit as st

from allocator.results.explanation import Reason, ServiceExplanation
from allocator.results.hours import HoursRow
from allocator.results.letter import letter_of
from allocator.results.period_words import periods_apart
from allocator.results.review import Review
from allocator.results.unmet import UnmetRow
from allocator.results.views import by_clock, totals
from allocator.results.why import why
from allocator.rules.questions import row_ids
from allocator.sanitise import sanitise_lines
from allocator.tables.rows import rows_of
from allocator.ui import answers
from allocator.ui.answer_form import question_list, waiting_form
from allocator.ui.charts.residents import clock_of_resident, parts_of_services
from allocator.ui.documents import document_button, letter_button, workbook_button
from allocator.ui.heading import heading, view_or_stop
from allocator.ui.parts import (
    all_is_given,
    end_page,
    figures,
    note,
    notice_list,
    shown,
    table,
    under,
)
from allocator.ui.review_form import review
from allocator.ui.state import RESIDENT, View, picture, settled
from allocator.ui.tables import (
    clock_table,
    parts_table,
    periods_table,
    services_table,
    unanswered_table,
)
from allocator.ui.words import plain

EVERYTHING = 0
"""Stands for all services."""


def chosen_resident(view: View) -> str:
    """Choose whom the page is about; never part of the page's address."""
    residents = view.table("residents")["resident"].tolist()
    return str(
        st.selectbox(
            view.words("frame.resident"),
            residents,
            key=settled(RESIDENT, residents, residents[0]),
            persist_state="session",
            width=320,
        )
    )


def in_short(view: View, hours: pd.DataFrame) -> None:
    """Show the resident in six figures."""
    translate, sums = view.words, totals(hours)
    figures(
        (
            (
                translate("tables.omfang"),
                translate.hours(sums["omfang_minutes"]),
                translate("resident.omfang-help"),
            ),
            (
                translate("tables.ressursinnsats"),
                translate.hours(sums["ressursinnsats_minutes"]),
                translate("resident.ressursinnsats-help"),
            ),
            (translate("tables.decided"), translate.hours(sums["decided_minutes"]), ""),
            (
                translate("tables.missing"),
                translate.hours(sums["missing_minutes"]),
                translate("overview.missing-help"),
            ),
            (
                translate("tables.undelivered"),
                translate.hours(sums["undelivered_minutes"]),
                translate("overview.undelivered-help"),
            ),
            (
                translate("tables.coverage"),
                translate.percent(sums["coverage"]),
                translate("overview.coverage-help"),
            ),
        )
    )


def services(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show the services, and from which part of the døgn their time comes."""
    translate = view.words
    st.header(translate("resident.services"), anchor=False)
    table(services_table(hours, translate), translate("resident.services"))
    register = view.of("register")
    periods = periods_apart(hours, register[register["resident"] == resident])
    if not periods.empty:
        st.subheader(translate("resident.periods"), anchor=False)
        note(translate("resident.periods-how"))
        table(periods_table(periods, translate), translate("resident.periods"))
    st.subheader(translate("resident.parts"), anchor=False)
    some = hours[hours[["received_minutes", "planned_minutes"]].max(axis=1) > 0]
    if some.empty:
        st.info(translate("resident.no-hours"))
        return
    alt = translate(
        "resident.parts-alt",
        **{
            part: translate.hours(hours[f"{part}_minutes"].sum())
            for part in ("day", "evening", "night")
        },
    )
    shown(view, f"parts {resident}", lambda: parts_of_services(some, translate), alt)
    under(translate("frame.table"), parts_table(some, translate))


def clock(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show the week by the clock."""
    translate, week = view.words, view.of("week")
    st.header(translate("resident.clock"), anchor=False)
    if not (hours["received_minutes"] > 0).any():
        st.info(translate("resident.nothing-received"))
        return
    note(translate("resident.clock-how"))
    codes = [int(code) for code in hours.loc[hours["received_minutes"] > 0, "service"]]
    service = st.segmented_control(
        translate("frame.service"),
        [EVERYTHING, *codes],
        required=True,
        format_func=lambda code: (
            translate.short_service(code) if code else translate("resident.everything")
        ),
        key=settled("clock_service", [EVERYTHING, *codes], EVERYTHING),
        persist_state="session",
        label_visibility="collapsed",
    )
    rows = week[week["resident"] == resident]
    rows = rows if service == EVERYTHING else rows[rows["service"] == service]
    persons = by_clock(rows, "received_minutes", view.day_start)
    shown(
        view,
        f"clock {resident} {service}",
        lambda: clock_of_resident(persons, view.day_start, translate),
        translate("resident.clock-alt", received=translate.hours(rows["received_minutes"].sum())),
    )
    under(translate("frame.table"), clock_table(rows, translate))


def reasons(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show for every figure its rows, each with its rule and source."""
    translate = view.words
    explanations = picture(view, f"why {resident}", lambda: explanations_by_service(view, resident))
    st.header(translate("resident.why"), anchor=False)
    note(translate("resident.why-how"))
    for row in rows_of(hours, HoursRow):
        received = translate.hours(row.received_minutes)
        with st.expander(f"{translate.service(row.service)} · **{received}**"):
            for _, title, chapter in explanations[int(row.service)].chapters:
                st.markdown(f"**{plain(title)}**")
                for reason in chapter:
                    _reason(view, reason)


def explanations_by_service(view: View, resident: str) -> dict[int, ServiceExplanation]:
    """Return the explanation of each of the resident's services."""
    explanations = why(view.result, view.unit, resident, None, view.words.language)
    return {explanation.service: explanation for explanation in explanations}


def _reason(view: View, reason: Reason) -> None:
    """Show a row or a sum: what it is, what came of it, and each rule with where it is written."""
    text = plain(reason.text)
    if reason.table:
        received = view.words.hours(reason.received_minutes)
        key = "resident.row-counts" if reason.counted else "resident.row-not"
        text = view.words(key, place=plain(reason.location), received=received, explanation=text)
    st.markdown(text)
    for ground in reason.grounds:
        note(f"{ground.step_name}: {plain(ground.citation)}")


def lacking(view: View, resident: str, hours: pd.DataFrame) -> None:
    """Show what is missing and why, in a sentence each."""
    translate, unmet = view.words, view.of("unmet")
    rows = unmet[unmet["resident"] == resident]
    st.header(translate("overview.lacks"), anchor=False)
    all_is_given(translate, hours, rows)
    for row in rows_of(rows, UnmetRow):
        st.markdown(
            translate(
                "resident.lacks",
                missing=translate.hours(row.missing_minutes),
                planned=translate.hours(row.asked_minutes),
                intervention=plain(row.intervention or translate("resident.decision")),
                service=translate.short_service(row.service),
                reason=translate.reason(row.reason),
            )
        )


def questions(view: View, resident: str) -> None:
    """Show what is to be answered about this resident."""
    translate = view.words
    open_notices = [
        notice
        for notice in view.notices
        if notice.resident == resident and notice.severity != "info"
    ]
    st.header(translate("overview.questions"), anchor=False)
    if not open_notices:
        st.success(translate("overview.no-questions"), icon=":material/check_circle:")
        return
    form = answers.form_of(view)
    if view.source.example:
        notice_list(open_notices, translate)
        note(translate("resident.answer-how"))
    else:
        question_list("resident", open_notices, form, translate)


def waiting(view: View) -> None:
    """Show all that waits for an answer in the unit, whomever it is about, with its count."""
    translate = view.words
    rows = unanswered_table(view.notices, row_ids(view.inputs), translate)
    title = translate("resident.waiting", count=len(rows))
    st.header(title, anchor=False)
    note(translate("resident.waiting-how"))
    if len(rows):
        under(translate("resident.waiting-show"), rows)
        if not view.source.example:
            waiting_form("waiting", view.notices, answers.form_of(view), translate)


def letter(view: View, resident: str) -> None:
    """Show the paragraphs of a decision, to copy or to take along."""
    translate = view.words
    st.header(translate("resident.letter"), anchor=False)
    note(translate("resident.letter-how"))
    written = letter_of(view.result, view.unit, resident, translate.language)
    with st.expander(translate("resident.letter-show"), icon=":material/mail:"):
        st.code(sanitise_lines(written.text), language=None, wrap_lines=True)
    letter_button(view, written)


def take_along(view: View, resident: str, signed: Review | None) -> None:
    """Show the documents."""
    translate = view.words
    st.header(translate("resident.documents"), anchor=False)
    note(translate("resident.documents-how"))
    with st.container(horizontal=True):
        document_button(view, resident, signed)
        workbook_button(view.source, view.result, translate)


view = view_or_stop("resident")
heading("resident", view)
resident = chosen_resident(view)
hours = view.hours
hours = hours[hours["resident"] == resident].reset_index(drop=True)
if hours.empty:
    st.info(view.words("resident.nothing"))
    end_page()
in_short(view, hours)
services(view, resident, hours)
clock(view, resident, hours)
reasons(view, resident, hours)
lacking(view, resident, hours)
questions(view, resident)
waiting(view)
signed = review(view, resident)
letter(view, resident)
take_along(view, resident, signed)
