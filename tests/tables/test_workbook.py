"""Excel's own cells, and workbooks with something wrong in them."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from allocator.tables import Inputs, read

from .small import Small, said


def _book(small: Small | None = None) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    small = small or Small()
    for name in small.tables:
        sheet = book.create_sheet(name)
        for row in small.grid(name):
            sheet.append([cell or None for cell in row])
    return book


def _read(book: openpyxl.Workbook) -> Inputs:
    stream = io.BytesIO()
    book.save(stream)
    return read({"turnus.xlsx": stream.getvalue()})


def test_a_workbook_is_the_same_as_its_csv_files() -> None:
    inputs = _read(_book())
    assert said(inputs) == []
    for name, frame in Small().read().tables.items():
        pd.testing.assert_frame_equal(inputs.tables[name], frame)


def test_a_workbook_has_the_fingerprint_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _book().save(path)
    renamed = tmp_path / "b.xlsx"
    renamed.write_bytes(path.read_bytes())
    uploaded = read({"c.xlsx": path.read_bytes()})
    assert read(path).sha256 == read(renamed).sha256 == uploaded.sha256


@pytest.mark.parametrize("mac", [False, True])
def test_cells_of_excels_own_types(mac: bool) -> None:
    book = _book()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    shifts, decisions, unit = book["vakter"], book["vedtak"], book["enhet"]
    shifts["D2"] = time(7, 30)
    shifts["E2"] = 1.0
    shifts["E2"].number_format = "hh:mm"
    shifts["D3"] = timedelta(hours=22)
    shifts["D3"].number_format = "[h]:mm"
    shifts["D4"] = 1430
    shifts["F2"] = 2.0
    decisions["C2"] = timedelta(hours=37.5)
    decisions["C2"].number_format = "[h]:mm"
    decisions["C3"] = 7.25
    decisions["B2"] = 15
    unit["C2"] = datetime(2026, 1, 5)
    unit["B2"] = 2
    book["beboere"]["B3"] = date(2026, 1, 5)
    inputs = _read(book)
    assert said(inputs) == []
    frame = inputs.tables["shifts"]
    assert list(frame["start"][:3]) == [450, 1320, 870]
    assert list(frame["end"][:3]) == [1440, 450, 1320]
    assert list(frame["count"][:3]) == [2, 1, 1]
    assert list(inputs.tables["decisions"]["hours"]) == [2250, 435]
    assert inputs.tables["unit"]["period_start"][0] == pd.Timestamp(2026, 1, 5)
    assert inputs.tables["residents"]["from"][1] == pd.Timestamp(2026, 1, 5)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("vakter", "D2", 0.3125, "clock-is-number"),
        ("beboere", "B2", 46027, "date-is-number"),
        ("tiltak", "C2", date(2026, 1, 8), "service-is-date"),
        ("tiltak", "D2", "#REF!", "excel-error"),
        ("tiltak", "D2", "=1+1", "formula-not-calculated"),
        ("tiltak", "D2", True, "bad-minutes"),
    ],
)
def test_cells_that_cannot_be_meant(sheet: str, cell: str, value: object, code: str) -> None:
    book = _book()
    book[sheet][cell] = value
    notices = said(_read(book))
    assert [(n.code, n.table, n.row) for n in notices] == [(code, sheet, 2)]


def test_a_formula_never_calculated_makes_no_row_disappear() -> None:
    book = _book()
    book["tiltak"]["D9"] = "=1+1"
    notices = said(_read(book))
    assert ("formula-not-calculated", 9) in [(n.code, n.row) for n in notices]
    assert ("cell-missing", 9) in [(n.code, n.row) for n in notices]


def test_a_formula_whose_result_is_empty_is_empty() -> None:
    book = _book()
    book["tiltak"]["E2"] = '=""'
    stream, changed = io.BytesIO(), io.BytesIO()
    book.save(stream)
    part = f"xl/worksheets/sheet{book.sheetnames.index('tiltak') + 1}.xml"
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert b'<c r="E2">' in data
                data = data.replace(b'<c r="E2">', b'<c r="E2" t="str">')
            target.writestr(name, data)
    assert said(read({"a.xlsx": changed.getvalue()})) == []


def test_a_hidden_sheet_is_noticed() -> None:
    book = _book()
    book["fravaer"].sheet_state = "veryHidden"
    assert [(n.code, n.table) for n in said(_read(book))] == [("sheet-hidden", "fravaer")]


def test_rows_and_columns_that_are_hidden_are_noticed_where_they_hold_anything() -> None:
    book = _book()
    book["tiltak"].row_dimensions[3].hidden = True
    book["tiltak"].row_dimensions[900].hidden = True
    book["beboere"].column_dimensions["B"].hidden = True
    book["beboere"].column_dimensions["Z"].hidden = True
    notices = [(n.code, n.table, n.facts["where"]) for n in said(_read(book))]
    expected = [("columns-hidden", "beboere", "B"), ("rows-hidden", "tiltak", "3")]
    assert sorted(notices) == expected


def test_empty_rows_are_skipped_and_rows_keep_their_numbers() -> None:
    book = _book()
    book["tiltak"].insert_rows(3, 2)
    assert list(_read(book).tables["interventions"]["row"]) == [2, 5, 6, 7]


def test_styled_empty_cells_far_away_are_nothing() -> None:
    book = _book()
    book["tiltak"]["XFD5000"].number_format = "hh:mm"
    assert said(_read(book)) == []


def test_a_table_in_two_files_is_an_error_that_names_both() -> None:
    stream = io.BytesIO()
    _book().save(stream)
    data = stream.getvalue()
    tables = set(Small().tables)
    notices = said(read({"a.xlsx": data, "b.xlsx": data}))
    assert {notice.code for notice in notices} == {"table-twice"}
    assert {(notice.table, notice.facts["other"]) for notice in notices} == {
        (f"b.xlsx: {name}", f"a.xlsx: {name}") for name in tables
    }
    mixed = said(read({"a.xlsx": data} | Small().files()))
    assert {(notice.table, notice.facts["other"]) for notice in mixed} == {
        (name, f"a.xlsx: {name}") for name in tables
    }


def test_each_notice_names_its_file() -> None:
    stream = io.BytesIO()
    book = _book()
    book["tiltak"]["D2"] = "x"
    book["fravaer"].sheet_state = "hidden"
    book.save(stream)
    others = {"svar.csv": b"code;svar\r\n"}
    notices = read({"a.xlsx": stream.getvalue()} | others).notices
    assert {n.table for n in notices if n.code in ("bad-minutes", "sheet-hidden")} == {
        "a.xlsx: tiltak", "a.xlsx: fravaer",
    }  # fmt: skip


def test_a_workbook_is_one_whatever_its_name() -> None:
    stream = io.BytesIO()
    _book().save(stream)
    assert said(read({"eksport.csv": stream.getvalue()})) == []
