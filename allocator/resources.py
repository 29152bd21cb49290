"""Where the examples, the rules' cases and the dashboard's script lie.

In a checkout they lie at the top of the tree, which has the only copies; a wheel carries them in
`allocator/data`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "data"
_TABLES = (".csv", ".xlsx")
_ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent

EXAMPLES = _ROOT / "examples"
"""The shipped examples: folders of CSV files and workbooks."""
CASES = _ROOT / "cases" if _IN_WHEEL.is_dir() else _ROOT / "tests" / "cases"
"""The rules' worked cases, YAML files."""
APP = _ROOT / "app.py"
"""The script that Streamlit runs; its settings lie in `.streamlit` beside it."""


def example_files() -> dict[str, tuple[Path, ...]]:
    """Map each example's name to its files: one workbook, or a folder's tables and other files."""
    examples: dict[str, tuple[Path, ...]] = {
        path.stem: (path,) for path in sorted(EXAMPLES.glob("*.xlsx"))
    }
    for folder in sorted(EXAMPLES.iterdir()):
        files = tuple(sorted(path for path in folder.glob("*.*") if path.is_file()))
        if any(path.suffix in _TABLES for path in files):
            examples[folder.name] = files
    return examples
