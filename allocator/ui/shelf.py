"""A cache of results by key, in which the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

Kept = TypeVar("Kept")


class Shelf:
    """Results and figures by key.

    Keys name content (a hash, a version, a language), never a table: hashing large tables from
    a sample of their rows gives wrong answers.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        """Say whether a result is kept under the key."""
        return key in self._kept

    def __len__(self) -> int:
        """Return how many results are kept."""
        return len(self._kept)

    def get(self, key: Hashable) -> object:
        """Return what is kept under the key, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, made: object) -> None:
        """Keep something under the key, in place of what was there."""
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def discard(self, key: Hashable) -> None:
        """Keep nothing under the key any longer."""
        with self._lock:
            self._kept.pop(key, None)

    def get_or_create(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under `key`, made first where it is not there.

        Made outside the lock: two who ask at once both make it, and get the same.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Kept, self._kept[key])
        made = make()
        self.put(key, made)
        return made
