"""A repaired workbook is the user's own: only the cells that were corrected are other."""

import io
import re
import shutil
import subprocess
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest

import allocator
from allocator.repair.dependents import names_read, outdated
from allocator.repair.edits import Edit, repaired
from allocator.repair.sheet_xml import area_of
from allocator.repair.workbook_package import calculated_when_opened
from repair.workbooks import (
    MACROS,
    cells,
    packed,
    parts,
    rich,
    sheet_xml,
    with_part,
    with_rows,
)

REPAIRS = [
    Edit("vakter", 4, "start", "08:30"),
    Edit("vakter", 5, "dato", "08.01.2026"),
    Edit("tiltak", 3, "minutter", "30,5"),
]


def one_book(data: bytes, edits: list[Edit], name: str = "bok.xlsx") -> bytes:
    (made,) = repaired({name: data}, edits).items()
    assert made[0] == name
    return made[1]


def errors(data: bytes) -> list[tuple[str, str, int | None, str]]:
    return [
        (notice.code, notice.table, notice.row, notice.column)
        for notice in allocator.read({"bok.xlsx": data}).notices
        if notice.severity == "error"
    ]


@pytest.fixture(scope="module")
def before() -> bytes:
    return rich()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return one_book(before, REPAIRS)


def test_it_has_three_errors_and_none_after(before: bytes, after: bytes) -> None:
    assert errors(before) == [
        ("bad-clock", "vakter", 4, "start"),
        ("no-such-date", "vakter", 5, "dato"),
        ("bad-minutes", "tiltak", 3, "minutter"),
    ]
    assert errors(after) == []


def test_every_part_that_is_not_about_the_cells_is_the_same_to_the_byte(
    before: bytes, after: bytes
) -> None:
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/sheet5.xml",
    }
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]


def test_what_is_typed_has_the_kind_that_the_cells_format_says(after: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(after))
    shifts, plan = book["vakter"], book["tiltak"]
    assert (shifts["C4"].value, shifts["C4"].number_format) == (time(8, 30), "hh:mm")
    assert (shifts["A5"].value, shifts["A5"].number_format) == (
        datetime(2026, 1, 8),
        "dd.mm.yyyy",
    )
    assert (plan["C3"].value, plan["C3"].data_type) == (30.5, "n")
    assert shifts["B2"].comment.text == "Kari har spurt"
    assert shifts.freeze_panes == "A2"


def test_a_result_that_no_longer_holds_is_gone_and_every_other_is_there(
    before: bytes, after: bytes
) -> None:
    old, new = cells(before, "vakter"), cells(after, "vakter")
    gone = {name for name in old if name not in new}
    assert gone == {"E4"}
    assert cells(after, "vakter", results=False)["E4"] == "=D4-C4"
    assert "B1" in cells(before, "Notater")
    assert {name: held for name, held in cells(after, "Notater").items() if name[0] == "B"} == {
        "B3": 2  # it reads neither the shifts nor the plan
    }
    assert cells(after, "Notater", results=False) == cells(before, "Notater", results=False)


def test_the_rows_are_read_as_before_but_those_that_were_repaired(
    before: bytes, after: bytes
) -> None:
    old, new = (allocator.read({"bok.xlsx": data}).tables for data in (before, after))
    for name, frame in new.items():
        for column in frame:
            changed = frame[column].astype(object) != old[name][column].astype(object)
            both = frame[column].notna() | old[name][column].notna()
            rows = set(frame.loc[changed & both, "row"])
            expected = {
                ("shifts", "start"): {4},
                ("shifts", "date"): {5},
                ("interventions", "minutes"): {3},
            }
            assert rows == expected.get((name, column), set()), (name, column)
    assert new["shifts"].at[2, "start"] == 8 * 60 + 30
    assert new["interventions"].at[1, "minutes"] == 30.5


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (soffice not on PATH)")
def test_libreoffice_opens_it_and_what_it_saves_is_read_the_same(
    after: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(after)
    command = [
        str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "lo"), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "lo" / "bok.xlsx").read_bytes()
    assert errors(saved) == []
    own, again = (allocator.read({"bok.xlsx": data}).tables for data in (after, saved))
    for name, frame in own.items():
        assert frame.equals(again[name]), name
    assert cells(saved, "vakter")["E4"] == time(6, 30)
    sums = cells(saved, "Notater")
    assert [sums[name] for name in ("B1", "B2", "B3")] == pytest.approx([54.5, 105.5, 2])
    assert cells(saved, "Notater", results=False)["B1"].startswith("=SUM(")


MAIN = b'<workbook><sheets><sheet name="a"/></sheets>%b</workbook>'
WISH = b'fullCalcOnLoad="1"'


@pytest.mark.parametrize(
    ("after_sheets", "expected"),
    [
        (b"", b"<calcPr %b/>" % WISH),
        (b"<definedNames/><oleSize/>", b"<definedNames/><calcPr %b/><oleSize/>" % WISH),
        (b"<definedNames><a/></definedNames>", b"<a/></definedNames><calcPr %b/>" % WISH),
        (b'<calcPr calcId="1" fullCalcOnLoad="0"/>', b'<calcPr calcId="1" %b/>' % WISH),
        (b"<calcPr></calcPr>", b"<calcPr %b></calcPr>" % WISH),
    ],
)
def test_everything_is_calculated_when_it_is_opened(after_sheets: bytes, expected: bytes) -> None:
    made = calculated_when_opened(MAIN % after_sheets)
    assert expected in made
    assert made.count(WISH) == 1


def test_macros_come_back_as_they_were(before: bytes) -> None:
    data = with_part(before, "xl/vbaProject.bin", MACROS, "vnd.ms-office.vbaProject")
    made = one_book(data, REPAIRS, "bok.xlsm")
    assert parts(made)["xl/vbaProject.bin"] == MACROS
    assert parts(made)["[Content_Types].xml"] == parts(data)["[Content_Types].xml"]


ROW = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>{}</t></is></c></row>'
HEADING = ROW.format(1, 1, "minutter")


def test_the_order_of_calculation_is_gone_with_a_formula_that_it_names() -> None:
    rows = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>2+2</f><v>4</v></c></row>'
    data = with_part(with_rows(HEADING + rows), "xl/calcChain.xml", b"<calcChain/>", "calcChain")
    made = one_book(data, [Edit("tiltak", 2, "minutter", "30")])
    assert "xl/calcChain.xml" not in parts(made)
    assert not any(b"calcChain" in part for part in parts(made).values())
    assert cells(made, "tiltak", results=False) == {"A1": "minutter", "A2": 30, "B2": "=2+2"}
    assert cells(made, "tiltak")["B2"] == 4
    kept = one_book(data, [Edit("tiltak", 1, "minutter", "minutes")])
    assert "xl/calcChain.xml" in parts(kept)


def test_of_a_shared_formula_the_next_takes_over() -> None:
    rows = (
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2*$C$1</f><v>5</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>7</v></c></row>'
    )
    made = one_book(with_rows(HEADING + rows), [Edit("tiltak", 2, "minutter", "30")])
    assert cells(made, "tiltak", results=False) == {
        "A1": "minutter",
        "A2": 30,
        "A3": "=B3*$C$1",
        "A4": "=B4*$C$1",
    }
    assert cells(made, "tiltak") == {"A1": "minutter", "A2": 30, "A3": 6, "A4": 7}
    assert '<f t="shared" ref="A3:A4" si="0">B3*$C$1</f>' in sheet_xml(made)
    last = one_book(with_rows(HEADING + rows), [Edit("tiltak", 4, "minutter", "30")])
    assert cells(last, "tiltak", results=False)["A2"] == "=B2*$C$1"


ARRAY = (
    '<row r="2"><c r="A2"><f t="array" ref="A2:A3">B2:B3*2</f><v>5</v></c>'
    '<c r="B2"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><v>6</v></c></row>'
    '<row r="4"><c r="A4"><f>A3+1</f><v>7</v></c></row>'
)


@pytest.mark.parametrize("row", [2, 3])
def test_a_formula_over_several_cells_leaves_what_they_show(row: int) -> None:
    made = one_book(with_rows(HEADING + ARRAY), [Edit("tiltak", row, "minutter", "30")])
    kept = {"A2": 5, "A3": 6} | {f"A{row}": 30}
    read = cells(made, "tiltak", results=False)
    assert {name: read[name] for name in kept} == kept
    assert read["A4"] == "=A3+1"
    assert ("A4" in cells(made, "tiltak")) == (row == 2)


def test_cells_that_a_formula_fills_from_what_was_repaired_are_no_values() -> None:
    data = with_rows(HEADING + ARRAY)
    made = one_book(data, [Edit("tiltak", 2, "B", "30")])
    results = cells(made, "tiltak")
    assert "A2" not in results
    assert results["A3"] == "#N/A"
    assert "A4" not in results


FORMULAS = {
    "B1+1": True,
    "C1+1": False,
    "SUM(A1:B9)": True,
    "SUM(C1:D9)": False,
    "SUM(B:B)": True,
    "SUM(C9:A1)": True,
    "SUM(C:D)": False,
    "SUM(2:3)": False,
    "SUM(1:3)": True,
    "'tiltak'!$B$1": True,
    "andre!B1": False,
    "INDIRECT(\"B\"&amp;1)": True,
    "navn*2": True,
    "1+1": False,
    "B1#": True,
}  # fmt: skip


@pytest.mark.parametrize(("formula", "reads"), FORMULAS.items())
def test_a_formula_has_no_result_where_it_may_read_what_is_new(formula: str, reads: bool) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>minutter</t></is></c>'
        '<c r="B1"><v>1</v></c></row>'
        f'<row r="5"><c r="E5"><f>{formula}</f><v>7</v></c>'
        '<c r="F5" t="str"><f>E5&amp;""</f><v>7</v></c></row>'
    )
    made = one_book(with_rows(rows), [Edit("tiltak", 1, "B", "2")])
    results = cells(made, "tiltak")
    assert ("E5" in results) != reads
    assert ("F5" in results) != reads
    if reads:
        assert "t=" not in sheet_xml(made).partition('r="F5"')[2].partition(">")[0]


PLAN = {"plan": [("ark", area_of("A1:B9"))]}
NAMED = {
    "Plan[[#This Row],[x]]*2": {2},
    "SUM(Plan[x])": {2, 3},
    "Plan[@x]": {2},
    "navn": {2, 3},
    "annet": set(),
    "beside": {2, 3},
    "ukjent": {2, 3},
    "SUM(ark:brk!A1)": {2, 3},
}


@pytest.mark.parametrize(("formula", "rows"), NAMED.items())
def test_what_names_and_tables_stand_for_is_read(formula: str, rows: set[int]) -> None:
    names = {"navn": "Ark!$A$2", "annet": "Ark!$C$2", "beside": "Ark!A1"}
    formulas = {("ark", (row, 3)): formula for row in (2, 3)}
    known = names_read(names, PLAN)
    gone = outdated(formulas, [("ark", (2, 1))], known)
    assert {row for _, (row, _) in gone} == rows
    assert outdated(formulas, [("annet", (2, 1))], known) == (
        gone if formula in ("beside", "ukjent", "SUM(ark:brk!A1)") else set()
    )


def test_formulas_that_read_each_other_without_end_have_no_result() -> None:
    chain = {("ark", (row, 1)): f"A{row - 1}+1" for row in range(2, 200)}
    other = {("ark", (1, 5)): "1+1"}
    gone = outdated(chain | other, [("ark", (1, 1))], {})
    assert set(chain) <= gone


def test_a_heading_of_an_excel_table_is_the_tables_too(before: bytes) -> None:
    made = one_book(before, [Edit("tiltak", 1, "minutter", "minutes")])
    (table,) = openpyxl.load_workbook(io.BytesIO(made))["tiltak"].tables.values()
    assert [column.name for column in table.tableColumns] == [
        "beboer", "tjeneste", "minutes", "ganger", "per"
    ]  # fmt: skip
    assert cells(made, "Notater", results=False)["B2"] == "=SUM(Plan[minutes])"
    assert b">Plan[minutes]</definedName>" in parts(made)["xl/workbook.xml"]


def test_cells_and_rows_that_are_not_there_are_put_in_order() -> None:
    rows = f'{HEADING}<row r="3" spans="1:1"/>{ROW.format(5, 5, 7)}'
    edits = [
        Edit("tiltak", 3, "minutter", "3"),
        Edit("tiltak", 4, "minutter", "4"),
        Edit("tiltak", 5, "C", "5"),
        Edit("tiltak", 5, "B", "x"),
        Edit("tiltak", 6, "minutter", "6"),
        Edit("tiltak", 3, "beskrivelse", "<b> & \x07 «ø»"),
    ]
    made = one_book(with_rows(rows), edits)
    assert list(cells(made, "tiltak").items()) == [
        ("A1", "minutter"), ("B1", "beskrivelse"), ("A3", 3), ("B3", "<b> &  «ø»"), ("A4", 4),
        ("A5", "7"), ("B5", "x"), ("C5", 5), ("A6", 6),
    ]  # fmt: skip
    assert [int(row) for row in re.findall('<row r="([0-9]+)"', sheet_xml(made))] == [
        1, 3, 4, 5, 6
    ]  # fmt: skip


def test_of_an_empty_sheet_the_first_row_is_made() -> None:
    made = one_book(with_rows(""), [Edit("tiltak", 2, "minutter", "30")])
    assert cells(made, "tiltak") == {"A1": "minutter", "A2": 30}


def test_a_sheet_of_another_programme_is_changed_where_it_stands() -> None:
    """Prefixed elements, cells without coordinates, single quotes, UTF-16."""
    rows = "<row><c t='inlineStr'><is><t>minutter</t></is></c></row><row><c><v>1</v></c></row>"
    own = parts(with_rows(rows))
    part = "xl/worksheets/sheet1.xml"
    text = own[part].decode().replace("UTF-8", "UTF-16")
    for name in ("worksheet", "sheetData", "row", "c", "is", "t", "v"):
        for begin in ("<", "</"):
            for end in (">", " "):
                text = text.replace(f"{begin}{name}{end}", f"{begin}x:{name}{end}")
    own[part] = text.replace("xmlns=", "xmlns:x=").encode("utf-16")
    assert text.count("<x:c") == 2
    made = one_book(
        packed(own), [Edit("tiltak", 2, "minutter", "30"), Edit("tiltak", 2, "per", "uke")]
    )
    assert cells(made, "tiltak") == {"A1": "minutter", "B1": "per", "A2": 30, "B2": "uke"}


def test_cells_merged_over_a_new_value_part_again(before: bytes) -> None:
    made = one_book(before, [Edit("beboere", 2, "D", "B9")])
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book["beboere"].merged_cells.ranges == set()
    assert (book["beboere"]["C1"].value, book["beboere"]["D2"].value) == ("Notat", "B9")
    first = one_book(before, [Edit("beboere", 1, "Notat", "Merknad")])
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert [str(span) for span in book["beboere"].merged_cells.ranges] == ["C1:D3"]


def test_a_text_that_no_cell_has_any_more_is_not_left_unseen(before: bytes) -> None:
    number = b"01815012352"
    own = parts(before)
    own["xl/sharedStrings.xml"] = own["xl/sharedStrings.xml"].replace(b">B2<", b">%b<" % number)
    made = one_book(packed(own), [Edit("beboere", 3, "beboer", "B2")])
    left = one_book(packed(own), [Edit("beboere", 3, "beboer", "B2"),
                                  Edit("tiltak", 3, "beboer", "B2")])  # fmt: skip
    assert number in parts(made)["xl/sharedStrings.xml"]  # another cell has it still
    assert not any(number in part for part in parts(left).values())
    assert cells(left, "beboere")["A2"] == "B1"
