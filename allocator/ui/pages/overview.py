"""The page «Oversikt»: the week of one unit."""

import streamlit as st

from allocator.results.views import services_with_hours, staff_use, totals
from allocator.ui import answers
from allocator.ui.answer_form import question_list
from allocator.ui.charts.residents import week_of_residents
from allocator.ui.charts.staff import use_of_time
from allocator.ui.heading import heading, view_or_stop
from allocator.ui.parts import all_is_given, figures, note, notice_list, shown, table, under
from allocator.ui.register_parts import register
from allocator.ui.state import View
from allocator.ui.tables import residents_table, services_by_resident, staff_table, unmet_table


def in_short(view: View) -> None:
    """Show the unit in six figures."""
    translate, sums = view.words, totals(view.hours)
    open_questions = [
        notice for notice in view.notices if notice.severity == "question" and not notice.answer
    ]
    figures(
        (
            (
                translate("overview.received"),
                translate.hours(sums["received_minutes"]),
                translate("overview.received-help"),
            ),
            (translate("overview.per-resident"), translate.hours(sums["per_resident"]), ""),
            (
                translate("overview.coverage"),
                translate.percent(sums["coverage"]),
                translate("overview.coverage-help"),
            ),
            (
                translate("overview.missing"),
                translate.hours(sums["missing_minutes"]),
                translate("overview.missing-help"),
            ),
            (
                translate("overview.undelivered"),
                translate.hours(sums["undelivered_minutes"]),
                translate("overview.undelivered-help"),
            ),
            (translate("overview.open"), str(len(open_questions)), translate("overview.open-help")),
        )
    )


def week(view: View) -> None:
    """Show the week of each resident."""
    translate, hours = view.words, view.hours
    services = services_with_hours(hours)
    st.header(translate("overview.week"), anchor=False)
    note(translate("overview.week-how"))
    sums = totals(hours)
    alt = translate(
        "overview.week-alt",
        residents=int(sums["residents"]),
        received=translate.hours(sums["received_minutes"]),
        missing=translate.hours(sums["missing_minutes"]),
    )
    shown(view, "week", lambda: week_of_residents(hours, services, translate), alt)
    table(residents_table(hours, translate), translate("overview.week"))
    if view.run["policies"]["report"] == "decided":
        note(translate("overview.reports-decided"))
    under(translate("overview.by-service"), services_by_resident(hours, services, translate))


def staff(view: View) -> None:
    """Show where the staff's time went."""
    translate, use = view.words, staff_use(view.of("staff_time"))
    st.header(translate("overview.staff"), anchor=False)
    note(translate("overview.staff-how"))
    if use.empty:
        st.info(translate("overview.no-staff"))
        return
    rostered = translate.hours(use["rostered_minutes"].iloc[-1])
    shown(
        view,
        "staff",
        lambda: use_of_time(use, translate),
        translate("overview.staff-alt", rostered=rostered),
    )
    under(translate("frame.table"), staff_table(use, translate))


def missing(view: View) -> None:
    """Show what is not given, and why."""
    translate, unmet = view.words, view.of("unmet")
    st.header(translate("overview.lacks"), anchor=False)
    all_is_given(translate, view.hours, unmet)
    if unmet.empty:
        return
    rows = unmet_table(unmet, translate)
    st.markdown(translate("overview.lacks-how", count=len(rows)))
    table(rows.head(8), translate("overview.lacks"))
    if len(rows) > 8:
        under(translate("overview.all-lacks", count=len(rows)), rows)
    st.page_link(
        "allocator/ui/pages/staffing.py",
        label=translate("overview.to-staffing"),
        icon=":material/groups:",
    )


def questions(view: View) -> None:
    """Show what a caseworker should look at."""
    translate = view.words
    st.header(translate("overview.questions"), anchor=False)
    to_review = [notice for notice in view.notices if notice.severity in ("question", "warning")]
    still_open = [notice for notice in to_review if not notice.answer]
    if not still_open:
        st.success(translate("overview.no-questions"), icon=":material/check_circle:")
    if view.source.example:
        notice_list(still_open, translate, 4)
    else:
        question_list("overview", still_open, answers.form_of(view), translate, 4)
    answered = [notice for notice in to_review if notice.answer]
    if answered:
        with st.expander(translate("overview.answered", count=len(answered))):
            notice_list(answered, translate, 4)


view = view_or_stop("overview")
heading("overview", view)
in_short(view)
week(view)
staff(view)
missing(view)
questions(view)
register(view)
