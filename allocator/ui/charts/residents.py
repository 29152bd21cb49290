"""Charts of residents: the week of each by service, by part of the døgn, and by the clock."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from allocator.results.views import CLOCK_STEP, FIELDS, Numbers, by_resident
from allocator.terms import PARTS, WEEKDAYS
from allocator.ui.charts.base import ROW, bar, figure, hour_axis, marks, shortage_bar
from allocator.ui.colours import HEAT, of_service
from allocator.ui.colours import PARTS as PART_COLOURS
from allocator.ui.words import Translator

EVERY = 6
"""A tick every three hours."""


def week_of_residents(hours: pd.DataFrame, services: Sequence[int], words: Translator) -> go.Figure:
    """Plot received time per resident, stacked by service, and what is missing.

    The ressursinnsats and the decided hours are marks.

    Parameters
    ----------
    hours
        The rows of one unit, with what is missing.
    services
        Which to show, in order.
    """
    residents = by_resident(hours)
    names = residents["resident"].tolist()
    made = figure(50 + ROW * len(names))
    table = hours.pivot_table(
        index="resident", columns="service", values="received_minutes", aggfunc="sum"
    ).reindex(index=names, columns=list(services), fill_value=0.0)
    for code in services:
        made.add_trace(
            bar(names, table[code].fillna(0.0), words.short_service(code), of_service(code), words)
        )
    if (residents["missing_minutes"] > 0).any():
        missing = residents["missing_minutes"]
        made.add_trace(shortage_bar(names, missing, words("charts.missing"), words))
    resources = residents["ressursinnsats_minutes"]
    made.add_trace(marks(names, resources, words("charts.ressursinnsats"), "diamond", words))
    if residents["decided_minutes"].notna().any():
        decided = residents["decided_minutes"]
        made.add_trace(marks(names, decided, words("charts.decided"), "line-ns", words))
    most = residents[
        ["planned_minutes", "received_minutes", "ressursinnsats_minutes", "decided_minutes"]
    ]
    hour_axis(made, float(most.max().max()), words)
    made.update_layout(barmode="stack")
    return made


def parts_of_services(hours: pd.DataFrame, words: Translator) -> go.Figure:
    """Draw each service as a strip of day, evening and night, then what is missing.

    `hours` is with what is missing.
    """
    names = [words.short_service(int(code)) for code in hours["service"]]
    made = figure(50 + ROW * len(names))
    for part in PARTS:
        made.add_trace(
            bar(names, hours[f"{part}_minutes"], words.of("part", part), PART_COLOURS[part], words)
        )
    if (hours["missing_minutes"] > 0).any():
        missing = hours["missing_minutes"]
        made.add_trace(shortage_bar(names, missing, words("charts.missing"), words))
    hour_axis(made, float(hours[["planned_minutes", "received_minutes"]].max().max()), words)
    made.update_layout(barmode="stack")
    return made


def clock_of_resident(persons: Numbers, day_start: float, words: Translator) -> go.Figure:
    """Return the week by the clock: how much of each half hour the resident receives something.

    Parameters
    ----------
    persons
        7 × 48, minutes received per minute.
    """
    made = figure(270)
    times = [day_start + field * CLOCK_STEP for field in range(FIELDS)]
    labels = [
        [
            f"{words.of('weekday', day)} {words.clock(start)}–{words.clock(start + CLOCK_STEP)}: "
            f"{words.hours(value * CLOCK_STEP)}"
            for start, value in zip(times, row, strict=True)
        ]
        for day, row in zip(WEEKDAYS, persons, strict=True)
    ]
    made.add_trace(
        go.Heatmap(
            z=persons,
            x=list(range(FIELDS)),
            y=[words.of("short-weekday", day) for day in WEEKDAYS],
            colorscale=HEAT,
            zmin=0,
            zmax=max(1.0, float(persons.max())),
            xgap=1,
            ygap=3,
            text=labels,
            hovertemplate="%{text}<extra></extra>",
            showscale=False,
        )
    )
    clock_axis(made, day_start, words)
    made.update_yaxes(autorange="reversed", fixedrange=True, ticksuffix="  ", showgrid=False)
    return made


def clock_axis(made: go.Figure, day_start: float, words: Translator) -> None:
    """Set an x axis of 48 half hours from the start of the døgn."""
    ticks = range(0, FIELDS + 1, EVERY)
    made.update_xaxes(
        tickvals=[tick - 0.5 for tick in ticks],
        ticktext=[words.clock(day_start + tick * CLOCK_STEP) for tick in ticks],
        range=[-0.5, FIELDS - 0.5],
        fixedrange=True,
        showgrid=False,
        zeroline=False,
    )
