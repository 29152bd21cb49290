"""What is generated of the documents is fresh."""

from pathlib import Path

import pytest

from docs.generate import documents

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(documents()))
def test_what_is_generated_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == documents()[name], "run: python -m docs.generate"
