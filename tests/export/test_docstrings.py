"""The examples in docstrings are true."""

import doctest
from types import ModuleType

import pytest

from allocator import clock, rounding
from allocator.cli import compare, waiting
from allocator.export import files, words


@pytest.mark.parametrize(
    "module", [clock, compare, files, rounding, waiting, words], ids=lambda module: module.__name__
)
def test_examples(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert (outcome.failed, outcome.attempted > 0) == (0, True)
