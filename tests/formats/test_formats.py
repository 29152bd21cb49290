"""What a file is, by its bytes; one list of endings; several files together."""

import re
from pathlib import Path

import pytest
from files.corpus import as_book, as_csv

from allocator.cli import main
from allocator.repair.edits import Edit, repaired
from allocator.repair.mark import marked
from allocator.tables import bounds, read
from allocator.tables.formats import NOT_READ, READ, Format, format_of
from allocator.tables.open_file import open_files
from allocator.tables.source import gather

from .calendars import calendar, event
from .old_excel import compound, old_workbook
from .open_document import open_document

GRIDS = {
    "enhet": [["enhet", "uker"], ["A", "1"]],
    "beboere": [["beboer"], ["B1"]],
    "vakter": [["uke", "ukedag", "vakt", "start", "slutt"], ["1", "man", "dag", "07:00", "15:00"]],
    "tiltak": [["beboer", "tjeneste", "minutter"], ["B1", "15", "x"]],
}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.csv", b"a;b", Format.TEXT),
        ("a.xls", b"a\tb\r\n", Format.TEXT),
        ("a.xls", "a\tb\r\n".encode("utf-16"), Format.TEXT),
        ("a.xls", "a\r\nb\tc".encode("utf-16"), Format.DAMAGED),
        ("a.xls", b"a\r\nb\tc", Format.DAMAGED),
        ("a.xlsx", b"a;b", Format.DAMAGED),
        ("a.ics", b"a;b", Format.DAMAGED),
        ("a.csv", as_book({"a": [["x"]]}), Format.WORKBOOK),
        ("a.xlsx", open_document({"a": [["x"]]}), Format.OPEN_DOCUMENT),
        ("a.csv", old_workbook({"a": [["x"]]}), Format.COMPOUND),
        ("a.txt", calendar([]), Format.CALENDAR),
        ("a.xls", b"\xef\xbb\xbf \r\n<HTML><body>", Format.WEB_PAGE),
        ("a.xls", "\ufeff<html>".encode("utf-16-le"), Format.WEB_PAGE),
        ("a.csv", b"<html>;b", Format.TEXT),
        ("a.csv", b"%PDF-1.7", Format.OTHER),
        ("a.xlsb", b"PK\x05\x06" + bytes(18), Format.OTHER),
        ("a.json", b"{}", Format.OTHER),
        ("a.xlsx", b"", Format.DAMAGED),
    ],
)
def test_a_file_is_what_its_bytes_are(name: str, data: bytes, kind: Format) -> None:
    assert format_of(name, data) is kind


def test_there_is_one_list_of_endings() -> None:
    assert READ.isdisjoint(NOT_READ)
    page = Path(__file__).parents[2] / "allocator/ui/pages/upload.py"
    assert re.search(r"type=\[\*sorted\(READ\)", page.read_text("utf-8"))


@pytest.mark.parametrize("ending", sorted(READ))
def test_every_ending_that_is_read_is_taken_from_a_folder(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"tiltak{ending}").write_bytes(b"a;b")
    (tmp_path / f"notat{sorted(NOT_READ)[0]}").write_bytes(b"x")
    files, notices = gather(tmp_path)
    assert list(files) == [f"tiltak{ending}"]
    assert [notice.code for notice in notices] == ["file-ignored"]


@pytest.mark.parametrize(
    ("name", "code"), [("turnus.pdf", "format-not-read"), ("notat.pdf", "file-ignored")]
)
def test_a_file_that_may_be_the_plan_is_not_passed_over(name: str, code: str) -> None:
    files = {f"{table}.csv": as_csv(grid) for table, grid in GRIDS.items()} | {name: b"%PDF"}
    notices = gather(files)[1]
    assert [notice.code for notice in notices] == [code]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF", "filtype som ikke kan leses"),
        ("a.xls", b"<html>", "nettside"),
        ("a.xlsx", compound({"EncryptedPackage": b"x"}), "passord"),
        ("a.ics", calendar([]), "ingen hendelser"),
        ("a.ods", b"PK\x03\x04", "skadet"),
    ],
)
def test_map_says_why_a_file_cannot_be_read(
    name: str, data: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["map", str(tmp_path / name)]) == 1
    assert words in "".join(capsys.readouterr())


def test_map_does_not_say_that_all_is_well_where_nothing_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lesmeg.log").write_text("a")
    assert main(["map", str(tmp_path)]) == 1
    assert "ingen tabell" in "".join(capsys.readouterr())
    (tmp_path / "lesmeg.txt").write_bytes(b"\x81\x8d")
    assert main(["map", str(tmp_path)]) == 1
    (tmp_path / "enhet.csv").write_text("enhet;uker\nA;1\n")
    assert main(["map", str(tmp_path)]) == 0


def test_sheets_of_all_files_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.xlsx": as_book({"x": [["a"]], "y": [["a"]]}), "b.csv": b"a;b"}
    for most, codes in ((3, set()), (2, {"too-many-sheets"})):
        monkeypatch.setattr(bounds, "MAX_SHEETS", most)
        refused = {n.code for n in open_files(files)[1] if n.severity == "error"}
        assert refused == codes


FILES = {
    "bok.xlsx": as_book(GRIDS),
    "bok.xlsm": as_book(GRIDS),
    "bok.ods": open_document(GRIDS),
    "bok.xls": old_workbook(GRIDS),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_workbook_is_marked_and_mended(name: str) -> None:
    files = {name: FILES[name]}
    notices = read(files).notices
    assert [(n.code, n.table, n.row) for n in notices if n.severity == "error"] == [
        ("bad-minutes", "tiltak", 2)
    ]
    workbook = marked(files, notices)
    assert workbook is not None
    # the cell that is wrong, and the unit's weeks, in which some døgn have nobody on duty
    assert (workbook.cells, workbook.own) == (2, name.startswith("bok.xlsx") or name == "bok.xlsm")
    assert {n.code for n in read({"m.xlsx": workbook.data}).notices} >= {"bad-minutes"}
    mended = repaired(files, [Edit("tiltak", 2, "minutter", "30")])
    assert list(mended) == [name if workbook.own else "bok.xlsx"]
    assert [n for n in read(mended).notices if n.severity == "error"] == []


def test_files_without_an_edit_come_back_as_they_were() -> None:
    parts = {"a.ods": open_document({"tiltak": GRIDS["tiltak"]}),
             "b.xls": old_workbook({k: v for k, v in GRIDS.items() if k != "tiltak"})}  # fmt: skip
    edits = [Edit("a.ods: tiltak", 2, "minutter", "30")]
    mended = repaired(parts, edits)
    assert list(mended) == ["a.xlsx", "b.xls"]
    assert mended["b.xls"] == parts["b.xls"]
    assert [n for n in read(mended).notices if n.severity == "error"] == []
    workbook = marked(parts, read(parts).notices)
    assert workbook is not None
    assert (workbook.cells, workbook.own) == (2, False)


def test_a_mended_file_takes_no_other_files_name() -> None:
    files = {"a.ods": open_document({"tiltak": GRIDS["tiltak"]}),
             "a.xlsx": as_book({k: v for k, v in GRIDS.items() if k != "tiltak"})}  # fmt: skip
    mended = repaired(files, [Edit("a.ods: tiltak", 2, "minutter", "30")])
    assert sorted(mended) == ["a.ods.xlsx", "a.xlsx"]


def test_a_calendar_comes_back_as_the_list_that_it_was_read_as() -> None:
    files = {"turnus.ics": calendar([event("20260105T070000", "20260105T150000", "D")])}
    workbook = marked(files, read(files).notices)
    assert workbook is not None
    assert not workbook.own
    files = {"turnus.xlsx": workbook.data}
    assert "shift-codes-missing" in {notice.code for notice in read(files).notices}
