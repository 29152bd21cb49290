"""The store under what goes wrong: killed, crowded, gone, full, copied and upgraded under load.

    python -m benchmarks.store [--only NAME] [--database sqlite|postgresql|both] [--times N]

Each on SQLite and on a real PostgreSQL. A line says what was tried, whether it went right, and what
came of it; 1 is returned where anything was wrong. `--times` is the number of kills, of runs of a
writer, of seconds and of backups.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from random import Random

from benchmarks.store.backups import backups
from benchmarks.store.full import full
from benchmarks.store.gone import gone
from benchmarks.store.killed import killed
from benchmarks.store.kinds import KINDS, Kind, kinds
from benchmarks.store.outcome import Outcome
from benchmarks.store.upgraded import upgraded
from benchmarks.store.work import prepare
from benchmarks.store.writers import writers

SEED = 17
Measure = Callable[[Kind, int | None], list[Outcome]]
MEASURES: Mapping[str, Measure] = {
    "killed": lambda kind, times: [killed(kind, times or 100, Random(SEED))],
    "writers": lambda kind, times: [writers(kind, times or 50)],
    "gone": lambda kind, times: gone(kind, times or 30),
    "full": lambda kind, _: full(kind),
    "backups": lambda kind, times: [backups(kind, times or 60)],
    "upgraded": lambda kind, _: upgraded(kind),
}


def main() -> int:
    """Measure and print; 1 if anything went wrong."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.store")
    arguments.add_argument("--only", choices=MEASURES)
    arguments.add_argument("--database", choices=(*KINDS, "both"), default="both")
    arguments.add_argument("--times", type=int)
    given = arguments.parse_args()
    prepare()
    wrong = 0
    with kinds(KINDS if given.database == "both" else (given.database,)) as databases:
        for name in [given.only] if given.only else MEASURES:
            for kind in databases:
                for outcome in MEASURES[name](kind, given.times):
                    print(outcome.line(kind.name), flush=True)
                    wrong += outcome.wrong
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
