"""Check for ids that differ only in what is hardly seen, as two spellings of one resident."""

from collections.abc import Iterator
from typing import Final

from allocator.notices import Notice
from allocator.tables.checks.book import Book
from allocator.tables.lookalikes import difference, skeleton

CODE: Final = "ids-look-alike"
LOOK_ALIKES: Final = {
    "unit": ("unit",),
    "residents": ("unit", "resident"),
    "groups": ("unit", "group"),
}
"""Tables that define ids, and the columns that together are unique."""


def look_alikes(book: Book) -> Iterator[Notice]:
    """No two units, and no two residents or groups of a unit, look alike."""
    for table, columns in LOOK_ALIKES.items():
        rows = book.rows(table, *columns)
        firsts: dict[tuple[str, ...], int] = {}
        for position, *key in rows[list(columns)].itertuples():
            written = book.written(table, position, columns[-1])
            first = firsts.setdefault((*key[:-1], skeleton(written)), position)
            if written != book.written(table, first, columns[-1]):
                yield alike(book, table, position, columns[-1], table, first)


def alike(book: Book, table: str, position: int, column: str, other: str, first: int) -> Notice:
    """Return the error of a name that looks like the one in row `first` of the table `other`."""
    name, earlier = book.written(table, position, column), book.written(other, first, column)
    own, others = difference(name, earlier)
    facts = book.place(other, first) | {"name": name, "other": earlier}
    return book.notice(CODE, table, position, column, **facts, own=own, others=others)
