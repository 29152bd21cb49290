"""What holds for all tests: on the machine that decides, nothing is skipped."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With ALLOCATOR_SKIP_NOTHING set, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ALLOCATOR_SKIP_NOTHING") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests, and ALLOCATOR_SKIP_NOTHING is set")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
