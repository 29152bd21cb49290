"""The letter as a Word file: the same text, what is to be filled in marked, nobody's identity."""

import io
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from export.small import TILTAK, uploaded

import allocator
from allocator import Result
from allocator.export.letter import letter_file
from allocator.identity import is_identity_number
from allocator.results.letter import BULLET, Letter, letter_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WRITER = OFFICE is not None and (Path(OFFICE).resolve().parent / "libswlo.so").exists()


@pytest.fixture(scope="module")
def result() -> Result:
    return allocator.allocate(allocator.read("examples/solbakken"))


@pytest.fixture(scope="module")
def letter(result: Result) -> Letter:
    return letter_of(result, "Solbakken", "B1")


def lines(text: str) -> list[str]:
    """Every line without the signs of a list and empty ones."""
    return [line.removeprefix(BULLET) for line in text.splitlines() if line]


def test_the_library_reads_the_same_text(letter: Letter) -> None:
    read = docx.Document(io.BytesIO(letter_file(letter, "nb")))
    assert [line for par in read.paragraphs for line in lines(par.text)] == lines(letter.text)


def test_equal_letters_are_equal_files(letter: Letter) -> None:
    content = letter_file(letter, "nb")
    assert letter_file(letter, "nb") == content
    with ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_and_items_are_of_their_kind(letter: Letter) -> None:
    read = docx.Document(io.BytesIO(letter_file(letter, "nb")))
    by_style = {style: [p.text for p in read.paragraphs if p.style.name == style]
                for style in ("Heading 1", "Heading 2", "List Bullet")}  # fmt: skip
    assert by_style["Heading 1"] == [letter.title]
    assert by_style["Heading 2"] == [section.heading for section in letter.sections]
    items = [item for section in letter.sections for item in section.items]
    assert by_style["List Bullet"] == items
    assert len(items) == 7


def test_what_is_to_be_filled_in_is_marked_and_nothing_else(letter: Letter) -> None:
    read = docx.Document(io.BytesIO(letter_file(letter, "nb")))
    runs = [run for paragraph in read.paragraphs for run in paragraph.runs]
    for run in runs:
        marked = run.font.highlight_color == WD_COLOR_INDEX.YELLOW
        assert marked == run.text.startswith("["), run.text
    assert "[saksnummer]" in [run.text for run in runs]


@pytest.mark.parametrize(("language", "locale"), [("nb", "nb-NO"), ("en", "en-GB")])
def test_the_language_is_said_and_nothing_of_the_library(
    result: Result, language: str, locale: str
) -> None:
    content = letter_file(letter_of(result, "Solbakken", "B3", language), language)
    core = docx.Document(io.BytesIO(content)).core_properties
    assert (core.author, core.comments, core.language) == ("", "", locale)
    with ZipFile(io.BytesIO(content)) as package:
        assert f'w:lang w:val="{locale}"' in package.read("word/styles.xml").decode()


def test_an_identity_number_and_control_characters_do_not_pass(result: Result) -> None:
    number = next(str(n) for n in range(15810100000, 15810199999) if is_identity_number(str(n)))
    letter = letter_of(result, "Solbakken", "B1")
    section = letter.sections[0]
    changed = Letter(
        letter.draft, letter.address, letter.reference, letter.title, f"{number}\x1b[2J\ufffe",
        (section,), letter.closing,
    )  # fmt: skip
    with ZipFile(io.BytesIO(letter_file(changed, "nb"))) as package:
        text = package.read("word/document.xml").decode()
    assert number not in text
    assert f"{number[:6]}*****" in text
    assert "\x1b" not in text


def test_text_of_the_input_is_text() -> None:
    described = TILTAK.replace("Gulvvask", '"<w:b/>&amp; {0} [se over]\u2028neste"')
    files = uploaded() | {"tiltak.csv": described.encode()}
    letter = letter_of(allocator.allocate(allocator.read(files)), "A1", "B1")
    read = docx.Document(io.BytesIO(letter_file(letter, "nb")))
    items = [p.text for p in read.paragraphs if p.style.name == "List Bullet"]
    assert "<w:b/>&amp; {0} [se over] neste: 1 time tre ganger i uken" in items[0]


@pytest.mark.office
@pytest.mark.skipif(not WRITER, reason="LibreOffice Writer is not installed")
def test_libreoffice_reads_the_same(letter: Letter, tmp_path: Path) -> None:
    path = tmp_path / "brev.docx"
    path.write_bytes(letter_file(letter, "nb"))
    command = [
        str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    read = (tmp_path / "brev.txt").read_text("utf-8-sig")
    plain = [line.lstrip("•\t– ") for line in read.splitlines() if line.strip()]
    assert plain == lines(letter.text)
