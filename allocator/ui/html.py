"""Tables as plain HTML: read aloud, copied, printed, and scrolled with the keyboard on a phone.

Streamlit's own table cannot be reached by keyboard where it is wider than the screen, and it
reads the cells as Markdown. Here they are text.
"""

import re
from collections.abc import Sequence
from html import escape as escape_html

import pandas as pd

from allocator.sanitise import sanitise_lines
from allocator.ui.charts.base import LegendEntry

STYLE = """<style>
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .85rem; }
.legend [role=listitem] { display: flex; align-items: center; gap: .4rem; }
.legend .swatch { width: .85rem; height: .85rem; border-radius: .15rem; flex: none; }
.legend .hatched { border: 1px solid; }
.legend .line { height: 0; border-top: 3px solid; border-radius: 0; }
.legend .mark { background: none !important; line-height: .85rem; text-align: center; }
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
.copy-link {
  display: inline-flex; align-items: center; gap: .4rem; padding: .35rem .7rem; font: inherit;
  font-size: .875rem; color: inherit; background: none; cursor: pointer; border-radius: .4rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
}
.copy-link .icon { font: 1.1rem/1 "Material Symbols Rounded"; font-feature-settings: "liga"; }
.copy-link:hover { border-color: currentColor; }
.question { font-size: .85rem; }
.question.asked { border-left: 4px solid #1F5A7D; padding-left: .6rem; font-weight: 600; }
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], .st-key-top { display: none !important; }
  .figures { overflow: visible; }
}
</style>"""
CHOOSE_FILE = """<style>
[data-testid=stFileUploaderDropzone] button p,
[data-testid=stFileUploaderDropzoneInstructions] span {{ font-size: 0; }}
[data-testid=stFileUploaderDropzone] button p::after {{ content: "{choose}"; font-size: .875rem; }}
[data-testid=stFileUploaderDropzoneInstructions] span::after {{
  content: "{drop}"; font-size: .875rem; white-space: normal;
}}
</style>"""
"""Streamlit has the words of a field for files in English only; these stand in their place.

They stay in the page unseen, for a button whose only words are a style's has no name for some.
"""
KEEP_HISTORY = """<script>
if (!window.allocatorHistory) {
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  window.allocatorHistory = (state, title, address) => {
    const to = new URL(address, location.href);
    const only_fills = to.pathname === location.pathname && !location.search;
    return (only_fills ? replace : push)(state, title, address);
  };
  history.pushState = window.allocatorHistory;
}
</script>"""
"""The address that a page is opened by and what is added to it are one step in the browser."""
COPY_LINK = """<button type="button" class="copy-link">
<span class="icon" aria-hidden="true">link</span>
<span class="words" aria-live="polite">{copy}</span></button>
<script>
(() => {{
  const button = document.querySelector(".copy-link");
  const words = button.querySelector(".words");
  button.onclick = async () => {{
    const address = new URL(location.href);
    address.searchParams.delete("arbeid");
    try {{
      await navigator.clipboard.writeText(address.href);
    }} catch {{
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = address.href;
      field.select();
      document.execCommand("copy");
      field.remove();
    }}
    words.textContent = "{copied}";
    setTimeout(() => {{ words.textContent = "{copy}"; }}, 3000);
  }};
}})();
</script>"""
"""Copies the page's address without the id of the window's work, which is its person's own."""
QUESTION_LINK = (
    """<div class="question" id="question-{question}"><a href="{link}">{text}</a></div>"""
)
ASKED_QUESTION = """<script>
setTimeout(() => {{
  const asked = document.getElementById("question-{question}");
  asked?.classList.add("asked");
  asked?.scrollIntoView({{ block: "center" }});
}}, 700);
</script>"""
"""Shows the question that an address names, once the page stands."""
MARKS = {"diamond": "◆", "line-ns": "┃"}
_FIGURE = re.compile(r"[\d\s,.%−–thmin]+|\d{1,2}:\d\d")


def html_legend(entries: Sequence[LegendEntry]) -> str:
    """Return what the colours and marks of a picture mean; it wraps on a narrow screen."""
    items = "".join(
        f'<span role="listitem">'
        f'<span class="swatch {entry.kind}" style="{_look(entry)}" aria-hidden="true">'
        f"{MARKS.get(entry.mark, '')}</span>{escape(entry.name)}</span>"
        for entry in entries
    )
    return f'<div class="legend" role="list">{items}</div>'


def _look(entry: LegendEntry) -> str:
    if entry.kind == "hatched":
        stripes = f"{entry.colour} 0 1.5px, transparent 1.5px 5px"
        return f"border-color:{entry.colour};background:repeating-linear-gradient(135deg,{stripes})"
    if entry.kind == "line":
        return f"border-color:{entry.colour}"
    return f"color:{entry.colour};background:{entry.colour}"


def html_table(rows: pd.DataFrame, label: str) -> str:
    """Return a table of text; columns of figures stand to the right.

    Parameters
    ----------
    label
        What the table is, for screen readers.
    """
    figures = [all(_FIGURE.fullmatch(str(value)) for value in rows[name]) for name in rows.columns]
    kinds = ["", *(' class="figure"' if is_figure else "" for is_figure in figures[1:])]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(name))}</th>'
        for name, kind in zip(rows.columns, kinds, strict=True)
    )
    body = "".join(_row(values, kinds) for values in rows.itertuples(index=False, name=None))
    return (
        f'<div class="figures" role="group" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def escape(text: str) -> str:
    """Return text as it may be shown, and never as markup."""
    return escape_html(sanitise_lines(text))


def _row(values: tuple[object, ...], kinds: list[str]) -> str:
    first, *rest = (escape(str(value)) for value in values)
    cells = "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(rest, kinds[1:], strict=True))
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'
