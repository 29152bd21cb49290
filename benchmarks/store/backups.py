"""Backups while others write: each whole, of one moment, and with all that was kept before it."""

import tempfile
from pathlib import Path

from allocator.store.backup import back_up, restore
from benchmarks.store.kinds import Kind, address_of, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.processes import killed_at_the_end, writer
from benchmarks.store.work import ACCOUNT, half_written, kept_runs, lost

WRITERS, PAUSE, KILOBYTES = 2, 0.2, 20


def backups(kind: Kind, times: int) -> Outcome:
    """Make so many, and restore each into a new store."""
    lacking = half = other = 0
    with tempfile.TemporaryDirectory() as folder, store_of(kind.new_address()) as store:
        address = address_of(store)
        processes = [writer(address, kilobytes=KILOBYTES, pause=PAUSE) for _ in range(WRITERS)]
        with killed_at_the_end(processes):
            for process in processes:
                process.wait_for_lines(3)
            for turn in range(times):
                before = [id_ for process in processes for id_ in process.acknowledged]
                file = Path(folder) / f"{turn}.sqlite"
                runs = back_up(store.database, file)
                with store_of(kind.new_address()) as fresh:
                    restored = restore(fresh.database, file, ACCOUNT)
                    lacking += lost(fresh, before)
                    half += half_written(fresh)
                    other += len({runs, restored, len(kept_runs(fresh))}) - 1
                file.unlink()
        acknowledged = [id_ for process in processes for id_ in process.acknowledged]
        failures = [line for process in processes for line in process.failures]
        missing = lost(store, acknowledged)
    return Outcome(
        f"{times} backups while {WRITERS} write, each restored",
        f"{len(acknowledged)} runs kept meanwhile, {missing} lost; in the restored stores "
        f"{lacking} runs lacking, {half} half-written, {other} miscounted"
        + "".join(f"; {line}" for line in failures[:1]),
        lacking + half + other + missing + len(failures),
    )
