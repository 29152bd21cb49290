"""The command: draw a sample, run it, and print what was killed and what survived."""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

from benchmarks.mutation.equivalent import key_of, known_equivalents, stale
from benchmarks.mutation.groups import GROUPS, Group, mutants_of
from benchmarks.mutation.job import Job
from benchmarks.mutation.mutant import Mutant
from benchmarks.mutation.runner import copies, run

GOAL = 0.95
COLUMNS = ("possible", "tried", "killed", "timed out", "equivalent", "survived", "cut short")
ALIVE = ("survived", "cut short")


def main() -> None:
    """Parse the arguments, measure, and end with 1 where a group is below the goal."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.mutation")
    arguments.add_argument("--sample", type=int, default=200, help="mutants in all groups together")
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    arguments.add_argument("--only", default="", help="only files whose path begins so")
    arguments.add_argument("--survivors", type=Path, help="a file for the survivors too")
    arguments.add_argument("--limit", type=float, default=60, help="seconds of tests per mutant")
    arguments.add_argument("--processes", type=int, default=2, help="how many are tried at once")
    arguments.add_argument("--killers", action="store_true", help="print what kills each")
    given = arguments.parse_args()
    print(f"seed {given.seed}, {given.sample} mutants", flush=True)
    possible = possible_mutants(given.only)
    drawn = sample(possible, given.sample, given.seed)
    survivors, reached = measure(possible, drawn, given.processes, given.limit, given.killers)
    if given.survivors:
        given.survivors.write_text("\n\n".join(survivors) + "\n", "utf-8")
    sys.exit(0 if reached else 1)


def possible_mutants(only: str = "") -> dict[Group, list[Mutant]]:
    """All mutants of each group; groups without any are left out."""
    mutants_by_group = {
        group: mutants_of([file for file in group.sources() if file.startswith(only)])
        for group in GROUPS
    }
    return {group: mutants for group, mutants in mutants_by_group.items() if mutants}


def sample(possible: dict[Group, list[Mutant]], size: int, seed: int) -> dict[Group, list[Mutant]]:
    """As many of each group, the same for the same seed."""
    each = -(-size // len(possible))
    return {
        group: random.Random(f"{seed} {group.name}").sample(mutants, min(each, len(mutants)))
        for group, mutants in possible.items()
    }


def measure(
    possible: dict[Group, list[Mutant]],
    drawn: dict[Group, list[Mutant]],
    processes: int,
    limit: float,
    show_killers: bool,
) -> tuple[list[str], bool]:
    """Run what was drawn and print; the survivors, and whether every group reached the goal."""
    listed = known_equivalents()
    equivalent = {entry.key for entry in listed}
    counts = {group: Counter(possible=len(possible[group])) for group in drawn}
    survivors = []
    jobs = {}
    with copies(processes) as trees:
        for group, mutants in drawn.items():
            tests = tuple(group.test_files(trees[0]))
            counts[group]["tried"] = len(mutants)
            for mutant in mutants:
                if key_of(mutant) in equivalent:
                    counts[group]["equivalent"] += 1
                else:
                    jobs[Job(mutant, tests, limit)] = group
        for outcome in run(list(jobs), trees):
            assert outcome.job.mutant is not None
            counts[jobs[outcome.job]][outcome.ended] += 1
            if outcome.ended != "killed":
                print(f"\n{outcome.ended}: {outcome.job.mutant.diff()}", flush=True)
            if outcome.ended in ALIVE:
                survivors.append(outcome.job.mutant.diff())
            if outcome.ended == "killed" and show_killers:
                print(
                    f"{outcome.seconds:.1f} s {outcome.job.mutant.file} {outcome.test}", flush=True
                )
    print()
    reached = print_table(counts)
    for entry in stale(
        listed, (mutant for all_of in possible_mutants().values() for mutant in all_of)
    ):
        print(f"equivalent.yaml is out of date: {entry.file} {entry.where}: {entry.was}")
    return survivors, reached


def print_table(counts: dict[Group, Counter[str]]) -> bool:
    """One line per group; whether every one reached the goal."""
    print(f"{'':<20}" + "".join(f"{name:>11}" for name in COLUMNS) + f"{'share':>8}")
    reached = True
    for group, count in counts.items():
        dead = count["killed"] + count["timed out"]
        share = dead / max(1, dead + sum(count[name] for name in ALIVE))
        reached = reached and share >= GOAL
        row = "".join(f"{count[name]:>11}" for name in COLUMNS)
        print(f"{group.name:<20}{row}{share:>8.1%}")
    return reached


if __name__ == "__main__":
    main()
