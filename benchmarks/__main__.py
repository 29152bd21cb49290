"""One table of the program's speed: every claim a ratio within one run.

    python -m benchmarks [--large]

`--large` adds the 52 weeks in which every day differs (some minutes).
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import allocator
from allocator.model import size
from benchmarks.bare import solve_bare
from benchmarks.units import realistic, written

PARTS = {"weeks": 12, "staffing": 0.87}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks")
    arguments.add_argument("--large", action="store_true")
    large = arguments.parse_args().large
    print(f"{'what':<58} {'measured':>22} {'goal':>10}")
    overhead()
    against_bare(12, 3.0)
    against_bare(52, 12.0)
    repeated()
    foreseen()
    reading()
    cold_start()
    unlike_days(large)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    translate("peak memory of this process", f"{peak:.2f} GB", "")


def translate(what: str, measured: str, goal: str) -> None:
    """One line of the table."""
    print(f"{what:<58} {measured:>22} {goal:>10}", flush=True)


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def inputs_of(**options: float) -> allocator.Inputs:
    """A realistic unit, read."""
    return allocator.read(written(realistic(**options)))  # type: ignore[arg-type]


def overhead() -> None:
    """1: all of allocate() against the time inside the solvers."""
    inputs = inputs_of(**PARTS)
    allocator.allocate(inputs)
    ratios = []
    for _ in range(10):
        started = time.perf_counter()
        result = allocator.allocate(inputs)
        seconds = time.perf_counter() - started
        solver = result.run["units"][0]["solver"]
        ratios.append((seconds - 0.05) / sum(of["seconds"] for of in solver["stages"].values()))
    translate(
        "allocate() - 0.05 s / solvers, 8 residents, 12 weeks",
        f"{statistics.median(ratios):.2f}",
        "<= 2.0",
    )
    stages = solver["stages"].values()
    solves, levels = (sum(of[name] for of in stages) for name in ("programmes", "levels"))
    coverage = result.hours["received_minutes"].sum() / result.hours["planned_minutes"].sum()
    translate(f"  solved, of {len(stages)} stages + {levels} levels", str(solves),
        f"<= {len(stages) + levels}")  # fmt: skip
    translate("  columns, merged", f"{solver['variables']}", "")
    translate("  share of what is asked that is received", f"{coverage:.3f}", "")


def against_bare(weeks: int, goal: float) -> None:
    """2: all stages against one bare maximising solve, day by day."""
    inputs = inputs_of(**PARTS | {"weeks": weeks})
    allocator.allocate(inputs)
    started = time.perf_counter()
    result = allocator.allocate(inputs)
    ours = time.perf_counter() - started
    bare = solve_bare(result.calculation.units[0].data)
    more = "" if bare.ended else ">"
    translate(
        f"bare day-by-day solve / allocate(), {weeks} weeks ({bare.columns} columns)",
        f"{bare.seconds:.2f} / {ours:.2f} = {more}{bare.seconds / ours:.1f}",
        f">= {goal:g}",
    )


def repeated() -> None:
    """3: the same four weeks for a year."""
    seconds = {}
    for weeks in (4, 52):
        inputs = inputs_of(**PARTS | {"weeks": weeks, "period": 4})
        seconds[weeks] = min(
            timed(lambda inputs=inputs: allocator.allocate(inputs)) for _ in range(3)
        )
    translate(
        "52 weeks / 4 weeks, the same four weeks", f"{seconds[52] / seconds[4]:.2f}", "<= 1.3"
    )


def foreseen() -> None:
    """The time that `run` says beforehand, against the time that is taken; every day differs."""
    for weeks in (2, 4, 8):
        inputs = inputs_of(**PARTS | {"weeks": weeks, "differing": 1.0})
        started = time.perf_counter()
        result = allocator.allocate(inputs)
        seconds = time.perf_counter() - started
        (figures,) = result.calculation.units
        variables = size.expected_variables(figures.allocation.unit)
        expected = size.expected_seconds([variables])
        translate(
            f"time foreseen / taken, {weeks} unlike weeks ({variables} columns)",
            f"{expected:.1f} / {seconds:.1f} = {expected / seconds:.2f}",
            "0.5 to 2",
        )


def reading() -> None:
    """5: reading a workbook against solving it; units a second out of a folder."""
    tables = realistic(**PARTS)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "unit.xlsx"
        _write_book(tables, book)
        inputs = allocator.read(book)
        read = min(timed(lambda: allocator.read(book)) for _ in range(3))
        solve = min(timed(lambda: allocator.allocate(inputs)) for _ in range(3))
    translate(
        "reading a workbook - 0.5 s / solving it",
        f"{(read - 0.5) / solve:.2f} ({read:.2f} s)",
        "<= 1.0",
    )
    files = written(_hundred(tables))
    seconds = timed(lambda: allocator.read(files))
    translate("units read a second, 100 units as CSV", f"{100 / seconds:.1f}", ">= 10")


def _write_book(tables: dict[str, list[dict[str, str]]], path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(column, "") for column in columns])


def _hundred(tables: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    return {
        name: [row | {"unit": f"A{unit}"} for unit in range(100) for row in rows]
        for name, rows in tables.items()
    }


def cold_start() -> None:
    """6: `allocator run` on the small example against importing its libraries."""
    bare = [sys.executable, "-c", "import pandas, pulp, highspy"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # every run but the first is compiled
        run = [sys.executable, "-m", "allocator", "run", "examples/solbakken"]
        run += ["--out", f"{folder}/out"]
        _quietly(run, environment)
        _quietly(bare, environment)
        pairs = [
            (timed(lambda: _quietly(run, environment)), timed(lambda: _quietly(bare, environment)))
            for _ in range(7)
        ]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    translate("allocator run, cold / import pandas, pulp, highspy", f"{ratio:.2f}", "<= 1.5")


def _quietly(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, capture_output=True, env=environment)


def unlike_days(large: bool) -> None:
    """4: rosters in which no two days are alike, against one bare interior-point solve of each."""
    weeks = (6, 12, 52) if large else (6, 12)
    seconds = {}
    for count in weeks:
        what, goal = f"{count} weeks, no two days alike", "<= 1.25"
        seconds[count] = against_one_solve(what, goal, weeks=count, differing=1.0)
    if large:
        ratio = f"{seconds[52] / seconds[6]:.1f}"
        translate("52 weeks / 6 weeks, no two days alike", ratio, "<= 10")
    against_one_solve("4 weeks, windows apart", "<= 0.6", weeks=4, differing=1.0, apart=True)
    crowded = {"weeks": 2, "differing": 1.0, "crowded": True, "staffing": 0.75}
    against_one_solve("2 weeks, many levels of fairness", "<= 3", **crowded)
    alike, one_other = (
        min(processor_time(inputs_of(**PARTS | {"differing": share})) for _ in range(3))
        for share in (0.0, 1 / 84)
    )
    translate("one differing day in 12 weeks / none", f"{one_other / alike:.2f}", "<= 2.3")


def against_one_solve(what: str, goal: str, **options: float) -> float:
    """Print all of allocate() against one bare solve, and the stages; seconds of the processor."""
    inputs = inputs_of(**PARTS | options)
    started = time.process_time()
    result = allocator.allocate(inputs)
    ours = time.process_time() - started
    started = time.process_time()
    bare = solve_bare(result.calculation.units[0].data, method="ipm")
    theirs = time.process_time() - started
    translate(f"{what} / one bare solve ({bare.columns} columns)",
        f"{ours:.1f} / {theirs:.1f} = {ours / theirs:.2f}", goal)  # fmt: skip
    stages = result.run["units"][0]["solver"]["stages"]
    each = ", ".join(f"{name} {stage['seconds']:.1f}" for name, stage in stages.items())
    levels = sum(stage["levels"] for stage in stages.values())
    print(f"  {levels} levels; by stage [s]: {each}", flush=True)
    return ours


def processor_time(inputs: allocator.Inputs) -> float:
    """Return the processor's seconds for all of allocate()."""
    started = time.process_time()
    allocator.allocate(inputs)
    return time.process_time() - started


if __name__ == "__main__":
    main()
