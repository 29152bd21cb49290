"""A number in every place of every kind of input: refused, and its digits are left nowhere.

A sample of what `python -m benchmarks.identity` does: every third place of a workbook, a mapping,
a rota and of names; of the tables some columns; the writings in turn.
"""

import io
from pathlib import Path

import openpyxl
import pytest

from allocator.cli import main
from allocator.repair.mark import marked
from allocator.tables import read
from privacy.leavings import leaks, leavings
from privacy.numbers import WRITINGS, number_for, numbers
from privacy.placements import BOOK, Placement, placements, rewritten

EVERY = 9
"""Every so many columns of the tables."""
PLACES = list(placements())
SAMPLE = [
    placement
    for number, placement in enumerate(PLACES)
    if number % EVERY == 0 or ("cell: " not in placement.name and number % 3 == 0)
]
NUMBER = next(numbers(21))


@pytest.mark.parametrize("index", range(len(SAMPLE)), ids=[placement.name for placement in SAMPLE])
def test_a_number_is_refused_and_left_nowhere(index: int, tmp_path: Path) -> None:
    placement, writing = SAMPLE[index], WRITINGS[index % len(WRITINGS)]
    number = number_for(writing, index)
    left = leavings(placement.files(writing.write(number)), tmp_path)
    assert leaks(left.texts, number) == [], writing.name
    assert left.refused, writing.name


def test_without_a_number_nothing_is_refused(tmp_path: Path) -> None:
    """Else the test above could not fail for want of a refusal."""
    placement = next(placement for placement in PLACES if placement.name == "workbook: comment")
    assert not leavings(placement.files("B1"), tmp_path).refused


def test_a_leak_is_found() -> None:
    spaced = " ".join(NUMBER)
    for text in (NUMBER, f"x{NUMBER[-5:]}y", spaced, "".join(chr(0x660 + int(d)) for d in NUMBER)):
        assert leaks({"x": text}, NUMBER) == ["x"]
    assert leaks({"said by x": "\x1b[2J"}, NUMBER) == ["said by x"]
    assert leaks({"x": f"{NUMBER[:6]}*****"}, NUMBER) == []


PLACES_OF_BOOKS = [placement for placement in PLACES if placement.name.startswith("workbook: ")]


@pytest.mark.parametrize("placement", PLACES_OF_BOOKS, ids=lambda placement: placement.name)
def test_a_marked_workbook_can_still_be_opened(placement: Placement) -> None:
    files = placement.files(NUMBER)
    made = marked(files, read(files).notices)
    assert made is not None
    book = openpyxl.load_workbook(io.BytesIO(made.data))
    assert book["tiltak"]["A2"].value == "T1"


RUNS = f"<r><t>{NUMBER[:4]}</t></r><r><rPr><b/></rPr><t>{NUMBER[4:]}</t></r>"


def test_digits_divided_over_runs_of_a_comment_are_found(tmp_path: Path) -> None:
    placement = next(placement for placement in PLACES if placement.name == "workbook: comment")
    book = placement.files("HER")[BOOK]
    divided = rewritten(
        book,
        "xl/comments/comment1.xml",
        "<t>Se HER</t>",
        f"<r><t>{NUMBER[:4]}</t></r><r><t>{NUMBER[4:]}</t></r>",
    )
    left = leavings({BOOK: divided}, tmp_path)
    assert left.refused
    assert leaks(left.texts, NUMBER) == []


def test_a_heading_with_control_characters_does_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = next(p for p in PLACES if p.name == "heading: tiltak").files("\x1b[31mnotat\x9b2J")
    folder = tmp_path / "inn\x1b[2J"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "rot\x1b[31m\r.csv").write_bytes(b"a;b\r\n1;2\r\n")
    for command in (
        ["check"],
        ["run", "--out", str(tmp_path / "ut\x07")],
        ["map"],
        ["why", "--resident", "B\x1b1"],
        ["letter", "--resident", "B1", "--out", str(tmp_path / "brev\x07.docx")],
    ):
        main([command[0], str(folder), *command[1:]])
        output = "".join(capsys.readouterr())
        assert not [
            sign for sign in output if ord(sign) < 32 and sign != "\n" or 126 < ord(sign) < 160
        ]
