"""When the system says no: a plain sentence, exit code 1, and what was there is still there."""

import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from export.small import write_small

from allocator.cli import calculate, main
from allocator.cli.waiting import Waiting
from allocator.errors import CatalogueError
from allocator.model.stages import STAGES
from allocator.version import VERSION

ROOT = Path(__file__).parents[1]
NOBODY = 65534
LONG = 60.0
"""Seconds after which a test that waits for a drawing gives up; on no machine the usual wait."""
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("faults") / "inn")


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    """A folder with an older result and a file of somebody else's."""
    folder = tmp_path / "ut"
    assert main(["run", str(source), "--out", str(folder), "--lang", "en"]) == 0
    (folder / "notater.txt").write_text("mine")
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def full(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "secret-B1.csv")


@pytest.mark.parametrize(
    ("number", "nb"),
    [
        (errno.ENOSPC, "disken er full"),
        (errno.EROFS, "det er ikke tillatt å skrive der"),
        (errno.EIO, "disken eller nettverket svarer ikke som det skal"),
    ],
)
def test_a_disk_that_refuses(
    number: int, nb: str, source: Path, out: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(out)

    def refusing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    capsys.readouterr()
    monkeypatch.setattr(os, "fsync", refusing)
    assert main(["run", str(source), "--out", str(out)]) == 3
    captured = capsys.readouterr()
    assert captured.err == f"Kan ikke skrive til {out}: {nb}. Det som lå der fra før, er urørt.\n"
    assert captured.out == ""
    assert held(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["ut"]


def test_a_full_disk_for_a_workbook_and_for_notices(
    source: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    path = tmp_path / "ut.xlsx"
    path.write_bytes(b"old")
    assert main(["run", str(source), "--out", str(path), "--lang", "en"]) == 3
    assert "the disk is full" in capsys.readouterr().err
    wrong = write_small(tmp_path / "feil", enhet="enhet;uker\nA1;null\nA2;1\n")
    new = tmp_path / "ny.xlsx"
    assert main(["run", str(wrong), "--out", str(new), "--lang", "en"]) == 1
    message = capsys.readouterr().err
    assert "is not a whole number" in message
    assert "the disk is full" in message
    assert path.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feil", "ut.xlsx"]


def test_errors_leave_a_finished_run_as_it_is(
    source: Path, out: Path, tmp_path: Path, capsys: Captured
) -> None:
    """New notices beside old hours would be a mixture."""
    before = held(out)
    book = tmp_path / "ut.xlsx"
    book.write_bytes(b"old")
    wrong = write_small(tmp_path / "feil", enhet="enhet;uker\nA1;null\nA2;1\n")
    capsys.readouterr()
    for path in (out, out / "ny.xlsx", book):
        assert main(["run", str(wrong), "--out", str(path), "--lang", "en"]) == 1
        message = capsys.readouterr().err
        assert "is not a whole number" in message
        assert "lies a finished result; it was not touched" in message
    assert held(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feil", "ut", "ut.xlsx"]


@pytest.mark.parametrize("make", ["", "hours.csv", "run.json"])
def test_a_folder_with_the_name_of_a_file(
    source: Path, tmp_path: Path, capsys: Captured, make: str
) -> None:
    inner = tmp_path / "ut" / make if make else tmp_path / "ut.xlsx"
    inner.mkdir(parents=True)
    (inner / "mine.txt").write_text("mine")
    out = tmp_path / "ut" if make else inner
    assert main(["run", str(source), "--out", str(out)]) in (2, 3)
    assert (make or "ut.xlsx") in capsys.readouterr().err
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


@pytest.mark.parametrize("inner", ["", "ut", "ut/enda/ett", "ut.xlsx", "../{name}/ut", "lenke"])
def test_output_within_the_input(
    source: Path, tmp_path: Path, capsys: Captured, inner: str
) -> None:
    given = tmp_path / "inn"
    shutil.copytree(source, given)
    out = given / inner.format(name=given.name)
    if inner == "lenke":
        out = tmp_path / "lenke"
        out.symlink_to(given)
    before = sorted(given.rglob("*"))
    commands = [["run", str(given), "--out", str(out)]]
    if out.suffix:
        commands.append(["check", str(given), "--mark", str(out)])
    for command in commands:
        assert main([*command, "--lang", "en"]) == 2
        assert "cannot be written to" in capsys.readouterr().err
    assert sorted(given.rglob("*")) == before


@pytest.mark.parametrize(
    "command",
    [
        ["run", "{source}", "--out", ""], ["run", "", "--out", "ut"], ["run", "{source}", "--out="],
        ["check", ""], ["check", "{source}", "--mark", ""], ["map", "{source}", "--out", ""],
        ["template", ""], ["example", "solbakken", ""],
    ],
)  # fmt: skip
def test_an_empty_path_is_not_the_folder_one_stands_in(
    source: Path,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([word.format(source=source) for word in command]) == 2
    assert "er tom. Skriv navnet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
def test_a_pipe_where_a_workbook_is_to_lie(source: Path, tmp_path: Path, capsys: Captured) -> None:
    pipe = tmp_path / "ut.xlsx"
    os.mkfifo(pipe)
    assert main(["run", str(source), "--out", str(pipe)]) == 2
    assert main(["check", str(source), "--mark", str(pipe)]) == 1
    assert pipe.is_fifo()


def test_output_where_links_lead_in_a_circle(
    source: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "ut"
    out.symlink_to(out.name)
    assert main(["run", str(source), "--out", str(out)]) == 2
    assert "en lenke som fører i ring" in capsys.readouterr().err


def test_a_folder_that_may_only_be_read(
    source: Path, out: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(out)
    out.chmod(0o555)
    if os.geteuid() == 0:  # for whom no folder is closed
        monkeypatch.setattr(os, "access", lambda path, _: Path(path) != out)
    capsys.readouterr()
    assert main(["run", str(source), "--out", str(out)]) == 3
    assert "det er ikke tillatt å skrive der" in capsys.readouterr().err
    out.chmod(0o755)
    assert held(out) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be another")
def test_somebody_without_rights(source: Path, out: Path, tmp_path: Path) -> None:
    """The whole command as a user who may read everything here and write nowhere."""
    for folder in (out, *out.parents, source, *source.parents):
        if folder.is_relative_to("/tmp/"):
            folder.chmod(0o755)
    before = held(out)
    # a first run as root loads what nobody else may be allowed to load
    code = (
        "import os, sys\n"
        "from allocator.cli import main\n"
        "given, places = ['run', sys.argv[1], '--out'], sys.argv[2:]\n"
        "assert main([*given, places[0]]) == main([*given, places[1]]) == 0\n"
        f"os.setgid({NOBODY}), os.setuid({NOBODY})\n"
        "sys.exit(10 * main([*given, places[2]]) + main([*given, places[3]]))\n"
    )
    open_to_root = [tmp_path / "a", tmp_path / "a.xlsx"]
    closed = [out, tmp_path / "ny" / "ut.xlsx"]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, [source, *open_to_root, *closed])],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 33
    lines = done.stderr.decode().splitlines()
    assert ["det er ikke tillatt å skrive der" in line for line in lines] == [True, True]
    assert held(out) == before


def test_killed_while_it_writes(source: Path, out: Path) -> None:
    """`kill -9` of the whole command between two files."""
    before = held(out)
    code = (
        "import itertools, os, signal, sys\n"
        "calls, fsync = itertools.count(1), os.fsync\n"
        "def deadly(number):\n"
        "    if next(calls) == 4: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    fsync(number)\n"
        "os.fsync = deadly\n"
        "from allocator.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(source), "--out", str(out)],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -signal.SIGKILL
    assert held(out) == before
    assert main(["run", str(source), "--out", str(out)]) == 0
    after = held(out)
    assert after["notater.txt"] == b"mine"
    assert after["trace.csv"] != before["trace.csv"]  # the older one was in English


def test_interrupted(
    source: Path, out: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = held(out)
    capsys.readouterr()
    monkeypatch.setattr(os, "fsync", interrupted)
    assert main(["run", str(source), "--out", str(out)]) == 130
    assert capsys.readouterr().err == "Avbrutt.\n"
    assert held(out) == before


@pytest.mark.parametrize(
    ("error", "nb", "en"),
    [
        (KeyError("Kari Nordmann"), "Uventet feil (KeyError)", "Unexpected error (KeyError)"),
        (MemoryError(), "Uventet feil (MemoryError)", "Unexpected error (MemoryError)"),
        (RecursionError("B1"), "Uventet feil (RecursionError)", "Unexpected error"),
        (OSError(5, "B1"), "Uventet feil (OSError)", "Unexpected error (OSError)"),
        (CatalogueError("line 3"), "Regelkatalogen er ikke gyldig: line 3", "is not valid: line 3"),
    ],
)
def test_the_unexpected_is_one_line(
    error: Exception, nb: str, en: str, source: Path, tmp_path: Path, capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("allocator.pipeline.allocate", failing)
    for language, words in (("nb", nb), ("en", en)):
        given = ["run", str(source), "--out", str(tmp_path / "ut"), "--lang", language]
        assert main(given) == (1 if isinstance(error, CatalogueError) else 3)
        captured = capsys.readouterr()
        assert words in captured.err
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert "Traceback" not in captured.err
        assert "Nordmann" not in captured.err
        assert "B1" not in captured.err
        if isinstance(error, KeyError):
            assert VERSION in captured.err
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds(
    source: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocator.export.workbook.MOST_ROWS", 5)
    assert main(["run", str(source), "--out", str(tmp_path / "ut.xlsx")]) == 3
    assert "Arket «Timer» har flere rader enn Excel kan ha." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_output_that_cannot_be_written(source: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "allocator", "run", str(source), "--out", str(tmp_path / "ut")],
            check=False,
            stdout=nowhere,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 3
    assert done.stderr.decode().count("\n") == 1
    assert "Traceback" not in done.stderr.decode()


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.drawn.set()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, so that what is drawn is the same on a busy machine."""
    monkeypatch.setattr("allocator.cli.waiting.time", SimpleNamespace(monotonic=lambda: 100.0))


def test_whoever_waits_sees_a_bar_and_then_it_is_gone(still: None) -> None:
    stream = Terminal()
    with Waiting("nb", stream, patience=0.05) as waiting:
        waiting.on_stage(1, 4, "A1", "")
        assert stream.drawn.wait(LONG)
    drawn = stream.getvalue()
    assert "[######..................] Beregner: 1 av 4 enheter, 0 s" in drawn
    assert drawn.endswith("\r\x1b[K")


def test_whoever_need_not_wait_sees_none() -> None:
    stream = Terminal()
    with Waiting("nb", stream, patience=LONG) as waiting:
        waiting.on_stage(1, 4, "A1", "")
    assert stream.getvalue() == ""


def test_a_file_is_shown_no_bar() -> None:
    stream = io.StringIO()
    with Waiting("nb", stream, patience=0.0) as waiting:
        waiting.on_stage(1, 4, "A1", "")
        assert not waiting._thread.is_alive()
    assert stream.getvalue() == ""


def test_before_the_first_unit_is_done_it_counts_seconds(still: None) -> None:
    stream = Terminal()
    with Waiting("en", stream, patience=0.01):
        assert stream.drawn.wait(LONG)
    assert "Reading and calculating, 0 s" in stream.getvalue()


def test_the_seconds_are_those_since_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((100.0, 107.9))
    monkeypatch.setattr(
        "allocator.cli.waiting.time", SimpleNamespace(monotonic=lambda: next(moments, 107.9))
    )
    stream = Terminal()
    with Waiting("nb", stream, patience=0.01):
        assert stream.drawn.wait(LONG)
    assert "7 s" in stream.getvalue()


def test_the_bar_is_told_of_each_unit(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[int, int, str, str]] = []

    class Listening(Waiting):
        def on_stage(self, done: int, total: int, unit: str, stage: str) -> None:
            calls.append((done, total, unit, stage))

    monkeypatch.setattr(calculate, "Waiting", Listening)
    assert main(["run", str(source), "--out", str(tmp_path / "ut")]) == 0
    assert calls == [
        *((0, 2, "A1", stage) for stage in STAGES),
        (1, 2, "A1", ""),
        *((1, 2, "A2", stage) for stage in STAGES),
        (2, 2, "A2", ""),
    ]
