"""The page «Oversikt»: the week of one unit."""

import streamlit as st

from allocator.results.views import services_with_hours, staff_use, totals
from allocator.ui.charts.residents import week_of_residents
from allocator.ui.charts.staff import use_of_time
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
from allocator.ui.state import View
from allocator.ui.tables import residents_table, services_by_resident, staff_table, unmet_table


def in_short(view: View) -> None:
    """Show the unit in five figures."""
    say, sums = view.words, totals(view.of("hours"))
    open_questions = [
        notice for notice in view.notices if notice.severity == "question" and not notice.answer
    ]
    figures(
        (
            (
                say("overview.received"),
                say.hours(sums["received_minutes"]),
                say("overview.received-help"),
            ),
            (say("overview.per-resident"), say.hours(sums["per_resident"]), ""),
            (
                say("overview.coverage"),
                say.percent(sums["coverage"]),
                say("overview.coverage-help"),
            ),
            (
                say("overview.missing"),
                say.hours(sums["missing_minutes"]),
                say("overview.missing-help"),
            ),
            (say("overview.open"), str(len(open_questions)), say("overview.open-help")),
        )
    )


def week(view: View) -> None:
    """Show the week of each resident."""
    say, hours = view.words, view.of("hours")
    services = services_with_hours(hours)
    st.header(say("overview.week"), anchor=False)
    note(say("overview.week-how"))
    sums = totals(hours)
    alt = say(
        "overview.week-alt",
        residents=int(sums["residents"]),
        received=say.hours(sums["received_minutes"]),
        missing=say.hours(sums["missing_minutes"]),
    )
    shown(view, "week", lambda: week_of_residents(hours, services, say), alt)
    table(residents_table(hours, say), say("overview.week"))
    if view.run["policies"]["report"] == "decided":
        note(say("overview.reports-decided"))
    under(say("overview.by-service"), services_by_resident(hours, services, say))


def staff(view: View) -> None:
    """Where the staff's time went."""
    say, use = view.words, staff_use(view.of("staff_time"))
    st.header(say("overview.staff"), anchor=False)
    note(say("overview.staff-how"))
    if use.empty:
        st.info(say("overview.no-staff"))
        return
    rostered = say.hours(use["rostered_minutes"].iloc[-1])
    shown(
        view, "staff", lambda: use_of_time(use, say), say("overview.staff-alt", rostered=rostered)
    )
    under(say("frame.table"), staff_table(use, say))


def missing(view: View) -> None:
    """Show what is not given, and why."""
    say, unmet = view.words, view.of("unmet")
    st.header(say("overview.lacks"), anchor=False)
    if unmet.empty:
        st.success(say("overview.nothing-lacks"), icon=":material/check_circle:")
        return
    rows = unmet_table(unmet, say)
    st.markdown(say("overview.lacks-how", count=len(rows)))
    table(rows.head(8), say("overview.lacks"))
    if len(rows) > 8:
        under(say("overview.all-lacks", count=len(rows)), rows)
    st.page_link(
        "allocator/ui/pages/staffing.py",
        label=say("overview.to-staffing"),
        icon=":material/groups:",
    )


def questions(view: View) -> None:
    """Show what a caseworker should look at."""
    say = view.words
    st.header(say("overview.questions"), anchor=False)
    to_review = [notice for notice in view.notices if notice.severity in ("question", "warning")]
    still_open = [notice for notice in to_review if not notice.answer]
    if not still_open:
        st.success(say("overview.no-questions"), icon=":material/check_circle:")
    notice_list(still_open, say, 4)
    answered = [notice for notice in to_review if notice.answer]
    if answered:
        with st.expander(say("overview.answered", count=len(answered))):
            notice_list(answered, say, 4)


view = view_or_stop("overview")
heading("overview", view)
in_short(view)
week(view)
staff(view)
missing(view)
questions(view)
