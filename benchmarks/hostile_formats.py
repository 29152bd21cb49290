"""Files of other kinds than Excel's newest that are made to do harm, by name."""

import random
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from formats.calendars import calendar, event
from formats.old_excel import (
    BOF,
    CONTINUE,
    DRAWING,
    EOF,
    FORMAT,
    HEADER,
    LABEL,
    LABEL_SST,
    NAME,
    ROW,
    SHEET,
    STRINGS,
    begin,
    compound,
    formula,
    old_workbook,
    record,
    sheet_of,
    stream_of,
    text,
)  # fmt: skip
from formats.old_excel import (
    cell as old_cell,
)
from formats.open_document import SPACES, cell, content_of, package, row, table
from tables.small import Small

Make = Callable[[], bytes]
GRIDS = {name: Small().grid(name) for name in Small().tables}
MILLION = 1_000_000
HARMLESS = ("names that double", "texts below nothing")
"""What is read after all: nobody asks for it."""


def hostile_files() -> Iterator[tuple[str, str, Make, bool]]:
    """Name, file name, what makes it, and whether it may be read after all."""
    for name, make in open_documents().items():
        yield f"OpenDocument: {name}", "fil.ods", make, False
    for name, make in old_workbooks().items():
        yield f"old Excel: {name}", "fil.xls", make, name in HARMLESS
    for name, make in calendars().items():
        yield f"calendar: {name}", "fil.ics", make, False
    yield from damaged()


# OpenDocument ------------------------------------------------------------------------------------


def _repeated(columns: object, rows: object = 1, value: object = "x") -> str:
    return row(
        [cell(value, f'table:number-columns-repeated="{columns}"')],
        f'table:number-rows-repeated="{rows}"',
    )


def _document(*rows: str, before: str = "") -> bytes:
    return package(content_of(table("tiltak", rows), before))


def open_documents() -> dict[str, Make]:
    """Name -> what makes the file."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [{laughs}]>'
    late = f'<?xml version="1.0"?><!--{"x" * 9_000}--><!DOCTYPE x [{laughs}]>'
    content = content_of(table("tiltak", [row([cell("&a11;")])])).partition("?>")[2]
    content = content.replace("&amp;a11;", "&a11;")
    return {
        "a cell a thousand million times": lambda: _document(_repeated(10**9)),
        "a row a thousand million times": lambda: _document(_repeated(1, 10**9)),
        "forty million cells": lambda: _document(_repeated(400, 100_000)),
        "two million cells in many rows": lambda: _document(*[_repeated(400, 50)] * 100),
        "rows that together are too many": lambda: _document(*[_repeated(1, 60_000)] * 3),
        "an empty cell 10^18 times before one": lambda: _document(
            row([cell("", f'table:number-columns-repeated="{10**18}"'), cell("x")])),
        "a count of 5000 digits": lambda: _document(_repeated("9" * 5_000)),
        "a count that is none": lambda: _document(_repeated("x")),
        "a count below nothing": lambda: _document(_repeated(-1), _repeated(1, "-" + "9" * 9)),
        "a far row in 400 sheets": lambda: package(content_of("".join(
            table(f"a{n}", [
                row([cell("")], 'table:number-rows-repeated="99999"'), row([cell("x")])])
            for n in range(400)))),
        "100000 sheets": lambda: package(content_of("".join(
            table(f"a{n}", [row([cell("x")])]) for n in range(100_000)))),
        "spaces a thousand million times": lambda: _document(row([
            '<table:table-cell office:value-type="string"><text:p><text:s text:c="1000000000"/>'
            "</text:p></table:table-cell>"])),
        "a long text many times": lambda: _document(_repeated(400, 100, "x" * 30_000)),
        "a text of 30 million": lambda: _document(row([cell("x" * 30 * MILLION)])),
        "a number of 30 million digits": lambda: _document(row([cell(0).replace(
            'value="0"', f'value="{"9" * 30 * MILLION}"')])),
        "60 MB of one attribute": lambda: _document(row([cell("x", f'a="{"x" * 59 * MILLION}"')])),
        "many attributes": lambda: _document(row([cell(
            "x", " ".join(f'a{n}="{n}"' for n in range(300_000)))])),
        "deep": lambda: _document("<text:p>" * 2 * MILLION),
        "a deep cell": lambda: _document(row([
            f"<table:table-cell>{'<text:p>' * 90_000}{'</text:p>' * 90_000}</table:table-cell>"])),
        "seven million empty elements": lambda: _document(row([
            f"<table:table-cell>{'<text:p/>' * 6 * MILLION}</table:table-cell>"])),
        "two million cells": lambda: _document(*[row(["<table:table-cell/>"] * 1_000)] * 2_000),
        "a million rows": lambda: _document("<table:table-row/>" * 3 * MILLION),
        "a million comments": lambda: _document(row([cell("x", within=(
            "<office:annotation><text:p>a</text:p></office:annotation>" * 400_000))])),
        "styles": lambda: _document(before="<style:style/>" * 5 * MILLION),
        "entities": lambda: package(doctype + content),
        "entities after a long comment": lambda: package(late + content),
        "entities in UTF-16": lambda: package((doctype + content).encode("utf-16")),
        "entities in the properties": lambda: package(
            content_of(table("a", [row([cell("x")])])), meta=f"{doctype}<x>&a11;</x>"),
        "the properties as a bomb": lambda: package(
            content_of(table("a", [])), **{f"x{n}": " " * 20 * MILLION for n in range(5)}),
        "a table within a cell": lambda: _document(row([
            f"<table:table-cell>{table('b', [row([cell('x')])])}</table:table-cell>"])),
        "no spreadsheet": lambda: package(
            f'<office:document-content {SPACES} office:version="1.3"/>'),
        "no XML": lambda: package("x" * 1000),
        "cut short": lambda: _document(row([cell("x")]))[:-200],
    }  # fmt: skip


# Old Excel ---------------------------------------------------------------------------------------


def _book(more: bytes = b"", in_sheet: bytes = b"") -> bytes:
    return old_workbook(GRIDS, more, in_sheet)


def _far_sheets(count: int) -> bytes:
    sheets = {f"a{n}": sheet_of([], old_cell(65_535, 255, 1)) for n in range(count)}
    return compound({"Workbook": stream_of(sheets)})


def _one_sheet_often(count: int) -> bytes:
    """Every sheet of a workbook begins at the same place."""
    sheet = sheet_of([["x"] * 200] * 200)
    names = [record(SHEET, struct.pack("<IBB", 0, 0, 0) + text(f"{n}", "<B")) for n in range(count)]
    head = begin(5)
    length = len(head) + sum(map(len, names)) + 4
    placed = [name[:4] + struct.pack("<I", length) + name[8:] for name in names]
    return compound({"Workbook": head + b"".join(placed) + record(EOF) + sheet})


def _doubling_names(count: int) -> bytes:
    """Names, each the next one twice: xlrd works their texts out."""
    names = b""
    for number in range(count):
        inner = b"\x23" + struct.pack("<HH", number + 2, 0)
        words = b"\x17\x04\x00haha" if number == count - 1 else inner + inner + b"\x08"
        head = struct.pack("<HBBHHH4B", 0, 0, 2, len(words), 0, 0, 0, 0, 0, 0)
        names += record(NAME, head + b"\x00" + f"n{number % 10}".encode() + words)
    return _book(names)


def _strings(count: int, *words: bytes) -> bytes:
    return record(STRINGS, struct.pack("<ii", count, count) + b"".join(words))


def _circle(where: int, value: int) -> bytes:
    """A workbook with a number of its first table of sectors changed."""
    data = bytearray(_book())
    struct.pack_into("<i", data, 512 + 4 * where, value)
    return bytes(data)


def _small_circle() -> bytes:
    """A stream of small sectors, each of which leads to itself."""
    data = bytearray(compound({"Workbook": b"x" * 5000, "a": b"y" * 5000, "b": b"\0" * 5000}))
    struct.pack_into("<i", data, 60, 5)
    struct.pack_into("<i", data, 64, 1)
    start = data.find("Workbook".encode("utf-16-le"))
    struct.pack_into("<iI", data, start + 116, 0, 100)
    return bytes(data)


def _tree(entries: int) -> bytes:
    """A directory in which each entry has the next one on both sides."""
    data = bytearray(compound({f"s{n}": b"x" for n in range(entries)}))
    for number in range(entries):
        start = data.find((f"s{number}\0").encode("utf-16-le"))
        after = min(number + 2, entries)
        struct.pack_into("<ii", data, start + 68, after, after)
    return bytes(data)


def old_workbooks() -> dict[str, Make]:
    """Name -> what makes the file."""
    phonetic = struct.pack("<HBi", 20_000, 0x04, -20_007) + b"x" * 20_000
    many = struct.pack("<HH", 0, 0) + struct.pack("<Hi", 0, 6) * 256 + struct.pack("<H", 255)
    label = record(LABEL_SST, struct.pack("<HHHi", 0, 0, 0, 0))
    return {
        "a sector that leads to itself": lambda: _circle(5, 5),
        "two sectors that lead to each other": lambda: (
            _circle(6, 5)),
        "a sector beyond the file": lambda: _circle(5, 2**30),
        "small sectors in a circle": _small_circle,
        "a directory that doubles": lambda: _tree(60),
        "a directory of 20000 entries": lambda: _tree(1_000),
        "names that double": lambda: _doubling_names(60) + b"",
        "two thousand million texts": lambda: _book(_strings(2**31 - 1)),
        "texts below nothing": lambda: _book(_strings(-5)),
        "a text that leads back": lambda: _book(_strings(200_000, phonetic[:8_000])),
        "texts without end": lambda: _book(
            _strings(300_000, b"\xff\xff\x00" * 2_000) + record(CONTINUE, b"\x00" * 8_000) * 2_000),
        "a text often": lambda: _book(
            _strings(1, struct.pack("<HB", 8_000, 0) + b"x" * 8_000),
            b"".join(record(LABEL_SST, struct.pack("<HHHi", n // 250, n % 250, 0, 0))
                     for n in range(90_000))),
        "far cells in 450 sheets": lambda: _far_sheets(450),
        "100 sheets that are one": lambda: _one_sheet_often(100),
        "100000 sheets that are one": lambda: _one_sheet_often(100_000),
        "two million cells": lambda: _book(in_sheet=record(0xBD, many) * 8_000),
        "far rows": lambda: _book(in_sheet=b"".join(
            old_cell(n, 255, 1) for n in range(65_535)) * 2),
        "three million records": lambda: _book(in_sheet=record(ROW) * 3 * MILLION),
        "60000 formats": lambda: _book(b"".join(
            record(FORMAT, struct.pack("<H", 164 + n % 900) + text("d" * 2_000))
            for n in range(4_500)) + record(0xE0, bytes(20)) * 60_000),
        "a million formulas": lambda: _book(in_sheet=b"".join(
            formula(n % 65_000, n // 65_000, 1.0, words="0123456789") for n in range(400_000))),
        "sheets within each other": lambda: _book(in_sheet=begin(16) * 300_000),
        "a name of a sheet that does not end": lambda: _book(
            record(SHEET, struct.pack("<IBB", 0, 0, 0) + b"\xff\x01x")),
        "a sheet that begins nowhere": lambda: _book(
            record(SHEET, struct.pack("<IBB", 77, 0, 0) + text("x", "<B"))),
        "a label without a text": lambda: _book(in_sheet=label),
        "a label of 65535 letters": lambda: _book(in_sheet=record(
            LABEL, struct.pack("<HHHH", 0, 90, 0, 65_535) + b"\x01" + b"x" * 900)),
        "19 MB of pictures": lambda: _book(record(DRAWING, bytes(range(256)) * 32) * 2_300)[:-900],
        "19 MB of letters and digits": lambda: _book(
            record(HEADER, "\u0661\u0662 1a\ua620".encode("utf-16-le") * 800) * 1_900)[:-900],
        "records of the wrong length": lambda: _book(in_sheet=record(LABEL, b"x") + record(0xBD)),
        "another version": lambda: _book().replace(
            struct.pack("<HHHH", BOF, 16, 0x600, 5), struct.pack("<HHHH", BOF, 16, 0x300, 5)),
        "21 MB": lambda: _book() + bytes(21 * MILLION),
        "nothing but its beginning": lambda: _book()[:512],
        "cut short": lambda: _book()[:3_000],
    }  # fmt: skip


# Calendars ---------------------------------------------------------------------------------------


def _repeats(rule: str, *more: str) -> list[str]:
    return event("20260105T070000", "20260105T150000", "D", f"RRULE:{rule}", *more)


def calendars() -> dict[str, Make]:
    """Name -> what makes the file."""
    zone = ["BEGIN:VTIMEZONE", "TZID:x", "BEGIN:STANDARD", "DTSTART:00010101T000000",
            "RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD",
            "END:VTIMEZONE"]  # fmt: skip
    made = {
        rule: (lambda rule=rule: calendar([_repeats(rule)]))
        for rule in (
            "FREQ=DAILY", "FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=9", "FREQ=DAILY;COUNT=1000000000",
            "FREQ=DAILY;INTERVAL=999999999;COUNT=2", "FREQ=DAILY;INTERVAL=0;COUNT=2",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "FREQ=DAILY;UNTIL=99991231T000000Z",
            "FREQ=WEEKLY;COUNT=2;BYDAY=5MO", "FREQ=DAILY;COUNT=-1;BYSETPOS=3", "FREQ=x", "x", "",
        )
    }  # fmt: skip
    return made | {
        "500 repetitions over three years": lambda: calendar(
            [_repeats("FREQ=DAILY;INTERVAL=999;COUNT=2")] * 500),
        "501 repetitions": lambda: calendar([_repeats("FREQ=DAILY;COUNT=2")] * 501),
        "6000 shifts of repetitions": lambda: calendar([_repeats("FREQ=DAILY;COUNT=1000")] * 6),
        "5001 events": lambda: calendar(
            [event("20260105T070000", "20260105T150000", "D")] * 5_001),
        "5000 events, none of them known": lambda: calendar(
            [event("20260105T070000", "20260105T150000", f"x{n}", "UID:x", "STATUS:x",
                   "ATTENDEE;CN=a:mailto:b") for n in range(5_000)]),
        "4 MB": lambda: calendar([], *["X-A:b"] * 600_000),
        "3 MB of other letters": lambda: calendar([], f"X-A:{chr(0x4E00) * 990_000}"),
        "3 MB of other digits": lambda: calendar([], f"X-A:{chr(0x661) * 1_400_000}"),
        "a line in a million pieces": lambda: calendar([], "X-A:b" + "\r\n b" * 700_000),
        "deep": lambda: calendar([["BEGIN:VEVENT"] + ["BEGIN:x"] * 200_000]),
        "a text without end": lambda: calendar(
            [event("20260105T070000", "20260105T150000", "D" * 2_900_000)]),
        "a day off 100000 times": lambda: calendar([_repeats(
            "FREQ=DAILY;COUNT=2", f"EXDATE:{','.join(['20260105T070000'] * 100_000)}")]),
        "a zone that is worked out by the second": lambda: calendar(
            [[line.replace("Europe/Oslo", "x") for line in _repeats("FREQ=DAILY")]], *zone),
        "the last day there is": lambda: calendar(
            [event("99991231T070000", "99991231T235900", "D", "RRULE:FREQ=DAILY;COUNT=9")]),
        "the first day there is": lambda: calendar(
            [["BEGIN:VEVENT", "DTSTART:00010101T000000Z", "DTEND:00010101T000100Z", "END:VEVENT"]]),
        "a day of nine thousand years": lambda: calendar(
            [["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260105", "DURATION:P999999D", "END:VEVENT"]]),
        "a duration that is none": lambda: calendar(
            [["BEGIN:VEVENT", "DTSTART:20260105T070000", "DURATION:x", "END:VEVENT"]]),
        "no beginning": lambda: calendar([["BEGIN:VEVENT", "SUMMARY:D", "END:VEVENT"]]),
        "many who take part": lambda: calendar([event(
            "20260105T070000", "20260105T150000", "D",
            *["ATTENDEE;CN=a:mailto:b"] * 100_000)]),
        "many who take part every day": lambda: calendar([_repeats(
            "FREQ=DAILY;COUNT=1000", *["ATTENDEE;CN=a:mailto:b"] * 20_000)]),
        "zeros": lambda: calendar([]) + bytes(100_000),
    }  # fmt: skip


# Damaged bytes -----------------------------------------------------------------------------------


def damaged() -> Iterator[tuple[str, str, Make, bool]]:
    """Good files with bytes changed, which may be read where it did not matter."""
    chance = random.Random(20260106)
    whole = {
        "fil.xls": _book(),
        "fil.ods": package(content_of("".join(
            table(name, [row([cell(value) for value in values]) for values in grid])
            for name, grid in GRIDS.items()))),
        "fil.ics": calendar([_repeats("FREQ=DAILY;COUNT=5")] * 5),
    }  # fmt: skip
    for file, data in whole.items():
        for number in range(25):
            changed = bytearray(data)
            for _ in range(chance.choice((1, 5, 50))):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield f"damaged {file} {number}", file, lambda changed=changed: bytes(changed), True
    for number in range(10):
        noise = chance.randbytes(20_000)
        yield f"noise {number}", "fil.xls", lambda n=noise: b"\xd0\xcf\x11\xe0" + n, False
