"""What the database refuses, put into words for a person."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from allocator.errors import AllocatorError
from allocator.text import translate

_OF_SQLITE = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    ("SQLITE_READONLY", "read-only"),
    ("SQLITE_PERM", "read-only"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_CANTOPEN", "unreachable"),
    ("SQLITE_IOERR", "unreachable"),
)
_OF_POSTGRESQL = (
    ("53100", "full"),
    ("53200", "busy"),
    ("53300", "busy"),
    ("55P03", "busy"),
    ("57014", "busy"),
    ("40", "busy"),
    ("25006", "read-only"),
    ("42501", "no-rights"),
    ("28", "no-login"),
    ("3D000", "no-database"),
    ("58", "unreachable"),
    ("57P", "unreachable"),
    ("08", "unreachable"),
    ("XX", "damaged"),
)
"""The beginnings of a database's own codes, and what each means here; the first that fits."""
_REFUSED = (
    ("no-database", re.compile(r'database "[^"]*" does not exist')),
    ("no-login", re.compile(r'authentication failed|role "[^"]*" does not exist|no pg_hba')),
)
"""What a PostgreSQL server says as it refuses a connection."""


class StoreError(AllocatorError):
    """Something cannot be kept, or what is kept cannot be read.

    Parameters
    ----------
    key : of its words in `text/store.toml`.
    facts : what they need; never a password, nor anything of a resident.
    """

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.message("en"))

    @property
    def passes(self) -> bool:
        """Whether it may be over when one tries again."""
        return self.key in ("unreachable", "busy", "full", "read-only")

    def message(self, language: str) -> str:
        """Say what is wrong and what can be done about it, in nb or en."""
        return translate("store", f"error-{self.key}", language, **self.facts)


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what a database raises into a StoreError.

    Parameters
    ----------
    where : the store's address as it may be shown.

    Raises
    ------
    StoreError : anything that the database, its driver or the system refuses.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreError("busy", where=where) from error
    except DBAPIError as error:
        raise StoreError(_key(error.orig), where=where) from error
    except SQLAlchemyError as error:
        raise StoreError("refused", where=where, detail=type(error).__name__) from error
    except sqlite3.Error as error:
        raise StoreError(_key(error), where=where) from error
    except OSError as error:
        raise StoreError("unreachable", where=where) from error


def _key(error: Any) -> str:
    """Return what a driver's error means."""
    code = getattr(error, "sqlite_errorname", None)
    if code is not None:
        return _meaning(str(code), _OF_SQLITE)
    state = getattr(error, "sqlstate", None)
    if state is None:  # there is no connection; then the server's words are all there is
        text = str(error)
        return next((key for key, words in _REFUSED if words.search(text)), "unreachable")
    return _meaning(str(state), _OF_POSTGRESQL)


def _meaning(code: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((key for begins, key in known if code.startswith(begins)), "refused-by-database")
