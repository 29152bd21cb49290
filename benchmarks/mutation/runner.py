"""Runs tests against a copy of the tree in which one file is changed.

Every run is a fork of this process, which has the heavy libraries loaded and nothing of the
program; a run ends at its first failure.
"""

import compileall
import contextlib
import importlib
import math
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
from benchmarks.mutation.reach import InOrder, Recorder

LIBRARIES = (
    *("pandas", "pulp", "highspy", "clarabel", "yaml", "pytest", "hypothesis", "openpyxl"),
    *("xlsxwriter", "defusedxml", "typer", "scipy.optimize", "reportlab.platypus"),
)
WAITING = 20
"""So many times its limit may a run last by the clock, which something that waits never ends."""
MEMORY = 6 * 2**30
"""Bytes that one run may ask for."""
NO_TESTS = 5
"""How pytest ends where it finds none."""
TOO_LONG = (signal.SIGXCPU, signal.SIGKILL)
QUIETLY = ["-x", "-q", "--no-header", "--assert=plain", "-p", "no:cacheprovider"]
PRELOADED = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
CHOSEN = ["-m", "not browser and not office", "-k", "not quick"]
"""Tests that look at the time would fail because two runs share the machine."""


@dataclass(frozen=True)
class Job:
    """One run.

    Parameters
    ----------
    mutant : None for the tree as it is.
    tests : files, or tests in the order in which they are run.
    limit : processor time that it may take [s]; the machine may be busy with other things.
    recorded : files of which it is recorded which test reaches which statement.
    """

    mutant: Mutant | None
    tests: Sequence[str]
    limit: float
    recorded: Sequence[str] = ()

    @property
    def files(self) -> list[str]:
        """The files of the tests."""
        return list(dict.fromkeys(test.partition("::")[0] for test in self.tests))


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
        return time.monotonic() - self.started > WAITING * self.job.limit


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
            compileall.compile_dir(tree, quiet=1)
        yield trees


def run(jobs: Sequence[Job], trees: Sequence[Path]) -> Iterator[Outcome]:
    """Run all jobs, one at a time in each copy; outcomes as they come."""
    for tree in trees:
        missing = {one for job in jobs for one in job.files if not (tree / one).is_file()}
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
    used = time.process_time()
    limit = math.ceil(used + one.job.limit)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    output = os.open(_log(one.tree), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.path = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]
    sys.dont_write_bytecode = True
    import pytest

    recorder = Recorder(one.tree, one.job.recorded) if one.job.recorded else None
    plugin = recorder or InOrder(one.job.tests)
    code = int(pytest.main([*QUIETLY, *PRELOADED, *CHOSEN, *one.job.files], [plugin]))
    if recorder:
        recorder.write(recorded_in(one.tree))
    sys.stdout.flush()
    return code


def recorded_in(tree: Path) -> Path:
    """Where a run in a copy of the tree writes what it records."""
    return tree.with_suffix(".json")


def _log(tree: Path) -> Path:
    return tree.with_suffix(".log")


def _ended(one: _Running, status: int) -> Outcome:
    """Read the outcome and put the file back."""
    seconds = time.monotonic() - one.started
    output = _log(one.tree).read_text("utf-8", errors="replace")
    if one.job.mutant is not None:
        (one.tree / one.job.mutant.file).write_bytes(one.original)
    assert status != NO_TESTS << 8, f"no test ran: {one.job.files}"
    ended = "passed" if status == 0 else "failed"
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in TOO_LONG
    return Outcome(one.job, "timed out" if late else ended, seconds, output)
