"""Loads the catalogue: of the package, or another one of the same form."""

from functools import cache
from pathlib import Path

from allocator.rules.catalogue import Catalogue

CATALOGUE = Path(__file__).parent / "catalogue.yaml"


@cache
def load(path: Path = CATALOGUE) -> Catalogue:
    """Load the catalogue at `path`, checked.

    Raises CatalogueError with every problem, each with file and line.
    """
    # reading needs yaml, which nothing else on the way of a calculation does
    from allocator.rules.reading import read_catalogue

    return read_catalogue(path)
