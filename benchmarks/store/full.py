"""A full disk: it is said, what was kept is whole, and once there is space again it works."""

import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from allocator.store.backup import back_up
from allocator.store.errors import StoreError
from allocator.store.store import Store
from benchmarks.store.kinds import Kind, Postgresql, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.server import Server
from benchmarks.store.work import half_written, keep, lost, new_work

KILOBYTES = 100
FREED = 1 << 20
"""Bytes of a file that is removed when the disk is full."""
AFTER = 5
"""Attempts on the full disk."""


def full(kind: Kind) -> list[Outcome]:
    """Fill a small disk with what is kept; only root may make one."""
    try:
        if isinstance(kind, Postgresql):
            return [_full_tablespace(kind.server), _full_server()]
        return [_full_file(), _filled_by_others()]
    except subprocess.CalledProcessError:
        return [Outcome("full disk", "NOT TRIED: a small disk cannot be mounted here", 0)]


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Give a folder on a file system of its own, in memory."""
    with tempfile.TemporaryDirectory(prefix="small-") as folder:
        size = f"size={megabytes}m,mode=755"
        command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]
        subprocess.run(command, check=True, capture_output=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def _full_file() -> Outcome:
    with small_disk(6) as disk:
        filler = _filled(disk / "filler", FREED)
        with store_of(f"sqlite:///{disk}/allocator.sqlite") as store:
            kept, answers = _kept_until_full(store)
            brim = _filled(disk / "brim")
            others = {
                "a copy": lambda: back_up(store.database, disk / "copy.sqlite"),
                "a new store": lambda: _made(f"sqlite:///{disk}/new/allocator.sqlite"),
            }
            answers += Counter(_answer(attempt) for attempt in others.values())
            left_over = [
                path for path in disk.rglob("*") if "copy" in path.name or "new" in path.suffix
            ]
            brim.unlink()
            return _outcome(
                "full disk", store, kept, answers, {"full"}, filler.unlink, len(left_over)
            )


def _filled_by_others() -> Outcome:
    """Nobody has the store open then: what SQLite needs beside it must be made anew."""
    with small_disk(6) as disk, store_of(f"sqlite:///{disk}/allocator.sqlite") as store:
        kept = [keep(store, new_work(KILOBYTES)) for _ in range(3)]
        brim = _filled(disk / "brim")
        attempts = (store.runs.newest, lambda: keep(store, new_work()), store.runs.newest)
        answers = Counter(_answer(attempt) for attempt in attempts)
        return _outcome("disk filled by others", store, kept, answers, {"full"}, brim.unlink)


def _full_tablespace(server: Server) -> Outcome:
    with small_disk(24) as disk:
        owner = server.folder.stat()
        os.chown(disk, owner.st_uid, owner.st_gid)
        filler = _filled(disk / "filler", FREED * 4)
        space = server.new_tablespace(disk)
        address = server.new_database(f"TABLESPACE {space}")
        with store_of(address) as store:
            kept, answers = _kept_until_full(store)
            outcome = _outcome(
                "full disk of the tables", store, kept, answers, {"full"}, filler.unlink
            )
        server.drop_database(address)
        server.execute(f"DROP TABLESPACE {space}")
    return outcome


def _full_server() -> Outcome:
    """The log of the server is on it too: it ends when that cannot be written."""
    with small_disk(110) as disk:
        server = Server(disk / "server")
        filler = _filled(disk / "filler", FREED * 20)

        def free() -> None:
            filler.unlink()
            server.start()

        try:
            with store_of(server.new_database()) as store:
                kept, answers = _kept_until_full(store, kilobytes=KILOBYTES * 20)
                return _outcome(
                    "full disk of the whole server", store, kept, answers,
                    {"full", "unreachable"}, free,
                )  # fmt: skip
        finally:
            server.close()


def _kept_until_full(store: Store, kilobytes: int = KILOBYTES) -> tuple[list[str], Counter[str]]:
    """Keep runs until that fails, and then try to keep smaller ones."""
    kept: list[str] = []
    answers: Counter[str] = Counter()
    while not answers:
        try:
            kept.append(keep(store, new_work(kilobytes)))
        except StoreError as error:
            answers[error.key] += 1
    for _ in range(AFTER):
        answers[_answer(lambda: kept.append(keep(store, new_work())))] += 1
    return kept, answers


def _outcome(
    what: str,
    store: Store,
    kept: list[str],
    answers: Counter[str],
    expected: set[str],
    free: Callable[[], object],
    left_over: int = 0,
) -> Outcome:
    """Free some space, keep another run, and look at what is there."""
    other = sum(times for key, times in answers.items() if key not in expected | {""})
    free()
    after = _answer(lambda: kept.append(keep(store, new_work())))
    missing, half = lost(store, kept), half_written(store)
    counted = ", ".join(f"{times} × {key or 'no error'}" for key, times in answers.items())
    return Outcome(
        what,
        f"{counted}; with space again {after or 'no error'}; of {len(kept)} runs {missing} lost, "
        f"{half} half-written, {left_over} files left over",
        other + (after != "") + missing + half + left_over,
    )


def _answer(attempt: Callable[[], object]) -> str:
    """Return the key of the StoreError, or the name of another; empty where there is none."""
    try:
        attempt()
    except StoreError as error:
        return error.key
    except Exception as error:
        return type(error).__name__
    return ""


def _made(address: str) -> None:
    with store_of(address):
        pass


def _filled(file: Path, size: int | None = None) -> Path:
    """Write a file of so many bytes, or until the disk is full."""
    with file.open("wb", buffering=0) as filler:
        try:
            while size is None or filler.tell() < size:
                filler.write(bytes(4096))
        except OSError:
            pass
    return file
