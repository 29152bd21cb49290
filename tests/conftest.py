"""What holds for all tests: on the machine that decides, nothing is skipped."""

import os
from pathlib import Path

import pytest

from allocator.folders import DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes `tests/model/golden/` anew, and prints what changed."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True)
def kept_for_a_test_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Layouts of files are kept in a folder of the test's own."""
    monkeypatch.setenv(DATA, str(tmp_path / "data"))
    monkeypatch.delenv("ALLOCATOR_DATABASE_URL", raising=False)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With ALLOCATOR_SKIP_NOTHING set, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ALLOCATOR_SKIP_NOTHING") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests, and ALLOCATOR_SKIP_NOTHING is set")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
