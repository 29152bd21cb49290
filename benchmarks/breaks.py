"""What it gives residents that breaks fall where they cost least, and what it costs in time.

    python -m benchmarks.breaks [--minutes 30] [--times 3]

Fjellvik with a break on every active shift: the hours of each resident with even breaks (every b
held at its t, under the same constraints) beside those with flexible ones. Then the time of all
stages with breaks against without, as a ratio of the same run.
"""

import argparse
import dataclasses
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pandas as pd

import allocator
from allocator.model import allocate as model
from allocator.model.programme import StagedProgramme, build_programme
from allocator.model.variables import VariableIndex, VariableKind
from benchmarks.units import realistic, written

FJELLVIK = Path(__file__).parents[1] / "examples" / "fjellvik.xlsx"
MINUTES_PER_HOUR = 60


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.breaks")
    arguments.add_argument("--minutes", type=float, default=30.0)
    arguments.add_argument("--times", type=int, default=3)
    asked = arguments.parse_args()
    inputs = with_breaks(allocator.read(FJELLVIK), asked.minutes)
    with even_breaks():
        even = hours_of_residents(inputs)
    flexible = hours_of_residents(inputs)
    table = pd.DataFrame({"even": even, "flexible": flexible})
    table["more"] = table["flexible"] - table["even"]
    table.loc["all"] = table.sum()
    print(f"Fjellvik, {asked.minutes:g} min of break on every active shift [hours a week]")
    print(table.round(2).to_string())
    for name, own in (("Fjellvik", inputs), ("8 residents, 12 weeks", with_breaks(
        allocator.read(written(realistic(weeks=12, staffing=0.87))), asked.minutes
    ))):  # fmt: skip
        ratios = [seconds(own) / seconds(with_breaks(own, 0.0)) for _ in range(asked.times)]
        print(f"all stages with breaks / without, {name}: {statistics.median(ratios):.2f}")
    return 0


def with_breaks(inputs: allocator.Inputs, minutes: float) -> allocator.Inputs:
    """Give every active shift a break of so many minutes; with none, no work per shift either."""
    shifts, work = inputs.tables["shifts"].copy(), inputs.tables["other_work"]
    shifts.loc[shifts["duty"] == "active", "break_minutes"] = minutes
    if not minutes:
        work = work[work["per"] != "shift"]
    return dataclasses.replace(
        inputs, tables={**inputs.tables, "shifts": shifts, "other_work": work}
    )


@contextmanager
def even_breaks() -> Iterator[None]:
    """Hold every break at what an even one would be."""

    def held(index: VariableIndex, *options: str) -> StagedProgramme:
        programme = build_programme(index, *options)
        for variable in index.variables:
            if variable.kind is VariableKind.BREAK:
                programme.lp.bound_variable(variable.number, variable.target, variable.target)
        return programme

    with mock.patch.object(model, "build_programme", held):
        yield


def hours_of_residents(inputs: allocator.Inputs) -> "pd.Series[float]":
    """Add up what each resident receives [hours a week]."""
    hours = allocator.allocate(inputs).hours
    return hours.groupby("resident")["received_minutes"].sum() / MINUTES_PER_HOUR


def seconds(inputs: allocator.Inputs) -> float:
    """Time all stages of all units."""
    started = time.perf_counter()
    result = allocator.allocate(inputs)
    assert not result.failures, f"no answer after {time.perf_counter() - started:.1f} s"
    stages = [unit["solver"]["stages"].values() for unit in result.run["units"]]
    return sum(stage["seconds"] for own in stages for stage in own)


if __name__ == "__main__":
    sys.exit(main())
