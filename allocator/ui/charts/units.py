"""Charts that compare units: figures, services, and the national distribution."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from allocator.results.compare import Distribution
from allocator.ui.charts.base import GRID, ROW, bar, figure, hour_axis, label
from allocator.ui.colours import MARK, ON_DUTY, of_service
from allocator.ui.words import Translator

CLASSES = ("#DCE7EE", "#B4CFDF", "#86B3CE", "#5893B8", "#2E74A5", "#123B57")
"""Classes of hours, the fewest lightest."""
LINE = 28
"""Pixels for one unit."""


def dots(frame: pd.DataFrame, column: str, name: str, words: Translator) -> go.Figure:
    """Draw one dot per unit, in the order of the frame; shares as per cent, minutes as hours."""
    names, values = [label(name) for name in frame["name"]], frame[column]
    minutes = column.endswith("_minutes")
    labels = [words.hours(value) if minutes else words.percent(value) for value in values]
    made = figure(80 + LINE * len(names))
    made.add_trace(
        go.Scatter(
            x=values,
            y=names,
            mode="markers+text",
            marker={"size": 13, "color": ON_DUTY, "line": {"color": MARK, "width": 1}},
            text=labels,
            textposition="middle right",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra>" + name + "</extra>",
        )
    )
    most = float(values.max()) if values.notna().any() else 1.0
    if minutes:
        hour_axis(made, most * 1.15, words)
    else:
        shares = [0.0, 0.25, 0.5, 0.75, 1.0]
        made.update_xaxes(
            tickvals=shares,
            ticktext=[words.percent(share) for share in shares],
            range=[0, max(1.12, most * 1.12)],
            gridcolor=GRID,
            fixedrange=True,
            zeroline=False,
        )
    made.update_yaxes(
        autorange="reversed", fixedrange=True, showgrid=True, gridcolor=GRID, ticksuffix="  "
    )
    return made


def services_of_units(
    table: pd.DataFrame, names: dict[str, str], services: Sequence[int], words: Translator
) -> go.Figure:
    """Draw hours per resident of each unit, stacked by service."""
    units = [names[unit] for unit in table["unit"]]
    made = figure(50 + max(LINE, ROW - 10) * len(units))
    for code in services:
        made.add_trace(bar(units, table[code], words.short_service(code), of_service(code), words))
    hour_axis(made, float(table[list(services)].sum(axis=1).max()), words)
    made.update_layout(barmode="stack")
    return made


def against_country(
    distribution: pd.DataFrame,
    names: dict[str, str],
    national: Distribution,
    service: int,
    words: Translator,
) -> go.Figure:
    """Draw recipients by hours per week, each unit above the whole country."""
    rows = [words("charts.national"), *(label(names[unit]) for unit in distribution["unit"])]
    recipients = [national.recipients[service], *distribution["recipients"]]
    made = figure(50 + max(LINE, ROW - 10) * len(rows))
    for number, share in enumerate(national.shares[service]):
        values = [share, *distribution[f"class_{number}"]]
        name = words(f"charts.class-{number}")
        made.add_trace(
            go.Bar(
                y=rows,
                x=values,
                name=name,
                orientation="h",
                marker={"color": CLASSES[number], "line": {"color": MARK, "width": 0.5}},
                customdata=[
                    words(
                        "charts.share",
                        class_name=name,
                        share=words.percent(share),
                        recipients=words.number(count, 0),
                    )
                    for share, count in zip(values, recipients, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    made.update_layout(barmode="stack")
    shares = [0.0, 0.25, 0.5, 0.75, 1.0]
    made.update_xaxes(
        tickvals=shares,
        ticktext=[words.percent(share) for share in shares],
        fixedrange=True,
        range=[0, 1],
    )
    made.update_yaxes(autorange="reversed", fixedrange=True, ticksuffix="  ")
    return made
