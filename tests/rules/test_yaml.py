"""The YAML files read the same with either of PyYAML's safe loaders, and without libyaml."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from allocator.rules import nodes
from allocator.rules.loading import CATALOGUE, load
from allocator.rules.reading import read_catalogue

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "allocator").rglob("*.yaml"), *(ROOT / "tests" / "cases").glob("*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_reads_the_same_with_either_loader(path: Path) -> None:
    text = path.read_text("utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


def test_the_catalogue_reads_the_same_with_either_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert read_catalogue(CATALOGUE) == load()


def test_the_catalogue_is_read_where_pyyaml_has_no_libyaml() -> None:
    program = (
        "import yaml; del yaml.CSafeLoader; from allocator.rules.loading import load; "
        "print(load().version)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, cwd=ROOT
    )
    assert done.stdout.strip() == load().version
