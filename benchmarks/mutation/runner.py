"""Runs tests against a copy of the tree in which one file is changed.

Every run is a fork of this process, which has the heavy libraries loaded and nothing of the
program; a run ends at its first failure.
"""

import contextlib
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.mutation.groups import ROOT
from benchmarks.mutation.mutant import Mutant

LIBRARIES = ("pandas", "pulp", "highspy", "yaml", "pytest", "hypothesis", "openpyxl")
MEMORY = 6 * 2**30
"""Bytes that one run may ask for."""
QUIETLY = ["-x", "-q", "--no-header", "-p", "no:cacheprovider"]
PRELOADED = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
CHOSEN = ["-m", "not browser and not office", "-k", "not quick"]
"""Tests that look at the time would fail because two runs share the machine."""


@dataclass(frozen=True)
class Job:
    """One run: a mutant (None for the tree as it is), its tests and its limit [s]."""

    mutant: Mutant | None
    tests: Sequence[str]
    limit: float


@dataclass(frozen=True)
class Outcome:
    """How a run ended: passed, failed or timed out; in how many seconds; what it printed."""

    job: Job
    ended: str
    seconds: float
    output: str


@dataclass
class _Running:
    job: Job
    tree: Path
    original: bytes = b""
    started: float = field(default_factory=time.monotonic)

    @property
    def late(self) -> bool:
        return time.monotonic() - self.started > self.job.limit


def load_libraries() -> None:
    """Import what every run needs, once."""
    for name in LIBRARIES:
        importlib.import_module(name)


@contextlib.contextmanager
def copies(count: int, root: Path = ROOT) -> Iterator[list[Path]]:
    """As many copies of the tree, deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees = [Path(folder) / str(number) for number in range(count)]
        for tree in trees:
            shutil.copytree(root, tree, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        yield trees


def run(jobs: Sequence[Job], trees: Sequence[Path]) -> Iterator[Outcome]:
    """Run all jobs, one at a time in each copy; outcomes as they come."""
    for tree in trees:
        missing = {one for job in jobs for one in job.tests if not (tree / one).is_file()}
        assert not missing, f"a test that is not there would look like a test that fails: {missing}"
    waiting = list(reversed(jobs))
    free = list(trees)
    running: dict[int, _Running] = {}
    while waiting or running:
        while waiting and free:
            one = _Running(waiting.pop(), free.pop())
            running[_start(one)] = one
        time.sleep(0.02)
        for number, one in list(running.items()):
            if one.late:
                os.killpg(number, signal.SIGKILL)
            ended, status = os.waitpid(number, 0 if one.late else os.WNOHANG)
            if ended:
                del running[number]
                free.append(one.tree)
                yield _ended(one, status)


def _start(one: _Running) -> int:
    """Put the mutant in its tree, drop what Python had compiled, and fork; the process."""
    if one.job.mutant is not None:
        path = one.tree / one.job.mutant.file
        one.original = path.read_bytes()
        path.write_bytes(one.job.mutant.applied(one.original))
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            compiled.unlink()
    sys.stdout.flush()
    number = os.fork()
    if number == 0:
        code = 1
        try:
            code = _tests(one)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(number, number)
    return number


def _tests(one: _Running) -> int:
    """In the fork: run the tests in the tree."""
    os.setpgid(0, 0)
    os.chdir(one.tree)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    output = os.open(_log(one.tree), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.path = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]
    sys.dont_write_bytecode = one.job.mutant is not None
    import pytest

    code = int(pytest.main([*QUIETLY, *PRELOADED, *CHOSEN, *one.job.tests]))
    sys.stdout.flush()
    return code


def _log(tree: Path) -> Path:
    return tree.with_suffix(".log")


def _ended(one: _Running, status: int) -> Outcome:
    """Read the outcome and put the file back."""
    seconds = time.monotonic() - one.started
    output = _log(one.tree).read_text("utf-8", errors="replace")
    if one.job.mutant is not None:
        (one.tree / one.job.mutant.file).write_bytes(one.original)
    ended = "passed" if status == 0 else "failed"
    return Outcome(one.job, "timed out" if one.late and status else ended, seconds, output)
