"""Names: a class name means one thing, a variable says what it holds, private words stay away."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "allocator"
MODULES = sorted(PACKAGE.rglob("*.py"))
AROUND = sorted(path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
"""The tests and measurements of the package."""
VAGUE = {"one", "found", "at", "place", "said", "told", "thing", "things"}
"""They could be said of anything; a variable has the name of what it holds."""
PRIVATE = {
    "classes": "Ask Cell Colours Decided House Layout Settled Tell",
    "functions": (
        "alike_days decide held home_form lay_out loosely nearest one_body remember say settle "
        "silent spoken surround tell"
    ),
    "constants": "CERTAIN LARGE LITTLE NOTHING SETTLED",
}
"""Words that only this program used, for what the field or the trade has a word."""


def from_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def bound(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module binds: variables, arguments, imports, and what is caught."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def types_of(module: ast.Module) -> Iterator[str]:
    """Every name of a type: classes, nested ones too, aliases and type variables."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                bare = name.strip("_")
                if bare[:1].isupper() and (len(bare) == 1 or not bare.isupper()):
                    yield name


def defined(module: ast.Module, kind: str) -> Iterator[str]:
    """The classes, functions or constants that a module defines."""
    for node in ast.walk(module):
        match node:
            case ast.ClassDef(name=name) if kind == "classes":
                yield name
            case ast.FunctionDef(name=name) if kind == "functions":
                yield name
            case ast.Name(id=name, ctx=ast.Store()) if kind == "constants":
                yield name


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_a_class_name_means_one_thing() -> None:
    meanings = defaultdict(list)
    for path in MODULES:
        for name in types_of(parsed(path)):
            meanings[name.strip("_")].append(from_root(path))
    doubles = {name: paths for name, paths in meanings.items() if len(paths) > 1}
    assert doubles == {}


@pytest.mark.parametrize("path", [*MODULES, *AROUND], ids=from_root)
def test_a_variable_is_called_by_what_it_holds(path: Path) -> None:
    vague = [(line, name) for line, name in bound(parsed(path)) if name.strip("_") in VAGUE]
    assert vague == []


@pytest.mark.parametrize("kind", PRIVATE)
def test_private_words_stay_away(kind: str) -> None:
    words = set(PRIVATE[kind].split())
    back = [
        (from_root(path), name)
        for path in MODULES
        for name in defined(parsed(path), kind)
        if name.strip("_") in words or name.strip("_").startswith("mend")
    ]
    assert back == []


def test_a_unit_is_no_house_in_the_names_of_files() -> None:
    paths = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    assert [from_root(path) for path in paths if "house" in path.stem.split("_")] == []


def test_what_is_looked_for_is_found() -> None:
    """The three tests above, on a module that has each fault."""
    module = ast.parse(
        "class Twice:\n"
        "    class House: ...\n"
        "Twice = int\n"
        "T = TypeVar('T')\n"
        "LARGE: float = 1\n"
        "def settle(one, *told, said=lambda thing: thing):\n"
        "    for at, (place, _found) in said: ...\n"
    )
    assert sorted(types_of(module)) == ["House", "T", "Twice", "Twice"]
    assert {name.strip("_") for _, name in bound(module)} & VAGUE == VAGUE - {"things"}
    for kind, name in (("classes", "House"), ("functions", "settle"), ("constants", "LARGE")):
        assert name in defined(module, kind)
        assert name in PRIVATE[kind].split()
