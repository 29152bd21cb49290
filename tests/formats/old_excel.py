"""An `.xls` of Excel 97: records in a stream, and the stream in a compound file."""

import struct
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

BOF, EOF, SHEET, STRINGS, CONTINUE = 0x809, 0x0A, 0x85, 0xFC, 0x3C
NUMBER, LABEL, FORMULA, LABEL_SST, ERROR = 0x203, 0x204, 0x06, 0xFD, 0x205
HEADER, NOTE, OBJECT_TEXT, LINK, LIST, NAME, FORMAT, ROW, PASSWORD, DRAWING = (
    0x14, 0x1C, 0x1B6, 0x1B8, 0x1BE, 0x18, 0x41E, 0x208, 0x2F, 0xEB,
)  # fmt: skip
DATE_FORMAT, CLOCK_FORMAT = 14, 20
_LOOKS = (0, DATE_FORMAT, CLOCK_FORMAT, 46)
"""The number formats of a cell: number, date, clock, [h]:mm:ss."""
_SECTOR = 512
_SMALLEST = 4096


def record(kind: int, content: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(content)) + content


def text(words: str, length: str = "<H") -> bytes:
    """A text, two bytes a letter."""
    return struct.pack(length, len(words)) + b"\x01" + words.encode("utf-16-le")


def begin(kind: int) -> bytes:
    """The record with which the workbook (5) or a sheet (16) begins."""
    return record(BOF, struct.pack("<HHHHII", 0x600, kind, 0x2CCC, 1997, 0, 6))


def sheet_of(grid: Sequence[Sequence[Any]], more: bytes = b"") -> bytes:
    """The records of a sheet, and others after its cells."""
    cells = b"".join(
        cell(row, column, value)
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if value not in ("", None)
    )
    return begin(16) + cells + more + record(EOF)


def cell(row: int, column: int, value: Any) -> bytes:
    """A cell's record."""
    if isinstance(value, str):
        return record(LABEL, struct.pack("<HHH", row, column, 0) + text(value))
    looks, number = _number(value)
    return record(NUMBER, struct.pack("<HHHd", row, column, looks, number))


def _number(value: Any) -> tuple[int, float]:
    if isinstance(value, time):
        return 2, (value.hour * 60 + value.minute) / 1440
    if isinstance(value, date):
        day = value if isinstance(value, datetime) else datetime.combine(value, time())
        return 1, (day - datetime(1899, 12, 30)).total_seconds() / 86400
    return 0, float(value)


def formula(row: int, column: int, result: float, flags: int = 0, words: str = "") -> bytes:
    """A formula's record, with a text within it."""
    narrow = all(ord(letter) < 256 for letter in words)
    letters = words.encode("latin-1" if narrow else "utf-16-le")
    inner = b"\x17" + bytes([len(letters) if narrow else len(letters) // 2, not narrow]) + letters
    content = struct.pack("<HHHdHIH", row, column, 0, result, flags, 0, len(inner)) + inner
    return record(FORMULA, content)


def stream_of(sheets: Mapping[str, bytes], more: bytes = b"", hidden: Sequence[str] = ()) -> bytes:
    """The stream of a workbook; `more` are further records of the whole of it."""
    looks = b"".join(
        record(0xE0, struct.pack("<HHHBBBBIiH", 0, number, 1, 0, 0, 0, 0, 0, 0, 0))
        for number in _LOOKS
    )
    start = begin(5) + record(0x42, struct.pack("<H", 1200)) + looks + more
    names = {name: text(name, "<B") for name in sheets}
    position = len(start) + sum(4 + 6 + len(name) for name in names.values()) + 4
    places = b""
    for name, content in sheets.items():
        places += record(SHEET, struct.pack("<IBB", position, name in hidden, 0) + names[name])
        position += len(content)
    return start + places + record(EOF) + b"".join(sheets.values())


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams, each at least so large that it has sectors of its own."""
    padded = {name: data.ljust(_SMALLEST, b"\0") for name, data in streams.items()}
    entries = -(-(len(padded) + 1) // 4)
    counts = [entries, *(-(-len(data) // _SECTOR) for data in padded.values())]
    tables, more = 1, 0
    while tables * 128 < tables + more + sum(counts):
        tables += 1
        more = -(-max(tables - 109, 0) // 127)
    following = [-3] * tables + [-4] * more
    firsts = []
    for count in counts:
        firsts.append(len(following))
        following += [*range(len(following) + 1, len(following) + count), -2]
    following += [-1] * (tables * 128 - len(following))
    directory = _entry("Root Entry", 5, 1, -2, 0)
    names = list(padded)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else -1
        directory += _entry(name, 2, -1, firsts[number], len(padded[name]), right)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    further = tables if more else -2
    head += struct.pack("<iiiIIiiii", 0, tables, firsts[0], 0, _SMALLEST, -2, 0, further, more)
    named = [*range(tables), *[-1] * (109 + 127 * more - tables)]
    head += struct.pack("<109i", *named[:109])
    body = struct.pack(f"<{len(following)}i", *following)
    for number in range(more):
        own = named[109 + 127 * number : 109 + 127 * (number + 1)]
        after = tables + number + 1 if number + 1 < more else -2
        body += struct.pack("<128i", *own, after)
    body += directory.ljust(entries * _SECTOR, b"\0")
    for data in padded.values():
        body += data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")
    return head + body


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = -1) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBiii36xiI4x", words, len(words), kind, 1, -1, right, child, first, size
    )


def old_workbook(
    tables: Mapping[str, Sequence[Sequence[Any]]],
    more: bytes = b"",
    in_sheet: bytes = b"",
    hidden: Sequence[str] = (),
    **streams: bytes,
) -> bytes:
    """Tables as an `.xls`, with further records and streams."""
    sheets = {name: sheet_of(grid, in_sheet) for name, grid in tables.items()}
    return compound({"Workbook": stream_of(sheets, more, hidden), **streams})
