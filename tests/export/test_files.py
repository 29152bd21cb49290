"""The contract's files: what stands in a cell, and that nothing is lost on the way."""

import csv
import io
import json
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from allocator import Result
from allocator.errors import InputError
from allocator.export.files import FRAMES, cell, csv_of, files_of, write_folder, write_notices
from allocator.notices import Notice
from allocator.pipeline import allocate
from allocator.tables import read
from export.small import uploaded

HALF_A_MILLIONTH = 0.5e-6


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (90.0, "90.000000"),
        (1 / 3, "0.333333"),
        (-1e-9, "0.000000"),
        (-2.5, "-2.500000"),
        (float("nan"), ""),
        (15, "15"),
        (-3, "-3"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        (pd.NA, ""),
        ("", ""),
        ("Bjørk – æøå", "Bjørk – æøå"),
        ("=1+1", "'=1+1"),
        ("+47", "'+47"),
        ("-T3", "'-T3"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
    ],
)
def test_a_cell(value: object, written: str) -> None:
    assert cell(value) == written


def test_every_frame_is_a_file_of_its_columns(result: Result) -> None:
    files = files_of(result)
    assert set(files) == {f"{name}.csv" for name in FRAMES} | {"run.json"}
    for name in FRAMES:
        frame = getattr(result, name)
        lines = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))
        assert lines[0] == list(frame.columns)
        assert len(lines) == len(frame) + 1


@pytest.mark.parametrize("name", FRAMES)
def test_figures_come_back_as_they_were(result: Result, name: str) -> None:
    frame = getattr(result, name)
    rows = rows_of(files_of(result)[f"{name}.csv"])
    for column in frame:
        for value, text in zip(frame[column].tolist(), (row[column] for row in rows), strict=True):
            if isinstance(value, float) and value == value:
                assert float(text) == pytest.approx(value, abs=HALF_A_MILLIONTH)
                assert len(text.split(".")[1]) == 6
            elif isinstance(value, str):
                assert text.removeprefix("'") == value
            else:
                assert text == cell(value)


def test_ids_that_look_like_formulas_are_text(result: Result) -> None:
    trace = rows_of(files_of(result)["trace.csv"])
    assert "'-T3" in [row["id"] for row in trace]
    assert {row["counted"] for row in trace} == {"true", "false"}
    assert [row["service"] for row in trace if row["table"] == "annet_arbeid"] == [""]


def test_line_breaks_within_a_text_survive() -> None:
    content = csv_of(pd.DataFrame({"a": ["x\ry\nz", '"']}))
    assert [row["a"] for row in rows_of(content)] == ["x\ry\nz", '"']


def test_the_record_of_the_run(result: Result) -> None:
    *others, (last, content) = files_of(result).items()
    assert last == "run.json"
    hashes = {name: sha256(data).hexdigest() for name, data in others}
    assert json.loads(content) == {**result.run, "files": hashes}


def test_a_folder_is_written(result: Result, tmp_path: Path) -> None:
    write_folder(result, tmp_path / "ny" / "ut")
    written = {path.name: path.read_bytes() for path in (tmp_path / "ny" / "ut").iterdir()}
    assert written == files_of(result)


def test_errors_write_notices_alone(tmp_path: Path) -> None:
    (tmp_path / "hours.csv").write_text("før")
    inputs = read(uploaded() | {"enhet.csv": b"enhet;uker\nA1;null\n"})
    with pytest.raises(InputError) as caught:
        allocate(inputs)
    path = write_notices(caught.value.notices, tmp_path, "en")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hours.csv", "notices.csv"]
    assert (tmp_path / "hours.csv").read_text() == "før"
    rows = rows_of(path.read_bytes())
    assert len(rows) == len(caught.value.notices)
    bad = next(row for row in rows if row["value"] == "null")
    assert (bad["severity"], bad["table"], bad["row"], bad["column"]) == (
        "error", "enhet", "2", "uker",
    )  # fmt: skip
    assert "not a whole number" in bad["message"]


def test_a_notice_without_place_has_empty_cells(tmp_path: Path) -> None:
    notice = Notice("nothing-asked")
    row = rows_of(write_notices([notice], tmp_path, "nb").read_bytes())[0]
    assert row["row"] == row["table"] == row["value"] == ""
    assert row["message"] == notice.message("nb")
