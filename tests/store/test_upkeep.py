"""Backups go whole into either database; what is old is removed; damage is found."""

import datetime
import stat
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from allocator.export.files import files_of
from allocator.store import Store, StoreError
from allocator.store.backup import back_up, restore
from allocator.store.database import Database
from allocator.store.faults import faults
from allocator.store.purge import Removed, remove, would_remove
from allocator.store.versions import VersionKind
from store.conftest import KINDS, calculated, made
from store.test_answers import answer
from store.test_runs import kept, trigger

NEVER = datetime.datetime(2000, 1, 1, tzinfo=UTC)


def filled(store: Store) -> str:
    """Keep something of everything; gives the run's id."""
    run = kept(store, calculated())
    store.answers.keep(answer())
    store.reviews.keep(run.id, "Solbakken", "B1", "Fint", "ola")
    store.links.id_of("Solbakken", "B1")
    store.works.keep("w1", "kari", {"version": run.version})
    return run.id


@pytest.mark.parametrize("into", KINDS)
def test_a_backup_goes_into_either_database(
    store: Store, into: str, new_address: Callable[[str], str], tmp_path: Path
) -> None:
    run = filled(store)
    backup = tmp_path / "backup.sqlite"
    assert back_up(store.database, backup) == 1
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} <= {"backup.sqlite", "kept", "data"}
    other = Database(new_address(into))
    assert restore(other, backup, "kari") == 1
    again = Store(other)
    assert again.runs.get(run) == store.runs.get(run)
    assert again.runs.results(run) == files_of(calculated().result)
    assert again.answers.of(["Solbakken"]) == [answer()]
    assert again.reviews.of("Solbakken", "B1") == store.reviews.of("Solbakken", "B1")
    assert again.links.id_of("Solbakken", "B1") == store.links.id_of("Solbakken", "B1")
    assert again.works.latest("kari") == store.works.latest("kari")
    assert faults(other) == []
    # and is a store like any other: what is kept there is never changed
    with pytest.raises(StoreError), other.writing() as connection:
        connection.execute(text("DELETE FROM run_file"))
    other.close()


def test_a_backup_is_never_written_over_anything(store: Store, tmp_path: Path) -> None:
    filled(store)
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(StoreError) as raised:
        back_up(store.database, there)
    assert raised.value.key == "backup-exists"
    assert there.read_text() == "mine"
    with pytest.raises(StoreError) as raised:
        back_up(store.database, tmp_path / "nowhere" / "under.sqlite")
    assert raised.value.key == "backup-nowhere"


def test_what_is_kept_is_replaced_only_where_that_is_said(store: Store, tmp_path: Path) -> None:
    first = filled(store)
    back_up(store.database, tmp_path / "backup.sqlite")
    second = kept(store, calculated(profile="F-2018-05-16")).id
    with pytest.raises(StoreError) as raised:
        restore(store.database, tmp_path / "backup.sqlite", "kari")
    assert raised.value.key == "not-empty"
    assert [run.id for run in store.runs.newest()] == [second, first]
    restore(store.database, tmp_path / "backup.sqlite", "kari", replace=True)
    assert [run.id for run in store.runs.newest()] == [first]
    assert faults(store.database) == []


def test_an_older_backup_is_upgraded_on_its_way(
    new_address: Callable[[str], str], tmp_path: Path
) -> None:
    from store.test_database import first_schema

    old = first_schema(new_address("sqlite")).file
    assert old is not None
    target = made(new_address("sqlite"))
    assert restore(target.database, old, "kari") == 0
    assert [given.answer for given in target.answers.of(["A"])] == ["Ja"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"no backup", "no-backup"),
        (b"", "no-backup"),
        (b"SQLite format 3\0" + b"\0" * 5000, "backup-damaged"),
        (None, "backup-unreadable"),
    ],
)
def test_what_is_no_backup_changes_nothing(
    store: Store, content: bytes | None, key: str, tmp_path: Path
) -> None:
    run = filled(store)
    if content is not None:
        (tmp_path / "backup").write_bytes(content)
    with pytest.raises(StoreError) as raised:
        restore(store.database, tmp_path / "backup", "kari", replace=True)
    assert raised.value.key == key
    assert store.runs.results(run)


def test_a_damaged_backup_changes_nothing(store: Store, tmp_path: Path) -> None:
    run = filled(store)
    back_up(store.database, tmp_path / "backup.sqlite")
    spoilt = Store(Database(f"sqlite:///{tmp_path / 'backup.sqlite'}"))
    spoil(spoilt, "UPDATE content SET packed = x'00'")
    with pytest.raises(StoreError) as raised:
        restore(store.database, tmp_path / "backup.sqlite", "kari", replace=True)
    assert raised.value.key == "backup-damaged"
    assert store.runs.results(run)


def test_a_damaged_file_is_put_aside_for_a_backup(tmp_path: Path) -> None:
    store = made(f"sqlite:///{tmp_path / 'a.sqlite'}")
    run = filled(store)
    back_up(store.database, tmp_path / "backup.sqlite")
    file = tmp_path / "a.sqlite"
    file.write_bytes(b"not a database any more" * 1000)
    for replace, key in ((False, "damaged"), (True, "")):
        if key:
            with pytest.raises(StoreError) as raised:
                restore(store.database, tmp_path / "backup.sqlite", "kari", replace=replace)
            assert raised.value.key == key
        else:
            restore(store.database, tmp_path / "backup.sqlite", "kari", replace=replace)
    assert store.runs.results(run)
    assert (tmp_path / "a.sqlite.damaged").read_bytes().startswith(b"not a database")


# Damage -------------------------------------------------------------------------------------------


def spoil(store: Store, statement: str) -> None:
    """Change what the program never changes."""
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    triggers = [f"{table}_is_never_changed", f"{table}_is_removed_only_for_age"]
    with store.database.writing() as connection:
        if store.database.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            for name in triggers:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        else:
            connection.execute(text(f"DROP TRIGGER {triggers[0]} ON {table}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("UPDATE run SET input_sha256 = 'x'", "run"),
        ("UPDATE run SET sha256 = 'x'", "run"),
        ("DELETE FROM run_file WHERE name = 'hours.csv'", "run-files"),
        ("DELETE FROM run_file WHERE name = 'run.json'", "run-files"),
        ("UPDATE version SET sha256 = 'x'", "version"),
        ("DELETE FROM version_file WHERE name = 'tiltak.csv'", "version"),
        ("UPDATE content SET packed = sha256", "content"),
        ("DROP INDEX ix_answer_unit", "schema"),
        ("UPDATE review SET comment = ''", ""),
    ],
)
def test_damage_is_found_and_named(store: Store, statement: str, key: str) -> None:
    filled(store)
    assert faults(store.database) == []
    if not store.database.is_sqlite:
        statement = statement.replace("packed = sha256", "packed = convert_to(sha256, 'UTF8')")
    if statement.startswith("DROP"):
        with store.database.writing() as connection:
            connection.execute(text(statement))
    else:
        spoil(store, statement)
    wrong = faults(store.database)
    assert key in {fault.key for fault in wrong} if key else wrong == []
    for fault in wrong:
        assert fault.message("nb") != fault.message("en")


def test_bytes_that_are_damaged_on_the_disk_are_found(tmp_path: Path) -> None:
    store = made(f"sqlite:///{tmp_path / 'a.sqlite'}")
    filled(store)
    file = tmp_path / "a.sqlite"
    whole = file.read_bytes()
    middle = whole.rindex(b"Solbakken")
    file.write_bytes(whole[:middle] + b"\xff" * 40 + whole[middle + 40 :])
    try:
        wrong = {fault.key for fault in faults(store.database)}
    except StoreError as error:
        wrong = {error.key}
    assert wrong & {"damaged", "integrity-check", "content", "run", "version"}


# Age ----------------------------------------------------------------------------------------------


def test_what_is_old_is_counted_first_and_removed_then(store: Store) -> None:
    run = filled(store)
    assert would_remove(store.database, NEVER) == Removed(0, 0, 0, 0)
    assert remove(store.database, NEVER, "kari") == Removed(0, 0, 0, 0)
    later = datetime.datetime.now(UTC) + timedelta(days=1)
    assert would_remove(store.database, later) == Removed(1, 1, 1, 1)
    assert store.runs.results(run)
    assert remove(store.database, later, "kari") == Removed(1, 1, 1, 1)
    assert store.runs.newest() == []
    assert store.versions.newest() == []
    assert store.answers.all_of(["Solbakken"]) == []
    assert store.works.latest("kari") is None
    assert faults(store.database) == []
    with store.database.reading() as connection:
        left = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            for table in ("content", "version_file", "run_file", "run_unit", "review", "link")
        }
        removals = connection.execute(
            text('SELECT runs, versions, answers, "by" FROM removal')
        ).all()
    assert set(left.values()) == {0}
    assert [tuple(row) for row in removals] == [(0, 0, 0, "kari"), (1, 1, 1, "kari")]


def test_nothing_of_what_was_removed_is_left_in_the_file(tmp_path: Path) -> None:
    store = made(f"sqlite:///{tmp_path / 'a.sqlite'}")
    filled(store)
    store.reviews.keep(store.runs.newest()[0].id, "Solbakken", "B1", "Hemmelighet", "ola")
    assert b"Hemmelighet" in everything(tmp_path)
    remove(store.database, datetime.datetime.now(UTC) + timedelta(days=1), "kari")
    assert b"Hemmelighet" not in everything(tmp_path)
    assert b"Solbakken" not in everything(tmp_path)


def everything(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_what_something_newer_needs_stays(store: Store) -> None:
    """An input run again, answers of a unit with a newer run, an input somebody looks at."""
    first = filled(store)
    looked_at = store.versions.keep(
        calculated(((b"B1", b"B7"),)).files,
        calculated(((b"B1", b"B7"),)).inputs,
        VersionKind.UPLOAD,
        "kari",
    )
    between = datetime.datetime.now(UTC)
    newer = store.runs.keep(
        calculated(profile="F-2018-05-16").result, store.runs.get(first).version, "kari"
    )
    store.works.keep("w2", "kari", {"version": looked_at.id})
    assert remove(store.database, between, "kari") == Removed(1, 0, 0, 1)
    assert [run.id for run in store.runs.newest()] == [newer.id]
    assert store.runs.inputs(newer.id) == calculated().files
    assert store.versions.files(looked_at.id)
    assert store.answers.of(["Solbakken"]) == [answer()]
    assert store.links.names(store.links.id_of("Solbakken", "B1")) == ("Solbakken", "B1")
    assert store.reviews.of("Solbakken", "B1") == []
    assert [unit.supersedes for unit in newer.units] == [first]
    assert faults(store.database) == []
    assert trigger(store)
