"""Kill -9 while a result is written, at any moment: the old one or the new one, and all else there.

    python -m benchmarks.killed [TIMES] [SEED]

Two results of one input take turns in a folder that holds things of somebody else. A process that
writes the other one is killed at a random moment after it has begun. Then once more where folders
cannot be exchanged: there a reader must refuse what is neither.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_hex

import allocator
from allocator.errors import AllocatorError
from allocator.export import place
from allocator.export.files import files_of
from allocator.export.record import changed_files, read_record
from allocator.resources import EXAMPLES

FOREIGN = {
    "notater.txt": b"mine",
    "bilder/hours.csv": b"picture",
    "bilder/flere/run.json": b"picture",
    ".skjult": b"hidden",
}
LINK = "lenke"
Files = Mapping[str, bytes]


def main() -> int:
    """Kill and print the counts; 1 if anything went wrong."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20260105)
    bad = 0
    results = two_results()
    for how in ("exchanged", "one by one"):
        counts = tally(results, times, how, chance)
        wrong = counts["mixture"] + counts["foreign lost"] + counts["left behind"]
        bad += wrong
        print(
            f"{how}: {times} tried, {counts['killed']} killed while writing "
            f"({counts['old']} old, {counts['new']} new, {counts['refused']} refused by the reader)"
        )
        print(
            f"  failing {wrong}: {counts['mixture']} mixtures, {counts['foreign lost']} times "
            f"something of others was lost, {counts['left behind']} times something was left behind"
        )
    return int(bad > 0)


def two_results() -> tuple[Files, Files]:
    """Return the files of one input in two languages: most of them differ."""
    result = allocator.allocate(allocator.read(EXAMPLES / "solbakken"))
    return files_of(result), files_of(result.in_language("en"))


def tally(
    results: tuple[Files, Files], times: int, how: str, chance: random.Random
) -> Counter[str]:
    """Kill so many times, and count what came of it."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as holder:
        folder = Path(holder) / "ut"
        folder.mkdir()
        numbers = make_foreign(folder)
        begun = timed(lambda: place.place_folder(folder, results[0]))
        for turn in range(times):
            old, new = results[turn % 2], results[1 - turn % 2]
            place.place_folder(folder, old)
            counts["killed"] += kill(folder, new, how, chance.uniform(0, 1.2 * begun))
            counts[state(folder, old, new, how)] += 1
            counts["foreign lost"] += not reachable(folder)
            place.place_folder(folder, old)
            counts["foreign lost"] += not reachable(folder) or numbers != numbers_of(folder)
            counts["left behind"] += [path.name for path in Path(holder).iterdir()] != ["ut"]
            counts["left behind"] += {path.name for path in folder.iterdir()} != {
                *old, *(name.split("/")[0] for name in FOREIGN), LINK
            }  # fmt: skip
    return counts


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def make_foreign(folder: Path) -> dict[str, int]:
    """Put things of somebody else into a folder; gives their numbers on the disk."""
    for name, content in FOREIGN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / LINK).symlink_to("bilder")
    return numbers_of(folder)


def numbers_of(folder: Path) -> dict[str, int]:
    """Return the numbers on the disk of what is somebody else's: whether it is the very same."""
    return {name: (folder / name).stat().st_ino for name in (*FOREIGN, "bilder")}


def reachable(folder: Path) -> bool:
    """Whether all that is somebody else's is found under its path, with its content."""
    try:
        linked = (folder / LINK / "hours.csv").read_bytes()
        return linked == b"picture" and all(
            (folder / name).read_bytes() == content for name, content in FOREIGN.items()
        )
    except OSError:
        return False


def kill(folder: Path, files: Files, how: str, after: float) -> bool:
    """Kill a process that writes, some seconds after it has begun; whether that was in time."""
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        place._MAKER = f"{place._HOST}-{os.getpid()}-{token_hex(4)}"
        if how == "one by one":
            place._exchange = lambda *_: False
        os.write(begun, b".")
        place.place_folder(folder, files)
        os._exit(0)
    os.read(ready, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ready)
    os.close(begun)
    return os.WIFSIGNALED(status)


def state(folder: Path, old: Files, new: Files, how: str) -> str:
    """Say what lies there: the old result, the new one, a mixture, or one that is refused."""
    held = {name: (folder / name).read_bytes() for name in new if (folder / name).is_file()}
    if held in (old, new):
        return "old" if held == old else "new"
    if how == "exchanged":
        return "mixture"
    try:
        return "refused" if changed_files(folder, read_record(folder)) else "mixture"
    except AllocatorError:
        return "refused"


if __name__ == "__main__":
    sys.exit(main())
