"""Files are put in place all or none: after errors, after `kill -9`, beside files of others."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from allocator.export import place
from allocator.export.place import place_file, place_folder

OLD = {"hours.csv": b"old hours", "run.json": b"old run"}
NEW = {"hours.csv": b"new hours", "week.csv": b"new week", "run.json": b"new run"}
ROOT = Path(__file__).parents[2]
LINUX = sys.platform.startswith("linux")
KILLED = """
import importlib.util, itertools, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[5])
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
for name in ("mkdir", "fsync", "rename", "replace", "symlink", "unlink", "rmdir"):
    setattr(os, name, deadly(getattr(os, name)))
place._exchange = (lambda *_: False) if without else deadly(place._exchange)
place.place_folder(folder, {"hours.csv": b"new hours", "week.csv": b"new week", "run.json": b"new run"})
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
    """The files of the result that are in it."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix != ".txt" and path.is_file()
    }


@dataclass
class Foreign:
    """Things of somebody else in a folder."""

    folder: Path

    def __post_init__(self) -> None:
        (self.folder / "notater.txt").write_bytes(b"mine")
        (self.folder / "bilder" / "flere").mkdir(parents=True)
        (self.folder / "bilder" / "flere" / "hours.csv").write_bytes(b"picture")
        (self.folder / "lenke").symlink_to("bilder")
        (self.folder / ".before").mkdir()
        self.numbers = self._numbers()

    def _numbers(self) -> dict[str, int]:
        names = ("notater.txt", "bilder", ".before")
        return {name: (self.folder / name).lstat().st_ino for name in names}

    def can_be_reached(self) -> bool:
        """Whether all of it is found under its path, be it by a link."""
        picture = self.folder / "bilder" / "flere" / "hours.csv"
        read = ((self.folder / "notater.txt").read_bytes(), picture.read_bytes())
        linked = (self.folder / "lenke" / "flere" / "hours.csv").read_bytes()
        return (*read, linked) == (b"mine", b"picture", b"picture") and (
            self.folder / ".before"
        ).is_dir()

    def is_itself(self) -> bool:
        """Whether each of them is the very same thing as before."""
        return self._numbers() == self.numbers


def alone(folder: Path) -> bool:
    """Whether nothing was left beside it."""
    return [path.name for path in folder.parent.iterdir()] == [folder.name]


def no_exchange(*_: Path) -> bool:
    return False


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    place_folder(tmp_path / "a" / "ut", NEW)
    assert held(tmp_path / "a" / "ut") == NEW
    assert held(tmp_path / "a" / "ut") == NEW
    if os.name == "posix":
        for path in (tmp_path / "a").rglob("*"):
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted


@pytest.mark.parametrize("exchange", [True, False])
def test_an_old_result_is_replaced_and_other_files_stay(
    folder: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(place, "_exchange", no_exchange)
    foreign = Foreign(folder)
    place_folder(folder, NEW)
    assert held(folder) == NEW
    assert foreign.can_be_reached()
    assert foreign.is_itself()
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


@pytest.mark.parametrize("make", ["mkdir", "symlink", "fifo"])
@pytest.mark.parametrize("name", NEW)
def test_what_has_the_name_of_ours_and_is_no_file_is_not_touched(
    folder: Path, make: str, name: str
) -> None:
    (folder / name).unlink(missing_ok=True)
    if make == "mkdir":
        (folder / name).mkdir()
        (folder / name / "mine.txt").write_bytes(b"mine")
    elif make == "symlink":
        (folder / name).symlink_to(folder / "other.txt")
        (folder / "other.txt").write_bytes(b"mine")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(folder / name)
    before = (folder / name).lstat()
    rest = held(folder)
    with pytest.raises(place.NameTakenError, match=name):
        place_folder(folder, NEW)
    if make == "mkdir":
        with pytest.raises(place.NameTakenError, match=name):
            place_file(folder / name, b"new")
    assert (folder / name).lstat() == before
    assert held(folder) == rest
    assert alone(folder)


def test_what_is_made_meanwhile_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = place._exchange

    def late(first: Path, second: Path) -> bool:
        if second == folder:
            (folder / "sent.txt").write_bytes(b"late")
        done = exchange(first, second)
        if second == folder and done:
            (folder / "sent.txt").write_bytes(b"later")  # by somebody who saw the new folder
        return done

    monkeypatch.setattr(place, "_exchange", late)
    place_folder(folder, NEW)
    assert held(folder) == NEW
    kept = {path.name: path.read_bytes() for path in folder.glob("*.txt")}
    if LINUX:
        assert kept == {"sent.txt": b"later", "sent (2).txt": b"late"}
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


def failing(function: Callable[..., Any], failing_call: int, number: int) -> Callable[..., Any]:
    """The function, with a disk error at one of its calls."""
    calls = iter(range(1, 1000))

    def call(*given: Any, **named: Any) -> Any:
        if next(calls) == failing_call:
            raise OSError(number, os.strerror(number))
        return function(*given, **named)

    return call


@pytest.mark.parametrize("failing_call", [1, 2, 3])
def test_a_full_disk_leaves_what_was_there(
    folder: Path, failing_call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(os.fsync, failing_call, errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        place_folder(folder, NEW)
    assert held(folder) == OLD
    assert alone(folder)


@pytest.mark.parametrize("failing_call", [1, 2, 3])
def test_an_error_half_way_through_puts_back_what_was_there(
    folder: Path, failing_call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_exchange", no_exchange)
    monkeypatch.setattr(os, "replace", failing(os.replace, failing_call, errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        place_folder(folder, NEW)
    assert held(folder) == OLD
    assert alone(folder)


@pytest.mark.skipif(not LINUX, reason="folders change places on Linux only")
def test_killed_at_any_moment_it_is_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    foreign = Foreign(folder)
    outcomes = []
    for fatal in range(1, 100):
        code = killed(folder, fatal)
        contents = held(folder)
        assert contents in (OLD, NEW)
        assert foreign.can_be_reached()
        outcomes.append(contents)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        place_folder(folder, OLD)
        (folder / "week.csv").unlink(missing_ok=True)
        assert held(folder) == OLD
        assert foreign.can_be_reached()
        assert foreign.is_itself()
        assert alone(folder)
    assert OLD in outcomes[:-1]
    assert outcomes.count(NEW) > len(foreign.numbers)  # also while the rest is moved over
    assert outcomes[-1] == NEW
    assert len(outcomes) > len(NEW)  # it was killed between any two files


@pytest.mark.skipif(not LINUX, reason="needs SIGKILL")
def test_without_exchange_a_mixture_has_no_record(folder: Path) -> None:
    """`run.json`, here the last name, is there only where all the others agree with it."""
    foreign = Foreign(folder)
    mixed = 0
    for fatal in range(1, 100):
        code = killed(folder, fatal, "without")
        contents = held(folder)
        assert all(content in (OLD.get(name), NEW[name]) for name, content in contents.items())
        assert contents in (OLD, NEW) or "run.json" not in contents
        mixed += contents not in (OLD, NEW)
        assert foreign.can_be_reached()
        assert foreign.is_itself()
        if code == 0:
            break
        place_folder(folder, OLD)
        (folder / "week.csv").unlink(missing_ok=True)
        assert alone(folder)
    assert held(folder) == NEW
    assert mixed >= len(NEW)


def killed(folder: Path, fatal: int, how: str = "with") -> int:
    """The exit code of a process that kills itself at its nth call of the system."""
    source = str(place.__file__)
    command = [sys.executable, "-c", KILLED, source, str(folder), str(fatal), how, str(ROOT)]
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("host", "process", "age", "goes"),
    [
        (place._HOST, "{gone}", 0, True),
        (place._HOST, "{own}", 0, True),  # another process that had our number
        (place._HOST, "1", 0, not Path("/proc/1").exists() and Path("/proc/self").exists()),
        (place._HOST, "1", 2, True),
        ("0" * 8, "{gone}", 0, False),  # of another machine, which may be at work
        ("0" * 8, "{gone}", 2, True),
    ],
)
def test_what_a_killed_run_left(
    folder: Path, inside: bool, host: str, process: str, age: int, goes: bool
) -> None:
    if "gone" in process and not Path("/proc/self").exists():
        pytest.skip("here only age tells")
    number = process.format(gone=2**22 + 1, own=os.getpid())
    name = f".ut.{host}-{number}-01234567.89abcdef.allocator-tmp"
    left = (folder if inside else folder.parent) / name
    left.mkdir()
    (left / "hours.csv").write_bytes(b"half")
    (left / "notater.txt").write_bytes(b"mine")
    (left / "bilder").mkdir()
    (left / "bilder" / "hours.csv").write_bytes(b"picture")
    when = time.time() - age * 24 * 60 * 60
    os.utime(left, (when, when))
    place_folder(folder, NEW)
    assert left.exists() is not goes
    kept = folder if goes else (folder / name if inside else left)
    assert (kept / "notater.txt").read_bytes() == b"mine"
    assert (kept / "bilder" / "hours.csv").read_bytes() == b"picture"
    assert held(folder) == NEW


@pytest.mark.parametrize("name", [".ut.other", ".ut.allocator-tmp", ".ut.1-2-3.4.allocator-tmp"])
def test_what_only_looks_like_a_left_over_is_somebody_elses(folder: Path, name: str) -> None:
    other = folder.parent / name
    other.mkdir()
    (other / "hours.csv").write_bytes(b"mine")
    place_folder(folder, NEW)
    assert (other / "hours.csv").read_bytes() == b"mine"


def test_a_file_that_a_killed_run_left(tmp_path: Path) -> None:
    left = tmp_path / f".ut.xlsx.{place._HOST}-{os.getpid()}-01234567.89abcdef.allocator-tmp"
    left.write_bytes(b"half")
    place_file(tmp_path / "ut.xlsx", b"new")
    assert alone(tmp_path / "ut.xlsx")


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
