"""Eight processes that keep runs at once: none is lost, and no two supersede the same run."""

import time
from collections import Counter

from sqlalchemy import select

from allocator.store.schema import run_unit
from allocator.store.store import Store
from benchmarks.store.kinds import Kind, address_of, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.processes import writer
from benchmarks.store.work import half_written, lost

WRITERS = 8


def writers(kind: Kind, number: int, processes: int = WRITERS) -> Outcome:
    """Let each process keep so many runs."""
    with store_of(kind.new_address()) as store:
        started = time.perf_counter()
        at_work = [writer(address_of(store), number) for _ in range(processes)]
        for process in at_work:
            process.wait()
        seconds = time.perf_counter() - started
        acknowledged = [id_ for process in at_work for id_ in process.acknowledged]
        failures = [line for process in at_work for line in process.failures]
        missing, half = lost(store, acknowledged), half_written(store)
        forked = superseded_twice(store)
    unkept = processes * number - len(set(acknowledged))
    return Outcome(
        f"{processes} writers at once, {number} runs each",
        f"{len(acknowledged)} acknowledged: {missing} lost, {half} half-written; {forked} "
        f"superseded twice; {len(acknowledged) / seconds:.0f} runs a second"
        + "".join(f"; {line}" for line in failures[:1]),
        missing + half + unkept + forked,
    )


def superseded_twice(store: Store) -> int:
    """Count the runs that supersede one which another run supersedes already."""
    with store.database.reading() as connection:
        earlier = Counter(connection.execute(select(run_unit.c.supersedes)).scalars())
    return sum(times - 1 for times in earlier.values())
