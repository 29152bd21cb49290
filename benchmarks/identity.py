"""Identity numbers in every place and writing: what the program leaves of them; false refusals.

    python -m benchmarks.identity [PLACEMENTS] [SEED]

Prints how many placements were tried and how many failed: the digits were found in what a command
said or wrote, or the input was not refused. Then 20,000 cells that hold no identity number, and how
many of them were taken for one.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from privacy.innocent import innocent
from privacy.leavings import leaks, leavings
from privacy.numbers import WRITINGS, Writing, number_for
from privacy.placements import Placement, placements

from allocator.identity import holds_identity_number

PLACEMENTS, SEED, CELLS = 2500, 1, 20_000
PROGRESS = 250


def main() -> None:
    """Try, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PLACEMENTS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    failing = 0
    for tried, (placement, writing) in enumerate(_chosen(count, seed), start=1):
        number = number_for(writing, seed * 100_000 + tried)
        with tempfile.TemporaryDirectory() as folder:
            left = leavings(placement.files(writing.write(number)), Path(folder))
        found = leaks(left.texts, number)
        if found or not left.refused:
            failing += 1
            why = f"found in {', '.join(found)}" if found else "not refused"
            print(f"  {placement.name} / {writing.name}: {why}", flush=True)
        if tried % PROGRESS == 0:
            print(f"  … {tried} placements, {failing} failing", flush=True)
    print(f"placements of identity numbers: {count} tried, {failing} failing")
    cells = [(kind, cell) for _, (kind, cell) in zip(range(CELLS), innocent(seed), strict=False)]
    taken = [(kind, cell) for kind, cell in cells if holds_identity_number(cell)]
    for kind, cell in taken[:20]:
        print(f"  {kind}: {cell!r}")
    print(f"cells without one: {len(cells)} tried, {len(taken)} false refusals")


def _chosen(count: int, seed: int) -> Iterator[tuple[Placement, Writing]]:
    """Every place and every writing at least once, then any of them."""
    chance = random.Random(seed)
    places = list(placements())
    for at in range(count):
        place = places[at] if at < len(places) else chance.choice(places)
        yield place, WRITINGS[at % len(WRITINGS)]


if __name__ == "__main__":
    main()
