"""The command line on a system that has none of POSIX's own calls, as Windows."""

import ast
import ctypes
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

import allocator
from allocator.cli import main
from allocator.resources import EXAMPLES

POSIX_ONLY = (
    *("chown", "chroot", "fchmod", "fchown", "fork", "getegid", "geteuid", "getgid", "getuid"),
    *("killpg", "lchown", "lockf", "mkfifo", "mknod", "setsid", "sync", "uname", "wait", "waitid"),
)
POSIX_MODULES = {"fcntl", "grp", "posix", "pwd", "resource", "termios"}
PACKAGE = Path(allocator.__file__).parent


@pytest.fixture
def _without_posix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tmp_path.is_dir()  # pytest itself needs those calls to make it
    for name in POSIX_ONLY:
        monkeypatch.delattr(os, name, raising=False)

    def no_library(name: object) -> None:
        raise AssertionError(f"loads {name}, which is Linux's own")

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    monkeypatch.setattr("allocator.export.place.sys", SimpleNamespace(platform="win32"))


@pytest.mark.usefixtures("_without_posix")
@pytest.mark.parametrize("out", ["out", "out.xlsx"])
def test_a_run_is_written_twice_over(
    tmp_path: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time replaces what the first wrote, beside a file of somebody else's."""
    place = tmp_path / out
    for _ in range(2):
        assert main(["run", str(EXAMPLES / "solbakken"), "--out", str(place)]) == 0
        if place.is_dir():
            (place / "mine.txt").write_text("mine")
    assert "B1" in capsys.readouterr().out
    if place.is_dir():
        assert main(["verify", str(place), str(EXAMPLES / "solbakken")]) == 0
        assert (place / "mine.txt").read_text() == "mine"
        assert (place / "hours.csv").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [out]


@pytest.mark.usefixtures("_without_posix")
def test_the_other_commands_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rota = str(EXAMPLES / "rota" / "fjellvik.xlsx")
    assert main(["check", rota, "--mark", str(tmp_path / "marked.xlsx")]) == 0
    assert main(["map", rota, "--out", str(tmp_path / "new.mapping.yaml")]) == 0
    assert main(["template", str(tmp_path / "template.xlsx")]) == 0
    assert main(["why", str(EXAMPLES / "solbakken"), "--resident", "B1"]) == 0
    assert main(["example", "fjellvik", str(tmp_path / "copy")]) == 0
    assert len(list(tmp_path.iterdir())) == 4
    assert not capsys.readouterr().err


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_posix_alone_is_imported(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        assert not {name.split(".")[0] for name in names} & POSIX_MODULES
