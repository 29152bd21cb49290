"""The dashboard under test: opened as a user opens it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
TIMEOUT = 60
SOLBAKKEN = ROOT / "examples" / "solbakken"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit finds pages from the folder it is started in."""
    monkeypatch.chdir(ROOT)


@pytest.fixture
def app() -> AppTest:
    """The program as it opens."""
    opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()
    assert not opened.exception
    return opened


@pytest.fixture
def files() -> dict[str, bytes]:
    """A small input that is right."""
    return {path.name: path.read_bytes() for path in sorted(SOLBAKKEN.glob("*.csv"))}
