"""The reader of `run.json`: what it takes, what it refuses and why; and the hashes of the files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator import Result
from allocator.export.files import write_folder
from allocator.export.record import RUN, RecordError, changed_files, read_record
from allocator.results.run import FORMAT

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(result: Result, tmp_path: Path) -> Path:
    write_folder(result, tmp_path)
    return tmp_path


def rewrite(folder: Path, change: Change) -> None:
    record = json.loads((folder / RUN).read_text("utf-8"))
    change(record)
    (folder / RUN).write_text(json.dumps(record), "utf-8")


def test_a_record_is_read_as_it_was_written(folder: Path, result: Result) -> None:
    record = read_record(folder)
    assert {**record, "files": None} == {**result.run, "files": None}
    assert set(record["files"]) == {path.name for path in folder.iterdir()} - {RUN}


def test_every_part_that_a_reader_relies_on_may_be_followed_by_others(folder: Path) -> None:
    def more(record: dict[str, Any]) -> None:
        record["later"] = {"something": 1}
        record["units"][0]["solver"]["stages"]["0"]["method"] = "ipm"

    rewrite(folder, more)
    assert read_record(folder)["later"] == {"something": 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"7", b'{"format": 1', b"\xff\xfe{}", b"{}", b"[" * 100_000],
)
def test_what_is_no_record_is_damaged(folder: Path, content: bytes) -> None:
    (folder / RUN).write_bytes(content)
    with pytest.raises(RecordError) as refused:
        read_record(folder)
    assert refused.value.key == "damaged"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("format", lambda record: record.pop("format")),
        ("format", lambda record: record.update(format="1")),
        ("format", lambda record: record.update(format=True)),
        ("format", lambda record: record.update(format=0)),
        (".input", lambda record: record.pop("input")),
        (".input.sha256", lambda record: record["input"].update(sha256=None)),
        (".input.tables.vakter", lambda record: record["input"]["tables"].update(vakter=[])),
        (".today", lambda record: record.update(today="2026-02-30")),
        (".language", lambda record: record.update(language="sv")),
        (".profile", lambda record: record.update(profile=None)),
        (".versions.pulp", lambda record: record["versions"].update(pulp=3)),
        (".units", lambda record: record.update(units={})),
        (".units[1].unit", lambda record: record["units"][1].update(unit=2)),
        (".units[0].rules[2].sha256", lambda record: record["units"][0]["rules"][2].pop("sha256")),
        (".files", lambda record: record.update(files=None)),
        (".files.../x", lambda record: record["files"].update({"../x": "0"})),
        (".files...\\x", lambda record: record["files"].update({"..\\x": "0"})),
    ],
)
def test_the_part_that_is_not_as_it_must_be_is_named(
    folder: Path, part: str, change: Change
) -> None:
    rewrite(folder, change)
    with pytest.raises(RecordError) as refused:
        read_record(folder)
    assert (refused.value.key, refused.value.detail) == ("damaged", part)


def test_a_later_form_is_told_from_a_damaged_one(folder: Path) -> None:
    def later(record: dict[str, Any]) -> None:
        record["format"] = FORMAT + 1
        record["versions"]["allocator"] = "9.1.0"
        del record["units"]

    rewrite(folder, later)
    with pytest.raises(RecordError) as refused:
        read_record(folder)
    assert (refused.value.key, refused.value.detail) == ("newer", "9.1.0")


@pytest.mark.parametrize("name", ["nothing there", "empty", "file"])
def test_where_no_run_lies_the_record_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordError) as refused:
        read_record(tmp_path / name)
    assert refused.value.key == "missing"


def test_a_record_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / RUN).mkdir()
    with pytest.raises(RecordError) as refused:
        read_record(tmp_path)
    assert refused.value.key == "unreadable"


def test_files_that_are_as_they_were_written_are_not_changed(folder: Path) -> None:
    (folder / "notes.txt").write_text("somebody else's")
    assert changed_files(folder, read_record(folder)) == []


def test_files_that_are_changed_or_gone_are_named(folder: Path) -> None:
    record = read_record(folder)
    (folder / "unmet.csv").unlink()
    (folder / "week.csv").unlink()
    (folder / "week.csv").mkdir()
    content = (folder / "hours.csv").read_bytes()
    (folder / "hours.csv").write_bytes(content.replace(b"\r\n", b"\n"))
    assert changed_files(folder, record) == ["hours.csv", "unmet.csv", "week.csv"]
