"""Files are put in place all or none: after errors, after `kill -9`, beside files of others."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator.export import place
from allocator.export.place import place_file, place_folder

OLD = {"hours.csv": b"old hours", "run.json": b"old run"}
NEW = {"hours.csv": b"new hours", "run.json": b"new run", "week.csv": b"new week"}
LINUX = sys.platform.startswith("linux")
KILLED = """
import importlib.util, itertools, os, signal, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("place", sys.argv[1])
place = importlib.util.module_from_spec(spec)
spec.loader.exec_module(place)
folder, fatal, without = Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "without"
calls = itertools.count(1)
def deadly(function):
    def call(*given, **named):
        if next(calls) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return call
for name in ("mkdir", "fsync", "rename", "replace", "link", "unlink", "rmdir"):
    setattr(os, name, deadly(getattr(os, name)))
place._exchange = (lambda *_: False) if without else deadly(place._exchange)
place.place_folder(folder, {"hours.csv": b"new hours", "run.json": b"new run", "week.csv": b"new week"})
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an old result."""
    made = tmp_path / "ut"
    made.mkdir()
    for name, content in OLD.items():
        (made / name).write_bytes(content)
    return made


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def alone(folder: Path) -> bool:
    """Whether nothing was left beside it."""
    return [path.name for path in folder.parent.iterdir()] == [folder.name]


def no_exchange(*_: Path) -> bool:
    return False


def test_a_new_folder_with_the_usual_rights(tmp_path: Path) -> None:
    place_folder(tmp_path / "a" / "ut", NEW)
    assert held(tmp_path / "a" / "ut") == NEW
    usual = tmp_path / "b"
    usual.mkdir()
    assert (tmp_path / "a" / "ut").stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("exchange", [True, False])
def test_an_old_result_is_replaced_and_other_files_stay(
    folder: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(place, "_exchange", no_exchange)
    note = folder / "notater.txt"
    note.write_text("mine")
    note.chmod(0o600)
    before = note.stat()
    place_folder(folder, NEW)
    assert held(folder) == NEW | {"notater.txt": b"mine"}
    after = note.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert alone(folder)


@pytest.mark.skipif(not LINUX, reason="folders change places on Linux only")
def test_on_linux_the_folders_change_places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("replaced one by one")

    monkeypatch.setattr(place, "_one_by_one", never)
    folder.chmod(0o2750)
    place_folder(folder, NEW)
    assert held(folder) == NEW
    assert stat.S_IMODE(folder.stat().st_mode) == 0o2750


def test_folders_and_links_inside_are_left_alone(folder: Path) -> None:
    inner = folder / "bilder"
    inner.mkdir()
    (inner / "a.png").write_bytes(b"png")
    (folder / "lenke").symlink_to("bilder")
    number = inner.stat().st_ino
    place_folder(folder, NEW)
    assert held(folder) == NEW
    assert (inner.stat().st_ino, (inner / "a.png").read_bytes()) == (number, b"png")
    assert (folder / "lenke").is_symlink()
    assert alone(folder)


def test_the_folder_one_stands_in_stays_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    place_folder(Path(), NEW)
    assert {path.name for path in Path().iterdir()} == set(NEW)


def test_a_link_to_a_folder_stays_a_link(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "lenke"
    link.symlink_to(folder)
    place_folder(link, NEW)
    assert link.is_symlink()
    assert held(folder) == NEW


def failing(function: Callable[..., Any], at: int, number: int) -> Callable[..., Any]:
    """The function, with a disk error at one of its calls."""
    calls = iter(range(1, 1000))

    def call(*given: Any, **named: Any) -> Any:
        if next(calls) == at:
            raise OSError(number, os.strerror(number))
        return function(*given, **named)

    return call


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_leaves_what_was_there(
    folder: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(os.fsync, at, errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        place_folder(folder, NEW)
    assert held(folder) == OLD
    assert alone(folder)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_error_half_way_through_puts_back_what_was_there(
    folder: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_exchange", no_exchange)
    monkeypatch.setattr(os, "replace", failing(os.replace, at, errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        place_folder(folder, NEW)
    assert held(folder) == OLD
    assert alone(folder)


@pytest.mark.skipif(not LINUX, reason="folders change places on Linux only")
def test_killed_at_any_moment_it_is_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    (folder / "notater.txt").write_bytes(b"mine")
    outcomes = []
    for fatal in range(1, 100):
        code = killed(folder, fatal)
        found = held(folder)
        assert found.pop("notater.txt") == b"mine"
        assert found in (OLD, NEW)
        outcomes.append(found)
        if code == 0:
            break
        place_folder(folder, OLD)
        (folder / "week.csv").unlink(missing_ok=True)
        assert code == -signal.SIGKILL
    assert OLD in outcomes[:-1]
    assert outcomes[-1] == NEW
    assert len(outcomes) > len(NEW)  # it was killed between any two files


@pytest.mark.skipif(not LINUX, reason="needs SIGKILL")
def test_without_exchange_no_file_is_ever_half(folder: Path) -> None:
    for fatal in range(1, 100):
        code = killed(folder, fatal, "without")
        for name, content in held(folder).items():
            assert content in (OLD.get(name), NEW[name])
        if code == 0:
            break
    assert held(folder) == NEW


def killed(folder: Path, fatal: int, how: str = "with") -> int:
    """The exit code of a process that kills itself at its nth call of the system."""
    source = str(place.__file__)
    command = [sys.executable, "-c", KILLED, source, str(folder), str(fatal), how]
    return subprocess.run(command, check=False, capture_output=True).returncode


def test_what_a_killed_run_left_is_cleared_away_after_a_day(folder: Path) -> None:
    for name, age in (("old", 2), ("young", 0)):
        left = folder.parent / f".ut.{name}.allocator-tmp"
        left.mkdir()
        (left / "hours.csv").write_bytes(b"half")
        when = time.time() - age * 24 * 60 * 60
        os.utime(left, (when, when))
    (folder.parent / ".ut.other").mkdir()
    place_folder(folder, NEW)
    left_over = sorted(path.name for path in folder.parent.iterdir())
    assert left_over == [".ut.other", ".ut.young.allocator-tmp", "ut"]


def test_a_folder_that_may_not_be_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != folder)
    with pytest.raises(PermissionError):
        place_folder(folder, NEW)
    assert held(folder) == OLD
    assert alone(folder)


def test_where_nothing_may_be_made_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) == folder)
    place_folder(folder, NEW)
    assert held(folder) == NEW
    assert alone(folder)
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_one_file(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "ut.xlsx"
    place_file(path, b"one")
    path.chmod(0o640)
    place_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert alone(path)


def test_one_file_and_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ut.xlsx"
    place_file(path, b"one")
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 1, errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        place_file(path, b"two")
    assert path.read_bytes() == b"one"
    assert alone(path)
