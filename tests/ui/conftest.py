"""The dashboard under test: opened as a user opens it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.opening import see_example

ROOT = Path(__file__).parents[2]
TIMEOUT = 60
SOLBAKKEN = ROOT / "examples" / "solbakken"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit finds pages from the folder it is started in."""
    monkeypatch.chdir(ROOT)


def new_window(**address: str) -> AppTest:
    """The program as it opens in a new tab, by an address."""
    opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    for name, text in address.items():
        opened.query_params[name] = text
    opened.run()
    assert not opened.exception, [error.message for error in opened.exception]
    return opened


@pytest.fixture
def bare() -> AppTest:
    """The program as it opens, where nobody has chosen anything."""
    return new_window()


@pytest.fixture
def app(bare: AppTest) -> AppTest:
    """The program with the example, as a user chooses it."""
    return see_example(bare)


@pytest.fixture
def files() -> dict[str, bytes]:
    """A small input that is right."""
    return {path.name: path.read_bytes() for path in sorted(SOLBAKKEN.glob("*.csv"))}
