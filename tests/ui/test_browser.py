"""Each user's task in a real browser: both languages, light and dark, desk and telephone.

Every visit also checks that nothing is asked of any other host.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from repair.workbooks import cells, rich

from allocator.ui.words import Translator
from ui.browser import (
    PAGES,
    browser,
    chromium,
    open_page,
    see_example,
    server,
    settled,
    speak,
)
from ui.test_mapping_form import book

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="needs Debian's chromium: apt-get install chromium"),
]
SOLBAKKEN = sorted((Path(__file__).parents[2] / "examples" / "solbakken").glob("*.csv"))
LOOKS = [
    pytest.param(("nb", "light", 1280), id="nb-light-desk"),
    pytest.param(("en", "dark", 1280), id="en-dark-desk"),
    pytest.param(("en", "light", 400), id="en-light-phone"),
    pytest.param(("nb", "dark", 400), id="nb-dark-phone"),
]
GRAVE = {"serious", "critical"}
WAIT = 60_000
OVERVIEW, UPLOAD, RESIDENT, STAFFING, UNITS, VERSIONS, RULES = range(7)
NAMES = ("overview", "upload", "resident", "staffing", "units", "versions", "rules")


@dataclass(frozen=True)
class Visit:
    """The program, open in a browser that looks a certain way."""

    page: Any
    translate: Translator
    outside: list[str]
    """What was asked of other hosts."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module", params=LOOKS)
def opened(request: pytest.FixtureRequest, site: str, chrome: Any) -> Iterator[Visit]:
    language, scheme, width = request.param
    context = chrome.new_context(
        locale="nb-NO",
        timezone_id="Europe/Oslo",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    outside: list[str] = []
    own = (site, site.replace("http:", "ws:"), "data:", "blob:")
    context.on("request", lambda sent: sent.url.startswith(own) or outside.append(sent.url))
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(site)
    settled(page)
    begin_anew(page, Translator(language))
    yield Visit(page, Translator(language), outside)
    context.close()


@pytest.fixture
def visit(opened: Visit) -> Iterator[Visit]:
    yield opened
    assert opened.outside == []
    assert opened.page.get_by_test_id("stException").count() == 0


def grave(page: Any) -> list[tuple[str, str]]:
    """What axe finds that keeps people out."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [
        (violation["id"], violation["nodes"][0]["html"][:200])
        for violation in violations
        if violation["impact"] in GRAVE
    ]


def downloaded(page: Any, label: str) -> tuple[str, bytes]:
    """What a button hands over: the file's name and its bytes."""
    settled(page)  # a button of a page that is drawn anew has nothing to hand over
    with page.expect_download(timeout=WAIT) as handed:
        page.get_by_role("button", name=label).first.click()
    return handed.value.suggested_filename, Path(handed.value.path()).read_bytes()


def choose(page: Any, label: str, option: str) -> None:
    """Choose from a list."""
    field = page.get_by_role("combobox", name=label).first
    field.scroll_into_view_if_needed()
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):  # a list that is open while the page still moves is closed by that
        page.wait_for_timeout(400)
        field.click()
        page.wait_for_timeout(400)
        if wanted.count():
            break
    wanted.click()
    settled(page)


def test_nobody_is_kept_out(visit: Visit) -> None:
    page, translate = visit.page, visit.translate
    assert page.evaluate("document.documentElement.lang") == translate.language
    for number, name in enumerate(NAMES):
        open_page(page, number)
        assert page.locator("h1").inner_text() == translate(f"{name}.title")
        closed = page.locator("[data-testid=stMain] details:not([open]) > summary")
        for _ in range(min(2, closed.count())):
            closed.first.click()
            page.wait_for_timeout(200)
        assert grave(page) == [], PAGES[number]
        too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(too_wide), PAGES[number]


def test_a_field_for_files_speaks_the_language(visit: Visit) -> None:
    page, translate = visit.page, visit.translate
    open_page(page, UPLOAD)
    field = page.get_by_test_id("stFileUploaderDropzone")
    shown = "element => getComputedStyle(element, '::after').content"
    assert field.locator("button p").evaluate(shown) == f'"{translate("frame.choose-file")}"'
    assert field.locator("button p").evaluate("e => getComputedStyle(e).fontSize") == "0px"


def test_pictures_tell_what_they_show(visit: Visit) -> None:
    page, translate = visit.page, visit.translate
    words = {"nb": "i tabellen under", "en": "table below"}[translate.language]
    for number in (OVERVIEW, STAFFING):
        open_page(page, number)
        pictures = page.get_by_test_id("stPlotlyChart")
        pictures.first.wait_for()
        for picture in pictures.all():
            with_text = picture.locator("xpath=descendant-or-self::*[@aria-label][1]")
            assert words in with_text.first.get_attribute("aria-label")


def test_a_caseworker_takes_a_resident_along(visit: Visit) -> None:
    page, translate = visit.page, visit.translate
    open_page(page, RESIDENT)
    choose(page, translate("frame.resident"), "B2")
    page.locator("summary").filter(has_text=translate.service(15)).click()
    source = page.get_by_text("Avgjør:" if translate.language == "nb" else "Decides:")
    source.locator("visible=true").first.wait_for()
    name, document = downloaded(page, translate("documents.document"))
    assert document.startswith(b"%PDF")
    assert "B2" not in name
    page.locator("summary").filter(has_text=translate("resident.letter-show")).click()
    shown = page.get_by_text("[Utkast om" if translate.language == "nb" else "[Draft about")
    shown.locator("visible=true").first.wait_for()
    name, letter = downloaded(page, translate("documents.letter"))
    assert name == translate("documents.letter-file")
    read = docx.Document(io.BytesIO(letter))
    assert "Helsetjenester i hjemmet" in [paragraph.text for paragraph in read.paragraphs]
    assert "B2" not in page.url


def test_an_analyst_takes_the_comparison_along(visit: Visit) -> None:
    page, translate = visit.page, visit.translate
    open_page(page, UNITS)
    choose(page, translate("units.figure"), translate("units.coverage"))
    page.get_by_text(translate("units.coverage-how")).first.wait_for()
    _, table = downloaded(page, translate("units.download"))
    assert "Solbakken" in table.decode("utf-8-sig")


def test_a_manager_from_a_wrong_file_to_the_workbook(visit: Visit, tmp_path: Path) -> None:
    page, translate = visit.page, visit.translate
    for path in SOLBAKKEN:
        wrong = path.read_bytes().replace(b";direkte;", b";direkt;")
        (tmp_path / path.name).write_bytes(wrong)
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files(sorted(tmp_path.glob("*.csv")))
    page.get_by_text(translate("upload.repair-how")).wait_for()
    name, marked = downloaded(page, translate("upload.marked"))
    assert name == translate("upload.marked-file")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    assert book.sheetnames == [*sorted(path.stem for path in SOLBAKKEN), "Allocator"]
    page.get_by_role("button", name=translate("upload.repair-do")).click()
    page.get_by_text(translate("upload.fine")).wait_for()
    settled(page)
    page.get_by_role("button", name=translate("upload.run-do")).click()
    page.get_by_role("button", name=translate("documents.workbook")).wait_for()
    name, workbook = downloaded(page, translate("documents.workbook"))
    assert name.endswith(".xlsx")
    assert len(openpyxl.load_workbook(io.BytesIO(workbook)).sheetnames) > 3
    assert grave(page) == []


@pytest.mark.parametrize("opened", [LOOKS[0], LOOKS[2]], indirect=True)
def test_a_new_user_from_foreign_sheets_to_hours(visit: Visit, tmp_path: Path) -> None:
    """A rota with codes and decisions with foreign headings, without opening a text file."""
    page, translate = visit.page, visit.translate
    unit = f"{translate.language}{page.viewport_size['width']}"
    first, second = tmp_path / "jan.xlsx", tmp_path / "feb.xlsx"
    first.write_bytes(book(unit=unit))
    second.write_bytes(book(title="Turnus februar", unit=unit))
    begin_anew(page, translate)
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files([first])
    page.get_by_text(translate("mapping.codes-how")).wait_for()
    assert grave(page) == []
    actions = 0
    unused, column = translate("mapping.unused"), translate("mapping.column", column="Slags")
    for label in (column, translate("mapping.column", column=f"Merket {unit}")):
        choose(page, label, unused)
        actions += 2
    for code, kind, start, end in (
        ("D", "aktiv", "07:00", "15:00"),
        ("N", "aktiv", "22:00", "07:00"),
        ("F", "teller_ikke", "", ""),
    ):
        kind = translate(f"mapping.kind-{kind}")
        choose(page, translate("mapping.code-kind", code=code), kind)
        actions += 2
        for label, clock in (("mapping.code-start", start), ("mapping.code-slutt", end)):
            if clock:
                page.get_by_label(translate(label, code=code), exact=True).fill(clock)
                page.keyboard.press("Tab")
                settled(page)
                actions += 1
    page.get_by_role("button", name=translate("mapping.use")).click()
    page.get_by_text(translate("upload.fine")).wait_for()
    page.get_by_text("119:00").wait_for()
    settled(page)
    page.get_by_role("button", name=translate("upload.run-do")).click()
    page.get_by_role("button", name=translate("documents.workbook")).wait_for()
    assert actions + 3 <= MOST_ACTIONS
    assert grave(page) == []
    begin_anew(page, translate)
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files([second])
    page.get_by_text(translate("upload.fine")).wait_for()
    known = translate("mapping.recognised", sheet="Vedtaksliste", date="|").partition("|")[0]
    page.get_by_text(known).first.wait_for()


@pytest.mark.parametrize("opened", [LOOKS[1], LOOKS[3]], indirect=True)
def test_a_manager_repairs_a_workbook_and_has_it_back(visit: Visit, tmp_path: Path) -> None:
    """It goes in again as it came out: without a mapping, without an error, with its formulas."""
    page, translate = visit.page, visit.translate
    wrong, right = tmp_path / "bok.xlsx", tmp_path / "rettet" / "bok.xlsx"
    wrong.write_bytes(rich("07:70", "08.01.2026", "30,5", resident="B9", heading="minuter"))
    begin_anew(page, translate)
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files([wrong])
    page.get_by_text(translate("upload.repair-how")).wait_for()
    choose(page, translate("upload.new", table="tiltak", column="beboer"), "B2")
    clock = page.get_by_label(translate("upload.new", table="vakter", column="start"), exact=True)
    for text, beside in (("99:99", "«99:99»"), ("08:30", translate("upload.accepted"))):
        clock.fill(text)
        page.keyboard.press("Tab")
        settled(page)
        shown = beside if translate.language == "nb" else beside.translate(QUOTES)
        page.get_by_test_id("stAlert").filter(has_text=shown).first.wait_for()
    accepted = page.get_by_test_id("stAlert").get_by_text(translate("upload.accepted"), exact=True)
    assert accepted.count() == 3  # the heading as it was proposed, too
    assert grave(page) == []
    page.get_by_role("button", name=translate("upload.repair-do")).click()
    page.get_by_text(translate("upload.fine")).wait_for()
    name, data = downloaded(page, translate("upload.repaired"))
    assert name == wrong.name
    assert cells(data, "vakter", results=False)["E4"] == "=D4-C4"
    assert cells(data, "Notater", results=False)["B2"] == "=SUM(Plan[minutter])"
    right.parent.mkdir()
    right.write_bytes(data)
    begin_anew(page, translate)
    open_page(page, UPLOAD)
    page.locator("input[type=file]").set_input_files([right])
    page.get_by_text(translate("upload.fine")).wait_for()
    for absent in ("upload.connections", "mapping.use", "upload.repair-do"):
        assert page.get_by_role("button", name=translate(absent)).count() == 0


QUOTES = str.maketrans("«»", '""')


def begin_anew(page: Any, translate: Translator) -> None:
    """Load the pages again, put away the files of the tests before, and choose the example."""
    page.reload()
    settled(page)
    speak(page, translate.language)
    open_page(page, UPLOAD)
    away = page.locator(".st-key-put_away button").filter(visible=True)
    if away.count():
        away.first.click()
        page.wait_for_function("!document.querySelector('.st-key-put_away')", timeout=WAIT)
        settled(page)
    if page.locator(".st-key-see_example").count():
        see_example(page)


MOST_ACTIONS = 30
"""Clicks and fields within three minutes, at six seconds each."""


def test_it_can_be_read_without_a_mouse(visit: Visit) -> None:
    """Tab reaches the language and a table."""
    begin_anew(visit.page, visit.translate)
    open_page(visit.page, OVERVIEW)
    reached = set()
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        reached.add(visit.page.evaluate(FOCUS))
    assert {focus.split("|")[1] for focus in reached} & {"Norsk", "English"}
    assert any(focus.startswith("figures|") for focus in reached)


FOCUS = """
const at = document.activeElement;
`${at.className.split(' ')[0]}|${at.innerText.trim().slice(0, 20)}`
"""
