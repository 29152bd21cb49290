"""The workbook holds the frames, no formula, and says the same in LibreOffice."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from allocator import Result
from allocator.export import sheets, workbook
from allocator.export.sheets import FRAMES, MINUTES, sheets_of
from allocator.export.workbook import SheetTooLarge, write_workbook
from allocator.results.explanation import MEASURES
from allocator.rounding import hours_minutes

TITLES = {
    "nb": ["Timer", "Register", "Personaltid", "Uke", "Personaluke", "Mangler", "Forklaring",
           "Merknader", "Om kjøringen"],
    "en": ["Hours", "Register", "Staff time", "Week", "Staff week", "Missing", "Explanation",
           "Notices", "About the run"],
}  # fmt: skip
Book = Any


@pytest.fixture(scope="module")
def content(result: Result) -> bytes:
    return workbook.workbook(result)


@pytest.fixture(scope="module")
def book(content: bytes) -> Book:
    return openpyxl.load_workbook(io.BytesIO(content))


def read(book: Book, title: str) -> list[dict[str, Any]]:
    heads, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def column(rows: list[dict[str, Any]], heading: str) -> list[Any]:
    return [row[heading] for row in rows]


def test_one_sheet_per_question(book: Book, in_english: Result) -> None:
    assert book.sheetnames == TITLES["nb"]
    english = openpyxl.load_workbook(io.BytesIO(workbook.workbook(in_english, "en")))
    assert english.sheetnames == TITLES["en"]
    assert [cell.value for cell in english["Hours"][1]][:6] == [
        "Unit", "Resident", "Service", "Name of service", "Days of the roster", "Decided",
    ]  # fmt: skip


def test_headings_are_frozen_and_filtered(book: Book) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(isinstance(cell.value, str) and cell.value for cell in sheet[1])


def test_nothing_is_a_formula_or_a_link(book: Book) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert "=1+1 Morgenstell <b>&</b>" in [cell.value for cell in cells]
    assert "-T3" in [cell.value for cell in cells]


@pytest.mark.parametrize("name", FRAMES)
def test_minutes_are_the_frames_own(result: Result, book: Book, name: str) -> None:
    frame = getattr(result, name)
    title = TITLES["nb"][sheets.SHEETS.index(name)]
    rows = read(book, title)
    assert len(rows) == len(frame)
    sheet = next(one for one in sheets_of(result, "nb") if one.title == title)
    headings = dict(zip(sheet.columns, sheet.headings, strict=True))
    assert set(frame.columns) <= set(sheet.columns)
    for measure in [one for one in frame if one.endswith(MINUTES)]:
        shown = [float("nan") if one is None else one for one in column(rows, headings[measure])]
        assert shown == pytest.approx(frame[measure].tolist(), abs=1e-9, nan_ok=True)


def test_hours_are_as_reported(result: Result, book: Book) -> None:
    rows = read(book, "Timer")
    assert column(rows, "Omfang") == result.hours["omfang_hm"].tolist()
    assert column(rows, "Ressursinnsats") == result.hours["ressursinnsats_hm"].tolist()
    granted = result.hours["decided_minutes"].tolist()
    decided = [None if pd.isna(one) else hours_minutes(one) for one in granted]
    assert column(rows, "Vedtatt") == decided
    shares = result.hours["coverage"].tolist()
    shown = [float("nan") if one is None else one for one in column(rows, "Dekning")]
    assert shown == pytest.approx(shares, nan_ok=True)


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def test_rounded_parts_add_up_to_their_whole(book: Book) -> None:
    for row in read(book, "Timer"):
        parts = sum(minutes(row[name]) for name in ("Dag", "Kveld", "Natt"))
        assert parts == minutes(row["Mottatt"])
    uses = ("Individuelt", "Grupper", "Tilsyn", "Annet arbeid", "Pauser", "Til stede")
    for row in read(book, "Personaltid"):
        assert sum(minutes(row[name]) for name in uses) == minutes(row["På vakt"])


def test_words_are_norwegian(book: Book) -> None:
    assert set(column(read(book, "Register"), "Status")) >= {"innvilget", "søknad"}
    assert column(read(book, "Personaltid"), "Del av døgnet")[0] == "dag"
    assert column(read(book, "Uke"), "Ukedag")[0] == "mandag"
    assert "beboeren er fraværende" in column(read(book, "Mangler"), "Årsak")
    assert set(column(read(book, "Merknader"), "Alvor")) == {"advarsel", "spørsmål", "opplysning"}
    assert set(column(read(book, "Register"), "Ordinær boligmasse")) == {"ja", None}


def test_the_explanation_adds_up_and_names_its_sources(result: Result, book: Book) -> None:
    rows = read(book, "Forklaring")
    for hours in result.hours.itertuples(index=False):
        key = (hours.unit, hours.resident, hours.service)
        own = [row for row in rows if (row["Enhet"], row["Beboer"], row["Tjeneste"]) == key]
        received = sum(row["Mottatt (min)"] or 0 for row in own)
        assert received == pytest.approx(hours.received_minutes)
        assert own[-1]["Ledd"] == "Til sammen"
        assert all(row["Regel"] and row["Kilde"] and row["Avsnitt"] for row in own)
    told = [row for row in rows if row["Tabell"] and row["Regnes med"]]
    assert len(told) == len(result.trace)
    for name, heading in zip(MEASURES, list(rows[0])[-len(MEASURES) :], strict=True):
        total = sum(row[heading] or 0 for row in rows)
        assert total == pytest.approx(result.trace[name].sum())


def test_the_run_is_told(result: Result, book: Book) -> None:
    said = {row["Hva"]: row["Verdi"] for row in read(book, "Om kjøringen")}
    assert said["Inndata: sha256"] == result.run["input"]["sha256"]
    assert said["Versjon: programmet"] == result.run["versions"]["allocator"]
    assert said["Lesning: felles tilsyn"] == "delt"
    readings = result.run["units"][0]["supervision_readings_minutes"][0]
    assert said["Felles tilsyn i minutter per uke: B1, 15: delt"] == readings["divided"]


def test_text_longer_than_a_cell_ends_in_a_sign(result: Result) -> None:
    from dataclasses import replace

    long = result.notices.assign(message="x" * 40_000)
    changed = replace(result, notices=long)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.workbook(changed)))["Merknader"]
    text = str(sheet.cell(2, 8).value)
    assert len(text) == workbook.MOST_TEXT
    assert text.endswith(workbook.CUT)


def test_more_rows_than_excel_holds_are_refused(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", len(result.week))
    with pytest.raises(SheetTooLarge, match="Uke"):
        write_workbook(result, tmp_path / "ut.xlsx")
    assert list(tmp_path.iterdir()) == []


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (soffice not on PATH)")
def test_libreoffice_reads_the_same(content: bytes, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "ut.xlsx"
    path.write_bytes(content)
    converted = tmp_path / "lo"
    command = [
        str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(converted), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = openpyxl.load_workbook(converted / "ut.xlsx")
    assert again.sheetnames == book.sheetnames
    for sheet in book:
        before, after = (
            [row for row in one.iter_rows(values_only=True) if any(row)]
            for one in (sheet, again[sheet.title])
        )
        assert len(after) == len(before)
        for old, new in zip(before, after, strict=True):
            assert len(new) >= len(old)
            for one, other in zip(old, new, strict=False):
                same = other == (pytest.approx(one, rel=1e-12) if isinstance(one, float) else one)
                assert same, (sheet.title, one, other)
