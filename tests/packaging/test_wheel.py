"""From a wheel, in an empty folder, without the checkout: everything a user is told to do works."""

import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[2]
EXTRAS = ("streamlit", "plotly", "reportlab")
"""What the library and the command line do without."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the built wheel is installed."""
    made = tmp_path_factory.mktemp("wheel")
    build = ("build", "--wheel", "--no-isolation", "--outdir", str(made), str(ROOT))
    _python(*("-m", *build), cwd=made)
    (wheel,) = made.glob("*.whl")
    installed = made / "site"
    pip = ("pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(installed))
    _python(*("-m", *pip, str(wheel)), cwd=made)
    return installed


def _python(*arguments: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A folder on the path whose modules refuse to be imported."""
    folder = tmp_path / "blocked"
    folder.mkdir()
    for name in EXTRAS:
        (folder / f"{name}.py").write_text(f"raise ImportError('{name} is not installed')\n")
    return folder


@pytest.mark.parametrize("name", ["solbakken", "fjellvik", "rota"])
def test_an_example_runs_without_the_extras(
    site: Path, blocked: Path, tmp_path: Path, name: str
) -> None:
    path = os.pathsep.join([str(blocked), str(site)])
    empty = tmp_path / "empty"
    empty.mkdir()
    _python("-m", "allocator", "example", name, "unit", cwd=empty, PYTHONPATH=path)
    said = _python("-m", "allocator", "run", "unit", "--out", "out", cwd=empty, PYTHONPATH=path)
    assert re.search(r"\d+:\d\d", said)
    assert (empty / "out" / "hours.csv").is_file()
    said = _python("-m", "allocator", "verify", "out", "unit", cwd=empty, PYTHONPATH=path)
    assert "byte for byte" in said
    _python("-m", "allocator", "run", "unit", "--out", "out.xlsx", cwd=empty, PYTHONPATH=path)
    assert (empty / "out.xlsx").is_file()


def test_the_rules_cases_come_along(site: Path, tmp_path: Path) -> None:
    said = _python("-m", "allocator", "rules", "CONV-01", cwd=tmp_path, PYTHONPATH=str(site))
    assert "måned" in said
    assert "6:00" in said


def test_the_dashboard_starts_in_an_empty_folder(site: Path, tmp_path: Path) -> None:
    with _dashboard(site, tmp_path) as address, urllib.request.urlopen(address) as page:
        assert b"<html" in page.read()


@contextmanager
def _dashboard(site: Path, cwd: Path) -> Iterator[str]:
    """The address of a dashboard that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "allocator", "dashboard", f"--port={port}", "--no-browser"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(site)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_for(address: str, process: "subprocess.Popen[str]") -> None:
    """Until the server answers, or has ended by itself."""
    for _ in range(600):
        assert process.poll() is None, "the dashboard ended by itself"
        with suppress(URLError), urllib.request.urlopen(address):
            return
        time.sleep(0.1)
    pytest.fail("the dashboard does not answer")


def test_without_the_extra_the_dashboard_says_what_to_install(site: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from importlib import util; find = util.find_spec; "
        "util.find_spec = lambda name: None if name == 'streamlit' else find(name); "
        "from allocator.cli import main; sys.exit(main(['dashboard', '--lang', 'en']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'pip install "allocator[dashboard]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        asked += [name for name in extra if not name.startswith("allocator[")]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    for requirement in asked:
        name = re.match(r"[\w.-]+", requirement)
        assert name
        assert name[0].lower().replace("_", "-") in locked, requirement
