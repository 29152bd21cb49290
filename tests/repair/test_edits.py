"""Repairing an input on the spot."""

import io
from collections.abc import Sequence

import openpyxl
import pytest
from files.corpus import as_book, dated, home, in_csv

import allocator
from allocator.notices import Notice
from allocator.repair.edits import (
    Edit,
    changed_cells,
    changes,
    repaired,
    rows_shown,
    sheets_by_file,
)
from allocator.repair.mark import marked
from allocator.repair.problems import Problem, problems
from allocator.tables.guard import letters
from allocator.tables.mapping.connections import connect
from allocator.tables.mapping.layouts import Layouts

Files = dict[str, bytes]


def broken(files: Files) -> Files:
    """The example with mistakes that people make."""
    made = dict(files)
    made["tiltak.csv"] = made["tiltak.csv"].replace(b";direkte;", b";direkt;")
    made["annet_arbeid.csv"] = made["annet_arbeid.csv"].replace(b"minutter", b"minuter", 1)
    made["fravar.csv"] = made.pop("fravaer.csv")
    return made


def as_workbook(files: Files) -> Files:
    """The same tables as one workbook of text cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for _, sheet in sheets_by_file(files):
        made = book.create_sheet(sheet.name)
        for record in sheet.records:
            made.append(list(record))
    out = io.BytesIO()
    book.save(out)
    return {"plan.xlsx": out.getvalue()}


def errors(files: Files) -> set[str]:
    return {notice.code for notice in allocator.read(files).notices if notice.severity == "error"}


def found_in(files: Files) -> list[Problem]:
    inputs = allocator.read(files)
    return problems(inputs.notices, files, inputs.tables)


def put_right(files: Files) -> Files:
    """Every repair that the program proposes, taken."""
    listed = found_in(files)
    edits = [
        edit
        for problem in listed
        if problem.repairable and problem.suggestion
        for edit in problem.edits(problem.suggestion)
    ]
    right = repaired(files, edits)
    proposed = connect(right, {}, (), Layouts()).sheets
    return connect(right, {}, {own.id for own in proposed}, Layouts()).files()


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_what_is_proposed_repairs_the_input(files: Files, kind: str) -> None:
    wrong = broken(files) if kind == "csv" else as_workbook(broken(files))
    assert errors(wrong) == {"word-misspelt", "column-misspelt", "column-missing", "table-misspelt"}
    right = put_right(wrong)
    assert errors(right) == set()
    was, now = allocator.read(files), allocator.read(right)
    for name, frame in was.tables.items():
        assert frame.equals(now.tables[name]), name


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_a_misspelt_heading_is_repaired_in_the_file_itself(files: Files, kind: str) -> None:
    """It goes in again next month without any mapping, and so do the cells below it."""
    csv = files | {
        "annet_arbeid.csv": files["annet_arbeid.csv"].replace(b"minutter", b"minuter", 1)
    }
    wrong = csv if kind == "csv" else as_workbook(csv)
    right = put_right(wrong)
    assert right.keys() == wrong.keys()
    assert errors(right) == set()
    (sheet,) = [sheet for _, sheet in sheets_by_file(right) if sheet.name == "annet_arbeid"]
    column = list(sheet.records[0]).index("minutter")
    changed = changed_cells(wrong, right)
    assert [(c.table, c.before, c.after) for c in changed] == [
        ("annet_arbeid", "minuter", "minutter")
    ]
    assert changed[0].cell == f"{letters(column)}1"


def test_a_heading_and_the_cells_below_it_are_repaired_together(files: Files) -> None:
    edits = [Edit("beboere", 1, "beboer", "resident"), Edit("beboere", 2, "beboer", "B9")]
    shown = rows_shown(repaired(files, edits), "beboere", [2, 3])
    assert shown["resident"].tolist() == ["B9", "B2"]


def test_what_was_changed_is_listed_without_identity_numbers(files: Files) -> None:
    number = "01815012352"
    after = repaired(files, [Edit("beboere", 2, "beboer", number)])
    (change,) = changed_cells(files, after)
    assert (change.table, change.cell, change.before) == ("beboere", "A2", "B1")
    assert number not in change.after
    assert changed_cells(files, files) == []


def test_an_unknown_resident_is_chosen_among_those_of_the_unit(files: Files) -> None:
    wrong = files | {"tiltak.csv": files["tiltak.csv"].replace(b";B2;", b";B9;", 1)}
    (problem,) = (p for p in found_in(wrong) if p.notice.code == "resident-unknown")
    assert list(problem.choices) == ["B1", "B2", "B3"]
    assert errors(repaired(wrong, problem.edits("B2"))) == set()


def test_a_repair_leaves_the_files_as_they_were(files: Files) -> None:
    before = dict(files)
    repaired(files, [Edit("tiltak", 2, "minutter", "90")])
    assert files == before


def test_cells_with_the_same_mistake_are_repaired_together(files: Files) -> None:
    wrong = broken(files)
    listed = found_in(wrong)
    group = next(problem for problem in listed if problem.notice.code == "word-misspelt")
    count = wrong["tiltak.csv"].count(b";direkt;")
    assert len(group.rows) == count > 1
    assert {edit.text for edit in group.edits("direkte")} == {"direkte"}


def test_a_missing_column_is_added(files: Files) -> None:
    made = repaired(files, [Edit("beboere", 2, "fra", "2026-01-05")])
    assert rows_shown(made, "beboere", [2]).loc[2].to_dict() == {
        "beboer": "B1",
        "fra": "2026-01-05",
    }


def test_changed_rows_become_edits(files: Files) -> None:
    before = rows_shown(files, "beboere", [2, 3])
    after = before.copy()
    after.loc[3, "beboer"] = "B9"
    assert changes("beboere", before, after) == [Edit("beboere", 3, "beboer", "B9")]


def test_identity_numbers_are_not_shown(files: Files) -> None:
    number = "01010750160"
    wrong = files | {"beboere.csv": files["beboere.csv"].replace(b"B1", number.encode())}
    notices = allocator.read(wrong).notices
    assert "identity-number" in {item.code for item in notices}
    assert number not in rows_shown(wrong, "beboere", [2]).to_string()
    assert not any(
        item.repairable for item in found_in(wrong) if item.notice.code == "identity-number"
    )
    assert number.encode() not in b"".join(unpacked(returned(wrong, notices)))


def returned(files: Files, notices: Sequence[Notice]) -> bytes:
    """The marked workbook."""
    workbook = marked(files, notices)
    assert workbook is not None
    return workbook.data


def unpacked(workbook: bytes) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_the_marked_workbook_points_at_each_cell(files: Files) -> None:
    wrong = broken(files)
    notices = [
        misspelt for misspelt in allocator.read(wrong).notices if misspelt.severity == "error"
    ]
    book = openpyxl.load_workbook(io.BytesIO(returned(wrong, notices)))
    assert book.sheetnames[-1] == "Allocator"
    assert book["Allocator"].max_row == len(notices) + 1
    misspelt = next(notice for notice in notices if notice.code == "word-misspelt")
    headings = [cell.value for cell in book["tiltak"][1]]
    cell = book["tiltak"].cell(misspelt.row, headings.index(misspelt.column) + 1)
    assert cell.value == "direkt"
    assert misspelt.message("nb") in cell.comment.text
    assert cell.fill.start_color.rgb.endswith("FFC7CE")


def test_a_repair_is_never_a_formula(files: Files) -> None:
    book = as_workbook(files)
    made = repaired(book, [Edit("tiltak", 2, "beskrivelse", "=1+1\x07")])
    cell = openpyxl.load_workbook(io.BytesIO(made["plan.xlsx"]))["tiltak"].cell(2, 4)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_a_cell_that_was_emptied_on_screen_is_empty(files: Files, kind: str) -> None:
    wanted = files if kind == "csv" else as_workbook(files)
    before = rows_shown(wanted, "tiltak", [2])
    after = before.copy()
    after.loc[2, "minutter"] = None
    assert changes("tiltak", before, after) == [Edit("tiltak", 2, "minutter", "")]


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_a_code_of_a_rota_is_repaired_in_every_cell_that_has_it_and_nowhere_else(kind: str) -> None:
    days = ["man 5/1", "tir 6/1", "ons 7/1", "tor 8/1"]
    tables = home(turnus=[["Turnus"], *dated("X9", "D", "X9", "X9/D", headings=days)])
    rota = in_csv(tables) if kind == "csv" else {"bok.xlsx": as_book(tables)}
    pair, problem = sorted(
        (p for p in found_in(rota) if p.notice.code == "shift-code-unknown"),
        key=lambda problem: problem.notice.value,
        reverse=True,
    )
    assert pair.notice.value == "X9/D"
    assert pair.choices == {}
    assert list(problem.choices) == ["D", "D1", "A", "A2", "N", "L", "F1"]
    assert problem.is_open
    assert len(problem.cells) == 2
    right = repaired(rota, [*problem.edits("D"), *pair.edits("07:00-15:00")])
    assert [(c.cell, c.before, c.after) for c in changed_cells(rota, right)] == [
        ("B3", "X9", "D"), ("D3", "X9", "D"), ("E3", "X9/D", "07:00-15:00"),
    ]  # fmt: skip
    assert errors(right) == set()


def test_names_are_chosen_among_those_of_the_unit(files: Files) -> None:
    tables = home(
        enhet=[["enhet", "uker"], ["Aa", "2"], ["Bb", "2"]],
        beboere=[["enhet", "beboer"], ["Aa", "B1"], ["Bb", "B2"]],
        grupper=[["gruppe", "enhet", "minutter"], ["G1", "Aa", "30"], ["G2", "Bb", "30"]],
        tiltak=[
            ["enhet", "beboer", "tjeneste", "minutter", "gruppe"],
            ["Aa", "B1", "9", "", "G9"],
            ["Cc", "B2", "9", "30", ""],
            ["Bb", "B9", "9", "30", ""],
        ],
        vakter=[["enhet", "uke", "ukedag", "vakt", "start", "slutt"],
                ["Aa", "1", "man", "dag", "07:00", "15:00"]],
        vaktkoder=None,
    )  # fmt: skip
    choices = {p.notice.code: list(p.choices) for p in found_in(in_csv(tables))}
    assert choices["group-unknown"] == ["G1"]
    assert choices["unit-unknown"] == ["Aa", "Bb"]
    assert choices["resident-unknown"] == ["B2"]


def test_what_is_written_is_in_the_language_of_the_sheet_and_read_in_the_users() -> None:
    residents = [["resident"], ["B1"]]
    for headings, word in (
        (["resident", "service", "minutes", "mode"], "supervision"),
        (["beboer", "tjeneste", "minutter", "form"], "tilsyn"),
    ):
        rows = [["B1", "99", "30", word[:-2]]]
        wrong = in_csv(home(beboere=residents, tiltak=[[*headings, "shif"], *rows]))
        by_column = {p.notice.column: p for p in found_in(wrong) if p.repairable}
        mode = by_column[headings[3]]
        assert mode.suggestion == word
        assert mode.choices[word] == ("tilsyn", "supervision")
        heading = by_column["shif"]
        assert heading.suggestion == ("shift" if word == "supervision" else "vakt")
        assert heading.choices[heading.suggestion] == ("vakt", "shift")
        assert by_column[headings[1]].choices["15"].en == "15 Helsetjenester i hjemmet"


def test_rows_of_a_sheet_with_equal_headings_are_called_apart() -> None:
    rota = in_csv(home(turnus=[["Navn", "man", "", "man"], ["Kari", "D", "D", "X9"]]))
    shown = rows_shown(rota, "turnus", [2])
    assert list(shown.columns) == ["Navn", "B (man)", "C", "D (man)"]
    edits = changes("turnus", shown, shown.replace("X9", "N"))
    assert [(c.cell, c.after) for c in changed_cells(rota, repaired(rota, edits))] == [("D2", "N")]


def test_cells_that_look_alike_and_are_to_hold_different_things_have_a_field_each() -> None:
    plan = [["beboer", "tjeneste", "minutter"], *([["B1", "15", "#REF!"]] * 2)]
    broken_cells = [
        p for p in found_in(in_csv(home(tiltak=plan))) if p.notice.code == "excel-error"
    ]
    assert [problem.cells for problem in broken_cells] == [((2, "minutter"),), ((3, "minutter"),)]


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_a_column_that_another_repair_names_is_not_added_beside_it(kind: str) -> None:
    tables = home(tiltak=[["beboer", "tjeneste", "minuter"], ["B1", "15", "30"]])
    wrong = in_csv(tables) if kind == "csv" else {"bok.xlsx": as_book(tables)}
    edits = [Edit("tiltak", 2, "minutter", "45"), Edit("tiltak", 1, "minuter", "minutter")]
    assert [(c.cell, c.after) for c in changed_cells(wrong, repaired(wrong, edits))] == [
        ("C1", "minutter"), ("C2", "45"),
    ]  # fmt: skip
