"""The page «Bemanning»: when staff is short or has time over."""

import streamlit as st

from allocator.results.breaks import breaks_while_short
from allocator.results.views import (
    by_reason,
    for_want_of_staff,
    staff_clock,
    stretches,
    waiting,
)
from allocator.terms import WEEKDAYS
from allocator.ui.charts.staff import balance_of_week, duty_of_day
from allocator.ui.heading import heading, view_or_stop
from allocator.ui.parts import end_page, figures, note, shown, table, under
from allocator.ui.state import View, picture, settled
from allocator.ui.tables import (
    duty_table,
    reasons_table,
    stretches_table,
    waiting_table,
)

MOST = 10
"""Stretches shown at once."""


def in_short(view: View) -> None:
    """Show shortage and surplus in four figures."""
    translate, week = view.words, view.of("staff_week")
    unmet = for_want_of_staff(view.of("unmet"))
    active = week[week["duty"] == "active"]
    figures(
        (
            (
                translate("staffing.short"),
                translate.hours(week["missing_minutes"].sum()),
                translate("staffing.short-help"),
            ),
            (
                translate("staffing.lacking"),
                translate.hours(unmet["missing_minutes"].sum()),
                translate("staffing.lacking-help"),
            ),
            (
                translate("staffing.over"),
                translate.hours(active["presence_minutes"].sum()),
                translate("staffing.over-help"),
            ),
            (
                translate("staffing.residents"),
                str(unmet["resident"].nunique()),
                translate("staffing.residents-help"),
            ),
        )
    )


def week(view: View) -> None:
    """Show shortage, balance and surplus by weekday and clock."""
    translate = view.words
    st.header(translate("staffing.week"), anchor=False)
    note(translate("staffing.week-how"))
    clock = picture(view, "staff clock", lambda: staff_clock(view.of("staff_week"), view.day_start))
    short = stretches(view.of("staff_week"), "missing_minutes", view.day_start)
    alt = translate("staffing.week-alt", stretches=len(short))
    shown(view, "balance", lambda: balance_of_week(clock, view.day_start, translate), alt)
    if short.empty:
        st.success(translate("staffing.never-short"), icon=":material/check_circle:")
    else:
        st.markdown(f"**{translate('staffing.when')}**")
        table(stretches_table(short.head(MOST), translate), translate("staffing.when"))
        if len(short) > MOST:
            under(
                translate("overview.all-lacks", count=len(short)), stretches_table(short, translate)
            )
    day(view, short["weekday"].iloc[0] if len(short) else WEEKDAYS[0])


def day(view: View, first: str) -> None:
    """Show one døgn, staff on duty against what is asked; first the one with most shortage."""
    translate = view.words
    st.header(translate("staffing.day"), anchor=False)
    note(translate("staffing.day-how"))
    weekday = st.segmented_control(
        translate("tables.weekday"),
        list(WEEKDAYS),
        required=True,
        format_func=lambda name: translate.of("weekday", name),
        key=settled("staff_weekday", WEEKDAYS, first),
        persist_state="session",
        label_visibility="collapsed",
    )
    number = WEEKDAYS.index(weekday)
    clock = picture(view, "staff clock", lambda: staff_clock(view.of("staff_week"), view.day_start))
    alt = translate("staffing.day-alt", day=translate.of("weekday", weekday))
    shown(
        view, f"duty {weekday}", lambda: duty_of_day(clock, number, view.day_start, translate), alt
    )
    rows = view.of("staff_week")
    under(translate("frame.table"), duty_table(rows[rows["weekday"] == weekday], translate))


def who_waits(view: View) -> None:
    """Show where residents wait, and which competence is missing."""
    translate, unmet = view.words, for_want_of_staff(view.of("unmet"))
    st.header(translate("staffing.waits"), anchor=False)
    if unmet.empty:
        st.success(translate("staffing.never-short"), icon=":material/check_circle:")
        return
    table(reasons_table(by_reason(unmet), translate), translate("staffing.waits"))
    rows = waiting(unmet, view.table("interventions"))
    under(translate("staffing.each"), waiting_table(rows, translate))
    lacking = rows[rows["reason"] == "no_competence"]
    st.subheader(translate("staffing.competence"), anchor=False)
    if lacking.empty:
        st.markdown(translate("staffing.no-competence"))
    else:
        table(waiting_table(lacking, translate), translate("staffing.competence"))


def breaks(view: View) -> None:
    """Show when the breaks are, and where they may cost somebody something."""
    translate, staff_week = view.words, view.of("staff_week")
    taken = stretches(staff_week, "break_minutes", view.day_start, in_week_order=True)
    if taken.empty:
        return
    st.header(translate("staffing.breaks"), anchor=False)
    note(translate("staffing.breaks-how"))
    table(stretches_table(taken.head(MOST), translate), translate("staffing.breaks"))
    if len(taken) > MOST:
        under(translate("overview.all-lacks", count=len(taken)), stretches_table(taken, translate))
    costing = stretches(breaks_while_short(staff_week), "costing_minutes", view.day_start)
    if costing.empty:
        st.success(translate("staffing.breaks-cost-nothing"), icon=":material/check_circle:")
        return
    st.subheader(translate("staffing.breaks-cost"), anchor=False)
    note(translate("staffing.breaks-cost-how"))
    table(stretches_table(costing, translate), translate("staffing.breaks-cost"))


def time_over(view: View) -> None:
    """Show where there is staff time over."""
    translate = view.words
    st.header(translate("staffing.spare"), anchor=False)
    note(translate("staffing.spare-how"))
    over = stretches(view.of("staff_week"), "presence_minutes", view.day_start)
    if over.empty:
        st.markdown(translate("staffing.no-spare"))
        return
    table(stretches_table(over.head(MOST), translate), translate("staffing.spare"))
    if len(over) > MOST:
        under(translate("overview.all-lacks", count=len(over)), stretches_table(over, translate))


view = view_or_stop("staffing")
heading("staffing", view)
if view.of("staff_week").empty:
    st.info(view.words("overview.no-staff"))
    end_page()
in_short(view)
week(view)
who_waits(view)
breaks(view)
time_over(view)
