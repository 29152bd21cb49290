"""CSV as the field exports it, in any dialect: the same tables."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from allocator.tables import Inputs, read

from .small import Small, as_csv, said

SPECIAL = {"beskrivelse": "Ærend på Røa, «kjøp» – 2 stk; se avtale"}


def _special() -> Small:
    return Small().put("tiltak", 2, **SPECIAL)


def _same(inputs: Inputs, other: Inputs) -> None:
    assert said(inputs) == said(other) == []
    for name, frame in inputs.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    inputs = read(_special().files(delimiter, encoding))
    _same(inputs, _special().read())
    dialects = [n for n in inputs.notices if n.code == "csv-dialect"]
    assert len(dialects) == len(Small().tables)
    words = {";": "semikolon", ",": "komma", "\t": "tabulator"}
    for notice in dialects:
        lone_column = len(Small().columns(notice.table)) == 1
        assert lone_column or words[delimiter] in notice.message("nb")


def test_line_ends_and_the_hint_of_excel() -> None:
    files = Small().files(",")
    files["vakter.csv"] = files["vakter.csv"].replace(b"\r\n", b"\n")
    files["tiltak.csv"] = b"sep=,\r\n" + files["tiltak.csv"]
    inputs = read(files)
    _same(inputs, Small().read())
    assert list(inputs.tables["interventions"]["row"]) == [2, 3, 4, 5]


def test_old_line_ends_and_long_lines() -> None:
    files = Small().files()
    files["vakter.csv"] = files["vakter.csv"].replace(b"\r\n", b"\r")
    _same(read(files), Small().read())
    files["vakter.csv"] = b"x" * 200_000
    assert ("csv-broken", 1) in [(n.code, n.row) for n in said(read(files))]


def test_rows_are_counted_as_the_spreadsheet_shows_them() -> None:
    rows = Small().grid("tiltak")
    rows[1:1] = [[""] * len(rows[0])]
    rows[2] = [*rows[2]]
    text = as_csv(rows).replace("T1;", '"T\n1";', 1).replace("\r\n", "\r\n\r\n", 1)
    inputs = read(Small().files() | {"tiltak.csv": text.encode()})
    assert list(inputs.tables["interventions"]["row"]) == [4, 5, 6, 7]
    assert inputs.tables["interventions"]["intervention"][0] == "T\n1"


def test_names_in_both_languages_table_by_table() -> None:
    small = Small()
    small.tables = {
        "Unit": small.tables["enhet"],
        "SHIFTS": small.tables["vakter"],
        "Beboere": small.tables["beboere"],
        "tiltak": small.tables["tiltak"],
        "groups": small.tables["grupper"],
        "Annet arbeid": small.tables["annet_arbeid"],
        "fravær": small.tables["fravaer"],
        "decisions": small.tables["vedtak"],
    }
    for old, new in (("uke", "week"), ("ukedag", "Weekday"), ("start", "START"), ("slutt", "end")):
        small.renamed("SHIFTS", old, new)
    small.renamed("tiltak", "tjeneste", "service").renamed("tiltak", "minutter", " Minutes ")
    inputs = small.read()
    assert said(inputs) == []
    expected = Small().read()
    for name in ("shifts", "interventions", "other_work", "absences", "decisions"):
        pd.testing.assert_frame_equal(inputs.tables[name], expected.tables[name])
    assert inputs.names["shifts"] == "SHIFTS"
    assert inputs.names["absences"] == "fravær"
    assert inputs.names["answers"] == "svar"


def test_a_notice_names_table_and_column_as_in_the_input() -> None:
    small = Small().renamed("vakter", "start", "Start ")
    small.tables["SHIFTS"] = small.tables.pop("vakter")
    notices = said(small.put("SHIFTS", 2, **{"Start ": "x"}).read())
    assert [(n.table, n.row, n.column, n.value) for n in notices] == [("SHIFTS", 2, "Start", "x")]


def test_a_folder_and_uploaded_bytes_are_the_same(tmp_path: Path) -> None:
    files = Small().files()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".skjult").write_bytes(b"x")
    (tmp_path / "notat.pdf").write_bytes(b"%PDF")
    folder = read(tmp_path)
    _same(folder, read(files))
    assert folder.sha256 == read(files).sha256 == read(str(tmp_path)).sha256
    assert [n.table for n in folder.notices if n.code == "file-ignored"] == ["notat.pdf"]


def test_a_text_that_is_no_table_and_cannot_be_read_is_information() -> None:
    inputs = read(Small().files() | {"lesmeg.txt": b"\x81\x8d"})
    assert said(inputs) == []
    assert [n.table for n in inputs.notices if n.code == "file-ignored"] == ["lesmeg.txt"]


def test_files_of_one_name_in_two_folders_are_refused() -> None:
    files = {f"{folder}/enhet.csv": b"enhet;uker" for folder in "ab"}
    assert "file-twice" in [n.code for n in said(read(files))]
    assert said(read({f"a/{name}": data for name, data in Small().files().items()})) == []


def test_excel_is_not_loaded_for_csv() -> None:
    program = "import sys; from allocator.tables import read; read({}); print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True)
    assert not {"openpyxl", "xlsxwriter", "defusedxml"} & set(loaded.stdout.split())


def test_the_fingerprint_follows_the_bytes() -> None:
    files = Small().files()
    assert read(dict(reversed(files.items()))).sha256 == read(files).sha256
    assert read(files | {"tiltak.csv": files["tiltak.csv"] + b"\r\n"}).sha256 != read(files).sha256


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"beboer\r\nB1\x00", "csv-not-text"),
        ("beboer\r\nB1\0".encode("utf-16"), "csv-not-text"),
        ("beboer\r\nB1".encode("utf-16")[:-1], "csv-not-text"),
        (b"beboer\r\n\x81\x8d", "csv-not-text"),
        (b'beboer\r\n"B1\r\nB2\r\n', "csv-broken"),
        (b'beboer\r\n"B1"x;2\r\n', "csv-broken"),
        (b"", "heading-missing"),
    ],
)
def test_a_file_that_is_no_csv(data: bytes, code: str) -> None:
    notices = said(read(Small().files() | {"beboere.csv": data}), "error")
    assert (code, "beboere") in [(n.code, n.table) for n in notices]
    assert "table-missing" not in [n.code for n in notices]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_a_text_that_excel_wrote_as_unicode_is_read(encoding: str) -> None:
    files = Small().files()
    text = files["tiltak.csv"].decode("utf-8-sig").replace(";", "\t")
    mark = "" if encoding == "utf-16" else "\ufeff"
    files["tiltak.csv"] = (mark + text).encode(encoding)
    assert said(read(files), "error") == []
    (name, data), *_ = [file for file in files.items() if file[0] == "tiltak.csv"]
    del files[name]
    assert said(read(files | {"tiltak.xls": data}), "error") == []


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "nei", tmp_path / "nei.xlsx", "\0"):
        assert [n.code for n in said(read(path))] == ["input-unreadable"]


def test_an_empty_folder(tmp_path: Path) -> None:
    codes = [n.code for n in said(read(tmp_path))]
    assert codes == ["table-missing", "table-missing", "table-missing", "nothing-asked"]


def test_every_table_is_there_with_its_types() -> None:
    inputs = read({})
    full = Small().read()
    assert list(inputs.tables) == [
        "unit",
        "shifts",
        "residents",
        "decisions",
        "interventions",
        "groups",
        "other_work",
        "absences",
        "answers",
        "shift_codes",
    ]
    for name, frame in inputs.tables.items():
        assert frame.empty
        assert dict(frame.dtypes) == dict(full.tables[name].dtypes)


def test_typed_values() -> None:
    tables = Small().read().tables
    work = tables["interventions"].set_index("intervention")
    assert work.loc["T3", "shift"] == ("night",)
    assert work.loc["T1", "shift"] == ("day", "evening")
    assert work["staff"].isna().to_dict() == {"T1": False, "T2": False, "T3": True, "T4": False}
    assert set(work["unit"]) == {"A"}
    assert list(tables["other_work"]["shift"]) == [("day", "evening")]
    assert list(tables["groups"]["shift"]) == [("day", "evening")]
    assert list(tables["decisions"]["hours"]) == [450, 600]
    assert list(tables["unit"][["day_start", "evening_start", "night_start"]].iloc[0]) == [
        420,
        900,
        1320,
    ]
    assert list(tables["shifts"]["competence"][:3]) == [("medisin",), (), ()]
    rolling = Small().put("vedtak", 2, tjeneste="08.01").read().tables["decisions"]["rolling"]
    assert list(rolling) == [True, False]


def test_a_lone_intervention_has_its_row_as_id() -> None:
    small = Small().without("tiltak", "tiltak")
    assert list(small.read().tables["interventions"]["intervention"]) == ["2", "3", "4", "5"]
