"""An upgrade from the first schema: with data in it, while others write, and where one waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from allocator.store import backup, faults, schema, upgrade
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.schema import HEAD
from allocator.store.upgrade import copies_before_upgrades, revision_of
from benchmarks.store.kinds import Kind, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.processes import Process, Say, killed_at_the_end, writer
from benchmarks.store.work import half_written, lost

FIRST = "0001"
TABLES = ("answer", "content", "removal", "run", "run_file", "run_unit", "version", "version_file")
"""Of the first schema."""
RUNS, UPGRADERS = 5, 3
Rows = dict[str, list[tuple[Any, ...]]]


def upgraded(kind: Kind) -> list[Outcome]:
    """Upgrade in each of these ways."""
    return [with_data(kind), while_written(kind), while_waiting(kind)]


def first_program() -> None:
    """Make this process one that knows the first schema only."""
    for module in (schema, upgrade, faults, backup):
        module.HEAD = FIRST  # type: ignore[attr-defined]
    for table in (schema.review, schema.link, schema.work):
        schema.metadata.remove(table)


def first_store(kind: Kind) -> tuple[str, list[str]]:
    """Let the first program make a store and keep some runs; return its address and their ids."""
    address = kind.new_address()
    process = writer(address, RUNS, before=first_program)
    process.wait()
    if len(process.acknowledged) != RUNS:
        raise RuntimeError(f"the first program did not work: {process.failures}")
    return address, process.acknowledged


def with_data(kind: Kind) -> Outcome:
    """Upgrade a store that nobody uses, and let the first program use it afterwards."""
    address, acknowledged = first_store(kind)
    with _opened(address) as database:
        wrong = revision_of(database) != FIRST
        before = _rows(database)
        wrong += upgrade.upgraded(database) != FIRST
        wrong += revision_of(database) != HEAD
        changed = sum(before[name] != rows for name, rows in _rows(database).items())
        copy = "the copy is as it was" if database.file else "no copy of a server"
        if database.file is not None:
            wrong += not _is_copied(database.file, before)
    again = writer(address, RUNS, before=first_program)
    again.wait()
    with store_of(address) as store:
        missing = lost(store, [*acknowledged, *again.acknowledged])
        half = half_written(store)
    wrong += len(again.acknowledged) != RUNS
    return Outcome(
        f"upgraded from {FIRST} with {RUNS} runs in it",
        f"{changed} tables changed, {missing} runs lost, {half} half-written, {copy}; the first "
        f"program kept {len(again.acknowledged)} more" + "".join(again.failures[:1]),
        wrong + changed + missing + half,
    )


def while_written(kind: Kind, more: int = 2 * RUNS) -> Outcome:
    """Let several processes upgrade at once, while the first program writes on."""
    address, acknowledged = first_store(kind)
    process = writer(address, before=first_program)
    with killed_at_the_end([process]):
        process.wait_for_lines(2 * RUNS)
        before = [*acknowledged, *process.acknowledged]
        upgraders = [Process(_upgrade(address)) for _ in range(UPGRADERS)]
        for upgrader in upgraders:
            upgrader.wait()
        process.wait_for_lines(len(process.lines) + more)
    failures = [line for each in (process, *upgraders) for line in each.failures]
    with store_of(address) as store:
        missing, half = lost(store, [*acknowledged, *process.acknowledged]), half_written(store)
        wrong = revision_of(store.database) != HEAD
        if store.database.file is not None:
            wrong += not _is_copied(store.database.file, None, before)
    return Outcome(
        f"{UPGRADERS} upgrade at once while the first program writes",
        f"{len(process.acknowledged)} runs kept meanwhile, {missing} lost, {half} half-written"
        + "".join(f"; {line}" for line in failures[:1]),
        missing + half + wrong + len(failures),
    )


def while_waiting(kind: Kind) -> Outcome:
    """Try to upgrade while another transaction writes and does not end."""
    address, acknowledged = first_store(kind)
    holder = Process(_holding(address))
    key = ""
    with _opened(address) as database:
        with killed_at_the_end([holder]):
            holder.wait_for_lines(1)
            before = _rows(database)
            started = time.monotonic()
            try:
                upgrade.upgraded(database)
            except StoreError as error:
                key = error.key
            seconds = time.monotonic() - started
            changed = sum(before[name] != rows for name, rows in _rows(database).items())
            changed += revision_of(database) != FIRST
            if database.file is not None:
                changed += len(list(database.file.parent.iterdir())) > 3
        upgrade.upgraded(database)
        changed += revision_of(database) != HEAD
    with store_of(address) as store:
        missing, half = lost(store, acknowledged), half_written(store)
    return Outcome(
        "upgrade while a transaction does not end",
        f"{key or 'no error'} after {seconds:.0f} s, {changed} changed; then upgraded, {missing} "
        f"lost, {half} half-written",
        (key != "busy") + changed + missing + half,
    )


def _upgrade(address: str) -> Any:
    def work(say: Say) -> None:
        with _opened(address) as database:
            say(f"from {upgrade.upgraded(database) or 'nothing'}")

    return work


def _holding(address: str) -> Any:
    def work(say: Say) -> None:
        with _opened(address) as database, database.writing() as connection:
            connection.execute(text("INSERT INTO content (sha256, packed) VALUES ('x', 'x')"))
            if not database.is_sqlite:
                connection.execute(text("LOCK TABLE run IN ROW EXCLUSIVE MODE"))
            say("writing")
            time.sleep(1_000_000)

    return work


@contextmanager
def _opened(address: str) -> Iterator[Database]:
    """Give the database as it is."""
    database = Database(address)
    try:
        yield database
    finally:
        database.close()


def _rows(database: Database) -> Rows:
    """Return every row of the first schema's tables."""
    with database.reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in TABLES
        }


def _is_copied(file: Path, rows: Rows | None, runs: list[str] | None = None) -> bool:
    """Whether there is one copy of the store before the upgrade, with these rows or these runs."""
    copies = copies_before_upgrades(file)
    if len(copies) != 1:
        return False
    with _opened(f"sqlite:///{copies[0]}") as copy:
        there = _rows(copy)
        return (
            revision_of(copy) == FIRST
            and rows in (None, there)
            and set(runs or ()) <= {row[0] for row in there["run"]}
        )
