"""Going from page to page, and reading what is there."""

from html.parser import HTMLParser

import pandas as pd
from streamlit.testing.v1 import AppTest


def go(app: AppTest, page: str) -> AppTest:
    """Open one page."""
    opened = app.switch_page(f"allocator/ui/pages/{page}.py").run()
    assert not opened.exception, [error.message for error in opened.exception]
    return opened


def see_example(app: AppTest) -> AppTest:
    """Choose the example by the button of the empty page."""
    opened = app.button(key="see_example").click().run()
    assert not opened.exception, [error.message for error in opened.exception]
    return opened


def said(app: AppTest) -> str:
    """All text on the page."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    parts += [*app.info, *app.success, *app.warning, *app.error]
    return "\n".join(str(part.value) for part in parts).replace("\u00a0", " ").replace("\\", "")


class _Cells(HTMLParser):
    """The rows of one table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1] += data


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Every table on the page, as text."""
    frames = []
    for part in app.get("html"):
        body = part.proto.body
        if 'class="figures"' in body:
            read = _Cells()
            read.feed(body)
            frames.append(pd.DataFrame(read.rows[1:], columns=read.rows[0]))
    return frames


def table_with(app: AppTest, heading: str) -> pd.DataFrame:
    """The first table that has a column of this heading."""
    return next(frame for frame in tables(app) if heading in frame.columns)
