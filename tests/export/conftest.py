"""The small input, calculated once in each language."""

import pytest

import allocator
from allocator import Result
from export.small import uploaded


@pytest.fixture(scope="session")
def result() -> Result:
    return allocator.allocate(allocator.read(uploaded()))


@pytest.fixture(scope="session")
def in_english(result: Result) -> Result:
    return result.in_language("en")
