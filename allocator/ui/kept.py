"""The store as the pages use it: not installed, there, or gone for a while.

Nothing here raises because of the store: the pages go on with what they have in memory, and what
could not be kept is kept when the store is there again.
"""

import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from allocator import Inputs, Result
from allocator.folders import data_folder
from allocator.identity import holds_identity_number
from allocator.ui.shelf import Shelf
from allocator.ui.sources import content_of

if TYPE_CHECKING:
    from allocator.store import Store, StoreError
    from allocator.store.runs import Run

Stored = TypeVar("Stored")
PAUSE = 5.0
"""Seconds for which a store that did not answer is left alone."""
_OF_THE_ITEM = ("unknown", "identity-number", "content-damaged")
"""Refusals that say something of what was asked for, and nothing of the store."""
_IDS_KEPT, _CONTENTS_KEPT = 5000, 20


@dataclass(frozen=True)
class OwnInput:
    """A person's own files, as they are to be kept.

    Parameters
    ----------
    states
        The files as they were dropped and after each repair, the newest last; with their tables.
    calculated
        The files that a calculation reads: with the mapping and the answers that hold.
    kind
        What the calculated files have more: `mapping` or `answers`.
    by
        Whose they are.
    """

    states: Sequence[tuple[Mapping[str, bytes], Inputs]]
    calculated: tuple[Mapping[str, bytes], Inputs]
    kind: str
    by: str


class Keeper:
    """The store of this process, and what is known of it."""

    def __init__(self) -> None:
        self.trouble: StoreError | None = None
        """Why the store cannot be used now."""
        self.pause = PAUSE
        self._not_before = 0.0
        self._store: Store | None = None
        self._opening = Lock()
        self._known, self._contents = Shelf(_IDS_KEPT), Shelf(_CONTENTS_KEPT)

    def attempt(self, do: Callable[["Store"], Stored]) -> Stored | None:
        """Do something with the store.

        Returns
        -------
        What came of it. None where the store cannot be used now, which `trouble` says, and where
        it has no such thing.
        """
        if not installed() or (self.trouble is not None and monotonic() < self._not_before):
            return None
        from allocator.store import StoreError

        try:
            made = do(self._opened())
        except StoreError as error:
            if error.key not in _OF_THE_ITEM:
                self.trouble, self._not_before = error, monotonic() + self.pause
                self._known = Shelf(_IDS_KEPT)
            return None
        self.trouble = None
        return made

    def close(self) -> None:
        """Let go of what is held ready for the store; used again, it connects anew."""
        if self._store is not None:
            self._store.database.close()

    def _opened(self) -> "Store":
        from allocator.store import open_store

        with self._opening:
            self._store = self._store or open_store()
            return self._store

    def known(self, key: Hashable, ask: Callable[["Store"], Stored]) -> Stored | None:
        """Return an id, which never changes once the store has said it; as `attempt`."""
        return self._asked(self._known, key, ask)

    def content(self, key: Hashable, ask: Callable[["Store"], Stored]) -> Stored | None:
        """Return files, which never change; those read last are there when the store is not."""
        return self._asked(self._contents, key, ask)

    def _asked(
        self, cache: Shelf, key: Hashable, ask: Callable[["Store"], Stored]
    ) -> Stored | None:
        there = cache.get(key)
        if there is None:
            there = self.attempt(ask)
            if there is not None:
                cache.put(key, there)
        return cast("Stored | None", there)

    def link(self, unit: str, resident: str = "") -> str:
        """Return what a unit or a resident is called in addresses; empty where that cannot be."""
        key = ("link", unit, resident)
        return self.known(key, lambda store: store.links.id_of(unit, resident)) or ""

    def version(
        self, files: Mapping[str, bytes], inputs: Inputs, kind: str, by: str, parent: str = ""
    ) -> str:
        """Keep files as they are now, and return their id; empty where that cannot be."""
        key = ("version", content_of(files), *files, kind, by, parent)

        def keep(store: "Store") -> str:
            from allocator.store.versions import VersionKind

            return store.versions.keep(files, inputs, VersionKind(kind), by, parent).id

        return self.known(key, keep) or ""

    def states(self, own: OwnInput) -> list[str]:
        """Keep a person's files as they were and are; return the ids, empty where any cannot be."""
        ids: list[str] = []
        for files, inputs in own.states:
            kind, parent = ("repair", ids[-1]) if ids else ("upload", "")
            kept = self.version(files, inputs, kind, own.by, parent)
            if not kept:
                return []
            ids.append(kept)
        return ids

    def run(self, own: OwnInput, result: Result) -> "Run | None":
        """Keep a finished calculation with its input; None where that cannot be."""
        states = self.states(own)
        if not states:
            return None
        version = self.version(*own.calculated, own.kind, own.by, states[-1])
        if not version:
            return None
        key = ("run", version, content_of(own.calculated[0]))
        return self.known(key, lambda store: store.runs.keep(result, version, own.by))


def installed() -> bool:
    """Whether what the store needs is installed."""
    return find_spec("sqlalchemy") is not None and find_spec("alembic") is not None


@st.cache_resource(show_spinner=False)
def _keeper(address: str) -> Keeper:
    del address  # the store of another address is another one
    return Keeper()


def keeper() -> Keeper:
    """Return the store of this process."""
    from_variable = os.environ.get("ALLOCATOR_DATABASE_URL")
    return _keeper(from_variable or str(data_folder()))


def may_be_kept(*texts: str) -> bool:
    """Say whether texts may be kept: no identity number is in any of them."""
    return not any(map(holds_identity_number, texts))
