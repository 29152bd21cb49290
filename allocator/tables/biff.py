"""What an old workbook's stream of records holds, looked at before a library makes objects of it.

Records that are neither cells nor needed to read them are taken out: names are formulas that the
library would work out, and a few of them can grow without end. Their texts are kept, for an
identity number may be written in them.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from allocator.identity import SHORTEST
from allocator.notices import Notice
from allocator.tables import bounds
from allocator.tables.budget import TooLargeError

_HEAD: Final = struct.Struct("<HH")
_BOF, _EOF, _SHEET, _STRINGS, _CONTINUE, _STRING, _PASSWORD = (
    0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x207, 0x2F,
)  # fmt: skip
_FORMULA: Final = (0x06, 0x206, 0x406)
_SHARED: Final = (0x221, 0x4BC, 0x236, 0x37)
"""Formulas of several cells, which stand between one and its result."""
_MANY: Final = 0xBD
"""A record of several cells of a row."""
_CELL: Final = frozenset({0x203, 0xFD, 0x204, 0xD6, 0x27E, _MANY, 0x205, *_FORMULA})
_FORMATS: Final = frozenset({0x41E, 0xE0})
_KEPT: Final = frozenset({_BOF, _EOF, 0x42, 0x22, _SHEET, _STRINGS, *_FORMATS, *_CELL, *_SHARED})
_LABELS: Final = (0x204, 0xD6)
"""Cells whose text is in the record itself."""
_TWO_BYTES: Final = 0x600
"""The version since which letters may have two bytes."""
_LEFT_OUT: Final = b"\xff\x7f"
"""The number of a record that there is not."""
_NOT_CALCULATED: Final = 0x2
"""A formula that its program left to be worked out when the file is opened."""
_FORMULA_FROM: Final = 20
"""Where in a formula's record its result ends and it begins."""
_MACROS: Final = 1
"""The kind of a sheet that holds macros."""
_PLACES: Final = {
    0x14: "header", 0x15: "header", 0x1C: "comment", 0x1B6: "comment", 0x1B8: "link",
    0x800: "link", 0x1BE: "list", 0x1B1: "format", 0x41E: "format", 0x18: "name",
    **dict.fromkeys((*_FORMULA, *_SHARED), "formula"),
}  # fmt: skip
"""Kind of record -> the place that a person knows it by."""
_LONGEST: Final = 10_000
"""Bytes of the longest record; what is longer is a picture or the like."""
_NARROW: Final = re.compile(rb"[\t\n\r -~\xa0\xad]{10,}")
_WIDE: Final = re.compile(
    rb"(?:[\s\S][\x00\x06\x07\x09-\x1c\x20-\x22\x24\x27\x30\xa6-\xab\xfe\xff]){10,}"
)
"""Letters of two bytes, of the scripts that have digits or marks that are not seen."""


class EncryptedError(Exception):
    """The workbook has a password."""


@dataclass
class Records:
    """A stream of records.

    Parameters
    ----------
    kept
        The stream with what is not needed taken out; every record is where it was.
    others
        Kind of place and text, of every record that is no cell.
    uncalculated
        Number of the sheet, row and column, from 0, of each formula without a result.
    macros
        Whether a sheet holds macros.
    cells
        How many cells there are.
    """

    kept: bytes
    others: dict[tuple[str, str], None] = field(default_factory=dict)
    uncalculated: list[tuple[int, int, int]] = field(default_factory=list)
    macros: bool = False
    cells: int = 0


def looked_through(stream: bytes) -> Records:
    """Look through the records of a workbook.

    Raises
    ------
    TooLargeError : there are more cells, texts or formats than may be.
    EncryptedError : it has a password.
    ValueError, struct.error : it is damaged.
    """
    kept = bytearray(stream)
    records = Records(b"")
    sheets: dict[int, int] = {}
    begins: set[int] = set()
    cells = formats = depth = spanned = 0
    far: dict[int, int] = {}
    sheet, before, version = -1, 0, 0
    for start, kind, content in _records(stream):
        if kind == _PASSWORD:
            raise EncryptedError
        if kind == _BOF:
            if depth == 0:
                version = _HEAD.unpack_from(content)[0]
                begins.add(start)
                spanned += _spanned(far)
                far = {}
                sheet = sheets.get(start, -1)
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif kind == _SHEET and content[5] == _MACROS:
            records.macros = True
        elif kind == _SHEET and content[5] == 0:
            position = struct.unpack_from("<I", content)[0]
            if position in sheets or len(sheets) >= bounds.MAX_PARTS:
                raise ValueError
            sheets[position] = len(sheets)
        elif kind in _CELL:
            row, column = _HEAD.unpack_from(content)
            last = (
                struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _MANY else column
            )
            cells += max(last - column, 0) + 1
            far[row] = max(far.get(row, 0), last)
            if kind in _FORMULA and content[14] & _NOT_CALCULATED and sheet >= 0:
                records.uncalculated.append((sheet, row, column))
            if kind in _LABELS and len(content) < _length(content, version):
                raise ValueError  # the library would cut the text off
        elif kind in _FORMATS:
            formats += 1
        elif kind == _STRINGS:
            _check_strings(stream, start)
        follows = kind == _CONTINUE and before in (_STRINGS, _STRING)
        if kind not in _KEPT and kind != _STRING and not follows:
            kept[start : start + 2] = _LEFT_OUT
        _keep_texts(records, kind, content, follows)
        before = before if kind == _CONTINUE else kind
        if cells > bounds.MAX_CELLS:
            raise TooLargeError(_too_many())
    spanned += _spanned(far)
    if spanned > bounds.MAX_SPANNED or formats > bounds.MAX_FORMATS:
        raise TooLargeError(_too_many())
    if not begins.issuperset(sheets):
        raise ValueError
    records.kept, records.cells = bytes(kept), cells
    return records


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each record starts, its kind and what it holds; nothing counts after the last."""
    start, count = 0, 0
    while start + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, start)
        if kind == 0 and length == 0:  # what fills the stream's last sector
            return
        count += 1
        if count > bounds.MAX_RECORDS:
            raise TooLargeError(_too_many())
        yield start, kind, stream[start + _HEAD.size : start + _HEAD.size + length]
        start += _HEAD.size + length


def _length(content: bytes, version: int) -> int:
    """Return how long the record of a cell's text is at least, by what it says of itself."""
    (letters,) = struct.unpack_from("<H", content, 6)
    if version < _TWO_BYTES:
        return int(8 + letters)
    return int(9 + (letters << (content[8] & 1)))


def _spanned(far: dict[int, int]) -> int:
    """Return the cells that a sheet's rows have up to their last, each empty row as one."""
    return max(far, default=0) + sum(far.values()) + len(far)


def _too_many() -> Notice:
    return Notice("too-many-cells", facts={"most": str(bounds.MAX_CELLS)})


def _keep_texts(records: Records, kind: int, content: bytes, follows: bool) -> None:
    """Keep what a record may say in letters; a cell's text is read as the cell."""
    if kind in _FORMULA or kind in _SHARED:
        content = content[_FORMULA_FROM:] if kind in _FORMULA else content
        if not _may_hold_digits(content):
            return
    elif kind in _CELL or kind in (_STRINGS, _STRING, _SHEET) or follows:
        return
    location = _PLACES.get(kind, "comment" if kind == _CONTINUE else "")
    for text in texts_of(content) if location else runs_of(content):
        records.others[location or "other", text] = None


def _may_hold_digits(content: bytes) -> bool:
    """Whether a formula has digits enough for a number, in letters of one byte or of two."""
    narrow = sum(map(content.count, b"0123456789")) >= SHORTEST
    return narrow or any(_WIDE.search(content, start) for start in (0, 1))


def texts_of(content: bytes) -> Iterator[str]:
    """Yield the bytes of a record or stream as the texts that they may be."""
    if len(content) > _LONGEST:
        yield from runs_of(content)
        return
    yield content.decode("latin-1")
    yield content.decode("utf-8", "replace")
    for start in (0, 1):
        yield content[start:].decode("utf-16-le", "replace")


def runs_of(content: bytes) -> Iterator[str]:
    """Yield the texts among bytes that are mostly none, in letters of one byte or two."""
    for run in _NARROW.findall(content):
        yield run.decode("latin-1")
    for start in (0, 1):
        for run in _WIDE.findall(content[start:]):
            if run.count(b"\0") < len(run):
                yield run.decode("utf-16-le", "replace")


def _check_strings(stream: bytes, start: int) -> None:
    """Check that the workbook's texts are no more and no longer than may be, and go forward only.

    The library would follow a size below nothing back to the same text again and again.
    """
    pieces = []
    for number, (_, kind, content) in enumerate(_records(stream[start:])):
        if number and kind != _CONTINUE:
            break
        pieces.append(content)
    count = struct.unpack_from("<i", pieces[0], 4)[0]
    if count > bounds.MAX_STRINGS:
        raise TooLargeError(_too_many())
    characters, piece, position = 0, 0, 8
    for _ in range(count):
        length, options = struct.unpack_from("<HB", pieces[piece], position)
        position += 3
        runs = extra = 0
        if options & 0x08:
            runs = struct.unpack_from("<H", pieces[piece], position)[0]
            position += 2
        if options & 0x04:
            extra = struct.unpack_from("<i", pieces[piece], position)[0]
            position += 4
        if extra < 0:
            raise ValueError
        characters += length
        if characters > bounds.MAX_CHARACTERS:
            raise TooLargeError(Notice("too-much-text"))
        wide = options & 0x01
        while (room := len(pieces[piece]) - position) < length << wide:
            length -= room >> wide
            piece, position = piece + 1, 1
            wide = pieces[piece][0] & 0x01
        position += (length << wide) + 4 * runs + extra
        while piece + 1 < len(pieces) and position >= len(pieces[piece]):
            position -= len(pieces[piece])
            piece += 1
