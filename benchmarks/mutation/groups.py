"""What is mutated, and which tests reach it: the quick and telling ones first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutation.mutant import Mutant
from benchmarks.mutation.of_python import python_mutants
from benchmarks.mutation.of_yaml import yaml_mutants

ROOT = Path(__file__).parents[2]
CASES = ("tests/rules/test_cases.py", "tests/examples/test_*.py")
OF_RULES = (
    "tests/rules/test_[!bc]*.py",
    "tests/rules/test_c[!a]*.py",
    "tests/rules/test_catalogue.py",
)
"""Those that are quick."""
LIGHT_OF_MODEL = tuple(
    f"tests/model/test_{module}.py"
    for module in (
        *("inside", "interior", "common_sums", "quadratic", "linear", "decisions", "staff"),
        *("merge_days", "caps", "unit_data", "variables", "highs"),
    )
)
QUICK_OF_MODEL = tuple(
    f"tests/model/test_{module}.py" for module in ("stages", "aggregate", "solver", "size", "alone")
)
"""What is held module by module, before whole units are compared."""
BOTH_SIDES = "tests/rules/test_both_sides.py"


@dataclass(frozen=True)
class Group:
    """One folder of the program with the tests that reach it.

    Parameters
    ----------
    name : as the report says it. files : patterns of what is mutated.
    tests : patterns of test files in the order in which they are run.
    """

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]

    def sources(self, root: Path = ROOT) -> list[str]:
        """The files that are mutated, by their path from the root."""
        return list(_matching(self.files, root))

    def test_files(self, root: Path = ROOT) -> list[str]:
        """The test files in order, each once."""
        return list(_matching(self.tests, root))


GROUPS = (
    Group(
        "rules",
        ("allocator/rules/*.py",),
        (*OF_RULES, BOTH_SIDES, *CASES),
    ),
    Group(
        "rules (catalogue)",
        ("allocator/rules/*.yaml", "allocator/rules/entries/*.yaml"),
        (*OF_RULES, BOTH_SIDES, *CASES),
    ),
    Group(
        "model",
        ("allocator/model/*.py",),
        (
            "tests/model/test_calendar.py",
            *LIGHT_OF_MODEL,
            "tests/model/test_golden.py",
            *QUICK_OF_MODEL,
            "tests/model/test_against_slow.py",
            *CASES,
            "tests/model/test_*.py",
        ),
    ),
    Group(
        "results",
        ("allocator/results/*.py",),
        (
            "tests/results/test_*.py",
            "tests/rules/test_conditions.py",
            "tests/letters/test_words.py",
            "tests/letters/test_paragraphs.py",
            "tests/export/test_why.py",
            "tests/ui/test_views.py",
            "tests/ui/test_compare.py",
            "tests/model/test_check.py",
            "tests/export/test_files.py",
            "tests/test_cli_register.py",
            "tests/model/test_answers.py",
            *CASES,
            "tests/test_cli_run.py",
            "tests/model/test_against_slow.py",
        ),
    ),
    Group(
        "tables/checks",
        ("allocator/tables/checks/*.py",),
        (
            "tests/tables/test_ch*.py",
            "tests/tables/test_duty.py",
            "tests/tables/test_lookalikes.py",
            "tests/tables/test_mistakes.py",
            "tests/tables/test_identity.py",
            "tests/tables/test_bounds.py",
            *CASES,
        ),
    ),
    Group(
        "clock",
        ("allocator/clock.py",),
        ("tests/model/test_calendar.py", "allocator/clock.py", *CASES, "tests/model/test_*.py"),
    ),
)


def mutants_of(files: list[str], root: Path = ROOT) -> list[Mutant]:
    """All mutants of some files."""
    mutants = []
    for file in files:
        source = (root / file).read_bytes()
        make = yaml_mutants if file.endswith(".yaml") else python_mutants
        mutants += make(file, source)
    return mutants


def _matching(patterns: tuple[str, ...], root: Path) -> Iterator[str]:
    paths = [path for pattern in patterns for path in sorted(root.glob(pattern))]
    yield from dict.fromkeys(path.relative_to(root).as_posix() for path in paths)
