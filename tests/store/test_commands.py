"""`allocator run --store`, `runs`, `db` and `purge`, as they are typed."""

import builtins
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from allocator.cli import main
from allocator.resources import EXAMPLES
from allocator.store import open_store
from allocator.store.database import ADDRESS
from allocator.tables.source import gather

SOLBAKKEN = str(EXAMPLES / "solbakken")
Captured = pytest.CaptureFixture[str]


def said(capsys: Captured, *words: object) -> tuple[int, str]:
    """Exit code, and all that was said, with single spaces."""
    code = main([*map(str, words)])
    captured = capsys.readouterr()
    return code, " ".join((captured.out + captured.err).split())


def test_a_run_is_kept_with_its_input_and_listed(capsys: Captured, tmp_path: Path) -> None:
    code, output = said(capsys, "run", SOLBAKKEN, "--store")
    assert code == 0
    assert "De er lagret med kjøringen." in output
    (run,) = re.findall(r"Lagret som kjøring (\w+)\.", output)
    store = open_store()
    assert store.runs.inputs(run) == gather(SOLBAKKEN)[0]
    words = ("--store", "--out", tmp_path / "ut", "--lang", "en")
    code, output = said(capsys, "run", SOLBAKKEN, *words)
    assert code == 0
    assert f"Kept as run {run}." in output  # the same run
    written = {path.name: path.read_bytes() for path in (tmp_path / "ut").iterdir()}
    assert written["hours.csv"] == store.runs.results(run)["hours.csv"]
    code, output = said(capsys, "runs")
    assert code == 0
    assert f"{run} " in output
    assert "Solbakken 2 uker fra 05.01.2026 – –" in output
    code, output = said(capsys, "runs", "--unit", "Fjellvik", "--lang", "en")
    assert (code, "No runs are kept in" in output) == (0, True)


def test_runs_can_be_read_by_a_program(capsys: Captured) -> None:
    assert said(capsys, "runs", "--json") == (0, "[]")
    main(["run", SOLBAKKEN, "--store"])
    main(["run", SOLBAKKEN, "--store", "--profile", "F-2018-05-16"])
    capsys.readouterr()
    assert main(["runs", "--json"]) == 0
    newest, first = json.loads(capsys.readouterr().out)
    assert list(first) == [
        "id", "sha256", "kept_at", "by", "input_version", "input_sha256", "profile", "allocator",
        "catalogue", "units",
    ]  # fmt: skip
    assert newest["profile"] == "F-2018-05-16"
    assert first["input_version"] == newest["input_version"]
    assert first["units"] == [
        {"unit": "Solbakken", "first_day": "2026-01-05", "weeks": 2, "supersedes": None}
    ]
    assert newest["units"][0]["supersedes"] == first["id"]


def test_an_input_with_errors_is_not_kept(capsys: Captured, tmp_path: Path) -> None:
    wrong = tmp_path / "inn"
    wrong.mkdir()
    for name, data in gather(SOLBAKKEN)[0].items():
        (wrong / name).write_bytes(data.replace(b";direkte;", b";direkt;"))
    code, output = said(capsys, "run", wrong, "--store")
    assert code == 1
    assert "FEIL:" in output
    assert open_store().runs.newest() == []


def test_a_run_goes_somewhere(capsys: Captured) -> None:
    code, output = said(capsys, "run", SOLBAKKEN)
    assert code == 2
    assert "--out" in output


def test_a_store_is_copied_replaced_and_verified(capsys: Captured, tmp_path: Path) -> None:
    copy = tmp_path / "kopi.sqlite"
    main(["run", SOLBAKKEN, "--store"])
    capsys.readouterr()
    code, output = said(capsys, "db", "backup", copy)
    assert (code, f"med 1 kjøringer: {copy}" in output) == (0, True)
    code, output = said(capsys, "db", "backup", copy)
    assert (code, "skrives aldri over" in output) == (3, True)
    code, output = said(capsys, "db", "restore", copy, "--lang", "en")
    assert (code, "with --replace it is gone" in output) == (3, True)
    code, output = said(capsys, "db", "restore", copy, "--replace")
    assert (code, "med 1 kjøringer er hentet tilbake" in output) == (0, True)
    code, output = said(capsys, "db", "verify")
    assert (code, output.startswith("Alt som er lagret, er helt:")) == (0, True)


def test_damage_is_said_with_a_code_of_its_own(capsys: Captured) -> None:
    from store.test_upkeep import spoil

    main(["run", SOLBAKKEN, "--store"])
    capsys.readouterr()
    spoil(open_store(), "DELETE FROM run_file WHERE name = 'hours.csv'")
    code, output = said(capsys, "db", "verify", "--lang", "en")
    assert code == 4
    assert "its files are not those that the run wrote" in output
    assert "1 faults" in output


def test_where_it_is_and_what_schema(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "data" / "allocator.sqlite"
    assert said(capsys, "db", "init") == (0, f"Databasen er klar: {file}")
    assert said(capsys, "db", "where") == (0, f"{file} Skjema 0002.")
    assert said(capsys, "db", "upgrade") == (0, f"Databasen har alt skjema 0002: {file}")


def test_a_server_is_made_by_its_administrator(
    capsys: Captured, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.postgresql import new_database

    monkeypatch.setenv(ADDRESS, new_database(postgresql))
    code, output = said(capsys, "runs")
    assert (code, "Kjør «allocator db init»" in output) == (3, True)
    assert said(capsys, "db", "init")[0] == 0
    code, output = said(capsys, "run", SOLBAKKEN, "--store")
    assert (code, "Lagret som kjøring" in output) == (0, True)
    assert said(capsys, "db", "verify")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["backup"],
        ["restore"],
        ["where", "file"],
        ["verify", "--replace"],
        ["backup", "file", "--replace"],
        ["nonsense"],
        [],
    ],
)
def test_a_wrong_command_is_said(capsys: Captured, words: Sequence[str]) -> None:
    code, output = said(capsys, "db", *words)
    assert code == 2
    assert "allocator db --help" in output


@pytest.mark.parametrize(
    ("age", "counted"),
    [("0d", 1), *((age, 0) for age in ("1d", "2y", "24m", "1å", "2020-01-31", "31.01.2020"))],
)
def test_nothing_is_removed_before_that_is_said(capsys: Captured, age: str, counted: int) -> None:
    main(["run", SOLBAKKEN, "--store"])
    capsys.readouterr()
    code, output = said(capsys, "purge", "--older-than", age)
    assert (code, f"ville {counted} kjøringer" in output) == (0, True)
    assert len(open_store().runs.newest()) == 1
    code, output = said(capsys, "purge", "--older-than", age, "--yes", "--lang", "en")
    assert (code, f"{counted} runs with their reviews" in output) == (0, True)
    assert len(open_store().runs.newest()) == 1 - counted


@pytest.mark.parametrize("age", ["2", "d", "-1d", "2w", "31.02.2020", "2999-01-01", ""])
def test_an_age_that_is_none_removes_nothing(capsys: Captured, age: str) -> None:
    code, output = said(capsys, "purge", f"--older-than={age}", "--yes")
    assert code == 2
    assert "90d, 24m, 2y" in output


def test_without_the_extra_it_says_what_to_install(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("allocator.store") or name.startswith("sqlalchemy"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    for words in (["runs"], ["db", "where"], ["purge", "--older-than", "2y"]):
        code, output = said(capsys, *words)
        assert (code, "Installer «allocator[store]»" in output) == (1, True), words
    code, output = said(capsys, "run", SOLBAKKEN, "--store", "--out", tmp_path / "ut")
    assert (code, "Installer «allocator[store]»" in output) == (1, True)
    assert said(capsys, "run", SOLBAKKEN, "--out", tmp_path / "ut")[0] == 0
