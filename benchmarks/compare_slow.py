"""The program against the slow model on any number of random units, every table and column.

    python -m benchmarks.compare_slow [--units 1600] [--first 0] [--workers 1]

Prints how many were tried and how many are apart, each with its seed, and the largest difference
seen in each column.
"""

import argparse
import multiprocessing
import re
import sys
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

SHOWN = 5
"""Differences printed of one unit."""


@dataclass
class Tried:
    """What came of one seed."""

    seed: int
    differences: list[str] = field(default_factory=list)
    worst: dict[str, float] = field(default_factory=dict)


def compared_with_slow(seed: int) -> Tried:
    """Compare one random unit."""
    from comparing import compared, random_unit

    try:
        comparison = compared(random_unit(seed))
    except Exception:
        return Tried(seed, [traceback.format_exc(limit=-3)])
    return Tried(seed, comparison.differences, dict(comparison.worst))


def main() -> int:
    """Compare and print; 1 if any unit is apart."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.compare_slow")
    arguments.add_argument("--units", type=int, default=1600)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=1)
    asked = arguments.parse_args()
    seeds = range(asked.first, asked.first + asked.units)
    started = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(asked.workers) as pool:
        apart, worst = tallied(pool.imap(compared_with_slow, seeds))
    print(f"tried {len(seeds)}, apart {apart}, {time.perf_counter() - started:.0f} s")
    print("largest differences [min per week]:")
    for column, difference in sorted(worst.items(), key=lambda item: -item[1]):
        print(f"  {column:<30} {difference:.1e}")
    return int(apart > 0)


def tallied(tries: Iterable[Tried]) -> tuple[int, dict[str, float]]:
    """How many are apart, printed as they come, and the largest difference of each column."""
    apart, worst = 0, dict[str, float]()
    for number, tried in enumerate(tries, start=1):
        if number % 100 == 0:
            print(f"{number} …", flush=True)
        apart += bool(tried.differences)
        for text in tried.differences[:SHOWN]:
            print(f"seed {tried.seed}: {text}", flush=True)
        for column, difference in tried.worst.items():
            name = re.sub(r" U\d.*(?=\.)", "", column)
            worst[name] = max(worst.get(name, 0.0), difference)
    return apart, worst


if __name__ == "__main__":
    sys.exit(main())
