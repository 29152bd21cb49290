"""Files to repair."""

from pathlib import Path

import pytest

SOLBAKKEN = Path(__file__).parents[2] / "examples" / "solbakken"


@pytest.fixture
def files() -> dict[str, bytes]:
    """A small input that is right."""
    return {path.name: path.read_bytes() for path in sorted(SOLBAKKEN.glob("*.csv"))}
