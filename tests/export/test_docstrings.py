"""The examples in docstrings are true."""

import doctest
from types import ModuleType

import pytest

from allocator import clock, rounding
from allocator.cli import compare, waiting
from allocator.export import files, words


@pytest.mark.parametrize(
    "module", [clock, compare, files, rounding, waiting, words], ids=lambda one: one.__name__
)
def test_examples(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)
