"""Reads the streams of a compound file, the container of `.xls` and of what has a password.

Every chain of sectors is followed at most once through each of them, so that a circle ends.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = struct.Struct("<24xHHHHH10xiiIIiiii")
_HEADER_SIZE: Final = 512
_ENTRY: Final = struct.Struct("<64sHBBiii36xiI4x")
_SMALL_SECTOR: Final = 64
_STREAM, _ROOT = 2, 5
_OF_HEADER: Final = 109
"""Sectors of the table of sectors that the header itself names."""
_SHIFTS: Final = (9, 12)
"""Sectors of 512 and of 4096 bytes; there are no others."""


class CompoundError(Exception):
    """A compound file is damaged."""


@dataclass(frozen=True)
class _Entry:
    """An entry of the directory."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    first: int
    size: int


class CompoundFile:
    """A compound file.

    Parameters
    ----------
    data
        Its bytes.

    Raises
    ------
    CompoundError, struct.error : it is damaged.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE):
            raise CompoundError
        header = _HEADER.unpack(data[: _HEADER.size])
        shift, directory, self._smallest = header[3], header[6], header[8]
        small_table, more_tables = header[9], header[11]
        if shift not in _SHIFTS:
            raise CompoundError
        self._data, self._sector = data, 1 << shift
        self._next = self._table(more_tables)
        self._entries = list(_entries(self._chain(directory)))
        root = self._entries[0]
        if root.kind != _ROOT:
            raise CompoundError
        self._small = self._chain(root.first)[: root.size] if root.size else b""
        table = self._chain(small_table) if small_table >= 0 else b""
        self._next_small = _numbers(table)

    def of_root(self) -> set[str]:
        """Return the names of what lies in the root, folded."""
        return {self._entries[index].name.casefold() for index in self._beside(0)}

    def stream(self, name: str) -> bytes | None:
        """Return the stream of a name that lies in the root; None where there is none."""
        for index in self._beside(0):
            entry = self._entries[index]
            if entry.kind == _STREAM and entry.name.casefold() == name.casefold():
                return self._bytes(entry)
        return None

    def streams(self) -> Iterator[tuple[str, bytes]]:
        """Yield every stream of the file, wherever it lies, by its name.

        Together they are no larger than the file: no sector belongs to two of them.
        """
        left = len(self._data)
        for entry in self._entries:
            if entry.kind == _STREAM:
                content = self._bytes(entry)
                left -= len(content)
                if left < 0:
                    raise CompoundError
                yield entry.name, content

    def _bytes(self, entry: _Entry) -> bytes:
        if not entry.size:
            return b""
        if entry.size >= self._smallest:
            content = self._chain(entry.first, entry.size)
        else:
            content = _chained(
                self._small, entry.first, self._next_small, _SMALL_SECTOR, 0, entry.size
            )
        if len(content) < entry.size:
            raise CompoundError
        return content[: entry.size]

    def _beside(self, parent: int) -> Iterator[int]:
        """Yield the entries that lie in one; a tree that leads back to itself is damaged."""
        waiting, seen = [self._entries[parent].child], set[int]()
        while waiting:
            index = waiting.pop()
            if index < 0:
                continue
            if index in seen or index >= len(self._entries):
                raise CompoundError
            seen.add(index)
            yield index
            waiting += [self._entries[index].left, self._entries[index].right]

    def _chain(self, first: int, size: int | None = None) -> bytes:
        return _chained(self._data, first, self._next, self._sector, self._sector, size)

    def _table(self, more: int) -> Sequence[int]:
        """Return for each sector the one that follows it."""
        sectors = list(struct.unpack(f"<{_OF_HEADER}i", self._data[76:_HEADER_SIZE]))
        seen: set[int] = set()
        while more >= 0:
            if more in seen:
                raise CompoundError
            seen.add(more)
            sectors += _numbers(self._at(more))
            more = sectors.pop()
        used = [sector for sector in sectors if sector >= 0]
        if len(set(used)) < len(used):
            raise CompoundError
        return _numbers(b"".join(map(self._at, used)))

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        content = self._data[start : start + self._sector]
        if not content:
            raise CompoundError
        return content.ljust(self._sector, b"\0")


def _entries(directory: bytes) -> Iterator[_Entry]:
    for start in range(0, len(directory) - _ENTRY.size + 1, _ENTRY.size):
        fields = _ENTRY.unpack_from(directory, start)
        text, length, kind, _, left, right, child, first, size = fields
        name = text[: max(length - 2, 0)].decode("utf-16-le", "replace")
        yield _Entry(name, kind, left, right, child, first, size)


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}i", data[: len(data) // 4 * 4])


def _chained(
    data: bytes, first: int, following: Sequence[int], sector: int, offset: int, size: int | None
) -> bytes:
    """Return the bytes of a chain of sectors, followed no further than a size asks for."""
    pieces: list[bytes] = []
    seen: set[int] = set()
    number = first
    while number >= 0 and (size is None or len(pieces) * sector < size):
        if number in seen or number >= len(following):
            raise CompoundError
        seen.add(number)
        start = offset + number * sector
        pieces.append(data[start : start + sector])
        number = following[number]
    return b"".join(pieces)
