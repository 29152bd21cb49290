"""What lies where a file should be and is none: an error that names it, and nothing is waited for.

A row of it that was passed over would be an absence, or a shift, that is gone.
"""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from allocator.cli import main
from allocator.notices import Notice, errors
from allocator.tables import bounds, read, regular

from .small import Small

NAME = "fravaer.csv"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


KINDS: dict[str, Callable[[Path], None]] = {
    "a pipe": pipe,
    "a socket": listener,
    "a folder": Path.mkdir,
    "a link to something that is not there": lambda path: path.symlink_to("borte.csv"),
    "a link that leads in a circle": lambda path: path.symlink_to(path.name),
    "a device": lambda path: path.symlink_to("/dev/zero"),
}
POSIX = pytest.mark.skipif(os.name != "posix", reason="only POSIX has these")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small input as a folder, and where one stands: a socket's name must be short."""
    monkeypatch.chdir(tmp_path)
    made = Path("inn")
    made.mkdir()
    for name, data in Small().files().items():
        (made / name).write_bytes(data)
    return made


def wrong(path: Path) -> list[Notice]:
    return errors(read(path).notices)


@POSIX
@pytest.mark.parametrize("name", [NAME, "fravær.CSV", "turnus.xlsx", "liste.mapping.yaml"])
@pytest.mark.parametrize("what", KINDS)
def test_beside_the_others_it_is_an_error(folder: Path, what: str, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    KINDS[what](folder / name)
    (notice,) = wrong(folder)
    assert (notice.code, notice.value) == ("not-a-file", name)
    assert what in notice.message("en")
    assert notice.facts["what"] in notice.message("nb")


@POSIX
@pytest.mark.parametrize("what", [what for what in KINDS if what != "a folder"])
@pytest.mark.parametrize("name", ["fil.csv", "fil.xlsx"])
def test_alone_it_is_an_error_and_is_not_waited_for(
    folder: Path, what: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    KINDS[what](Path(name))
    assert [notice.code for notice in wrong(Path(name))] == ["not-a-file"]
    for command in (["run", name, "--out", "ut"], ["check", name], ["map", name]):
        assert main([*command, "--lang", "en"]) == 1
        captured = capsys.readouterr()
        assert f'"{name}" is {what}' in captured.out + captured.err


@POSIX
@pytest.mark.parametrize("what", KINDS)
def test_a_mapping_beside_a_workbook(folder: Path, what: str) -> None:
    Path("liste.csv").write_bytes(b"enhet;uker\r\nA;2\r\n")
    KINDS[what](Path("liste.mapping.yaml"))
    assert "not-a-file" in [notice.code for notice in wrong(Path("liste.csv"))]


@POSIX
def test_a_pipe_that_takes_the_place_of_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).unlink()
    pipe(folder / NAME)
    monkeypatch.setattr(regular, "size_of", lambda path: 1)
    monkeypatch.setattr("allocator.tables.source.size_of", lambda path: 1)
    (notice,) = wrong(folder)
    assert (notice.code, notice.value) == ("not-a-file", NAME)


@pytest.mark.parametrize("what", ["link", "file", "inner folder", "hidden", "lock"])
def test_what_is_no_error(folder: Path, what: str) -> None:
    before = read(folder)
    if what == "link":
        (folder / NAME).rename("andre.csv")
        (folder / NAME).symlink_to(Path("andre.csv").resolve())
    elif what == "inner folder":
        (folder / "gammelt").mkdir()
    elif what == "hidden":
        (folder / ".#fravaer.csv").symlink_to("ola@maskin.123")  # an editor's lock
    elif what == "lock":
        (folder / "~$fravaer.xlsx").mkdir()
    after = read(folder)
    assert after.sha256 == before.sha256
    assert errors(after.notices) == []
    folders = [notice.table for notice in after.notices if notice.code == "folder-ignored"]
    assert folders == (["gammelt"] if what == "inner folder" else [])


@pytest.mark.parametrize("name", ["fravaer", "absences", "Fravær"])
def test_a_folder_with_the_name_of_a_table(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    assert [(n.code, n.value) for n in wrong(folder)] == [("not-a-file", name)]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENFILE, 4711])
def test_a_file_that_may_not_be_read_is_named(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refusing(path: Path, *rest: int) -> int:
        if Path(path).name == NAME:
            raise OSError(number, os.strerror(number))
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", refusing)
    (notice,) = wrong(folder)
    assert (notice.code, notice.value) == ("file-unreadable", NAME)
    for language in ("nb", "en"):
        assert os.strerror(number) not in notice.message(language)
    if number == 4711:
        assert "4711" in notice.message("nb")


def test_a_file_larger_than_the_system_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (folder / NAME).stat().st_size
    assert regular.read_regular(folder / NAME, size) == (folder / NAME).read_bytes()
    with pytest.raises(regular.UnreadableError, match="file-grew"):
        regular.read_regular(folder / NAME, size - 1)


def test_a_folder_of_too_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(list(folder.iterdir()))
    monkeypatch.setattr("allocator.tables.source.MAX_FILES", count)
    assert wrong(folder) == []
    monkeypatch.setattr("allocator.tables.source.MAX_FILES", count - 1)
    assert [notice.code for notice in wrong(folder)] == ["too-many-files"]
    assert bounds.MAX_FILES > 100


@pytest.mark.parametrize(
    "data", [b"\xd0\xcf\x11\xe0" + bytes(999), b"PK\x03\x04 damaged", b"<html></html>", b""]
)
def test_map_says_what_check_says(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "turnus.xlsx"
    book.write_bytes(data)
    assert main(["check", str(book)]) == 1
    errors_of_check = [line for line in capsys.readouterr().out.splitlines() if "FEIL" in line]
    assert main(["map", str(book)]) == 1
    captured = capsys.readouterr()
    assert [line for line in captured.err.splitlines() if "FEIL" in line] == errors_of_check
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == [book]


def test_map_still_works_where_only_cells_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text("Bruker;Tjeneste;Varighet\n01815012352;15;x\n", "utf-8")
    assert main(["map", str(tmp_path)]) == 0
    (made,) = tmp_path.glob("*.mapping.yaml")
    assert "01815012352" not in made.read_text("utf-8")
