"""One small fault put into one file, and what it looks like."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One replaced piece of one file.

    Parameters
    ----------
    file : its path from the root of the tree.
    where : the function, or the id of the catalogue's entry, that it stands in.
    operator : the kind of fault.
    line : the number of its first line.
    start, end : the replaced bytes. replacement : what stands there instead.
    was, becomes : its whole lines before and after, without indentation.
    """

    file: str
    where: str
    operator: str
    line: int
    start: int
    end: int
    replacement: str
    was: str
    becomes: str

    def applied(self, source: bytes) -> bytes:
        """The file with the fault."""
        return source[: self.start] + self.replacement.encode() + source[self.end :]

    @contextlib.contextmanager
    def within(self, tree: Path) -> Iterator[None]:
        """Put the fault into a copy of the tree, and the file back afterwards."""
        path = tree / self.file
        original = path.read_bytes()
        path.write_bytes(self.applied(original))
        try:
            yield
        finally:
            path.write_bytes(original)

    def diff(self) -> str:
        """The changed lines, with their place."""
        old = "\n".join(f"  - {line}" for line in self.was.split("\n"))
        new = "\n".join(f"  + {line}" for line in self.becomes.split("\n"))
        return f"{self.file}:{self.line} {self.where} ({self.operator})\n{old}\n{new}"


def mutant(
    file: str, source: bytes, start: int, end: int, replacement: str, operator: str, where: str
) -> Mutant:
    """A mutant by its replaced bytes; its lines are read from the source."""
    first = source.rfind(b"\n", 0, start) + 1
    last = source.find(b"\n", end)
    last = len(source) if last < 0 else last
    changed = source[first:start] + replacement.encode() + source[end:last]
    return Mutant(
        file,
        where,
        operator,
        source.count(b"\n", 0, start) + 1,
        start,
        end,
        replacement,
        _stripped(source[first:last]),
        _stripped(changed),
    )


def _stripped(lines: bytes) -> str:
    return "\n".join(line.strip() for line in lines.decode().split("\n"))
