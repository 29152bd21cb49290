"""The same input gives the same bytes on every machine: hash seed, zone, locale, folder, order."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from export.small import tables, write_small

import allocator
from allocator.export.files import files_of

ROOT = Path(__file__).parents[2]
MACHINES: tuple[dict[str, str], ...] = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "nb_NO.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Pago_Pago", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "99", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "3"},
)
WORKBOOK = """
import datetime, hashlib, sys, allocator
from allocator.export.workbook import workbook
day = datetime.date(2026, 1, 5)
result = allocator.allocate(allocator.read(sys.argv[1]), today=day, language=sys.argv[2])
print(hashlib.sha256(workbook(result, sys.argv[2])).hexdigest())
"""


def python(*arguments: object, cwd: Path, machine: dict[str, str]) -> str:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), **machine},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode("utf-8")


def without_effort_and_day(content: bytes) -> Any:
    """The record of a run without its seconds and its day, which follows the zone."""
    record = json.loads(content)
    for unit in record["units"]:
        for stage in unit["solver"]["stages"].values():
            assert stage.pop("seconds") >= 0
    assert datetime.date.fromisoformat(record.pop("today"))
    return json.dumps(record)  # with the order of the names


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small input with a first day for each unit: nothing in it follows the day of the run."""
    enhet = tables()["enhet.csv"].replace("A2;1;;;", "A2;1;2026-01-05;;")
    return write_small(tmp_path_factory.mktemp("same") / "inn", enhet=enhet)


def test_the_command_writes_the_same_folder(source: Path, tmp_path: Path) -> None:
    written = []
    for number, machine in enumerate(MACHINES):
        elsewhere = tmp_path / f"{number}" / "æ ø"
        elsewhere.mkdir(parents=True)
        given: Path | str = source if number % 2 else os.path.relpath(source, elsewhere)
        python("-m", "allocator", "run", given, "--out", "ut", cwd=elsewhere, machine=machine)
        files = {path.name: path.read_bytes() for path in sorted((elsewhere / "ut").iterdir())}
        files["run.json"] = without_effort_and_day(files["run.json"])
        written.append(files)
    assert all(files == written[0] for files in written[1:])


def test_a_folder_is_verified_on_another_machine(source: Path, tmp_path: Path) -> None:
    """West of the date line what was written east of it: the run's own day is used."""
    run = ("-m", "allocator", "run", source, "--out", "ut")
    python(*run, cwd=tmp_path, machine=MACHINES[1])
    verify = ("-m", "allocator", "verify", "ut", source)
    assert "byte for byte" in python(*verify, cwd=tmp_path, machine=MACHINES[2])


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_workbook_has_the_same_bytes(source: Path, tmp_path: Path, language: str) -> None:
    hashes = {
        python("-c", WORKBOOK, source, language, cwd=tmp_path, machine=machine)
        for machine in MACHINES[1:3]
    }
    assert len(hashes) == 1


def test_the_order_of_the_files_is_of_no_account(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "inn"
    copy.mkdir()
    for path in sorted(source.iterdir(), reverse=True):
        shutil.copyfile(path, copy / path.name)
    before = hashes_of_files(source)
    assert hashes_of_files(copy) == before
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: reversed([*listed(folder)]))
    assert hashes_of_files(source) == before


def hashes_of_files(source: Path) -> dict[str, str]:
    result = allocator.allocate(allocator.read(source), today=datetime.date(2026, 1, 5))
    files = files_of(result)
    files["run.json"] = without_effort_and_day(files["run.json"]).encode()
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def test_a_name_is_the_same_however_its_letters_are_encoded(source: Path, tmp_path: Path) -> None:
    composed, decomposed = tmp_path / "nfc", tmp_path / "nfd"
    for folder, name in ((composed, "fråvær.csv"), (decomposed, "fra\u030avær.csv")):
        shutil.copytree(source, folder)
        (folder / name).write_text("x\n1\n")
    assert allocator.read(composed).sha256 == allocator.read(decomposed).sha256
    (composed / "fra\u030avær.csv").write_text("x\n1\n")
    assert "file-twice" in [notice.code for notice in allocator.read(composed).notices]
