"""Charts of the staff: its time by use, and the week by the clock."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from allocator.results.views import CLOCK_STEP, FIELDS, STAFF_KINDS, Numbers
from allocator.terms import WEEKDAYS
from allocator.ui.charts.base import GRID, ROW, bar, figure, hour_axis
from allocator.ui.charts.residents import clock_axis
from allocator.ui.colours import ON_DUTY, RESTING, SHORTAGE, SHORTAGE_PATTERN, STAFF
from allocator.ui.words import Translator

EVEN = 0.05
"""Persons; a smaller difference is shown as even."""
WEAKEST = 0.45
"""How strongly the smallest shortage is coloured, of 1."""


def use_of_time(use: pd.DataFrame, words: Translator) -> go.Figure:
    """Draw rostered time by part and duty, divided by use; the uses add up to the bar."""
    names = [
        row_name(part, duty, words) for part, duty in zip(use["part"], use["duty"], strict=True)
    ]
    made = figure(50 + ROW * len(names))
    for kind in STAFF_KINDS:
        minutes = use[f"{kind}_minutes"].clip(lower=0.0)
        made.add_trace(bar(names, minutes, words.of("staff", kind), STAFF[kind], words))
    hour_axis(made, float(use["rostered_minutes"].max()), words)
    made.update_layout(barmode="stack")
    return made


def row_name(part: str, duty: str, words: Translator) -> str:
    """Write `Natt, hvilende`; active duty is not named."""
    name = words.of("part", part)
    name = f"{name}, {words.of('duty', duty)}" if duty == "resting" else name
    return name[:1].upper() + name[1:]


def balance_of_week(clock: dict[str, Numbers], day_start: float, words: Translator) -> go.Figure:
    """Return the week by the clock: where staff is short, even, or has time over [persons].

    A field that is short bears a number too, so that colour is not alone.
    """
    net = clock["over"] - clock["missing"]
    days = [words.of("short-weekday", day) for day in WEEKDAYS]
    made = figure(290)
    made.add_trace(
        go.Heatmap(
            z=_strength(net),
            x=list(range(FIELDS)),
            y=days,
            zmin=-1,
            zmax=1,
            colorscale=[[0, SHORTAGE], [0.5, "rgba(138,143,148,0.10)"], [1, ON_DUTY]],
            xgap=1,
            ygap=3,
            text=_said(clock, day_start, words),
            hovertemplate="%{text}<extra></extra>",
            showscale=False,
        )
    )
    short = [
        (day, field)
        for day in range(len(days))
        for field in range(FIELDS)
        if net[day, field] < -EVEN
    ]
    made.add_trace(
        go.Scatter(
            x=[field for _, field in short],
            y=[days[day] for day, _ in short],
            mode="text",
            text=["−"] * len(short),
            textfont={"color": "white", "size": 13},
            hoverinfo="skip",
        )
    )
    clock_axis(made, day_start, words)
    made.update_yaxes(autorange="reversed", fixedrange=True, ticksuffix="  ", showgrid=False)
    return made


def _strength(net: Numbers) -> Numbers:
    """Scale shortage and surplus each by its own largest, so that a small one is seen."""
    least = np.where(net < 0, WEAKEST, 0.0)
    largest = np.where(net < 0, max(EVEN, float(-net.min())), max(1.0, float(net.max())))
    strength = np.sign(net) * (least + (1 - least) * np.abs(net) / largest)
    return np.where(np.abs(net) < EVEN, 0.0, strength)


def _said(clock: dict[str, Numbers], day_start: float, words: Translator) -> list[list[str]]:
    return [
        [
            words(
                "charts.balance-field",
                day=words.of("weekday", day),
                start=words.clock(day_start + field * CLOCK_STEP),
                end=words.clock(day_start + (field + 1) * CLOCK_STEP),
                duty=words.number(clock["active"][index, field] + clock["resting"][index, field]),
                asked=words.number(clock["asked"][index, field]),
                missing=words.number(clock["missing"][index, field]),
            )
            for field in range(FIELDS)
        ]
        for index, day in enumerate(WEEKDAYS)
    ]


def duty_of_day(
    clock: dict[str, Numbers], weekday: int, day_start: float, words: Translator
) -> go.Figure:
    """Draw one døgn: staff on duty as an area, demand as a line, shortage hatched."""
    made = figure(270)
    places = [field - 0.5 for field in range(FIELDS + 1)]
    active, resting = clock["active"][weekday], clock["resting"][weekday]
    made.add_trace(_area(places, active, words("charts.on-duty"), ON_DUTY))
    if resting.any():
        made.add_trace(_area(places, resting, words("charts.resting"), RESTING))
    asked = clock["asked"][weekday]
    given = asked - clock["missing"][weekday]
    missing = clock["missing"][weekday].copy()
    missing[missing < EVEN] = 0.0
    if missing.any():
        made.add_trace(_missing(places, given, missing, words))
    made.add_trace(
        go.Scatter(
            x=places,
            y=[*asked, asked[-1]],
            name=words("charts.asked"),
            mode="lines",
            line={"shape": "hv", "width": 2.5, "color": "#C9A027"},
            hovertemplate="%{y:.1f}<extra>" + words("charts.asked") + "</extra>",
        )
    )
    clock_axis(made, day_start, words)
    made.update_yaxes(
        title=words("charts.persons"),
        rangemode="tozero",
        gridcolor=GRID,
        fixedrange=True,
        nticks=6,
        tickformat="d",
    )
    made.update_layout(hovermode="x unified")
    made.update_xaxes(unifiedhovertitle={"text": ""})
    return made


def _area(places: list[float], persons: Numbers, name: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=places,
        y=[*persons, persons[-1]],
        name=name,
        mode="lines",
        line={"shape": "hv", "width": 0},
        fill="tozeroy" if colour == ON_DUTY else "tonexty",
        fillcolor=_clear(colour),
        stackgroup="duty",
        hovertemplate="%{y:.1f}<extra>" + name + "</extra>",
    )


def _clear(colour: str) -> str:
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def _missing(places: list[float], given: Numbers, missing: Numbers, words: Translator) -> go.Bar:
    return go.Bar(
        x=[index + 0.5 for index in places[:-1]],
        y=missing,
        base=given,
        width=1.0,
        name=words("charts.missing"),
        marker={
            "color": "rgba(206,76,42,0.18)",
            "line": {"color": SHORTAGE, "width": 0},
            "pattern": {
                "shape": SHORTAGE_PATTERN,
                "fgcolor": SHORTAGE,
                "size": 6,
                "solidity": 0.35,
            },
        },
        hovertemplate="%{y:.1f}<extra>" + words("charts.missing") + "</extra>",
    )
