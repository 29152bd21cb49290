"""The structure: who may import whom, types, style, and that the documents say what is there."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "allocator"
FLOORS = (
    (
        *("terms", "clock", "rounding", "errors", "notices", "version", "text", "identity"),
        *("sanitise", "private", "folders"),
    ),
    ("tables", "calendar"),
    ("repair",),
    ("rules",),
    ("model",),
    ("results",),
    ("pipeline", "__init__"),
    ("export", "fleet", "store"),
    ("cli", "ui", "__main__"),
)
"""Imports go down this list and never back."""
ONLY_IN = {
    "pulp": ("allocator/model/",),
    "highspy": ("allocator/model/highs.py",),
    "clarabel": ("allocator/model/interior.py",),
    "streamlit": ("allocator/ui/", "app.py"),
    "starlette": ("allocator/ui/protection.py",),
    "plotly": ("allocator/ui/",),
    "reportlab": ("allocator/export/",),
    "docx": ("allocator/export/",),
    "sqlalchemy": ("allocator/store/",),
    "alembic": ("allocator/store/",),
    "psycopg": ("allocator/store/",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "allocator":
            names += [f"allocator.{name.name}" for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names


def _floor(room: str) -> int:
    """A name that is no room, as `allocator.read`, is the pipeline's."""
    floors = [number for number, rooms in enumerate(FLOORS) if room in rooms]
    return floors[0] if floors else _floor("pipeline")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_and_never_back(path: Path) -> None:
    here = _floor(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "allocator":
            room = parts[1] if len(parts) > 1 else "pipeline"
            assert _floor(room) <= here, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", [*MODULES, ROOT / "app.py"], ids=lambda path: path.name)
def test_a_library_is_known_in_its_own_room_only(path: Path) -> None:
    module = path.relative_to(ROOT).as_posix()
    for name in _imports(path):
        rooms = ONLY_IN.get(name.split(".")[0], (module,))
        assert any(module.startswith(room) for room in rooms), f"{module} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_idea_and_says_which(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module says what enters and what leaves"


def test_what_is_not_used_is_not_imported() -> None:
    """The calculation needs neither screens, documents nor workbooks."""
    code = "import allocator, sys; print([name for name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in ("streamlit", "plotly", "reportlab", "docx", "openpyxl", "xlsxwriter", "scipy"):
        assert f"'{name}'" not in loaded


def test_types_are_strict() -> None:
    _passes("mypy")


def test_style_is_kept() -> None:
    _passes("ruff", "check", ".")
    _passes("ruff", "format", "--check", ".")


def _passes(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_no_test_measures_time() -> None:
    """It would fail on a machine that has something else to do; a browser is only waited for."""
    clocks = {"perf_counter", "perf_counter_ns", "process_time", "monotonic", "thread_time"}
    called = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in clocks
    }
    assert called == {"tests/ui/browser.py"}


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in COMMANDS:
        assert re.search(rf"allocator {command}\b", readme), command


def test_the_readmes_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert code
    exec(code.group(1).replace("examples/", f"{ROOT}/examples/"), {})
    assert "omfang_hm" in capsys.readouterr().out


def test_nothing_says_where_packages_come_from() -> None:
    for name in ("requirements.txt", "pyproject.toml", "README.md", ".ci/run"):
        text = (ROOT / name).read_text("utf-8")
        assert "index-url" not in text
        assert not re.search(r"https?://[^\s)]*(pypi|debian|npm)", text), name
