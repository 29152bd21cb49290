"""The modules of the rules import each other in one direction."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import allocator.rules

ROOM = "allocator.rules"
FOLDER = Path(allocator.rules.__path__[0])


def imported(path: Path) -> set[str]:
    """The modules of the rules that a module imports, at its top or in a function."""
    names = {
        node.module
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    return {name.removeprefix(f"{ROOM}.") for name in names if name.startswith(f"{ROOM}.")}


def test_no_module_imports_itself_through_others() -> None:
    graph = {path.stem: imported(path) for path in FOLDER.glob("*.py")}
    assert graph["loading"] == {"catalogue", "compiled", "reading"}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError
    assert order.index("entry") < order.index("nodes") < order.index("reading")


def test_only_what_is_above_the_rules_loads_the_catalogue() -> None:
    package = FOLDER.parent
    loading = {
        path.relative_to(package).parts[0].removesuffix(".py")
        for path in package.rglob("*.py")
        if "rules.loading" in path.read_text("utf-8")
    }
    assert loading == {"pipeline", "cli", "ui"}
