"""Loads the catalogue: of the package, or another one of the same form."""

from functools import cache
from pathlib import Path

from allocator.folders import cache_folder
from allocator.rules.catalogue import Catalogue
from allocator.rules.compiled import NAME, digest_of, read_compiled, write_compiled

CATALOGUE = Path(__file__).parent / "catalogue.yaml"


@cache
def load(path: Path = CATALOGUE) -> Catalogue:
    """Load the catalogue at `path`, checked; the package's own as it was compiled.

    Raises CatalogueError with every problem, each with file and line.
    """
    folder = cache_folder() if path == CATALOGUE else None
    if folder is None:
        return _read(path)
    kept, digest = folder / NAME, digest_of(path.parent)
    catalogue = read_compiled(kept, digest)
    if catalogue is None:
        catalogue = _read(path)
        write_compiled(catalogue, kept, digest)
    return catalogue


def _read(path: Path) -> Catalogue:
    # reading needs yaml, which nothing else on the way of a calculation does
    from allocator.rules.reading import read_catalogue

    return read_catalogue(path)
