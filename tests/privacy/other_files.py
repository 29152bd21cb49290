"""Every place of an `.ods`, an `.xls` and an `.ics` into which a number can be written."""

import struct
from collections.abc import Callable, Mapping
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from formats.calendars import calendar, event
from formats.old_excel import (
    CONTINUE,
    DRAWING,
    FORMAT,
    HEADER,
    LABEL_SST,
    LINK,
    LIST,
    NAME,
    NOTE,
    OBJECT_TEXT,
    STRINGS,
    compound,
    formula,
    record,
    sheet_of,
    stream_of,
)  # fmt: skip
from formats.old_excel import (
    cell as old_cell,
)
from formats.old_excel import (
    text as old_text,
)
from formats.open_document import SPACES, cell, content_of, package, row, table

Files = dict[str, bytes]
Grids = Mapping[str, list[list[str]]]
SHEET = "tiltak"


def other_files(grids: Grids) -> dict[str, Callable[[str], Files]]:
    """Place -> how to make the input that has a text there."""
    made: dict[str, Callable[[str], Files]] = {}
    for name, write in OPEN_DOCUMENT.items():
        made[f"OpenDocument: {name}"] = partial(_ods, grids, write)
    for name, old in OLD_EXCEL.items():
        made[f"old Excel: {name}"] = partial(_xls, grids, old)
    for name, lines in CALENDAR.items():
        made[f"calendar: {name}"] = partial(_ics, grids, lines)
    return made


# OpenDocument ------------------------------------------------------------------------------------


class Document:
    """The pieces of a document into which a text can be put."""

    def __init__(self) -> None:
        self.cell = cell("x")
        self.title = "notater"
        self.before = ""
        self.beside = ""
        self.parts: dict[str, str] = {}


Write = Callable[[Document, str], None]


def _ods(grids: Grids, write: Write, words: str) -> Files:
    document = Document()
    write(document, "".join(sign for sign in words if sign >= " " or sign in "\t\n"))
    tables = [
        table(name, [row([cell(value) for value in values]) for values in grid])
        for name, grid in grids.items()
    ]
    tables.append(table(document.title, [row([cell("notat")]), row([document.cell])]))
    content = content_of(document.beside + "".join(tables), document.before)
    return {"plan.ods": package(content, **document.parts)}


def _put_cell(make: Callable[[str], str]) -> Write:
    return lambda document, words: setattr(document, "cell", make(words))


def _put(name: str, make: Callable[[str], str]) -> Write:
    return lambda document, words: setattr(document, name, make(words))


def _put_part(name: str, make: Callable[[str], str]) -> Write:
    return lambda document, words: document.parts.update({name: make(words)})


def _paragraph(words: str) -> str:
    return f"<text:p>{escape(words)}</text:p>"


def _divided(words: str) -> str:
    half = len(words) // 2
    first, second = escape(words[:half]), escape(words[half:])
    return f"<text:p><text:span>{first}</text:span><text:span>{second}</text:span></text:p>"


def _annotation(inner: str) -> str:
    return cell("x", within=f"<office:annotation>{inner}</office:annotation>")


def _styles(inner: str) -> str:
    return f"<office:document-styles {SPACES}>{inner}</office:document-styles>"


OPEN_DOCUMENT: dict[str, Write] = {
    "cell": _put_cell(cell),
    "cell of two runs": _put_cell(lambda words: (
        f'<table:table-cell office:value-type="string">{_divided(words)}</table:table-cell>')),
    "repeated cell": _put_cell(lambda words: cell(words, 'table:number-columns-repeated="3"')),
    "covered cell": _put_cell(
        lambda words: cell(words).replace("table-cell", "covered-table-cell")),
    "what is shown of a number": _put_cell(lambda words: (
        f'<table:table-cell office:value-type="float" office:value="5">{_paragraph(words)}'
        "</table:table-cell>")),
    "value of a text": _put_cell(lambda words: (
        f'<table:table-cell office:value-type="string" office:string-value={quoteattr(words)}>'
        "<text:p>x</text:p></table:table-cell>")),
    "sheet title": _put("title", lambda words: "".join(
        "_" if sign in "[]*?:/\\\n\t" else sign for sign in words)),
    "comment": _put_cell(lambda words: _annotation(_paragraph(f"Se {words}"))),
    "comment of two runs": _put_cell(lambda words: _annotation(_divided(words))),
    "comment's author": _put_cell(
        lambda words: _annotation(f"<dc:creator>{escape(words)}</dc:creator>")),
    "link": _put_cell(lambda words: cell("x", within=(
        f"<text:a xlink:href={quoteattr('https://example.org/' + words)}>x</text:a>"))),
    "escaped link": _put_cell(lambda words: cell("x", within='<text:a xlink:href="x?{}"/>'.format(
        "".join(f"%{byte:02X}" for byte in words.encode())))),
    "formula": _put_cell(lambda words: cell(
        5, f"table:formula={quoteattr(f'of:=LEN({chr(34)}{words}{chr(34)})')}")),
    "list": _put("beside", lambda words: (
        "<table:content-validations><table:content-validation "
        f"table:condition={quoteattr(words)}/></table:content-validations>")),
    "list's help": _put("beside", lambda words: (
        "<table:content-validations><table:content-validation><table:help-message>"
        f"{_paragraph(words)}</table:help-message></table:content-validation>"
        "</table:content-validations>")),
    "name": _put("beside", lambda words: (
        "<table:named-expressions><table:named-range "
        f"table:name={quoteattr(words)}/></table:named-expressions>")),
    "filter": _put("beside", lambda words: (
        "<table:database-ranges><table:filter-condition "
        f"table:value={quoteattr(words)}/></table:database-ranges>")),
    "change that was tracked": _put("beside", lambda words: (
        f"<table:tracked-changes>{cell(words)}</table:tracked-changes>")),
    "drawing": _put_cell(lambda words: cell("x", within=(
        f"<draw:frame><draw:text-box>{_paragraph(words)}</draw:text-box></draw:frame>"))),
    "format": _put("before", lambda words: (
        f"<office:automatic-styles>{escape(words)}</office:automatic-styles>")),
    "header": _put_part("styles", lambda words: _styles(
        f"<office:master-styles><style:header>{_divided(words)}</style:header>"
        "</office:master-styles>")),
    "property": _put_part("meta", lambda words: (
        f"<office:document-meta {SPACES}><dc:title>{escape(words)}</dc:title>"
        "</office:document-meta>")),
    "drawing of its own": _put_part("Object 1__content", lambda words: _styles(_paragraph(words))),
}  # fmt: skip
"""Place in an `.ods` -> what writes a text there."""


# Old Excel ---------------------------------------------------------------------------------------

Old = Callable[[dict[str, bytes], str], bytes]
"""Makes the file from the records of its sheets."""


def _xls(grids: Grids, make: Old, words: str) -> Files:
    return {"plan.xls": make({name: sheet_of(grid) for name, grid in grids.items()}, words)}


def _with_records(make: Callable[[str], bytes]) -> Old:
    """Further records in a sheet of notes."""
    return lambda sheets, words: compound({"Workbook": stream_of(
        sheets | {"notater": sheet_of([["notat"]], make(words))})})  # fmt: skip


def _with_globals(make: Callable[[str], bytes]) -> Old:
    return lambda sheets, words: compound({"Workbook": stream_of(sheets, make(words))})


def _with_stream(name: str, encoding: str) -> Old:
    def make(sheets: dict[str, bytes], words: str) -> bytes:
        content = b"\x00\x12" + words.encode(encoding)
        return compound({"Workbook": stream_of(sheets), name: content})

    return make


def _named(sheets: dict[str, bytes], words: str) -> bytes:
    title = "".join("_" if sign in "[]*?:/\\\n\t" else sign for sign in words)
    return compound({"Workbook": stream_of(sheets | {title: sheet_of([["x"]])})})


def _shared(words: str) -> bytes:
    own = struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")
    return record(STRINGS, struct.pack("<ii", 1, 1) + own)


def _shared_cell(sheets: dict[str, bytes], words: str) -> bytes:
    label = record(LABEL_SST, struct.pack("<HHHi", 1, 0, 0, 0))
    notes = {"notater": sheet_of([["notat"]], label)}
    return compound({"Workbook": stream_of(sheets | notes, _shared(words))})


def _result(words: str) -> bytes:
    """A formula whose result is a text, in the record after it."""
    head = struct.pack("<HHH", 1, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, 0)
    return record(0x06, head) + record(0x207, old_text(words))


def _comment(words: str) -> bytes:
    inner = b"\x01" + words.encode("utf-16-le")
    return record(OBJECT_TEXT, struct.pack("<HH6xHHI", 0, 0, len(words), 16, 0)) + record(
        CONTINUE, inner
    )


OLD_EXCEL: dict[str, Old] = {
    "cell": _with_records(lambda words: old_cell(1, 0, words)),
    "cell of the texts of all": _shared_cell,
    "formula's result": _with_records(_result),
    "formula": _with_records(lambda words: formula(1, 0, 5.0, words=words)),
    "sheet title": _named,
    "comment": _with_records(_comment),
    "comment's author": _with_records(lambda words: record(
        NOTE, struct.pack("<HHHH", 1, 0, 0, 1) + old_text(words))),
    "header": _with_records(lambda words: record(HEADER, old_text(words))),
    "link": _with_records(lambda words: record(LINK, bytes(32) + old_text(words, "<I"))),
    "list": _with_records(lambda words: record(LIST, bytes(4) + old_text(words))),
    "name": _with_globals(lambda words: record(NAME, bytes(14) + old_text(words, "<B")[1:])),
    "format": _with_globals(lambda words: record(
        FORMAT, struct.pack("<H", 164) + old_text(f'0"{words}"'))),
    "drawing": _with_globals(lambda words: record(
        DRAWING, bytes(21) + words.encode("utf-16-le") + b"\x00" * 9)),
    "property": _with_stream("\x05SummaryInformation", "utf-8"),
    "property in two bytes": _with_stream("\x05DocumentSummaryInformation", "utf-16-le"),
    "another stream": _with_stream("MBD0001", "utf-16-le"),
}  # fmt: skip
"""Place in an `.xls` -> what makes the file."""


# Calendars ---------------------------------------------------------------------------------------

_SHIFT = ("20260105T070000", "20260105T150000")


def _line(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,")


def _ics(grids: Grids, make: Callable[[str], bytes], words: str) -> Files:
    others = {name: grid for name, grid in grids.items() if name != "vakter"}
    texts = {
        f"{name}.csv": "\r\n".join(";".join(values) for values in grid).encode()
        for name, grid in others.items()
    }
    return texts | {"turnus.ics": make(_line(words))}


def _in_event(line: str) -> Callable[[str], bytes]:
    return lambda words: calendar([event(*_SHIFT, "D1", line.format(words))])


CALENDAR: dict[str, Callable[[str], bytes]] = {
    "text": lambda words: calendar([event(*_SHIFT, f"D1 {words}")]),
    "who takes part": _in_event('ATTENDEE;CN="{}":mailto:a@example.org'),
    "address": _in_event("ATTENDEE:mailto:{}@example.org"),
    "description": _in_event("DESCRIPTION:Se {}"),
    "location": _in_event("LOCATION:{}"),
    "id": _in_event("UID:{}"),
    "unknown line": _in_event("X-NOTAT;X={}:x"),
    "alarm": _in_event("BEGIN:VALARM\r\nDESCRIPTION:{}\r\nEND:VALARM"),
    "name": lambda words: calendar([event(*_SHIFT, "D1")], f"X-WR-CALNAME:{words}"),
    "folded": lambda words: calendar(
        [event(*_SHIFT, "D1", f"DESCRIPTION:{words[:4]}\r\n {words[4:]}")]),
}  # fmt: skip
"""Place in an `.ics` -> what makes the file."""
