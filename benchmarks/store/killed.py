"""Kill -9 while runs are written: of those acknowledged none is lost, and none is there by half."""

import time
from collections import Counter
from random import Random

from benchmarks.store.kinds import Kind, Postgresql, store_of
from benchmarks.store.outcome import Outcome
from benchmarks.store.processes import Process, writer
from benchmarks.store.work import half_written, keep, kept_runs, lost, new_work

ANEW_EVERY = 10
"""After so many times a new store is begun; the process that is killed first makes it."""
SERVER_EVERY = 4
"""Each so many times it is the whole server that is killed, not only the writer."""
KILOBYTES = 200
RUNS = 3
"""A writer is killed after it has begun to write the first run, or another up to this one."""
LONGEST = 2
"""How many times as long as it takes to write a run it may go on then."""


def killed(kind: Kind, times: int, chance: Random) -> Outcome:
    """Kill so many times, and look each time at what is there."""
    counts: Counter[str] = Counter()
    acknowledged: set[str] = set()
    address, usual = "", _seconds_of_a_run(kind)
    for turn in range(times):
        if turn % ANEW_EVERY == 0:
            address, acknowledged = kind.new_address(), set()
        process = writer(address, kilobytes=KILOBYTES)
        process.wait_for_lines(1 if turn % ANEW_EVERY == 0 else 2 * chance.randint(1, RUNS))
        time.sleep(chance.uniform(0, LONGEST * usual))
        servers = _kill(process, kind, turn)
        counts["servers"] += servers
        acknowledged |= set(process.acknowledged)
        counts["acknowledged"] += len(process.acknowledged)
        counts["writing"] += process.is_writing
        # that a server is gone may be said before the writer is killed too
        counts["failed"] += sum(
            not (servers and line.startswith("StoreError")) for line in process.failures
        )
        with store_of(address) as store:
            counts["lost"] += lost(store, acknowledged)
            counts["half"] += half_written(store)
            kept = kept_runs(store)
        counts["unsaid"] += len(kept - acknowledged)
        acknowledged = kept
    return Outcome(
        f"kill -9, {times} times"
        + (f", {counts['servers']} of the server" if counts["servers"] else ""),
        f"{counts['writing']} while a run was written; {counts['acknowledged']} acknowledged: "
        f"{counts['lost']} lost, {counts['half']} half-written "
        f"({counts['unsaid']} kept, and killed before it was said)",
        counts["lost"] + counts["half"] + counts["failed"],
    )


def _seconds_of_a_run(kind: Kind) -> float:
    """Return how long it takes to keep a run once the store is open."""
    with store_of(kind.new_address()) as store:
        keep(store, new_work(KILOBYTES))
        started = time.perf_counter()
        keep(store, new_work(KILOBYTES))
        return time.perf_counter() - started


def _kill(process: Process, kind: Kind, turn: int) -> int:
    """Kill the writer, or the server under it and then the writer; return how many servers."""
    server = kind.server if isinstance(kind, Postgresql) else None
    if server is None or turn % SERVER_EVERY != SERVER_EVERY - 1:
        process.kill()
        return 0
    server.kill()
    process.kill()
    server.start()
    return 1
