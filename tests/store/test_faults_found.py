"""What the measurements of `benchmarks/store` have shown, each mended and with its case."""

import os
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text

from allocator.store import contents, runs, upgrade
from allocator.store.contents import keep_files
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.purge import remove
from allocator.store.store import Store
from allocator.store.upgrade import copies_before_upgrades, revision_of, upgraded
from allocator.store.versions import VersionKind
from benchmarks.store.kinds import Sqlite, store_of
from benchmarks.store.processes import Process, Say
from benchmarks.store.upgraded import FIRST, first_store
from benchmarks.store.work import keep, kept_runs, new_work
from benchmarks.store.writers import superseded_twice


@pytest.fixture
def old(tmp_path: Path) -> Database:
    """A file that the first program made, with runs in it."""
    address, _ = first_store(Sqlite(tmp_path))
    return Database(address)


def test_the_copy_before_an_upgrade_is_of_before_also_where_two_upgrade(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first had finished: it replaced the copy by the new store."""
    upgraded(old)
    monkeypatch.setattr(upgrade, "revision_of", lambda _: FIRST)
    upgraded(old)
    (copy,) = copies_before_upgrades(old.file)
    assert revision_of(Database(f"sqlite:///{copy}")) == FIRST


def test_a_copy_that_could_not_be_finished_is_not_there(old: Database) -> None:
    """Half of a copy was left under the name of a whole one."""
    before = sorted(old.file.parent.iterdir())

    def upgrade_where_files_cannot_grow(say: Say) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        try:
            upgraded(old)
        except StoreError as error:
            say(error.key)

    process = Process(upgrade_where_files_cannot_grow)
    process.wait()
    assert process.lines == ["unreachable"]
    assert sorted(old.file.parent.iterdir()) == before
    assert revision_of(old) == FIRST


def test_a_disk_that_is_full_before_the_store_is_opened_is_called_full(old: Database) -> None:
    """What SQLite keeps beside the file could not be made, and the database did not answer."""
    upgraded(old)

    def read_where_files_cannot_grow(say: Say) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            Store(old).runs.newest()
        except StoreError as error:
            say(error.key)

    process = Process(read_where_files_cannot_grow)
    process.wait()
    assert process.lines == ["full"]


def test_what_a_killed_process_left_beside_the_store_is_removed_when_it_is_old(
    tmp_path: Path,
) -> None:
    """It holds what was kept, and nothing ever removed it."""
    with store_of(Sqlite(tmp_path).new_address()) as store:
        file = store.database.file
        assert file is not None
        left = [
            file.with_name(f"{before}{file.name}{after}")
            for before, after in (
                ("", ".damaged"), ("", ".damaged-wal"), (".", ".before-0002.0a1b2c3d.new"),
                (".", ".0a1b2c3d.new"), (".", ".0a1b2c3d.new-wal"),
            )
        ]  # fmt: skip
        for path in left:
            path.write_bytes(b"of residents")
        remove(store.database, datetime.now(UTC) - timedelta(days=1), "kari")
        assert all(path.exists() for path in left)
        for path in left:
            os.utime(path, (0, 0))
        remove(store.database, datetime.now(UTC) - timedelta(days=1), "kari")
        assert not any(path.exists() for path in left)
        assert file.exists()


@pytest.fixture
def server_store(new_address: Callable[[str], str]) -> Iterator[Store]:
    """An empty store in a server, in which several can write at once."""
    with store_of(new_address("postgresql")) as store:
        yield store


def test_a_run_that_waited_for_its_turn_supersedes_the_one_it_waited_for(
    server_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had the moment at which it began to wait: a third run superseded the same as it did."""
    wait_for_turn = runs._wait_for_turn

    def let_another_go_first(connection: Connection) -> None:
        monkeypatch.setattr(runs, "_wait_for_turn", wait_for_turn)
        keep(server_store, new_work())
        wait_for_turn(connection)

    monkeypatch.setattr(runs, "_wait_for_turn", let_another_go_first)
    keep(server_store, new_work())
    keep(server_store, new_work())
    assert len(kept_runs(server_store)) == 3
    assert superseded_twice(server_store) == 0


def test_inputs_with_the_same_contents_under_exchanged_names_are_kept_at_once(
    server_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waited for what the other had begun to keep, and one of them was refused."""
    begun = Barrier(2)
    insert = contents.insert_unless_there

    def insert_and_wait(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
        inserted = insert(connection, table, row)
        with suppress(BrokenBarrierError):
            begun.wait(0.5)
        return inserted

    monkeypatch.setattr(contents, "insert_unless_there", insert_and_wait)
    work = new_work()
    refused: list[StoreError] = []

    def keep_files_of(files: dict[str, bytes]) -> None:
        try:
            server_store.versions.keep(files, work.inputs, VersionKind.UPLOAD, "kari")
        except StoreError as error:
            refused.append(error)

    files = ({"a.csv": b"1", "b.csv": b"2"}, {"a.csv": b"2", "b.csv": b"1"})
    threads = [Thread(target=keep_files_of, args=(each,)) for each in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not refused
    assert len(server_store.versions.newest()) == 2


def test_a_removal_and_a_run_that_is_being_kept_do_not_wait_for_each_other(
    server_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The removal locked what the run came to next, and waited for what it had: one was refused."""
    keep(server_store, new_work())
    refused: list[StoreError] = []

    def remove_all() -> None:
        try:
            remove(server_store.database, datetime.now(UTC), "kari")
        except StoreError as error:
            refused.append(error)

    removal = Thread(target=remove_all)

    def keep_files_while_it_waits(*given: Any) -> None:
        monkeypatch.setattr(runs, "keep_files", keep_files)
        removal.start()
        wait_for_a_waiting_process(server_store.database)
        keep_files(*given)

    monkeypatch.setattr(runs, "keep_files", keep_files_while_it_waits)
    keep(server_store, new_work())
    removal.join()
    assert not refused
    assert len(kept_runs(server_store)) in (0, 1)


def wait_for_a_waiting_process(database: Database) -> None:
    """Return once a process of this database waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
    for _ in range(10_000):
        with database.reading() as connection:
            if connection.execute(waiting).scalar():
                return
    pytest.fail("nobody waits")


def test_a_connection_that_was_cut_in_silence_is_given_up(server_store: Store) -> None:
    """A connection through a router that was switched off waited for a quarter of an hour."""
    with server_store.database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        settings = driver.info.get_parameters()
    idle, interval, count = (
        int(settings[f"keepalives_{name}"]) for name in ("idle", "interval", "count")
    )
    assert idle + interval * count <= 30
    assert int(settings["tcp_user_timeout"]) <= 30_000
