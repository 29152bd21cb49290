"""Identity numbers in every place and writing: what the program leaves of them; false refusals.

    python -m benchmarks.identity [SINGLE] [SEED]

A placement is a number in one place in one writing. All columns of all tables are filled at once,
once for each writing; every other place (headings, names, mappings, rotas, all of a workbook) is
tried alone, SINGLE times in all. One fails where the digits are found in what a command said or
wrote, or where the input was not refused because of it. Then 20,000 cells that hold no identity
number, and how many of them were taken for one.
"""

import itertools
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from privacy.innocent import innocent
from privacy.leavings import leaks, leavings
from privacy.numbers import OTHER, WRITINGS, Writing, number_for
from privacy.placements import Placement, crowded, placements

from allocator.identity import holds_identity_number

SINGLE, SEED, CELLS, HIDDEN = 250, 1, 20_000, 5


def main() -> None:
    """Try, and print."""
    single = int(sys.argv[1]) if len(sys.argv) > 1 else SINGLE
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    tried = failing = 0
    for index, writing in enumerate(WRITINGS):
        placed, failed = _try_all_columns(writing, seed * 100_000 + index * 1000)
        tried, failing = tried + placed, failing + failed
    print(f"  columns of tables: {tried} tried, {failing} failing", flush=True)
    chance = random.Random(seed)
    places = [placement for placement in placements() if not placement.name.startswith("cell: ")]
    for index in range(single):
        placement = places[index] if index < len(places) else chance.choice(places)
        failing += _fails(placement, chance.choice(WRITINGS), seed * 1_000_000 + index)
    print(f"placements of identity numbers: {tried + single} tried, {failing} failing", flush=True)
    _cells(seed)


def _try_all_columns(writing: Writing, seed: int) -> tuple[int, int]:
    """How many columns there are, and of how many the number was left or not refused."""
    numbers: dict[int, str] = {}

    def write(index: int) -> str:
        if index not in numbers:
            others = [OTHER, *numbers.values()]
            made = (number_for(writing, seed + index + more) for more in itertools.count(0, 1000))
            numbers[index] = next(n for n in made if not any(_alike(n, other) for other in others))
        return writing.write(numbers[index])

    files, columns = crowded(write)
    with tempfile.TemporaryDirectory() as folder:
        left = leavings(files, Path(folder))
    failing = 0
    for index, column in enumerate(columns):
        leaked = leaks(left.texts, numbers[index])
        if leaked or column not in left.places or not left.refused:
            failing += 1
            _tell(".".join(column), writing, leaked)
    return len(columns), failing


def _alike(number: str, other: str) -> bool:
    """Whether what is hidden of one number is shown of the other."""
    return number[-HIDDEN:] in other or other[-HIDDEN:] in number


def _fails(placement: Placement, writing: Writing, seed: int) -> bool:
    number = number_for(writing, seed)
    with tempfile.TemporaryDirectory() as folder:
        left = leavings(placement.files(writing.write(number)), Path(folder))
    leaked = leaks(left.texts, number)
    if leaked or not left.refused:
        _tell(placement.name, writing, leaked)
    return bool(leaked or not left.refused)


def _tell(placement: str, writing: Writing, leaked: list[str]) -> None:
    why = f"found in {', '.join(leaked)}" if leaked else "not refused"
    print(f"  {placement} / {writing.name}: {why}", flush=True)


def _cells(seed: int) -> None:
    """Cells of every other kind, and how many are taken for an identity number."""
    cells = [cell for _, cell in zip(range(CELLS), innocent(seed), strict=False)]
    taken = [(kind, cell) for kind, cell in cells if holds_identity_number(cell)]
    for kind, cell in taken[:20]:
        print(f"  {kind}: {cell!r}")
    print(f"cells without an identity number: {len(cells)} tried, {len(taken)} false refusals")


if __name__ == "__main__":
    main()
