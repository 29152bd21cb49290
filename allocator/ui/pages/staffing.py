"""The page «Bemanning»: when staff is short or has time over."""

import streamlit as st

from allocator.results.views import by_reason, staff_clock, stretches, waiting
from allocator.terms import WEEKDAYS
from allocator.ui.charts.staff import balance_of_week, duty_of_day
from allocator.ui.parts import figures, heading, note, shown, table, under, view_or_stop
from allocator.ui.state import View, picture
from allocator.ui.tables import (
    duty_table,
    reasons_table,
    stretches_table,
    waiting_table,
)

MOST = 10
"""Stretches shown at once."""


def in_short(view: View) -> None:
    """Shortage and time over in three figures."""
    say, week = view.words, view.of("staff_week")
    active = week[week["duty"] == "active"]
    figures(
        (
            (
                say("staffing.short"),
                say.hours(week["missing_minutes"].sum()),
                say("staffing.short-help"),
            ),
            (
                say("staffing.over"),
                say.hours(active["presence_minutes"].sum()),
                say("staffing.over-help"),
            ),
            (
                say("staffing.residents"),
                str(view.of("unmet")["resident"].nunique()),
                say("staffing.residents-help"),
            ),
        )
    )


def week(view: View) -> None:
    """Short, even or over, by weekday and clock."""
    say = view.words
    st.header(say("staffing.week"), anchor=False)
    note(say("staffing.week-how"))
    clock = picture(view, "staff clock", lambda: staff_clock(view.of("staff_week"), view.day_start))
    short = stretches(view.of("staff_week"), "missing_minutes", view.day_start)
    alt = say("staffing.week-alt", stretches=len(short))
    shown(view, "balance", lambda: balance_of_week(clock, view.day_start, say), alt)
    if short.empty:
        st.success(say("staffing.never-short"), icon=":material/check_circle:")
    else:
        st.markdown(f"**{say('staffing.when')}**")
        table(stretches_table(short.head(MOST), say), say("staffing.when"))
        if len(short) > MOST:
            under(say("overview.all-lacks", count=len(short)), stretches_table(short, say))
    day(view, short["weekday"].iloc[0] if len(short) else WEEKDAYS[0])


def day(view: View, first: str) -> None:
    """Show one døgn, staff on duty against what is asked; first the one with most shortage."""
    say = view.words
    st.header(say("staffing.day"), anchor=False)
    note(say("staffing.day-how"))
    weekday = st.segmented_control(
        say("tables.weekday"),
        list(WEEKDAYS),
        default=first,
        required=True,
        format_func=lambda one: say.of("weekday", one),
        key="staff_weekday",
        label_visibility="collapsed",
    )
    place = WEEKDAYS.index(weekday)
    clock = picture(view, "staff clock", lambda: staff_clock(view.of("staff_week"), view.day_start))
    alt = say("staffing.day-alt", day=say.of("weekday", weekday))
    shown(view, f"duty {weekday}", lambda: duty_of_day(clock, place, view.day_start, say), alt)
    rows = view.of("staff_week")
    under(say("frame.table"), duty_table(rows[rows["weekday"] == weekday], say))


def who_waits(view: View) -> None:
    """Where residents wait, and which competence is missing."""
    say, unmet = view.words, view.of("unmet")
    st.header(say("staffing.waits"), anchor=False)
    if unmet.empty:
        st.success(say("overview.nothing-lacks"), icon=":material/check_circle:")
        return
    table(reasons_table(by_reason(unmet), say), say("staffing.waits"))
    rows = waiting(unmet, view.table("interventions"))
    under(say("staffing.each"), waiting_table(rows, say))
    lacking = rows[rows["reason"] == "no_competence"]
    st.subheader(say("staffing.competence"), anchor=False)
    if lacking.empty:
        st.markdown(say("staffing.no-competence"))
    else:
        table(waiting_table(lacking, say), say("staffing.competence"))


def time_over(view: View) -> None:
    """Where there is time over."""
    say = view.words
    st.header(say("staffing.spare"), anchor=False)
    note(say("staffing.spare-how"))
    over = stretches(view.of("staff_week"), "presence_minutes", view.day_start)
    if over.empty:
        st.markdown(say("staffing.no-spare"))
        return
    table(stretches_table(over.head(MOST), say), say("staffing.spare"))
    if len(over) > MOST:
        under(say("overview.all-lacks", count=len(over)), stretches_table(over, say))


view = view_or_stop("staffing")
heading("staffing", view)
if view.of("staff_week").empty:
    st.info(view.words("overview.no-staff"))
    st.stop()
in_short(view)
week(view)
who_waits(view)
time_over(view)
