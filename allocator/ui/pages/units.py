"""The page «Enheter»: units compared with each other and the country."""

import pandas as pd
import streamlit as st

from allocator.results.compare import (
    FEWEST,
    FIGURES,
    by_service,
    compared,
    distribution,
    in_classes,
)
from allocator.ui import state
from allocator.ui.charts.units import against_country, dots, services_of_units
from allocator.ui.heading import heading, view_or_stop
from allocator.ui.parts import note, shown, table, under
from allocator.ui.sources import examples
from allocator.ui.state import View
from allocator.ui.tables_compared import classes_table, units_csv, units_services_table, units_table

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
NAME = "name"
ORDERS = ("most", "least", NAME)
MOST_COMMON = 15
"""The service that most receive, shown first."""


def side_by_side(view: View) -> Frames:
    """Return units, hours and staff time of the input; of all examples where it is one."""
    if not view.source.example:
        return view.inputs.tables["unit"], view.result.hours, view.result.staff_time
    results, seen = [], set[str]()
    for example in examples().values():
        outcome = state.outcome_of(example)
        units = state.inputs_of(example).tables["unit"]
        # the same home may be shipped in two forms: a plan of its own, and lists as exported
        if outcome.result is not None and seen.isdisjoint(units["unit"]):
            seen.update(units["unit"])
            results.append((units, outcome.result.hours, outcome.result.staff_time))
    units, hours, staff_time = (
        pd.concat(frames, ignore_index=True) for frames in zip(*results, strict=True)
    )
    return units, hours, staff_time


def chosen(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the units to show, sorted, and by which figure."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        figure = st.selectbox(
            translate("units.figure"),
            list(FIGURES),
            format_func=lambda figure: translate(f"units.{figure}"),
            key=state.settled("units_figure", list(FIGURES), next(iter(FIGURES))),
            persist_state="session",
            width=360,
        )
        order = st.segmented_control(
            translate("units.order"),
            list(ORDERS),
            required=True,
            format_func=lambda order: translate(f"units.order-{order}"),
            key=state.settled("units_order", ORDERS, ORDERS[0]),
            persist_state="session",
        )
    names = dict(zip(frame["unit"], frame["name"], strict=True))
    kept = st.multiselect(
        translate("units.filter"),
        list(names),
        format_func=names.__getitem__,
        key=state.settled_several("units_filter", list(names)),
        persist_state="session",
        placeholder=translate("units.all"),
    )
    frame = frame[frame["unit"].isin(kept)] if kept else frame
    by = NAME if order == NAME else figure
    ordered = frame.sort_values(by, ascending=order != "most", kind="stable")
    return ordered.reset_index(drop=True), figure


def overview(
    view: View, units: pd.DataFrame, hours: pd.DataFrame, staff_time: pd.DataFrame
) -> list[str]:
    """Show one figure as dots and all as a table; return the units shown, in order."""
    frame = state.picture(
        view, "compared", lambda: compared(units, hours, staff_time, view.source.example)
    )
    ordered, figure = chosen(frame)
    label = translate(f"units.{figure}")
    visible = ordered[~ordered["hidden"]]
    if visible.empty:
        st.info(translate("units.all-hidden", fewest=FEWEST), icon=":material/visibility_off:")
    else:
        name = f"dots {figure} {'|'.join(ordered['unit'])}"
        shown(
            view,
            name,
            lambda: dots(visible, figure, label, translate),
            translate("units.dots-alt", figure=label, units=len(visible)),
        )
    note(translate(f"units.{figure}-how"))
    table(units_table(ordered, translate), translate("units.table"))
    if ordered["hidden"].any():
        note(translate("units.hidden", count=int(ordered["hidden"].sum()), fewest=FEWEST))
    st.download_button(
        translate("units.download"),
        units_csv(ordered, translate),
        "enheter.csv",
        "text/csv",
        key="units_csv",
        icon=":material/download:",
        on_click="ignore",
    )
    return ordered["unit"].tolist()


def services(view: View, units: pd.DataFrame, hours: pd.DataFrame, order: list[str]) -> None:
    """Show hours per resident by service."""
    st.header(translate("units.services"), anchor=False)
    services = by_service(units, hours, view.source.example)
    services = (
        services.set_index("unit")
        .reindex([unit for unit in order if unit in set(services["unit"])])
        .reset_index()
    )
    if services.empty:
        st.info(translate("units.all-hidden", fewest=FEWEST), icon=":material/visibility_off:")
        return
    codes = [int(column) for column in services.columns if column != "unit"]
    name = f"services {'|'.join(services['unit'])}"
    alt = translate("units.services-alt", units=len(services))
    shown(view, name, lambda: services_of_units(services, names_of(units), codes, translate), alt)
    under(
        translate("frame.table"), units_services_table(services, names_of(units), codes, translate)
    )


def country(view: View, units: pd.DataFrame, hours: pd.DataFrame) -> None:
    """Show recipients by hours per week, with the whole country as background."""
    national = distribution()
    st.header(translate("units.country"), anchor=False)
    note(translate("units.country-how", source=national.source, year=national.year))
    service = st.segmented_control(
        translate("frame.service"),
        list(national.shares),
        required=True,
        format_func=translate.short_service,
        key=state.settled("country_service", list(national.shares), MOST_COMMON),
        persist_state="session",
        label_visibility="collapsed",
    )
    assert service is not None
    classes = in_classes(hours, service, view.source.example)
    name = f"country {service}"
    alt = translate("units.country-alt", service=translate.service(service), units=len(classes))
    shown(
        view,
        name,
        lambda: against_country(classes, names_of(units), national, service, translate),
        alt,
    )
    under(
        translate("frame.table"),
        classes_table(classes, names_of(units), national, service, translate),
    )
    if classes.empty:
        note(translate("units.no-recipients", fewest=FEWEST))


def names_of(units: pd.DataFrame) -> dict[str, str]:
    """Return unit -> the name to show."""
    return {str(row.unit): str(row.name or row.unit) for row in units.itertuples()}


view = view_or_stop("units")
translate = view.words
heading("units")
units, hours, staff_time = side_by_side(view)
if view.source.example:
    note(translate("units.examples", count=len(units)))
elif len(units) == 1:
    st.info(translate("units.only-one"), icon=":material/info:")
order = overview(view, units, hours, staff_time)
services(view, units, hours, order)
country(view, units, hours)
note(f":material/info: {translate('units.caution')}")
