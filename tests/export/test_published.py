"""What a run publishes is exactly what `published.yaml` says: names, order, types, formats."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import allocator
from allocator import Result
from allocator.cli import main
from allocator.export.files import FRAMES
from export.small import tables

DECLARED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("published.yaml").read_text())
KINDS, FILES = DECLARED["kinds"], DECLARED["files"]
EVERYTHING = {
    "fravaer.csv": "enhet;beboer;ukedag;dato;arsak\nA1;B2;lør;;besøk\nA1;B2;;2026-01-11;sykehus\n",
    "vedtak.csv": """\
enhet;beboer;tjeneste;timer;per;status;soknad_dato;vedtak_dato;start_dato;slutt_dato;klage_dato;\
fra;til;rullerende;orgnr
A1;B1;15;40:00;uke;innvilget;2025-11-01;2025-12-01;2025-12-15;2026-12-15;2025-12-20;;;;974760673
A1;B1;1;2:00;uke;innvilget;;;;;;;;;
A1;B2;2;1:00;uke;ikke_iverksatt;2025-11-01;2025-12-01;;;;;;;
A1;B2;9;3:00;uke;søknad;2026-01-02;;;;;;;;
A1;B1;8;12:00;uke;innvilget;;;;;;2026-01-01;2026-12-31;ja;
A1;B2;8;;;innvilget;;;2026-01-05;;;;;nei;
A1;B2;3;3:00;uke;avslått;2026-01-02;2026-01-09;;;2026-01-12;;;;
A1;B2;6;;;innvilget;;2025-12-02;;;;;;;
""",
}
"""On top of the small input: decisions that fill every column of the register."""
NOTHING_GIVEN = {
    "enhet.csv": "enhet;uker\nA1;1\n",
    "vakter.csv": "enhet;uke;ukedag;vakt;start;slutt\nA1;1;man;dag;07:00;15:00\n",
    "beboere.csv": "beboer\nB1\n",
    "vedtak.csv": "beboer;tjeneste;timer;status\nB1;9;3:00;avslått\n",
}
"""One refusal and nothing else: `week` and `unmet` have no rows."""
EMPTY = ("week", "unmet")
CELLS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "text": (("s",), "General", ".+"),
    "text or number": (("s", "n"), "General", ".+"),
    "number": (("n",), "General", ".+"),
    "h:mm": (("s",), "General", "[0-9]+:[0-5][0-9]"),
    "clock": (("s",), "General", "[0-2][0-9]:[0-5][0-9]"),
    "date": (("s",), "General", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "yes or no": (("s",), "General", "ja|nei"),
    "two decimals": (("n",), "#,##0.00", ".+"),
    "per cent": (("n",), "0.0 %", ".+"),
}
"""Kind of cell -> Excel's types, its number format, and a pattern of the value."""


@pytest.fixture(scope="module", params=["everything", "nothing given"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inn")
    given = NOTHING_GIVEN if request.param == "nothing given" else tables() | EVERYTHING
    for name, text in given.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def full(source: Path) -> bool:
    return (source / "tiltak.csv").exists()


@pytest.fixture(scope="module")
def result(source: Path) -> Result:
    return allocator.allocate(allocator.read(source))


@pytest.fixture(scope="module")
def folder(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ut") / "mappe"
    assert main(["run", str(source), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def book(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    out = tmp_path_factory.mktemp("ut") / "bok.xlsx"
    assert main(["run", str(source), "--out", str(out)]) == 0
    return openpyxl.load_workbook(out)


def test_the_declaration_names_every_file() -> None:
    assert tuple(FILES) == FRAMES


def test_a_run_writes_these_files_and_no_others(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}.csv" for name in FILES),
        "run.json",
    }


@pytest.mark.parametrize("name", FILES)
def test_the_columns_of_a_file(folder: Path, full: bool, name: str) -> None:
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == list(FILES[name])
    assert bool(rows) == (full or name not in EMPTY)
    for index, (column, kind) in enumerate(FILES[name].items()):
        values = [row[index] for row in rows]
        wrong = [value for value in values if not re.fullmatch(pattern_of(kind), value, re.DOTALL)]
        assert not wrong, f"{name}.{column} is not {kind}: {wrong[:3]}"
        assert any(values) or not full, f"{name}.{column} is empty everywhere in the example"


@pytest.mark.parametrize("name", FILES)
def test_the_columns_of_a_frame(result: Result, name: str) -> None:
    frame = getattr(result, name)
    assert list(frame.columns) == list(FILES[name])
    for column, kind in FILES[name].items():
        expected = KINDS["word" if isinstance(kind, list) else kind][0]
        # without rows pandas knows no type
        allowed = [expected] if isinstance(expected, str) else expected
        allowed = allowed if len(frame) else ["object"]
        assert str(frame[column].dtype) in allowed, f"{name}.{column}: {frame[column].dtype}"


def test_the_record_of_a_run(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert not list(unlike(DECLARED["run"], record, "run"))


def test_the_record_has_a_reading_of_supervision_in_the_example(folder: Path, full: bool) -> None:
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert any(unit["supervision_readings_minutes"] for unit in record["units"]) == full


def test_the_sheets_of_the_workbook(book: Any, full: bool) -> None:
    assert book.sheetnames == list(DECLARED["workbook"])
    for title, columns in DECLARED["workbook"].items():
        sheet = book[title]
        assert [cell.value for cell in sheet[1]] == list(columns)
        for (heading, kind), (_, *cells) in zip(columns.items(), sheet.iter_cols(), strict=True):
            types, number_format, pattern = CELLS[kind]
            filled = [cell for cell in cells if cell.value is not None]
            assert filled or not full, f"{title}.{heading} is empty everywhere in the example"
            for cell in filled:
                assert cell.data_type in types, (title, heading, cell.value)
                assert cell.number_format == number_format, (title, heading, cell.number_format)
                assert re.fullmatch(pattern, str(cell.value), re.DOTALL), (
                    title,
                    heading,
                    cell.value,
                )


def pattern_of(kind: str | list[str]) -> str:
    """The pattern of a cell: of its kind, or one of the declared words."""
    return "|".join(map(re.escape, kind)) if isinstance(kind, list) else KINDS[kind][1]


def unlike(declared: Any, record: Any, path: str) -> Iterator[str]:
    """Where a record has other names or types than declared."""
    if isinstance(declared, list):
        for number, each in enumerate(record):
            yield from unlike(declared[0], each, f"{path}[{number}]")
    elif isinstance(declared, dict) and "each" in declared:
        for name, each in record.items():
            yield from unlike(declared["each"], each, f"{path}.{name}")
    elif isinstance(declared, dict):
        if list(record) != list(declared):
            yield f"{path} has {list(record)}"
        for name in set(record) & set(declared):
            yield from unlike(declared[name], record[name], f"{path}.{name}")
    elif type(record).__name__ != declared:
        yield f"{path} is {type(record).__name__}"
