"""Pictures, against the frames they show."""

import numpy as np
import pandas as pd
import pytest

import allocator
from allocator.results.compare import compared, distribution, in_classes
from allocator.results.views import (
    by_clock,
    by_resident,
    of_unit,
    services_with_hours,
    staff_clock,
    staff_use,
    with_missing,
)
from allocator.ui.charts.residents import clock_of_resident, parts_of_services, week_of_residents
from allocator.ui.charts.staff import balance_of_week, duty_of_day, use_of_time
from allocator.ui.charts.units import against_country, dots, services_of_units
from allocator.ui.colours import SERVICES, SHORTAGE_PATTERN
from allocator.ui.words import Translator

NB = Translator("nb")
UNIT = "Solbakken"


@pytest.fixture(scope="module")
def result() -> allocator.Result:
    return allocator.allocate(allocator.read("examples/solbakken"))


def hours_of(result: allocator.Result) -> pd.DataFrame:
    return with_missing(of_unit(result.hours, UNIT), result.calculation.units)


def by_name(figure: object) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}  # type: ignore[attr-defined]


def test_the_bars_of_a_resident_add_up_to_what_is_planned(result: allocator.Result) -> None:
    hours = hours_of(result)
    services = services_with_hours(hours)
    traces = by_name(week_of_residents(hours, services, NB))
    bars = [traces[NB.short_service(code)] for code in services]
    stacked = np.sum([np.array(bar.x) for bar in [*bars, traces["Mangler"]]], axis=0)
    assert stacked == pytest.approx(by_resident(hours)["planned_minutes"].to_numpy(), abs=0.02)


def test_a_service_has_its_own_colour_in_every_picture(result: allocator.Result) -> None:
    hours = hours_of(result)
    services = services_with_hours(hours)
    week = by_name(week_of_residents(hours, services, NB))
    table = hours.pivot_table(
        index="unit", columns="service", values="omfang_minutes"
    ).reset_index()
    codes = [column for column in table.columns if column != "unit"]
    units = by_name(services_of_units(table, {UNIT: UNIT}, codes, NB))
    for code in set(services) & set(codes):
        name = NB.short_service(code)
        assert week[name].marker.color == units[name].marker.color == SERVICES[code]


def test_what_is_missing_is_hatched_wherever_it_is_shown(result: allocator.Result) -> None:
    hours = hours_of(result)
    own = hours[hours["resident"] == "B3"].reset_index(drop=True)
    week = week_of_residents(hours, services_with_hours(hours), NB)
    for figure in (week, parts_of_services(own, NB)):
        assert by_name(figure)["Mangler"].marker.pattern.shape == SHORTAGE_PATTERN


def test_the_parts_of_a_service_add_up(result: allocator.Result) -> None:
    own = hours_of(result)
    own = own[own["resident"] == "B1"].reset_index(drop=True)
    traces = by_name(parts_of_services(own, NB))
    stacked = np.sum(
        [np.array(traces[NB.of("part", part)].x) for part in ("day", "evening", "night")], axis=0
    )
    assert stacked == pytest.approx(own["received_minutes"].to_numpy())


def test_the_week_of_a_resident_says_day_and_clock(result: allocator.Result) -> None:
    week = of_unit(result.week, UNIT)
    persons = by_clock(week[week["resident"] == "B1"], "received_minutes", 420.0)
    heat = clock_of_resident(persons, 420.0, NB).data[0]
    assert heat.text[0][0].startswith("mandag 07:00–07:30: ")
    assert heat.text[6][47].startswith("søndag 06:30–07:00: ")


def test_the_staff_bars_close(result: allocator.Result) -> None:
    use = staff_use(of_unit(result.staff_time, UNIT))
    figure = use_of_time(use, NB)
    stacked = np.sum([np.array(trace.x) for trace in figure.data], axis=0)
    assert stacked == pytest.approx(use["rostered_minutes"].to_numpy(), abs=0.01)
    assert figure.data[0].y[-1] == "Hele døgnet"


def test_a_field_that_is_short_bears_a_sign() -> None:
    clock = {name: np.zeros((7, 48)) for name in ("active", "resting", "asked", "missing", "over")}
    clock["missing"][2, 10] = clock["asked"][2, 10] = 1.0
    heat, signs = balance_of_week(clock, 420.0, NB).data
    assert heat.z[2][10] == -1.0
    assert (list(signs.x), list(signs.y), list(signs.text)) == ([10], ["ons"], ["−"])
    assert "mangler 1,0" in heat.text[2][10]


def test_a_day_shows_duty_asked_and_missing(result: allocator.Result) -> None:
    clock = staff_clock(of_unit(result.staff_week, UNIT), 420.0)
    clock["missing"][5, 4] = 1.0
    traces = by_name(duty_of_day(clock, 5, 420.0, NB))
    assert {"På vakt", "Hvilende", "Trengs", "Mangler"} == set(traces)
    assert list(traces["På vakt"].y[:-1]) == pytest.approx(list(clock["active"][5]))
    assert traces["Mangler"].marker.pattern.shape == SHORTAGE_PATTERN


def test_units_are_dots_with_their_figures(result: allocator.Result) -> None:
    units = result.calculation.inputs.tables["unit"]
    frame = compared(units, result.hours, result.staff_time, show_few=True)
    trace = dots(frame, "coverage", "Dekning", NB).data[0]
    assert list(trace.text) == [NB.percent(frame["coverage"].iloc[0])]
    hours = dots(frame, "per_resident_minutes", "Timer", NB).data[0]
    assert list(hours.text) == [NB.hours(frame["per_resident_minutes"].iloc[0])]


def test_the_country_stands_first_and_every_bar_is_whole(result: allocator.Result) -> None:
    classes = in_classes(result.hours, 15, show_few=True)
    figure = against_country(classes, {UNIT: "Solbakken"}, distribution(), 15, NB)
    assert figure.data[0].y == ("Hele landet, 2022", "Solbakken")
    stacked = np.sum([np.array(trace.x) for trace in figure.data], axis=0)
    assert stacked == pytest.approx([1.0, 1.0])


def test_names_of_residents_are_no_markup(result: allocator.Result) -> None:
    hours = hours_of(result)
    hours = hours.assign(resident="<a href='http://elsewhere'>B1</a>")
    figure = week_of_residents(hours, services_with_hours(hours), NB)
    assert "<a" not in str(figure.data[0].y)
