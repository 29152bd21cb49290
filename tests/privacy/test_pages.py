"""A number in an input that is dropped on the pages: its digits are nowhere in what is shown."""

from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from streamlit.testing.v1 import AppTest
from ui.browser import PAGES, browser, chromium, open_page, server, settled

from allocator.ui.frame import PAGES as FRAME
from privacy.leavings import leaks
from privacy.numbers import WRITINGS, number_for
from privacy.placements import Files, crowded, placements

ROOT = Path(__file__).parents[2]
TIMEOUT = 120
TRIED = (
    "heading: tiltak", "cell: beboere.beboer", "mapping: value", "mapping: sheet", "rota: name",
    "rota: code", "workbook: comment", "workbook: sheet title", "workbook: list",
    "mapping: mapped cell", "file name: table", "cell: unknown table",
)  # fmt: skip
"""One place of each kind that the pages show in a way of their own."""
PLACES = {placement.name: placement for placement in placements()}


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit finds pages from the folder it is started in."""
    monkeypatch.chdir(ROOT)


def _pages(files: Files) -> dict[str, str]:
    """Every page of the program as it is sent to the browser, with the files dropped on it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()
    app.switch_page("allocator/ui/pages/upload.py").run()
    kind = "application/octet-stream"
    dropped = [(name, data, kind) for name, data in files.items()]
    app.file_uploader(key="uploader").set_value(dropped).run()
    shown = {}
    for page, *_ in FRAME:
        app.switch_page(f"allocator/ui/pages/{page}.py").run()
        assert not app.exception
        shown[page] = "\n".join(_sent(app._tree))
    return shown


def _sent(node: Any) -> list[str]:
    """Every message below a node."""
    own = getattr(node, "proto", None)
    texts = [] if own is None else [text_format.MessageToString(own, as_utf8=True)]
    for child in getattr(node, "children", {}).values():
        texts += _sent(child)
    return texts


@pytest.mark.parametrize("index", range(len(TRIED)), ids=TRIED)
def test_the_pages_do_not_show_a_number(index: int) -> None:
    writing = WRITINGS[(7 * index) % len(WRITINGS)]
    number = number_for(writing, index)
    assert leaks(_pages(PLACES[TRIED[index]].files(writing.write(number))), number) == []


def test_the_pages_show_what_is_no_number() -> None:
    """Else the test above could not fail."""
    shown = _pages(PLACES["cell: beboere.beboer"].files("18815"))
    assert "18815" in shown["upload"]


@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="needs Debian's chromium: apt-get install chromium")
def test_a_browser_is_shown_no_number() -> None:
    """In every column of every table, in a heading and in a file's name."""
    made: list[str] = []

    def write(index: int) -> str:
        made.append(number_for(WRITINGS[index % len(WRITINGS)], index))
        return WRITINGS[index % len(WRITINGS)].write(made[-1])

    files, _ = crowded(write)
    files |= {f"{made[0]}.csv": f"{made[1]};b\r\n1;2\r\n".encode()}
    with server() as site, browser() as chrome:
        page = chrome.new_page(locale="nb-NO")
        page.set_default_timeout(TIMEOUT * 1000)
        page.goto(site)
        settled(page)
        open_page(page, PAGES.index("last-opp"))
        page.locator("input[type=file]").set_input_files(
            [{"name": n, "mimeType": "text/csv", "buffer": data} for n, data in files.items()]
        )
        page.get_by_text("*****").filter(visible=True).first.wait_for()
        settled(page)
        for index, name in enumerate(PAGES):
            open_page(page, index)
            html = page.content() + page.inner_text("body")
            assert [number for number in made if number in html] == [], name
