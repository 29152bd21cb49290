"""Shared parts of the charts: axes, durations as text, bars, marks and legends."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from allocator.terms import MINUTES_PER_HOUR
from allocator.ui.colours import MARK, SHORTAGE, SHORTAGE_PATTERN
from allocator.ui.words import Translator

ROW = 46
"""Pixels for one bar."""
GRID = "rgba(138,143,148,0.25)"
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""No tool bar: nothing in it helps to read, and it lies over the picture."""
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
_TICKS = 6


@dataclass(frozen=True)
class LegendEntry:
    """What one colour or mark of a picture means.

    Parameters
    ----------
    kind
        Swatch, hatched, line or mark.
    """

    name: str
    colour: str
    kind: str = "swatch"
    mark: str = ""


def legend(made: go.Figure) -> list[LegendEntry]:
    """Return the meanings of a picture's colours and marks, in order.

    It is shown beside the picture and not in it: there it would take its room on a telephone.
    """
    return [_entry(trace) for trace in made.data if trace.name]


def _entry(trace: Any) -> LegendEntry:
    if trace.type == "bar":
        hatched = trace.marker.pattern.shape is not None
        colour = trace.marker.pattern.fgcolor if hatched else trace.marker.color
        return LegendEntry(trace.name, colour, "hatched" if hatched else "swatch")
    if trace.mode == "markers":
        return LegendEntry(trace.name, trace.marker.color, "mark", trace.marker.symbol)
    if trace.fillcolor:
        return LegendEntry(trace.name, trace.fillcolor)
    return LegendEntry(trace.name, trace.line.color, "line")


def figure(height: int) -> go.Figure:
    """Return an empty picture."""
    made = go.Figure()
    made.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        bargap=0.35,
        hoverlabel={"align": "left"},
        separators=", ",
        uniformtext={"minsize": 11, "mode": "hide"},
    )
    return made


def hour_axis(made: go.Figure, most: float, words: Translator) -> None:
    """Set an x axis of hours [min] from 0 to `most`, with whole hours on it."""
    hours = max(most / MINUTES_PER_HOUR, 1.0)
    step = next((step for step in _STEPS if hours / step <= _TICKS), _STEPS[-1])
    ticks = [tick * step for tick in range(int(hours // step) + 2)]
    made.update_xaxes(
        tickvals=[tick * MINUTES_PER_HOUR for tick in ticks],
        ticktext=[f"{words.number(tick, 0)} {words.hour_sign}" for tick in ticks],
        range=[0, hours * MINUTES_PER_HOUR * 1.04],
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
    )
    made.update_yaxes(autorange="reversed", fixedrange=True, ticksuffix="  ", showgrid=False)


def label(text: str) -> str:
    """Return text of the input for a chart, where what looks like markup stays text."""
    return escape(str(text), quote=False)


def shortage_bar(
    rows: Iterable[str], minutes: Iterable[float], name: str, words: Translator
) -> go.Bar:
    """Return what is missing: always this colour, always hatched."""
    values = list(minutes)
    return go.Bar(
        y=[label(row) for row in rows],
        x=values,
        name=name,
        orientation="h",
        marker={
            "color": "rgba(206,76,42,0.18)",
            "line": {"color": SHORTAGE, "width": [1.5 if value > 0 else 0.0 for value in values]},
            "pattern": {
                "shape": SHORTAGE_PATTERN,
                "fgcolor": SHORTAGE,
                "size": 6,
                "solidity": 0.35,
            },
        },
        customdata=[words.hours(value) for value in values],
        hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
    )


def bar(
    rows: Iterable[str], minutes: Iterable[float], name: str, colour: str, words: Translator
) -> go.Bar:
    """Draw one colour of a stacked bar."""
    values = list(minutes)
    return go.Bar(
        y=[label(row) for row in rows],
        x=values,
        name=name,
        orientation="h",
        marker={"color": colour, "line": {"width": 0}},
        text=[words.hours(value) if value >= MINUTES_PER_HOUR else "" for value in values],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        customdata=[words.hours(value) for value in values],
        hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
    )


def marks(
    rows: Iterable[str], minutes: Iterable[float], name: str, symbol: str, words: Translator
) -> go.Scatter:
    """Return a mark on each bar, for a figure that is no part of the stack."""
    values = list(minutes)
    return go.Scatter(
        y=[label(row) for row in rows],
        x=values,
        name=name,
        mode="markers",
        marker={
            "symbol": symbol,
            "size": 24 if symbol.startswith("line") else 11,
            "color": MARK,
            "line": {
                "color": MARK if symbol.startswith("line") else "white",
                "width": 3 if symbol.startswith("line") else 1.5,
            },
        },
        customdata=[words.hours(value) for value in values],
        hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
    )
