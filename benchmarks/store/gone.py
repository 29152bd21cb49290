"""The database is away for a while: that is said, nothing else happens, and then it works again."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from allocator.store.errors import StoreError
from allocator.store.store import Store
from benchmarks.store.kinds import Kind, Postgresql, address_of, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.processes import Process, Say
from benchmarks.store.work import half_written, keep, lost, new_work

LONGEST = 45
"""Seconds after which it must be said at the latest: the store waits 30 for another writer."""
WELL = "no error"


def gone(kind: Kind, seconds: float) -> list[Outcome]:
    """Take the database away in every way there is, for so many seconds."""
    if isinstance(kind, Postgresql):
        ways = {
            "server stopped": (lambda _: _stopped(kind), {"unreachable"}),
            "tables locked": (_tables_locked, {"busy"}),
        }
    else:
        ways = {
            "folder away": (_renamed, {"unreachable"}),
            "file locked": (_file_locked, {"busy"}),
        }
    return [_gone(kind, what, seconds, way, keys) for what, (way, keys) in ways.items()]


def _gone(
    kind: Kind, what: str, seconds: float, way: Callable[[Store], object], expected: set[str]
) -> Outcome:
    with store_of(kind.new_address()) as store:
        kept = [keep(store, new_work())]
        answers: Counter[str] = Counter()
        longest = 0.0
        with way(store):  # type: ignore[attr-defined]
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                for attempt in (lambda: keep(store, new_work()), lambda: store.runs.newest()):
                    started = time.monotonic()
                    answers[_answer(attempt)] += 1
                    longest = max(longest, time.monotonic() - started)
                time.sleep(min(1.0, seconds / 10))
        after = _answer(lambda: kept.append(keep(store, new_work())))
        missing, half = lost(store, kept), half_written(store)
    other = sum(times for key, times in answers.items() if key not in expected)
    counted = ", ".join(f"{times} × {key}" for key, times in answers.items())
    return Outcome(
        f"{what} for {seconds:.0f} s",
        f"{counted}; the longest after {longest:.1f} s; then {after}, {missing} lost",
        other + (after != WELL) + (longest > LONGEST) + missing + half,
    )


def _answer(attempt: Callable[[], object]) -> str:
    """Return what was said: the key of a StoreError, or the name of anything else."""
    try:
        attempt()
    except StoreError as error:
        return error.key
    except Exception as error:
        return type(error).__name__
    return WELL


@contextmanager
def _renamed(store: Store) -> Iterator[None]:
    """Move the folder away; an empty one stands in its place, as where a disk is not mounted."""
    folder = (store.database.file or Path()).parent
    away = folder.with_name(f"{folder.name}-away")
    folder.rename(away)
    folder.mkdir()
    try:
        yield
    finally:
        folder.rmdir()  # fails where a file was made in it
        away.rename(folder)


@contextmanager
def _held(hold: Callable[[Say], None]) -> Iterator[None]:
    """Let another process hold something, which it says in a line."""
    process = Process(hold)
    try:
        process.wait_for_lines(1)
        yield
    finally:
        process.kill()


def _file_locked(store: Store) -> object:
    def hold(say: Say) -> None:
        connection = sqlite3.connect(str(store.database.file), isolation_level=None)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("SELECT * FROM compatibility").fetchall()
        say("locked")
        time.sleep(1_000_000)

    return _held(hold)


def _tables_locked(store: Store) -> object:
    def hold(say: Say) -> None:
        with psycopg.connect(address_of(store).replace("+psycopg", "")) as connection:
            connection.execute("LOCK TABLE run, version, run_unit")
            say("locked")
            time.sleep(1_000_000)

    return _held(hold)


@contextmanager
def _stopped(kind: Postgresql) -> Iterator[None]:
    kind.server.stop()
    try:
        yield
    finally:
        kind.server.start()
