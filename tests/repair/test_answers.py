"""Answers written into the user's own files: read as they were given, and nothing else is other."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from formats.calendars import calendar, event
from formats.old_excel import old_workbook
from formats.open_document import open_document

import allocator
from allocator.errors import InputError
from allocator.export.template import write_template
from allocator.repair.answer_entry import AnswerEntry, refusals
from allocator.repair.answers import with_answers
from allocator.repair.csv_rows import NO_FORMULA, with_texts
from allocator.repair.edits import sheets_by_file
from allocator.tables.sheets import own_title
from repair.workbooks import MACROS, cells, packed, parts, rich, with_part

Files = dict[str, bytes]
ROOT = Path(__file__).parents[2]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NUMBER = "01815012352"
"""A synthetic identity number."""
DAY = date(2026, 3, 3)
FIRST = AnswerEntry("A", "coverage", "B1", 15, "T1", "Ja, alt stemmer.", "Kari", DAY)
SECOND = AnswerEntry("A", "same-hours", "", None, "", "=1+1; «å»\nto linjer", "-saksb", DAY)
BOTH = (FIRST, SECOND)

GRIDS: dict[str, list[list[Any]]] = {
    "enhet": [["enhet", "uker", "periode_start"], ["A", 1, "05.01.2026"]],
    "vakter": [["uke", "ukedag", "vakt", "start", "slutt"], [1, "man", "dag", "07:00", "15:00"]],
    "beboere": [["beboer"], ["B1"], ["B2"]],
    "tiltak": [["tiltak", "beboer", "tjeneste", "minutter"], ["T1", "B1", 15, 30]],
}
ANSWERED = [["kode", "beboer", "tjeneste", "svar"], ["coverage", "B1", "15", "Gammelt svar"]]
IN_ENGLISH = {
    "enhet": "unit", "uker": "weeks", "periode_start": "period_start", "vakter": "shifts",
    "uke": "week", "ukedag": "weekday", "vakt": "shift", "slutt": "end", "beboere": "residents",
    "beboer": "resident", "tiltak": "intervention", "tjeneste": "service", "minutter": "minutes",
    "svar": "answer", "kode": "code",
}  # fmt: skip


def english(grids: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[list[Any]]]:
    """The same tables with English names and headings."""
    names = IN_ENGLISH | {"tiltak": "interventions", "svar": "answers"}
    return {
        names[title]: [[IN_ENGLISH.get(cell, cell) for cell in rows[0]], *map(list, rows[1:])]
        for title, rows in grids.items()
    }


def in_csv(grids: Mapping[str, Sequence[Sequence[Any]]], delimiter: str = ";") -> Files:
    return {
        f"{title}.csv": "".join(delimiter.join(map(str, row)) + "\n" for row in rows).encode()
        for title, rows in grids.items()
    }


def book(grids: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        for title, rows in grids.items():
            page = made.add_worksheet(title)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return stream.getvalue()


def answers_of(files: Mapping[str, bytes]) -> list[AnswerEntry]:
    """What the reader finds in the table of answers."""
    return [
        AnswerEntry(
            row.unit,
            row.code,
            row.resident,
            None if row.service != row.service else int(row.service),
            row.row_id,
            row.answer,
            row.by,
            None if row.date != row.date else row.date.date(),
        )
        for row in allocator.read(files).tables["answers"].itertuples()
    ]


def headings_of(files: Mapping[str, bytes]) -> list[str]:
    """The headings of the table of answers."""
    (sheet,) = (s for _, s in sheets_by_file(files) if own_title(s.name) in ("svar", "answers"))
    return [str(cell) for cell in sheet.records[0]]


def noted(files: Mapping[str, bytes]) -> Counter[str]:
    """Codes of what is said, but for how each CSV file is written."""
    return Counter(n.code for n in allocator.read(files).notices if n.code != "csv-dialect")


INPUTS: dict[str, Files] = {
    "csv": in_csv(GRIDS),
    "csv in English": in_csv(english(GRIDS), ","),
    "workbook": {"plan.xlsx": book(GRIDS)},
    "workbook in English": {"plan.xlsx": book(english(GRIDS))},
    "workbook with everything": {"plan.xlsx": rich("07:30", "08.01.2026", "30,5")},
    "ods": {"plan.ods": open_document(GRIDS)},
    "xls": {"plan.xls": old_workbook(GRIDS)},
    "workbook and csv": {
        "plan.xlsx": book({k: v for k, v in GRIDS.items() if k != "vakter"}),
        "vakter.csv": in_csv(GRIDS)["vakter.csv"],
    },
    "csv and workbook": {
        **{k: v for k, v in in_csv(GRIDS).items() if k != "vakter.csv"},
        "turnus.xlsx": book({"vakter": GRIDS["vakter"]}),
    },
    "calendar": {
        **{k: v for k, v in in_csv(GRIDS).items() if k != "vakter.csv"},
        "vakter.ics": calendar([event("20260105T070000", "20260105T150000", "dagvakt")]),
    },
}
EXPECTED = {
    "csv": "svar.csv", "csv in English": "answers.csv", "workbook": "", "ods": "svar.csv",
    "workbook in English": "", "workbook with everything": "", "xls": "svar.csv",
    "workbook and csv": "", "csv and workbook": "svar.csv", "calendar": "svar.csv",
}  # fmt: skip
"""The file that is new; none where a workbook gets a sheet."""


@pytest.mark.parametrize("kind", INPUTS)
def test_answers_are_read_as_they_were_given_and_nothing_new_is_said(kind: str) -> None:
    files = INPUTS[kind]
    before = noted(files)
    written = with_answers(files, BOTH)
    assert Counter(answers_of(written)) == Counter(BOTH)
    assert noted(written) == before
    assert set(written) - set(files) == {EXPECTED[kind]} - {""}
    others = {name: written[name] for name in files if not name.startswith("plan.xls")}
    assert others == {name: files[name] for name in others}


@pytest.mark.parametrize("kind", INPUTS)
def test_the_same_answers_again_change_nothing(kind: str) -> None:
    written = with_answers(INPUTS[kind], BOTH)
    assert with_answers(written, BOTH) == written
    assert with_answers(written, BOTH[::-1]) == written
    assert with_answers(written, []) == written
    assert with_answers(INPUTS[kind], ()) == INPUTS[kind]


@pytest.mark.parametrize("kind", INPUTS)
def test_another_answer_to_the_same_question_takes_its_place(kind: str) -> None:
    other = replace(FIRST, answer="Nei, planen rettes.", by="Ola", date=date(2026, 4, 1))
    written = with_answers(with_answers(INPUTS[kind], BOTH), [other])
    assert Counter(answers_of(written)) == Counter([other, SECOND])
    assert noted(written) == noted(INPUTS[kind])


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods", "xls"])
@pytest.mark.parametrize("in_english", [False, True], ids=["nb", "en"])
def test_a_table_that_is_there_has_new_rows_in_its_own_columns(kind: str, in_english: bool) -> None:
    grids: dict[str, list[list[Any]]] = {**GRIDS, "svar": ANSWERED}
    grids = english(grids) if in_english else grids
    answers = "answers" if in_english else "svar"
    more = ["by", "date", "row_id"] if in_english else ["av", "dato", "rad"]
    files = {
        "xlsx": {"plan.xlsx": book(grids)},
        "csv": in_csv(grids),
        "ods": {"plan.ods": open_document(grids)},
        "xls": {"plan.xls": old_workbook(grids)},
    }[kind]
    undated: Any = None
    old = AnswerEntry("A", "coverage", "B1", 15, "", "Gammelt svar", "", undated)
    assert answers_of(files) == [old]
    written = with_answers(files, BOTH)
    assert answers_of(written) == [old, SECOND, FIRST]
    assert noted(written) == noted(files)
    assert len(written) == len(files)
    assert with_answers(written, BOTH) == written
    assert headings_of(written) == [*map(str, grids[answers][0]), *more]
    new = replace(old, answer="Nytt svar", by="Kari", date=DAY)
    assert answers_of(with_answers(files, [new])) == [new]


def test_what_is_about_more_stands_above_what_is_about_less() -> None:
    """Of two answers that fit a question the reader takes the later row."""
    everybody = replace(FIRST, resident="", service=None, row_id="", answer="Gjelder alle.")
    written = with_answers(INPUTS["csv"], [FIRST, everybody])
    assert answers_of(written) == [everybody, FIRST]
    assert with_answers(written, [FIRST, everybody]) == written
    later = with_answers(with_answers(INPUTS["csv"], [FIRST]), [everybody])
    assert answers_of(later) == [FIRST, everybody]
    again = with_answers(later, [FIRST])
    assert answers_of(again) == [FIRST, everybody, FIRST]
    assert with_answers(again, [FIRST]) == again


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, resident="B2"),
        replace(FIRST, service=1),
        replace(FIRST, row_id="T2"),
        replace(FIRST, code="no-decision"),
    ],
)
def test_an_answer_about_anything_else_has_a_row_of_its_own(other: AnswerEntry) -> None:
    written = with_answers(with_answers(INPUTS["csv"], [FIRST]), [other])
    assert answers_of(written) == [FIRST, other]


def test_units_are_told_apart() -> None:
    grids = GRIDS | {
        "enhet": [["enhet", "uker"], ["A", 1], ["B", 1]],
        "beboere": [["enhet", "beboer"], ["A", "B1"], ["B", "B1"]],
        "vakter": [["enhet", *GRIDS["vakter"][0]], *([u, *GRIDS["vakter"][1]] for u in "AB")],
        "tiltak": [["enhet", *GRIDS["tiltak"][0]], ["A", *GRIDS["tiltak"][1]]],
    }
    other = replace(FIRST, unit="B", answer="Nei, turnusen rettes.")
    empty = with_answers(in_csv(grids | {"svar": ANSWERED[:1]}), [FIRST, other])
    assert answers_of(empty) == [FIRST, other]
    assert answers_of(with_answers(empty, [replace(other, by="Ola")])) == [
        FIRST,
        replace(other, by="Ola"),
    ]


def test_of_several_about_the_same_the_last_is_written() -> None:
    last = replace(FIRST, answer="Sist.")
    assert answers_of(with_answers(INPUTS["csv"], [FIRST, SECOND, last])) == [SECOND, last]


# Nothing that may not be in a file ------------------------------------------------------------


@pytest.mark.parametrize("name", ["unit", "code", "resident", "row_id", "answer", "by"])
@pytest.mark.parametrize("text", [NUMBER, "Ja, 018150 12352", "\u200b0181501\u200b2352"])
def test_an_identity_number_is_refused_and_not_shown(name: str, text: str) -> None:
    entry = replace(FIRST, **{name: text})
    files = dict(INPUTS["csv"])
    with pytest.raises(InputError) as error:
        with_answers(files, [SECOND, entry])
    assert files == INPUTS["csv"]
    (notice,) = error.value.notices
    assert notice.code == "answer-identity-number"
    for language in ("nb", "en"):
        assert "12352" not in notice.message(language).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [("", False), (" \u00a0", False), ("#REF!", False), ("a\x1b[2J", False), ("x" * 5000, False),
     ("Ja", True), ("12345", True), ("01815012353", True)],
)  # fmt: skip
def test_what_the_reader_would_not_take_is_refused(text: str, written: bool) -> None:
    entry = replace(FIRST, answer=text)
    assert (refusals(entry) == []) is written
    if written:
        assert answers_of(with_answers(INPUTS["workbook"], [entry])) == [entry]
        return
    with pytest.raises(InputError) as error:
        with_answers(INPUTS["workbook"], [entry])
    assert [notice.code for notice in error.value.notices] == ["answer-not-written"]
    assert "svar" in error.value.notices[0].message("nb")


def test_files_in_which_answers_would_be_lost_are_refused() -> None:
    csv = in_csv(GRIDS | {"svar": ANSWERED})

    def refused(files: Files) -> list[str]:
        with pytest.raises(InputError) as error:
            with_answers(files, BOTH)
        return [notice.code for notice in error.value.notices]

    assert refused(csv | {"answers.csv": csv["svar.csv"]}) == ["table-twice"]
    assert refused(csv | {"svar.csv": b"kode;\0"}) == ["csv-not-text"]
    mapped = b"ark:\n  Logg:\n    tabell: svar\n    kolonner: {Sak: kode, Svar: svar}\n"
    log = {"Logg.csv": b"Sak;Svar\ncoverage;Ja\n", "Logg.mapping.yaml": mapped}
    assert refused(in_csv(GRIDS) | log) == ["answers-mapped"]
    other = log | {"Logg.mapping.yaml": mapped.replace(b"svar\n", b"'-'\n", 1)}
    assert answers_of(with_answers(in_csv(GRIDS) | other, [FIRST])) == [FIRST]


def test_of_a_zip_file_what_is_in_it_is_answered() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in INPUTS["csv"].items():
            made.writestr(name, data)
    written = with_answers({"plan.zip": packed.getvalue()}, BOTH)
    assert written == with_answers(INPUTS["csv"], BOTH)
    with pytest.raises(InputError):
        with_answers({"plan.zip": b"PK\x03\x04 damaged"}, BOTH)


# CSV -------------------------------------------------------------------------------------------

ROWS = ["kode{0}beboer{0}svar", 'coverage{0}B1{0}"to{1}linjer{0} ""ja"""', "no-decision{0}B2{0}Åse"]
BYTE_ORDER = {"utf-8": b"", "utf-8-sig": b"\xef\xbb\xbf", "cp1252": b"",
              "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}  # fmt: skip


@pytest.mark.parametrize("hint", [False, True])
@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("encoding", BYTE_ORDER)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_keeps_its_form_and_every_other_row(
    delimiter: str, end: str, encoding: str, ends: bool, hint: bool
) -> None:
    rows = [row.format(delimiter, end) for row in ROWS]
    text = (f"sep={delimiter}{end}" if hint else "") + end.join(rows) + (end if ends else "")
    mark, plain = BYTE_ORDER[encoding], encoding.removesuffix("-sig")
    data = mark + text.encode(plain)
    new = with_texts("svar.csv", data, {(3, 3): "Ødd", (4, 1): "coverage", (4, 3): "ny\nlinje"})
    assert new.startswith(mark)
    lines = [*rows[:2], f"no-decision{delimiter}B2{delimiter}Ødd",
             f'coverage{delimiter}{delimiter}"ny\nlinje"']  # fmt: skip
    expected = (f"sep={delimiter}{end}" if hint else "") + end.join(lines) + end
    assert new[len(mark) :].decode(plain) == expected
    assert with_texts("svar.csv", data, {}) == data


def test_a_letter_that_the_file_cannot_hold_makes_it_utf_8() -> None:
    data = "kode;svar\ncoverage;Blå\n".encode("cp1252")
    new = with_texts("svar.csv", data, {(3, 2): "čáhci"})
    assert new == "kode;svar\ncoverage;Blå\n;čáhci\n".encode("utf-8-sig")


def test_an_empty_file_gets_its_headings() -> None:
    for empty in (b"", b"\xef\xbb\xbf", b"\r\n"):
        written = with_answers(INPUTS["csv"] | {"svar.csv": empty}, [FIRST])
        assert answers_of(written) == [FIRST]
        assert noted(written) == noted(INPUTS["csv"])


@pytest.mark.parametrize("text", ["=1+1", "+47 22", "-3", "@SUM(1)"])
def test_no_text_of_a_csv_file_begins_as_a_formula(text: str) -> None:
    entry = replace(FIRST, answer=text, by=text, row_id=text)
    data = with_answers(INPUTS["csv"], [entry])["svar.csv"].decode("utf-8-sig")
    assert data.count(NO_FORMULA + text) == 3
    assert data.count(text) == 3
    assert answers_of({**INPUTS["csv"], "svar.csv": data.encode()}) == [entry]


# Workbooks -------------------------------------------------------------------------------------


def test_a_workbook_gets_a_sheet_and_is_otherwise_the_same_to_the_byte() -> None:
    before = rich("07:30", "08.01.2026", "30,5")
    data = with_answers({"plan.xlsx": before}, BOTH)["plan.xlsx"]
    old, new = parts(before), parts(data)
    assert list(new) == [*old, "xl/worksheets/sheet6.xml"]
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"}
    for name in changed:
        assert len(new[name]) > len(old[name])
    opened = openpyxl.load_workbook(io.BytesIO(data))
    assert opened.sheetnames == ["enhet", "vakter", "beboere", "tiltak", "Notater", "svar"]
    assert [cell.value for cell in opened["svar"][1]] == [
        "enhet", "kode", "beboer", "tjeneste", "rad", "svar", "av", "dato",
    ]  # fmt: skip
    assert cells(data, "svar", results=False)["F2"] == "=1+1; «å»\nto linjer"
    assert {cell.data_type for cell in opened["svar"]["F"]} == {"s"}
    assert (opened["svar"]["D3"].value, opened["svar"]["D3"].data_type) == (15, "n")
    assert cells(data, "Notater") == cells(before, "Notater")


def test_a_workbook_of_another_programme_gets_a_sheet() -> None:
    """Names with prefixes, a main part in UTF-16, and links that are numbered otherwise."""
    own = parts(book(GRIDS))
    main = own["xl/workbook.xml"].decode()
    main = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", main).replace("xmlns=", "xmlns:x=")
    main = re.sub(r"sheetId=\"4\"", 'sheetId="70"', main)
    own["xl/workbook.xml"] = main.replace("UTF-8", "UTF-16").encode("utf-16")
    links = own["xl/_rels/workbook.xml.rels"].decode()
    links = re.sub(r"<(/?)(?=[A-Z])", r"<\1p:", links).replace("xmlns=", "xmlns:p=")
    own["xl/_rels/workbook.xml.rels"] = links.encode()
    own["xl/worksheets/sheet9.xml"] = own.pop("xl/worksheets/sheet1.xml")
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        own[name] = own[name].replace(b"sheet1.xml", b"sheet9.xml")
    files = {"plan.xlsx": packed(own)}
    assert noted(files) == noted(INPUTS["workbook"])
    written = with_answers(files, BOTH)
    assert Counter(answers_of(written)) == Counter(BOTH)
    assert noted(written) == noted(files)
    assert b'sheetId="71"' in parts(written["plan.xlsx"])["xl/workbook.xml"]
    ids = re.findall(rb'Id="(\w+)"', parts(written["plan.xlsx"])["xl/_rels/workbook.xml.rels"])
    assert len(ids) == len(set(ids))


def test_macros_stay() -> None:
    data = with_part(book(GRIDS), "xl/vbaProject.bin", MACROS, "vnd.ms-office.vbaProject")
    written = with_answers({"plan.xlsm": data}, BOTH)
    assert parts(written["plan.xlsm"])["xl/vbaProject.bin"] == MACROS
    assert Counter(answers_of(written)) == Counter(BOTH)


def test_the_template_is_filled_in_with_dates_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "mal.xlsx"
    write_template(path)
    filled = openpyxl.load_workbook(path)
    for title, rows in GRIDS.items():
        heads = [cell.value for cell in filled[title][1]]
        for row in rows[1:]:
            named = dict(zip(rows[0], row, strict=True))
            filled[title].append([named.get(head) for head in heads])
    filled.save(path)
    files = {"mal.xlsx": path.read_bytes()}
    written = with_answers(files, [FIRST])
    assert answers_of(written) == [FIRST]
    assert noted(written) == noted(files)
    own = openpyxl.load_workbook(io.BytesIO(written["mal.xlsx"]))["svar"]
    assert own["H2"].value == datetime(2026, 3, 3)
    assert own["D2"].value == "15"
    before, after = parts(files["mal.xlsx"]), parts(written["mal.xlsx"])
    assert len([name for name in before if before[name] != after[name]]) == 1


def with_excel_table(total: bool = False, beneath: str = "") -> bytes:
    """A workbook whose answers are a table of Excel's, with a filter."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        for title, rows in GRIDS.items():
            page = made.add_worksheet(title)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        page = made.add_worksheet("svar")
        columns = [{"header": name} for name in ANSWERED[0]]
        page.add_table(0, 0, 2 if total else 1, 3,
                       {"columns": columns, "data": ANSWERED[1:], "name": "Svar",
                        "total_row": total})  # fmt: skip
        if beneath:
            page.write(2, 0, beneath)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reach"),
    [
        (with_excel_table(), b"A1:D4"),
        (with_excel_table(total=True), b"A1:D3"),
        (with_excel_table(beneath="coverage"), b"A1:D2"),
    ],
    ids=["grows", "ends with totals", "has something below"],
)
def test_a_table_of_excel_reaches_over_rows_right_below_it(data: bytes, reach: bytes) -> None:
    table = parts(data)["xl/tables/table1.xml"]
    written = with_answers({"plan.xlsx": data}, BOTH)["plan.xlsx"]
    new = parts(written)["xl/tables/table1.xml"]
    assert re.search(rb"<table[^>]* ref=\"([^\"]*)\"", new)[1] == reach  # type: ignore[index]
    rest = re.compile(rb" ref=\"[^\"]*\"")
    assert rest.sub(b"", new) == rest.sub(b"", table)
    if reach == b"A1:D4":
        assert new.count(b'ref="A1:D4"') == 2


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (soffice not on PATH)")
@pytest.mark.parametrize("kind", ["new sheet", "own sheet", "csv"])
def test_libreoffice_opens_it_and_what_it_saves_is_read_the_same(kind: str, tmp_path: Path) -> None:
    files = {
        "new sheet": {"plan.xlsx": rich("07:30", "08.01.2026", "30,5")},
        "own sheet": {"plan.xlsx": with_excel_table()},
        "csv": INPUTS["csv"],
    }[kind]
    written = with_answers(files, BOTH)
    name = "svar.csv" if kind == "csv" else "plan.xlsx"
    path = tmp_path / name
    path.write_bytes(written[name])
    command = [
        str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--infilter=CSV:59,34,76,1,,0,false,true,false" if kind == "csv" else "--nologo",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "lo"), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "lo" / name).with_suffix(".xlsx").read_bytes()
    again = {"svar.xlsx" if kind == "csv" else name: saved}
    if kind == "csv":
        again |= {other: data for other, data in written.items() if other != name}
    assert Counter(answers_of(again)) == Counter(answers_of(written))
    held = cells(saved, "svar", results=False).values()
    assert SECOND.answer in {str(cell).replace(NO_FORMULA, "") for cell in held}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_a_mapping_file_connects_is_read_as_before(kind: str) -> None:
    grids = {title: rows for title, rows in GRIDS.items() if title != "tiltak"}
    grids["Plan"] = [["Nr", "Hvem", "Hva", "Tid"], *GRIDS["tiltak"][1:]]
    columns = "{Nr: tiltak, Hvem: beboer, Hva: tjeneste, Tid: minutter}"
    mapping = f"ark:\n  Plan:\n    tabell: tiltak\n    kolonner: {columns}\n".encode()
    data = book(grids) if kind == "xlsx" else open_document(grids)
    files = {f"plan.{kind}": data, "plan.mapping.yaml": mapping}
    written = with_answers(files, BOTH)
    assert Counter(answers_of(written)) == Counter(BOTH)
    assert noted(written) == noted(files)
    old, new = (allocator.read(own).tables["interventions"] for own in (files, written))
    assert new.equals(old)
    assert len(new) == 1


def test_an_answer_is_used_by_the_next_run() -> None:
    files = {path.name: path.read_bytes() for path in (ROOT / "examples/solbakken").glob("*.csv")}
    asked = [
        n for n in allocator.allocate(allocator.read(files)).all_notices if n.code == "coverage"
    ]
    (notice,) = asked
    assert "Tallet stemmer" in notice.answer
    entry = replace(FIRST, unit="Solbakken", resident="B2", row_id="T10", answer="Nytt svar.")
    written = with_answers(files, [entry])
    result = allocator.allocate(allocator.read(written))
    (again,) = (n for n in result.all_notices if n.code == "coverage")
    assert again.answer == "Nytt svar. (Kari, 03.03.2026)"
    old, new = files["svar.csv"].splitlines(), written["svar.csv"].splitlines()
    assert new[0] == old[0] + b";rad"
    assert new[1:-1] == old[1:]
    assert new[-1] == b"coverage;B2;15;Nytt svar.;Kari;03.03.2026;T10"
