"""Files and folders with residents' data are their owner's alone."""

import os
import stat
from pathlib import Path

import pytest

from allocator.private import make_folder, open_new

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077], ids=oct)
def _umask(request: pytest.FixtureRequest):
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    with open_new(tmp_path / "hours.csv") as stream:
        stream.write(b"x")
    assert _mode(tmp_path / "hours.csv") == 0o600
    assert (tmp_path / "hours.csv").read_bytes() == b"x"


def test_a_file_that_is_there_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "hours.csv").write_bytes(b"before")
    with pytest.raises(FileExistsError):
        open_new(tmp_path / "hours.csv")
    assert (tmp_path / "hours.csv").read_bytes() == b"before"


def test_new_folders_are_their_owners_alone_and_old_ones_stay(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a" / "b")
    assert (_mode(tmp_path / "a"), _mode(tmp_path / "a" / "b")) == (0o700, 0o700)
    make_folder(tmp_path / "a" / "b")
    assert _mode(tmp_path) == 0o755
