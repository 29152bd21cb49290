"""The mutation tool: each fault on a line, a sample repeats, a tested line is killed."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.mutation.__main__ import possible_mutants, sample
from benchmarks.mutation.equivalent import Equivalent, known_equivalents, stale
from benchmarks.mutation.groups import GROUPS, ROOT, mutants_of
from benchmarks.mutation.job import Job
from benchmarks.mutation.mutant import Mutant
from benchmarks.mutation.of_python import python_mutants
from benchmarks.mutation.of_yaml import yaml_mutants
from benchmarks.mutation.runner import run

TRIED = 11
"""One of so many mutants is looked at."""
Maker = Callable[[str, bytes], list[Mutant]]


def changes(make: Maker, text: str) -> set[tuple[str, str]]:
    """What each mutant makes of a text of one line, and the kind of fault."""
    return {(mutant.becomes, mutant.operator) for mutant in make("file", text.encode())}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = a < b", {("x = a <= b", "comparison"), ("x = a >= b", "comparison")}),
        ("x = (a) == (b)", {("x = (a) != (b)", "comparison")}),
        ("x = a not in b", {("x = a in b", "comparison")}),
        ("x = a is None", {("x = a is not None", "comparison")}),
        ("x = a + b", {("x = a - b", "arithmetic")}),
        ("x = a // b", {("x = a / b", "arithmetic")}),
        ("x = 'å' + b", set()),
        (
            "x = a & (b > c)",
            {
                ("x = (a | (b > c))", "mask"),
                ("x = a", "operand dropped"),
                ("x = (b > c)", "operand dropped"),
                ("x = a & (b >= c)", "comparison"),
                ("x = a & (b <= c)", "comparison"),
            },
        ),
        (
            "x = a and b or c",
            {
                ("x = (a and b) and c", "boolean"),
                ("x = c", "operand dropped"),
                ("x = (a and b)", "operand dropped"),
                ("x = a or b or c", "boolean"),
                ("x = b or c", "operand dropped"),
                ("x = a or c", "operand dropped"),
            },
        ),
        ("x = not a", {("x = a", "negation dropped")}),
        ("x = True", {("x = False", "constant")}),
        ("x = a[-1]", {("x = a[-2]", "constant")}),
        ("x = 0.5", {("x = 1.5", "constant")}),
        ("x = min(a)", {("x = max(a)", "min/max, any/all")}),
        ("x = a.any()", {("x = a.all()", "min/max, any/all")}),
        (
            "x = a if b else c",
            {
                ("x = a if True else c", "condition removed"),
                ("x = a if False else c", "branch removed"),
            },
        ),
        ("x = [a for a in b if c]", {("x = [a for a in b if True]", "condition removed")}),
        ("a += b", {("pass", "statement dropped")}),
        ("a.append(b)", {("pass", "statement dropped")}),
        ("raise a", {("pass", "statement dropped")}),
        ("def f(a=''): return a", {("def f(a='changed'): return a", "default changed")}),
        (
            "if a: return b",
            {
                ("if True: return b", "condition removed"),
                ("if False: return b", "branch removed"),
                ("if a: pass", "statement dropped"),
            },
        ),
        ("def f(a: 'A | B' = 1): ...", {("def f(a: 'A | B' = 2): ...", "constant")}),
        ("zip(a, strict=True)", {("pass", "statement dropped")}),
        ("x = f'{a + b}'", set()),
        ('"""Docstring of 3."""', set()),
    ],
)  # fmt: skip
def test_the_faults_of_a_line_of_python(line: str, expected: set[tuple[str, str]]) -> None:
    assert changes(python_mutants, line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    hours: {number: 168, unit: h}", {("hours: {number: 169, unit: h}", "number")}),
        ("  from: 2018-12-31", {("from: 2019-01-01", "date")}),
        ("  applied_in: decide", {("applied_in: none", "choice")}),
        ("    report: received", {("report: decided", "choice")}),
        ("  beats: [A-01, B-01]", {(f"beats: [{letter}-01]", "item dropped") for letter in "AB"}),
        (
            "  services: [1, 15]",
            {
                ("services: [15]", "item dropped"),
                ("services: [1]", "item dropped"),
                ("services: [1, 15, 2]", "service added"),
            },
        ),
        ("  words: [møte]", {("words: []", "item dropped")}),
        ("# from: 2018-12-31", set()),
    ],
)  # fmt: skip
def test_the_faults_of_a_line_of_the_catalogue(line: str, expected: set[tuple[str, str]]) -> None:
    assert changes(yaml_mutants, line) == expected


def test_a_mutant_knows_its_place() -> None:
    source = "class A:\n    def f(self):\n        x = 'å'; return (1 <\n            2)\n"
    of_python = next(
        of_python
        for of_python in python_mutants("a.py", source.encode())
        if of_python.operator == "comparison"
    )
    assert (of_python.line, of_python.where) == (3, "A.f")
    assert of_python.was == "x = 'å'; return (1 <\n2)"
    assert of_python.becomes == "x = 'å'; return (1 <= 2)"
    assert of_python.diff().splitlines()[0] == "a.py:3 A.f (comparison)"
    of_yaml = yaml_mutants("a.yaml", b"- id: A-01\n  from: 2018-01-01\n")[0]
    assert (of_yaml.line, of_yaml.where) == (2, "A-01")


def test_a_mutant_of_the_program_is_python_and_another_one() -> None:
    """Else it would die of a syntax error, or live because nothing was changed."""
    for group in GROUPS:
        for mutant in mutants_of(group.sources())[::TRIED]:
            changed = mutant.applied((ROOT / mutant.file).read_bytes())
            if mutant.file.endswith(".py"):
                ast.parse(changed)
            assert mutant.was != mutant.becomes, mutant.diff()


def test_one_seed_is_one_sample() -> None:
    possible = possible_mutants()
    assert [group.name for group in possible] == [group.name for group in GROUPS]
    assert sample(possible, 60, 7) == sample(possible, 60, 7) != sample(possible, 60, 8)
    assert {len(drawn) for drawn in sample(possible, 60, 7).values()} == {10}
    clock = possible_mutants("allocator/clock.py")
    assert list(sample(clock, 10, 7).values())[0] == list(sample(possible, 60, 7).values())[-1]


def test_what_is_listed_as_equivalent_is_there_and_has_a_reason() -> None:
    mutants = [mutant for of_group in possible_mutants().values() for mutant in of_group]
    assert stale(known_equivalents(), mutants) == []
    assert all(entry.why for entry in known_equivalents())
    gone = Equivalent("allocator/clock.py", "Clock.of", "x = 1", "x = 2", "why")
    assert stale([gone], mutants) == [gone]


PROGRAM = "FOUR = 4\n\ndef add(a, b):\n    while a > 9:\n        pass\n    return a + b\n"
TEST = "from added import FOUR, add\n\ndef test_add():\n    assert add(2, 2) == FOUR\n"


def test_a_tested_line_is_killed_an_untested_one_survives(tmp_path: Path) -> None:
    """In a small tree of its own: `a + b` and `FOUR` are tested, `9` is not."""
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = ['.']\n")
    (tmp_path / "added.py").write_text(PROGRAM)
    (tmp_path / "test_added.py").write_text(TEST)
    jobs = [
        Job(mutant, ("test_added.py",), 1.0)
        for mutant in python_mutants("added.py", PROGRAM.encode())
    ]
    ended = {}
    for outcome in run(jobs, [tmp_path]):
        assert outcome.job.mutant is not None
        ended[outcome.job.mutant.becomes] = (outcome.ended, outcome.test)
    assert ended == {
        "FOUR = 5": ("killed", ""),
        "while a >= 9:": ("survived", ""),
        "while a <= 9:": ("timed out", ""),
        "while a > 10:": ("survived", ""),
        "return a - b": ("killed", "test_added.py::test_add"),
    }
    assert (tmp_path / "added.py").read_text() == PROGRAM
