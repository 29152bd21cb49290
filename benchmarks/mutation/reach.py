"""Which tests reach which statement: a mutant meets only those, the quick ones first."""

import ast
import functools
import gc
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.mutation.groups import ROOT
from benchmarks.mutation.mutant import Mutant

Statement = tuple[str, int]
"""A file by its path from the root, and the line on which a statement in it begins."""


@dataclass(frozen=True)
class Reach:
    """What was recorded while every test ran once.

    Parameters
    ----------
    seconds : test -> processor time [s], in the order in which they ran.
    statements : test -> the statements that it reaches; none where it runs them elsewhere, in
        another process.
    imported : the statements that run when the program is imported, which every test reaches.
    """

    seconds: Mapping[str, float]
    statements: Mapping[str, frozenset[Statement]]
    imported: frozenset[Statement]

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Reach":
        """What recorders wrote, together."""
        seconds: dict[str, float] = {}
        statements: dict[str, frozenset[Statement]] = {}
        imported: frozenset[Statement] = frozenset()
        for path in paths:
            recorded = json.loads(path.read_text("utf-8"))
            seconds |= recorded["seconds"]
            for test, lines in recorded["statements"].items():
                statements[test] = _statements(lines)
            imported |= _statements(recorded["imported"])
        return cls(seconds, statements, imported)

    def tests_of(self, mutant: Mutant, files: Sequence[str]) -> list[str]:
        """The tests of some files that may notice a mutant, in the order in which to run them."""
        statement = mutant.file, statement_of(mutant)
        anywhere = mutant.file.endswith(".yaml") or statement in self.imported
        return self.in_order(
            test
            for test, reached in self.statements.items()
            if test.partition("::")[0] in files
            and (anywhere or not reached or statement in reached)
        )

    def in_order(self, tests: Iterable[str]) -> list[str]:
        """File by file, since the tests of a file share what they need; the quickest first."""
        by_file: dict[str, list[str]] = {}
        for test in tests:
            by_file.setdefault(test.partition("::")[0], []).append(test)
        quick = sorted(by_file.values(), key=lambda found: self.total(found) / len(found))
        return [test for found in quick for test in sorted(found, key=self.seconds.__getitem__)]

    def total(self, tests: Sequence[str]) -> float:
        """The processor time of some tests [s]."""
        return sum(self.seconds[test] for test in tests)


def statement_of(mutant: Mutant) -> int:
    """The line on which the statement of a mutant of Python begins."""
    return _lines_of(mutant.file).get(mutant.line, 0)


@functools.cache
def _lines_of(file: str) -> Mapping[int, int]:
    return statement_lines((ROOT / file).read_bytes())


def statement_lines(source: bytes) -> dict[int, int]:
    """Line -> the line on which its innermost statement begins; of a block, only its head."""
    found: dict[int, int] = {}

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            assert node.end_lineno is not None
            found.update(dict.fromkeys(range(node.lineno, node.end_lineno + 1), node.lineno))
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


class Recorder:
    """A plugin of pytest that notes the statements of some files that each test reaches."""

    def __init__(self, tree: Path, files: Sequence[str]) -> None:
        self.tree = tree
        python = [tree / file for file in files if file.endswith(".py")]
        self.lines = {str(path): statement_lines(path.read_bytes()) for path in python}
        self.now: set[Statement] = set()
        self.imported: set[Statement] = set()
        self.shared: dict[str, set[Statement]] = {}
        self.statements: dict[str, set[Statement]] = {}
        self.seconds: dict[str, float] = {}
        self.caches: list[Any] = []
        self._listen()

    def _listen(self) -> None:
        sys.settrace(self._entered)
        threading.settrace(self._entered)

    def _entered(self, frame: FrameType, _event: str, _arg: object) -> Any:
        return self._line if frame.f_code.co_filename in self.lines else None

    def _line(self, frame: FrameType, _event: str, _arg: object) -> Any:
        file = frame.f_code.co_filename
        self.now.add((file, self.lines[file].get(frame.f_lineno, 0)))
        return self._line

    def pytest_collection_finish(self) -> None:
        """What was reached so far belongs to every test."""
        self.imported |= self.now
        self.caches = _caches(self.tree)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Time one test, which begins without anything remembered from an earlier one."""
        for cache in self.caches:
            cache.cache_clear()
        started = time.process_time()
        yield
        self.seconds[item.nodeid] = time.process_time() - started

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Note what a fixture reaches, for every test of its file."""
        self.now = self.shared.setdefault(item.nodeid.partition("::")[0], set())
        self._listen()
        yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Note what the test itself reaches."""
        self.now = self.statements[item.nodeid] = set()
        self._listen()
        yield

    def write(self, path: Path) -> None:
        """Everything noted, for `Reach.read`."""
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        statements = {
            test: reached | self.shared[test.partition("::")[0]]
            for test, reached in self.statements.items()
        }
        found = {
            "seconds": self.seconds,
            "statements": {test: self._lists(reached) for test, reached in statements.items()},
            "imported": self._lists(self.imported),
        }
        path.write_text(json.dumps(found), "utf-8")

    def _lists(self, statements: set[Statement]) -> list[tuple[str, int]]:
        return [(Path(file).relative_to(self.tree).as_posix(), line) for file, line in statements]


class InOrder:
    """A plugin of pytest that runs these tests, or files of tests, alone and in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop and sort what was collected."""
        places = [
            (self.order.get(item.nodeid, self.order.get(item.nodeid.partition("::")[0])), item)
            for item in items
        ]
        chosen = [(place, item) for place, item in places if place is not None]
        items[:] = [item for _, item in sorted(chosen, key=lambda pair: pair[0])]


def _caches(tree: Path) -> list[Any]:
    """Every `functools.cache` of the tree."""
    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    return [one for one in caches if _file_of(one.__wrapped__).startswith(str(tree))]


def _file_of(function: Any) -> str:
    return str(getattr(getattr(function, "__code__", None), "co_filename", ""))


def _statements(lines: Sequence[Sequence[Any]]) -> frozenset[Statement]:
    return frozenset((str(file), int(line)) for file, line in lines)
