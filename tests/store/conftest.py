"""Stores under test: the same tests on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import allocator
from allocator import Inputs, Result
from allocator.store import Store, open_store
from allocator.store.database import Database
from allocator.store.upgrade import upgraded
from store.postgresql import new_database, server

SOLBAKKEN = sorted((Path(__file__).parents[2] / "examples" / "solbakken").glob("*.csv"))
KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server."""
    with server() as address:
        yield address


@pytest.fixture
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of a store that is not there yet, of a kind."""
    made = []

    def address(kind: str) -> str:
        if kind == "postgresql":
            return new_database(request.getfixturevalue("postgresql"))
        made.append(kind)
        return f"sqlite:///{tmp_path / 'kept' / f'{len(made)}.sqlite'}"

    return address


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def address(kind: str, new_address: Callable[[str], str]) -> str:
    """The address of a database without a store in it."""
    return new_address(kind)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    ready = made(address)
    yield ready
    ready.database.close()


def made(address: str) -> Store:
    """A store that is there and open."""
    if address.startswith("postgresql"):
        database = Database(address)
        upgraded(database)
        database.close()
    return open_store(address)


@dataclass(frozen=True)
class Calculated:
    """An input with its result."""

    files: dict[str, bytes]
    inputs: Inputs
    result: Result


@cache
def calculated(change: tuple[tuple[bytes, bytes], ...] = (), profile: str = "") -> Calculated:
    """Solbakken, with some bytes replaced in all its files."""
    files = {path.name: path.read_bytes() for path in SOLBAKKEN}
    for was, becomes in change:
        assert any(was in data for data in files.values()), was
        files = {name: data.replace(was, becomes) for name, data in files.items()}
    inputs = allocator.read(files)
    return Calculated(files, inputs, allocator.allocate(inputs, profile=profile))
