"""Where the store is, who may read it, and what is said where it cannot be used."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from allocator.store import Store, StoreError, open_store
from allocator.store.database import ADDRESS, Database, address_given, network_of
from allocator.store.schema import HEAD
from allocator.store.upgrade import migrate, opened, revision_of, upgraded
from allocator.text import LANGUAGES
from store.conftest import calculated, made
from store.test_runs import kept

POSTGRESQL = "postgresql://kari:secret@server.example/allocator"


def test_without_a_word_it_is_a_file_of_ones_own(tmp_path: Path) -> None:
    store = open_store()
    assert store.database.file == tmp_path / "data" / "allocator.sqlite"
    assert store.database.where == str(store.database.file)
    mode = stat.S_IMODE(store.database.file.stat().st_mode)
    assert mode == 0o600
    assert stat.S_IMODE(store.database.file.parent.stat().st_mode) == 0o700
    assert [path.name for path in store.database.file.parent.iterdir()] == ["allocator.sqlite"]


def test_what_is_written_ahead_is_for_the_owner_only_too() -> None:
    store = open_store()
    assert store.database.file is not None
    with store.database.writing() as connection:
        connection.execute(text("INSERT INTO link VALUES ('a', 'A', '')"))
        beside = sorted(store.database.file.parent.iterdir())
        assert len(beside) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert settings == ["wal", 2, 1, 1]


def test_the_variable_names_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path / 'else' / 'where.sqlite'}")
    store = open_store()
    assert store.database.file == tmp_path / "else" / "where.sqlite"
    assert not (tmp_path / "data").exists()
    monkeypatch.setenv(ADDRESS, POSTGRESQL)
    assert address_given() == POSTGRESQL


@pytest.mark.parametrize("address", [POSTGRESQL, POSTGRESQL.replace("postgresql:", "postgres:")])
def test_a_password_is_never_shown(address: str) -> None:
    database = Database(address)
    assert not database.is_sqlite
    assert "secret" not in database.where
    assert "server.example" in database.where


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://a@b/c", "sqlite://", "sqlite:///:memory:", "http://server/x"]
)
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(StoreError) as raised:
        Database(address)
    assert raised.value.key == "address"
    for language in LANGUAGES:
        assert ADDRESS in raised.value.message(language)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/kari/local ext4 rw 0 0
//server/felles /mnt/felles\\040mappe cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/allocator.sqlite", ""),
        ("/home/kari/allocator.sqlite", "nfs4"),
        ("/homeless/allocator.sqlite", ""),
        ("/home/kari/local/allocator.sqlite", ""),
        ("/mnt/felles mappe/a.sqlite", "cifs"),
    ],
)
def test_a_network_drive_is_known(path: str, kind: str) -> None:
    assert network_of(Path(path), MOUNTS) == kind


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocator.store.database.network_of", lambda path: "nfs4")
    with pytest.raises(StoreError) as raised:
        open_store()
    assert raised.value.key == "on-network"
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_gone_is_not_made_again_in_silence() -> None:
    store = open_store()
    file = store.database.file
    assert file is not None
    away = file.with_name("away.sqlite")
    file.rename(away)
    for use in (lambda: store.links.id_of("A"), store.runs.newest):
        with pytest.raises(StoreError) as raised:
            use()
        assert raised.value.key == "unreachable"
        assert raised.value.passes
    assert not file.exists()
    away.rename(file)
    assert store.links.names(store.links.id_of("A")) == ("A", "")


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(StoreError) as raised:
        open_store("postgresql://kari:secret@127.0.0.1:1/allocator")
    assert raised.value.key == "unreachable"
    assert "secret" not in raised.value.message("nb") + raised.value.message("en")


def test_an_empty_server_waits_for_its_administrator(new_address: Callable[[str], str]) -> None:
    address = new_address("postgresql")
    with pytest.raises(StoreError) as raised:
        open_store(address)
    assert raised.value.key == "empty"
    store = made(address)
    assert store.runs.newest() == []
    store.database.close()


def test_a_database_that_does_not_exist_is_said(new_address: Callable[[str], str]) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(new_address("postgresql").replace("/t", "/nothing", 1))
    assert raised.value.key == "no-database"


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_bytes(b"These are my notes, and no database. " * 100)
    before = file.read_bytes()
    with pytest.raises(StoreError) as raised:
        open_store(f"sqlite:///{file}")
    assert raised.value.key == "damaged"
    assert file.read_bytes() == before


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError) as raised:
        open_store(f"sqlite:///{file}")
    assert raised.value.key == "foreign"


# Schemas ------------------------------------------------------------------------------------------


def first_schema(address: str) -> Database:
    """A store as the first program made it, with a unit's answer in it."""
    if address.startswith("sqlite"):
        made(address)
        file = Database(address).file
        assert file is not None
        file.unlink()
        file.touch(0o600)
    database = Database(address)
    with database.writing() as connection:
        migrate(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO answer (id, unit, code, answer, date, kept_at)"
                " VALUES ('a', 'A', 'ASK-01', 'Ja', '2026-01-01', '2026-01-01 10:00:00')"
            )
        )
    return database


def test_an_older_store_is_upgraded_with_what_is_in_it(address: str) -> None:
    database = first_schema(address)
    assert revision_of(database) == "0001"
    if not database.is_sqlite:
        with pytest.raises(StoreError) as raised:
            opened(database)
        assert raised.value.key == "older"
        assert revision_of(database) == "0001"
        assert upgraded(database) == "0001"
    opened(database)
    assert revision_of(database) == HEAD
    store = Store(database)
    assert [answer.answer for answer in store.answers.of(["A"])] == ["Ja"]
    assert store.links.names(store.links.id_of("A")) == ("A", "")
    if database.file is not None:
        copy = database.file.with_name(f"{database.file.name}.before-{HEAD}")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert revision_of(Database(f"sqlite:///{copy}")) == "0001"
    assert upgraded(database) == HEAD
    database.close()


def test_the_program_of_the_first_schema_works_beside_the_new_one(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = first_schema(address)
    upgraded(database)
    monkeypatch.setattr("allocator.store.upgrade.HEAD", "0001")
    opened(database)
    assert upgraded(database) == HEAD
    given = calculated()
    assert Store(database).runs.results(kept(Store(database), given).id)
    database.close()


@pytest.mark.parametrize("oldest", ["0003", None])
def test_a_schema_that_this_program_cannot_use_is_refused(store: Store, oldest: str | None) -> None:
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        connection.execute(text("DELETE FROM compatibility"))
        if oldest:
            connection.execute(text("INSERT INTO compatibility VALUES (:o)"), {"o": oldest})
    for use in (opened, upgraded):
        with pytest.raises(StoreError) as raised:
            use(store.database)
        assert raised.value.key == "newer"


def test_the_tables_are_those_that_the_program_knows(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from allocator.store.schema import metadata

    with store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    folder = Path(__file__).parents[2] / "allocator" / "store" / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_a_store_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    address = f"sqlite:///{tmp_path / 'kept' / 'a.sqlite'}"
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: open_store(address).links.id_of("A"), range(16)))
    assert len(ids) == 1
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.sqlite"]


def test_every_refusal_has_its_words() -> None:
    from allocator.text import texts

    facts = dict.fromkeys(
        ("where", "variable", "kind", "detail", "revision", "wanted", "id", "content", "name"), "x"
    )
    for key in texts("store"):
        if key.startswith("error-"):
            error = StoreError(key.removeprefix("error-"), **facts)
            assert all(error.message(language) for language in LANGUAGES)
