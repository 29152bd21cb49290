"""Runs mutants in copies of the tree, one session of pytest in each.

A fault in a function is put into forks of a session that has collected the tests once; one that
lies elsewhere, as in a constant of a module, is tried in a Python of its own.
"""

import compileall
import contextlib
import importlib
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutation.groups import ROOT
from benchmarks.mutation.job import Job, Outcome
from benchmarks.mutation.session import Session

LIBRARIES = (
    *("pandas", "pulp", "highspy", "clarabel", "yaml", "hypothesis", "openpyxl", "xlsxwriter"),
    *("defusedxml", "scipy.optimize"),
)
ENDED = "ended"
"""What a worker sends last."""
ALONE = 10
"""So many times its limit may a Python of its own last by the clock."""
QUIETLY = ["-x", "-q", "-s", "--no-header", "--assert=plain", "-p", "no:cacheprovider"]
PRELOADED = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
CHOSEN = ["-m", "not browser and not office", "-k", "not quick"]
"""Tests that look at the time would fail because two runs share the machine."""
FAILED = (1, 2, 3, 4)
"""How pytest ends where a test fails, or nothing can be collected."""


@contextlib.contextmanager
def copies(count: int, root: Path = ROOT) -> Iterator[list[Path]]:
    """As many copies of the tree, deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees = [Path(folder) / str(number) for number in range(count)]
        for tree in trees:
            shutil.copytree(root, tree, ignore=shutil.ignore_patterns(".*", "__pycache__"))
            compileall.compile_dir(tree, quiet=1)
        yield trees


def run(jobs: Sequence[Job], trees: Sequence[Path]) -> Iterator[Outcome]:
    """Run all jobs, one at a time in each copy; outcomes as they come."""
    for tree in trees:
        missing = {
            test_file for job in jobs for test_file in job.tests if not (tree / test_file).is_file()
        }
        assert not missing, f"a test that is not there would look like a test that fails: {missing}"
    for name in LIBRARIES:
        importlib.import_module(name)
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    workers = [
        context.Process(target=_work, args=(tree, jobs[number :: len(trees)], answers.put))
        for number, tree in enumerate(trees)
    ]
    for worker in workers:
        worker.start()
    working = len(workers)
    while working:
        outcome = answers.get()
        if isinstance(outcome, Outcome):
            yield outcome
        else:
            working -= 1
            assert outcome == ENDED, outcome
    for worker in workers:
        worker.join()


def _work(tree: Path, jobs: Sequence[Job], tell: Callable[[Any], None]) -> None:
    """Try jobs in one tree: in a session, and what is outside of functions alone."""
    os.chdir(tree)
    sys.path = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]
    sys.dont_write_bytecode = True
    outside: list[Job] = []

    def answered(outcome: Outcome) -> None:
        if outcome.ended == "outside":
            outside.append(outcome.job)
        else:
            tell(outcome)

    problem = ENDED
    try:
        files = list(dict.fromkeys(file for job in jobs for file in job.tests))
        ended = pytest.main(
            [*QUIETLY, *PRELOADED, *CHOSEN, *files], [Session(tree, jobs, answered)]
        )
        problem = ENDED if ended == 0 else f"the session ended with {ended}"
        for job in outside:
            tell(_alone(tree, job))
    finally:
        tell(problem)


def _alone(tree: Path, job: Job) -> Outcome:
    """Try a mutant in a Python of its own."""
    assert job.mutant is not None
    started = time.monotonic()
    with job.mutant.within(tree):
        command = [sys.executable, "-B", "-m", "pytest", *QUIETLY, *CHOSEN, *job.tests]
        limit = ALONE * (3 * job.limit + 30)
        try:
            done = subprocess.run(
                command, cwd=tree, capture_output=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return Outcome(job, "timed out", time.monotonic() - started)
    ended = "killed" if done.returncode in FAILED else "survived"
    return Outcome(job, ended, time.monotonic() - started)
