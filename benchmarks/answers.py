"""Whether every unit has an answer, and one that the checker lets pass.

    python -m benchmarks.answers [--units 10000] [--copies 1000] [--first 0] [--workers 1]

Random units, and near-copies of the two whose stages once contradicted each other by rounding:
one to three cells changed to another that stands in the same column. Prints how many were tried,
how many have no answer, how many the checker refuses, and in how many a second try was needed.
"""

import argparse
import csv
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))
CASES = ("joint-infeasible", "joint-infeasible-2")
CODES = {"unit-not-solved": "without an answer", "unit-check-failed": "refused by the checker"}
MINUTES = ("5", "10", "15", "20", "30", "45", "60", "75", "90", "120", "150", "180")
OTHERS = {
    "minutes": MINUTES,
    "times": ("1", "2", "3", "4"),
    "staff": ("1", "2", "3"),
    "count": ("1", "2", "3"),
    "break_minutes": ("0", "15", "30", "45"),
    "hours": ("4", "7,5", "10", "20", "35"),
}
"""What a cell may be changed to beside what stands in its column."""
ATTEMPTS = 50
Tables = dict[str, list[dict[str, str]]]


class Tried(NamedTuple):
    """What came of one input: notices of units without figures, and second tries by stage."""

    name: str
    failures: tuple[tuple[str, str], ...]
    second_tries: int


def random_unit_tried(seed: int) -> Tried:
    """Calculate one random unit."""
    from oracle.units import random_unit, write

    return _tried(f"unit {seed}", write(random_unit(seed)))


def near_copy_tried(number: int) -> Tried:
    """Calculate one near-copy; copies that are no right input are drawn again."""
    from oracle.units import write

    import allocator
    from allocator.notices import errors

    case = CASES[number % len(CASES)]
    tables = read_case(case)
    for attempt in range(ATTEMPTS):
        files = write(near_copy(tables, random.Random(f"{case} {number} {attempt}")))
        if not errors(allocator.read(files).notices):
            return _tried(f"{case} {number}", files)
    raise AssertionError("no copy is a right input")


def read_case(name: str) -> Tables:
    """Read a folder of CSV files as tables of text."""
    return {
        path.stem: list(csv.DictReader(path.read_text("utf-8").splitlines()))
        for path in sorted((TESTS / "model" / "units" / name).glob("*.csv"))
    }


def near_copy(tables: Tables, chance: random.Random) -> Tables:
    """Change one to three cells of what is planned and who is on duty."""
    copy = {table: [dict(row) for row in rows] for table, rows in tables.items()}
    for _ in range(chance.randint(1, 3)):
        rows = copy[chance.choice([name for name in copy if copy[name] and name != "unit"])]
        row = chance.choice(rows)
        columns = [name for name in row if row[name] and name not in ("unit", "intervention")]
        column = chance.choice(columns)
        known = sorted({other[column] for other in rows if other[column]})
        row[column] = chance.choice([*known, *OTHERS.get(column, ())])
    return copy


def _tried(name: str, files: dict[str, bytes]) -> Tried:
    import allocator
    from allocator.errors import InputError

    try:
        result = allocator.allocate(allocator.read(files))
    except InputError:  # a figure above what the guidance allows: an answer all the same
        return Tried(name, (), 0)
    failures = tuple((notice.code, notice.message("en")) for notice in result.failures)
    tries = sum(figures.allocation.statistics.second_tries for figures in result.calculation.units)
    return Tried(name, failures, tries)


def tallied(kind: str, tries: Iterable[Tried]) -> int:
    """Print what came of many inputs; return how many units have no figures."""
    counts = dict.fromkeys(CODES, 0)
    total = second = 0
    for number, tried in enumerate(tries, start=1):
        total = number
        second += tried.second_tries > 0
        for code, message in tried.failures:
            counts[code] += 1
            print(f"{tried.name}: {message}", flush=True)
        if number % 500 == 0:
            print(f"{number} …", flush=True)
    outcomes = ", ".join(f"{CODES[code]} {count}" for code, count in counts.items())
    print(f"{kind}: tried {total}, {outcomes}, second tries in {second}")
    return sum(counts.values())


def main() -> int:
    """Calculate and print; 1 if any unit has no figures."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.answers")
    arguments.add_argument("--units", type=int, default=10_000)
    arguments.add_argument("--copies", type=int, default=1_000)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=1)
    asked = arguments.parse_args()
    kinds: dict[str, tuple[Callable[[int], Tried], int]] = {
        "random units": (random_unit_tried, asked.units),
        "near-copies": (near_copy_tried, asked.copies),
    }
    started = time.perf_counter()
    failing = 0
    with multiprocessing.get_context("spawn").Pool(asked.workers) as pool:
        for kind, (calculate, count) in kinds.items():
            numbers = range(asked.first, asked.first + count)
            failing += tallied(kind, pool.imap(partial(calculate), numbers))
    print(f"{time.perf_counter() - started:.0f} s")
    return int(failing > 0)


if __name__ == "__main__":
    sys.exit(main())
