"""Tables as plain HTML: read aloud, copied, printed, and scrolled with the keyboard on a phone.

Streamlit's own table cannot be reached by keyboard where it is wider than the screen, and it
reads the cells as Markdown. Here they are text.
"""

import re
from html import escape

import pandas as pd

STYLE = """<style>
.figures { overflow-x: auto; margin-bottom: .5rem; }
.figures table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.figures th, .figures td {
  padding: .4rem .75rem; text-align: left; vertical-align: top; font-weight: 400;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent);
}
.figures thead th { font-weight: 600; vertical-align: bottom; }
.figures .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures thead .figure { white-space: normal; }
/* white on the dark page's light blue cannot be read: one blue for the main button on both */
[data-testid^=stBaseButton-primary] {
  background: #1F5A7D !important; border-color: #4C8FB5 !important; color: #FFFFFF !important;
}
[data-testid^=stBaseButton-primary]:hover { background: #17465F !important; }
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], .st-key-top { display: none !important; }
  .figures { overflow: visible; }
}
</style>"""
_FIGURE = re.compile(r"[\d\s,.%−–thmin:]+")


def html_table(rows: pd.DataFrame, label: str) -> str:
    """A table of text; columns of figures stand to the right.

    Parameters
    ----------
    label : what the table is, for screen readers.
    """
    figures = [all(_FIGURE.fullmatch(str(one)) for one in rows[name]) for name in rows.columns]
    kinds = ["", *(' class="figure"' if one else "" for one in figures[1:])]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(name))}</th>'
        for name, kind in zip(rows.columns, kinds, strict=True)
    )
    body = "".join(_row(values, kinds) for values in rows.itertuples(index=False, name=None))
    return (
        f'<div class="figures" role="group" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(values: tuple[object, ...], kinds: list[str]) -> str:
    first, *rest = (escape(str(one)) for one in values)
    cells = "".join(f"<td{kind}>{one}</td>" for one, kind in zip(rest, kinds[1:], strict=True))
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'
