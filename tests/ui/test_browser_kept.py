"""Nothing is lost in a real browser: reload, another tab, a cut connection, a server anew."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from allocator.ui.words import Translator
from benchmarks.units import realistic, written
from ui.browser import browser, chromium, open_page, server, settled
from ui.test_browser import OVERVIEW, RESIDENT, RULES, SOLBAKKEN, UPLOAD, choose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="needs Debian's chromium: apt-get install chromium"),
]
NB = Translator("nb")
WAIT = 60_000


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as kept:
        yield Path(kept)


def opened(chrome: Any, site: str) -> Any:
    page = chrome.new_context(locale="nb-NO", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(site)
    settled(page)
    return page


def calculated(page: Any, files: list[Any]) -> None:
    """Files are dropped and calculated, as a manager does."""
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_text(NB("upload.fine")).wait_for()
    settled(page)
    page.get_by_role("button", name=NB("upload.run-do")).click()
    page.get_by_role("button", name=NB("documents.workbook")).wait_for()
    settled(page)


def resident(page: Any) -> str:
    """Whom the page is about."""
    field = page.get_by_role("combobox", name=NB("frame.resident")).first
    field.wait_for()
    return str(field.input_value())


def looks_at(page: Any, who: str) -> None:
    """Wait until the page is about a resident, of the user's own files."""
    settled(page)
    page.get_by_role("combobox", name=NB("frame.resident")).first.wait_for()
    page.wait_for_function(
        "who => [...document.querySelectorAll('input')].some(field => field.value === who)",
        arg=who,
    )
    assert resident(page) == who
    assert page.get_by_text("oppdiktet").count() == 0
    page.get_by_text("beboere.csv").first.wait_for()


def test_reload_second_tab_cut_connection_and_a_server_started_anew(
    chrome: Any, folder: Path
) -> None:
    with server(folder) as site:
        port = int(site.rpartition(":")[2])
        page = opened(chrome, site)
        calculated(page, SOLBAKKEN)
        open_page(page, RESIDENT)
        choose(page, NB("frame.resident"), "B2")
        looks_at(page, "B2")
        address = page.url
        page.reload()
        looks_at(page, "B2")
        assert page.url == address
        tab = page.context.new_page()
        tab.goto(site)
        looks_at(tab, "B2")
        choose(tab, NB("frame.resident"), "B1")
        page.context.set_offline(True)
        page.wait_for_timeout(1000)
        page.context.set_offline(False)
        page.reload()
        looks_at(page, "B2")
        addresses = [page.url, tab.url]
    with server(folder, port):
        page.reload()
        looks_at(page, "B2")
        tab.reload()
        looks_at(tab, "B1")
    for url in addresses:
        assert not any(name in url for name in ("B1", "B2", "olbakken")), url


def test_back_and_forward_and_a_link_for_somebody_else(chrome: Any, folder: Path) -> None:
    with server(folder) as site:
        page = opened(chrome, site)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator(".st-key-see_example button").click()
        page.get_by_text("oppdiktet").wait_for()
        settled(page)
        open_page(page, RESIDENT)
        for name in ("B2", "B3"):
            choose(page, NB("frame.resident"), name)
        for go, name in ((page.go_back, "B2"), (page.go_back, "B1"), (page.go_forward, "B2")):
            go()
            page.wait_for_timeout(500)
            settled(page)
            assert resident(page) == name
        page.go_back()
        settled(page)
        page.go_back()
        settled(page)
        page.wait_for_function("document.querySelector('h1').innerText === 'Oversikt'")
        page.go_forward()
        settled(page)
        page.wait_for_function("document.querySelector('h1').innerText === 'Beboer'")
        page.get_by_role("button", name=NB("frame.copy-link")).click()
        page.get_by_text(NB("frame.link-copied")).wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert "arbeid" not in link
        assert "eksempel=solbakken" in link
        other = opened(chrome, link)
        assert resident(other) == resident(page)
        other.goto(f"{site}/beboer?kjoring=finnesikke")
        settled(other)
        other.get_by_text(NB("frame.unknown-address")).wait_for()
        assert other.get_by_test_id("stException").count() == 0


def test_a_calculation_goes_on_while_another_page_is_looked_at(chrome: Any, folder: Path) -> None:
    files = [
        {"name": name, "mimeType": "text/csv", "buffer": data}
        for name, data in written(realistic(residents=8, weeks=12)).items()
    ]
    with server(folder) as site:
        page = opened(chrome, site)
        open_page(page, UPLOAD)
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_text(NB("upload.fine")).wait_for()
        settled(page)
        page.get_by_role("button", name=NB("upload.run-do")).click()
        page.get_by_test_id("stProgress").first.wait_for()
        page.locator("[data-testid=stSidebarNavLink]").nth(RULES).click()
        page.get_by_text(NB("rules.question")).wait_for()
        settled(page)
        page.locator("[data-testid=stSidebarNavLink]").nth(OVERVIEW).click()
        page.get_by_text(NB("overview.week")).first.wait_for()
        settled(page)
        assert "kjoring=" in page.url
