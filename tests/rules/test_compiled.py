"""The compiled catalogue is the catalogue; a stale, damaged or foreign one is made again."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from allocator import folders
from allocator.rules import compiled, loading
from allocator.rules.catalogue import Catalogue
from allocator.rules.loading import CATALOGUE, load
from allocator.rules.reading import read_catalogue

POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes of POSIX")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the compiled catalogue lies; nothing lies there yet."""
    monkeypatch.setattr(loading, "cache_folder", lambda: tmp_path / "own")
    return tmp_path / "own" / compiled.NAME


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Catalogue, bool]]:
    """Load as a new process does; says also whether the sources were read."""
    reads: list[Path] = []
    read = loading._read
    monkeypatch.setattr(loading, "_read", lambda path: reads.append(path) or read(path))

    def loaded() -> tuple[Catalogue, bool]:
        reads.clear()
        return load.__wrapped__(), bool(reads)

    return loaded


def test_compiled_and_written_are_the_same(
    kept: Path, afresh: Callable[[], tuple[Catalogue, bool]]
) -> None:
    written = read_catalogue(CATALOGUE)
    assert afresh() == (written, True)
    again, read = afresh()
    assert not read
    assert again == written
    assert list(again.by_id) == list(written.by_id)
    for mine, theirs in zip(again.entries, written.entries, strict=True):
        assert mine.sha256 == theirs.sha256
        assert {name: type(value) for name, value in vars(mine).items()} == {
            name: type(value) for name, value in vars(theirs).items()
        }


def test_it_is_readable_by_its_owner_only_and_alone_in_its_folder(
    kept: Path, afresh: Callable[[], tuple[Catalogue, bool]]
) -> None:
    afresh()
    assert list(kept.parent.iterdir()) == [kept]
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600
        assert kept.parent.stat().st_mode & 0o777 == 0o700


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"number": 1.0', b'"number": 2.0', 1))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def not_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\n\x00")


def of_another_form(path: Path) -> None:
    digest = path.read_bytes().split()[0].decode()
    path.write_bytes(f"{compiled._head(digest, b'[]')}\n[]".encode())


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [damage, cut_short, empty, not_text, of_another_form, gone])
def test_what_is_damaged_is_made_again_in_silence(
    harm: Callable[[Path], None], kept: Path, afresh: Callable[[], tuple[Catalogue, bool]],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    written = afresh()[0]
    content = kept.read_bytes()
    harm(kept)
    assert not kept.exists() or kept.read_bytes() != content
    assert afresh() == (written, True)
    assert kept.read_bytes() == content
    assert afresh() == (written, False)
    assert capfd.readouterr() == ("", "")


def open_to_others(path: Path) -> None:
    path.chmod(0o644)


def elsewhere(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to(path.with_name("other"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


@POSIX
@pytest.mark.parametrize("harm", [open_to_others, elsewhere, pipe])
def test_what_others_could_have_written_is_not_believed(
    harm: Callable[[Path], None], kept: Path, afresh: Callable[[], tuple[Catalogue, bool]]
) -> None:
    written = afresh()[0]
    harm(kept)
    assert afresh() == (written, True)
    assert afresh() == (written, False)


@POSIX
def test_a_file_of_another_user_is_not_believed(
    kept: Path, afresh: Callable[[], tuple[Catalogue, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = afresh()[0]
    monkeypatch.setattr(os, "getuid", lambda: kept.stat().st_uid + 1)
    assert afresh() == (written, True)


def test_another_version_of_the_program_makes_it_again(
    kept: Path, afresh: Callable[[], tuple[Catalogue, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    afresh()
    monkeypatch.setattr(compiled, "VERSION", "9.9")
    assert afresh()[1]
    assert not afresh()[1]


@pytest.mark.parametrize("name", ["catalogue.yaml", "reading.py", "entries/convert.yaml"])
def test_a_change_in_a_source_or_in_what_reads_it_is_another_hash(
    name: str, tmp_path: Path
) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(CATALOGUE.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert compiled.digest_of(copy) == compiled.digest_of(CATALOGUE.parent)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# …\n")
    assert compiled.digest_of(copy) != compiled.digest_of(CATALOGUE.parent)


def test_another_catalogue_is_always_read(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(CATALOGUE.parent, copy)
    load.__wrapped__(copy / CATALOGUE.name)
    assert not kept.exists()


@pytest.mark.parametrize("where", ["a file is in the way", "nowhere"])
def test_where_it_cannot_be_kept_the_sources_are_read(
    where: str, afresh: Callable[[], tuple[Catalogue, bool]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "file").write_text("mine")
    cache = None if where == "nowhere" else tmp_path / "file"
    monkeypatch.setattr(loading, "cache_folder", lambda: cache)
    assert afresh() == (read_catalogue(CATALOGUE), True)
    assert (tmp_path / "file").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_it_lies_in_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders.sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert folders.cache_folder() == tmp_path / ".cache" / "allocator"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert folders.cache_folder() == tmp_path / ".cache" / "allocator"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    assert folders.cache_folder() == tmp_path / "c" / "allocator"
    monkeypatch.setattr(folders.sys, "platform", "darwin")
    assert folders.cache_folder() == tmp_path / "Library" / "Caches" / "allocator"
    monkeypatch.delenv(folders.DATA, raising=False)
    support = tmp_path / "Library" / "Application Support" / "allocator"
    assert folders.data_folder() == support
    monkeypatch.setattr(folders.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert folders.cache_folder() == tmp_path / "local" / "allocator"
