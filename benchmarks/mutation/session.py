"""A session of pytest, collected once, in whose forks mutants meet the tests."""

import functools
import gc
import os
import re
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutation.job import Job, Outcome
from benchmarks.mutation.swap import functions_of, swapped

PASSED, FAILED, CUT_SHORT, OUTSIDE, BROKEN = 0, 1, 2, 3, 4
"""How the fork of a mutant ends."""
ENDED = {PASSED: "survived", FAILED: "killed", CUT_SHORT: "cut short", OUTSIDE: "outside"}
RULE = re.compile(r"\b[A-Z]+-[0-9]{2}\b")
"""The id of a rule, with which the name of a case begins."""


class Session:
    """A plugin that takes mutants instead of running the tests once.

    A mutant meets first the tests that have killed most of its function, then of its file, then
    those in a file or a folder of tests that is named as its module (`letters` for `letter_plan`),
    then the cases of the rules that its file names. A test that kills is tried once without any
    fault, where it must pass. What a module of tests works out as it is imported is without the
    fault: a mutant may live because of it, and never die.

    Parameters
    ----------
    tree : the copy of the program. jobs : the mutants. tell : called with each outcome; "outside"
        where the fault is in what runs at import, so that it needs a Python of its own.
    """

    def __init__(self, tree: Path, jobs: Sequence[Job], tell: Callable[[Outcome], None]) -> None:
        self.tree = tree
        self.jobs = jobs
        self.tell = tell
        self.kills: dict[str, Counter[str]] = {}
        self.sound: set[str] = set()
        self.failed = -1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In a fork: name the first test that fails, and end."""
        if report.failed and self.failed >= 0:
            os.write(self.failed, report.nodeid.encode())
            os._exit(FAILED)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant."""
        self.functions = functions_of(self.tree)
        self.caches = [cache for cache in gc.get_objects() if self._is_cache(cache)]
        gc.freeze()  # so that a fork copies little
        for job in self.jobs:
            items = [item for item in session.items if item.nodeid.partition("::")[0] in job.tests]
            assert job.mutant is not None
            self.source = (self.tree / job.mutant.file).read_bytes()
            with job.mutant.within(self.tree):
                outcome = self._tried(job, self._in_order(job, items))
            if outcome.ended == "killed":
                self._count(job, outcome.test, session.items)
            self.tell(outcome)
        return True

    def _is_cache(self, candidate: Any) -> bool:
        if not isinstance(candidate, functools._lru_cache_wrapper):
            return False
        code = getattr(candidate.__wrapped__, "__code__", None)
        return code is not None and code.co_filename.startswith(str(self.tree))

    def _in_order(self, job: Job, items: list[pytest.Item]) -> list[pytest.Item]:
        of_function, of_file = (self.kills.get(key, Counter()) for key in _keys(job))
        order = {file: number for number, file in enumerate(job.tests)}
        assert job.mutant is not None
        module = Path(job.mutant.file).stem
        own = f"test_{module}.py"
        folder = f"{module.partition('_')[0]}s"
        cases = {f"[{rule}::" for rule in RULE.findall(self.source.decode())}
        return sorted(
            items,
            key=lambda item: (
                -of_function[item.nodeid],
                -of_file[item.nodeid],
                item.path.name != own,
                item.path.parent.name != folder,
                not any(case in item.nodeid for case in cases),
                order[item.nodeid.partition("::")[0]],
            ),
        )

    def _count(self, job: Job, test: str, items: Sequence[pytest.Item]) -> None:
        for key in _keys(job):
            self.kills.setdefault(key, Counter())[test] += 1
        if test not in self.sound:
            plain = Job(None, (), job.limit)
            killer = [item for item in items if item.nodeid == test]
            if self._tried(plain, killer).ended == "killed":
                raise AssertionError(f"{test} fails on the tree as it is")
            self.sound.add(test)

    def _tried(self, job: Job, items: Sequence[pytest.Item]) -> Outcome:
        """Fork, put the fault in, and run the tests until one fails."""
        started = time.monotonic()
        reading, writing = os.pipe()
        number = os.fork()
        if number == 0:
            code = BROKEN
            try:
                self.failed = writing
                code = self._run(job, items)
            finally:
                os._exit(code)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            test = answer.read().decode()
        _, status = os.waitpid(number, 0)
        if os.WIFSIGNALED(status):
            late = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM)
            ended = "timed out" if late else "killed"
        else:
            ended = ENDED[os.WEXITSTATUS(status)]
        return Outcome(job, ended, time.monotonic() - started, test)

    def _run(self, job: Job, items: Sequence[pytest.Item]) -> int:
        """In the fork."""
        limit = int(2 * job.limit) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, 2 * limit))
        signal.alarm(40 * limit)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        for cache in self.caches:
            cache.cache_clear()
        if job.mutant is not None:
            path = self.tree / job.mutant.file
            if path.suffix == ".py" and not swapped(path, self.source, self.functions):
                return OUTSIDE
        for item, following in zip(items, [*items[1:], None], strict=True):
            if time.process_time() > job.limit:
                return CUT_SHORT
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return PASSED


def _keys(job: Job) -> tuple[str, str]:
    assert job.mutant is not None
    return f"{job.mutant.file} {job.mutant.where}", job.mutant.file
