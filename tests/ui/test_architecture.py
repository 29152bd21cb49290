"""How the dashboard is built and run: nothing leaves the machine, layers keep apart."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
PACKAGE = sorted((ROOT / "allocator").rglob("*.py"))
PAGES = sorted((ROOT / "allocator" / "ui" / "pages").glob("*.py"))
PURE = (
    "words",
    "html",
    "tables",
    "tables_compared",
    "sources",
    "colours",
    "shelf",
    "icon",
    "jobs",
)


def imports(path: Path) -> set[str]:
    """The first part of every module that a file imports, and its own package's modules whole."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
    return modules


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("server", "address", "127.0.0.1"),
        ("server", "maxUploadSize", 10),
        ("server", "enableStaticServing", False),
        ("server", "enableXsrfProtection", True),
        ("server", "fileWatcherType", "none"),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "viewer"),
        ("runner", "magicEnabled", False),
    ],
)
def test_it_runs_closed(section: str, option: str, value: object) -> None:
    assert CONFIG[section][option] == value


def test_streamlit_is_known_to_the_dashboard_only() -> None:
    inside = ROOT / "allocator" / "ui"
    knowing = [
        path
        for path in PACKAGE
        if any(module.split(".")[0] == "streamlit" for module in imports(path))
    ]
    assert [path for path in knowing if inside not in path.parents] == []


def test_pictures_and_words_know_nothing_of_streamlit() -> None:
    pure = [ROOT / "allocator" / "ui" / f"{name}.py" for name in PURE]
    pure += sorted((ROOT / "allocator" / "ui" / "charts").glob("*.py"))
    for path in pure:
        modules = imports(path)
        assert not any(module.split(".")[0] == "streamlit" for module in modules), path.name
        assert not modules & {"allocator.ui.state", "allocator.ui.parts", "allocator.ui.frame"}, (
            path.name
        )


def test_only_the_state_knows_the_session() -> None:
    """Pages read their own widgets' values, and write what a widget is to show; nothing else."""
    for path in sorted((ROOT / "allocator" / "ui").rglob("*.py")):
        if path.name != "state.py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Subscript) and "session_state" in ast.unparse(node.value):
                    assert isinstance(node.slice, ast.Name), ast.unparse(node)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_holds_no_arithmetic(path: Path) -> None:
    """Sums of frames and counts are allowed; no figure is multiplied or divided on a page."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.BinOp):
            assert not isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow), (
                ast.unparse(node)
            )


def test_no_address_of_another_host_is_written_anywhere() -> None:
    for path in [ROOT / "app.py", *sorted((ROOT / "allocator" / "ui").rglob("*.py"))]:
        assert not re.search(r"https?:|[\"']//", path.read_text("utf-8")), path.name


def test_the_icon_is_the_programs_own() -> None:
    from allocator.ui.icon import icon

    assert icon().size == (64, 64)
    assert len(icon().getcolors()) > 3
