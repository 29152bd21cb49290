"""The user's own workbook comes back with a comment and a colour in every wrong cell."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from files.corpus import CASES, Case, as_book, dated, home
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from allocator.cli import main
from allocator.cli.files import write_marked
from allocator.repair.edits import Edit, repaired
from allocator.repair.mark import marked
from allocator.tables import read
from allocator.ui.documents import marked_workbook
from allocator.ui.sources import InputSource

DAYS = ["man 5/1", "tir 6/1", "ons 7/1"]
WRONG = home(
    turnus=[["Turnus"], *dated("D", "X9", "=1+1", headings=DAYS)],
    tiltak=[["beboer", "tjeneste", "minutter"], ["B1", "15", "-3"], ["B2", "99", "30"]],
)
MERGED = "A1:D1"


def comments(data: bytes) -> dict[tuple[str, str], str]:
    """Sheet and cell -> its comment."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (page.title, cell.coordinate): cell.comment.text
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def change(book: Any) -> None:
    page = book["turnus"]
    page.merge_cells(MERGED)
    page["E3"] = "=SUM(1,2)"
    page["C3"].comment = Comment("min egen merknad", "meg")
    page["D3"].value = "=1+1"
    page["D3"].data_type = "s"


@pytest.fixture(scope="module")
def source() -> dict[str, bytes]:
    return {"bok.xlsx": as_book(WRONG, change)}


@pytest.fixture(scope="module")
def returned(source: dict[str, bytes]) -> bytes:
    made = marked(source, read(source).notices)
    assert made is not None
    return made[0]


def test_every_wrong_cell_has_a_comment_and_a_colour(returned: bytes) -> None:
    notes = comments(returned)
    assert set(notes) == {
        ("turnus", "C3"),
        ("turnus", "D3"),
        ("turnus", "E3"),
        ("tiltak", "C2"),
        ("tiltak", "A3"),
        ("tiltak", "B3"),
    }
    assert notes["turnus", "C3"].startswith("min egen merknad\n\n")
    assert "«X9»" in notes["turnus", "C3"]
    book = openpyxl.load_workbook(BytesIO(returned))
    assert book["turnus"]["C3"].fill.fgColor.rgb == "00FFC7CE"


def test_the_rest_is_the_users_own(returned: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(returned))
    page = book["turnus"]
    assert [str(span) for span in page.merged_cells.ranges] == [MERGED]
    assert (page["E3"].data_type, page["E3"].value) == ("f", "=SUM(1,2)")
    assert (page["D3"].data_type, page["D3"].value) == ("s", "=1+1")
    assert book.sheetnames == [*WRONG, "Allocator"]
    assert all(cell.data_type != "f" for row in book["Allocator"].iter_rows() for cell in row)


def test_everything_said_is_on_a_sheet_of_its_own(
    source: dict[str, bytes], returned: bytes
) -> None:
    page = openpyxl.load_workbook(BytesIO(returned))["Allocator"]
    listed = [row[-1] for row in page.iter_rows(min_row=2, values_only=True)]
    assert sorted(listed) == sorted(notice.message() for notice in read(source).notices)


def test_identity_numbers_come_back_masked() -> None:
    tables = home(tiltak=[["beboer", "tjeneste", "minutter"], ["01817012309", "15", "30"]])
    files = {"bok.xlsx": as_book(tables)}
    made = marked(files, read(files).notices)
    assert made is not None
    book = openpyxl.load_workbook(BytesIO(made[0]))
    assert book["tiltak"]["A2"].value == "018170*****"
    assert "identity-number" in {notice.code for notice in read(files).notices}


def test_csv_files_come_back_as_a_workbook_without_live_formulas(tmp_path: Path) -> None:
    (case,) = (case for case in CASES if case.name == "unknown code, csv")
    for name, data in case.files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "svar.csv").write_text("kode;svar\n=1+1;@x\n")
    out = tmp_path / "ut" / "merket.xlsx"
    workbook = write_marked(tmp_path, read(tmp_path).notices, out)
    assert workbook is not None
    assert (workbook.cells, workbook.own) == (1, False)
    assert set(comments(out.read_bytes())) == {("turnus", "C2")}
    book = openpyxl.load_workbook(out)
    assert book["svar"]["A2"].value == "=1+1"
    assert book["svar"]["A2"].data_type == "s"


def test_a_file_that_cannot_be_opened_is_not_marked(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(as_book(WRONG)[:500])
    assert write_marked(path, read(path).notices, tmp_path / "ut.xlsx") is None
    assert not (tmp_path / "ut.xlsx").exists()


@pytest.mark.parametrize("case", [c for c in CASES if c.errors], ids=lambda case: case.name)
def test_every_error_with_a_row_is_marked(case: Case) -> None:
    notices = read(case.files).notices
    made = marked(case.files, notices)
    rows = {(n.table, n.row) for n in notices if n.severity == "error" and n.row}
    if made is None:
        assert not rows
        return
    commented = {
        (sheet, int("".join(filter(str.isdigit, cell)))) for sheet, cell in comments(made[0])
    }
    assert rows <= commented


FILL = PatternFill("solid", fgColor="FF00AA00")


def style(book: Any) -> None:
    """What a user does to a workbook: widths, formats, fonts, merged cells, a sheet of notes."""
    page = book["tiltak"]
    page.column_dimensions["A"].width = 31.5
    page.row_dimensions[1].height = 44
    page["A1"].font = Font(name="Georgia", bold=True, size=18, color="FF123456")
    page["C2"].number_format = "0.00"
    page["C3"].number_format = '0 "min"'
    page["B2"].fill = FILL
    page.freeze_panes = "B2"
    page.merge_cells("E1:G2")
    notes = book.create_sheet("Notater")
    notes["B2"] = "Snakk med Kari"
    notes["B2"].font = Font(italic=True)
    notes["B3"] = "=1+1"
    notes.column_dimensions["B"].width = 55
    notes.sheet_state = "hidden"


def look(data: bytes) -> dict[str, Any]:
    """Everything about a workbook's sheets but comments, and the fill of cells that have one."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        page.title: (
            {key: column.width for key, column in page.column_dimensions.items()},
            {key: row.height for key, row in page.row_dimensions.items() if row.height},
            sorted(str(span) for span in page.merged_cells.ranges),
            page.freeze_panes,
            page.sheet_state,
            {
                cell.coordinate: (
                    cell.value or None,
                    cell.data_type if cell.value else "",
                    cell.number_format,
                    (font.name, font.b, font.i, font.sz, font.color.value if font.color else None),
                    None if cell.comment else cell.fill.fgColor.rgb,
                )
                for row in page.iter_rows()
                for cell in row
                for font in (cell.font,)
            },
        )
        for page in book.worksheets
    }


def without_fill(sheets: dict[str, Any], cells: set[tuple[str, str]]) -> dict[str, Any]:
    """The same with no fill for these cells, which have been marked."""
    for title, coordinate in cells:
        *parts, _ = sheets[title][-1][coordinate]
        sheets[title][-1][coordinate] = (*parts, None)
    return sheets


def test_the_command_and_the_page_return_the_same_workbook_in_the_users_own_form(
    tmp_path: Path,
) -> None:
    path, out = tmp_path / "bok.xlsx", tmp_path / "merket.xlsx"
    data = as_book(WRONG | {"turnus": [["Turnus"], *dated("D", "X9", "N", headings=DAYS)]}, style)
    path.write_bytes(data)
    assert main(["check", str(path), "--mark", str(out)]) == 1
    notices = read(path).notices
    page = marked_workbook(InputSource("own", "", {path.name: data}), notices, "nb")
    wrong = {("turnus", "C3"), ("tiltak", "C2"), ("tiltak", "A3"), ("tiltak", "B3")}
    for returned in (out.read_bytes(), page):
        assert set(comments(returned)) == wrong
        appearance = look(returned)
        appearance.pop("Allocator")
        assert appearance == without_fill(look(data), wrong)
    assert look(out.read_bytes()) == look(page)
    assert comments(out.read_bytes()) == comments(page)


def test_a_repaired_workbook_keeps_its_form() -> None:
    data = as_book(WRONG, style)
    made = repaired({"bok.xlsx": data}, [Edit("tiltak", 2, "minutter", "30")])["bok.xlsx"]
    before, after = look(data), look(made)
    assert after["tiltak"][-1]["C2"][:3] == (30, "n", "0.00")
    before["tiltak"][-1]["C2"] = after["tiltak"][-1]["C2"]
    assert after == before


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old"])
def test_of_a_file_that_cannot_be_opened_the_page_returns_the_list(data: bytes) -> None:
    files = {"bok.xlsx": data}
    notices = read(files).notices
    book = openpyxl.load_workbook(
        BytesIO(marked_workbook(InputSource("own", "", files), notices, "nb"))
    )
    assert book.sheetnames == ["Allocator"]
    assert book["Allocator"].max_row == len(notices) + 1
