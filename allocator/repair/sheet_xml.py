"""Where the cells of a workbook's sheet lie in the bytes of its part, and cells put among them.

Only the bytes of changed cells are other afterwards: a library that reads a sheet and writes it
again loses what it does not know, and the results of the formulas.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from allocator.repair.write import valid_text
from allocator.tables.guard import column_number, letters

CellKey = tuple[int, int]
"""Row and column, from 1."""
_TAG: Final = re.compile(rb"<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.\-]+)[\"'][^>]*\?>")
_COORDINATE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_SPANS: Final = re.compile(rb"\sspans=(?:\"[^\"]*\"|'[^']*')")
_COUNT: Final = re.compile(rb"\scount=(?:\"[0-9]*\"|'[0-9]*')")


class ErrorValue(str):
    """What a cell shows in place of a value: `#N/A`."""

    __slots__ = ()


NewCell = str | float | ErrorValue | None
"""What a cell is to hold; None where it is to be empty."""


class ByteSpan(NamedTuple):
    """First byte of an element, and the first after it; `inside` is the first after its tag."""

    start: int
    inside: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether the element is one tag."""
        return self.inside == self.end


class Cut(NamedTuple):
    """Bytes from `start` to before `end` that others take the place of."""

    start: int
    end: int
    instead: bytes


class Area(NamedTuple):
    """Cells from a corner to another, both included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, key: CellKey) -> bool:
        """Whether a cell is one of them."""
        return self.top <= key[0] <= self.bottom and self.left <= key[1] <= self.right


@dataclass
class CellXml:
    """One cell as it stands in the part.

    Parameters
    ----------
    key
        Its row and column.
    span
        Its bytes.
    attributes
        Those of its tag.
    formula
        Those of its formula's tag; None where it has none.
    text
        The formula.
    value
        Its value or, of a formula, the latest result.
    """

    key: CellKey
    span: ByteSpan
    attributes: Mapping[str, str]
    formula: Mapping[str, str] | None = None
    formula_span: ByteSpan | None = None
    text: str = ""
    value: str = ""


@dataclass
class SheetXml:
    """What is needed of a sheet's part to put cells into it.

    Parameters
    ----------
    xml
        The part, in UTF-8.
    data
        The element of all rows.
    prefix
        What stands before the names of its elements.
    rows
        Row -> its bytes and attributes.
    cells
        The cells of the rows that were asked for.
    formulas
        The cells that have one.
    strings
        Number of a shared text -> how many cells have it.
    styles
        First and last column, and the style of their empty cells.
    merged
        The elements of merged cells, with what they cover.
    """

    xml: bytes
    data: ByteSpan = ByteSpan(0, 0, 0)
    prefix: str = ""
    rows: dict[int, tuple[ByteSpan, Mapping[str, str]]] = field(default_factory=dict)
    cells: dict[CellKey, CellXml] = field(default_factory=dict)
    formulas: dict[CellKey, CellXml] = field(default_factory=dict)
    strings: Counter[str] = field(default_factory=Counter)
    styles: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[ByteSpan, Area]] = field(default_factory=list)
    merges: ByteSpan | None = None

    def style(self, key: CellKey) -> str:
        """Return the number of a cell's style, also of one that is not there; empty if none."""
        if key in self.cells:
            return self.cells[key].attributes.get("s", "")
        row = self.rows.get(key[0])
        if row and row[1].get("customFormat") in ("1", "true"):
            return row[1].get("s", "")
        return next((s for first, last, s in self.styles if first <= key[1] <= last), "")


def area_of(reference: str) -> Area:
    """Return the cells that a reference names.

    >>> area_of("B2:$D$9"), area_of("A1")
    (Area(top=2, left=2, bottom=9, right=4), Area(top=1, left=1, bottom=1, right=1))
    """
    first, _, last = reference.partition(":")
    top, left = _key_of(first)
    bottom, right = _key_of(last or first)
    return Area(top, left, bottom, right)


def _key_of(coordinate: str) -> CellKey:
    match = _COORDINATE.fullmatch(coordinate)
    if not match:
        raise ValueError(coordinate)
    return int(match[2]), column_number(match[1].encode())


def in_utf_8(xml: bytes) -> bytes:
    """Return a part in UTF-8, whichever encoding it was written in."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = xml.decode("utf-16")
    elif (match := _DECLARED.match(xml)) and match[1].lower() not in (b"utf-8", b"us-ascii"):
        text = xml.decode(match[1].decode())
    else:
        return xml
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()


def scanned(xml: bytes, rows: Iterable[int]) -> SheetXml:
    """Return what a sheet's part holds: every formula, and all cells of some rows.

    The guard has refused document types, the only place where entities are declared.
    """
    from xml.parsers.expat import ParserCreate

    scanner = _Scanner(SheetXml(in_utf_8(xml)), frozenset(rows))
    parser = ParserCreate()
    scanner.offset = lambda: parser.CurrentByteIndex
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    parser.Parse(scanner.sheet.xml, True)
    return scanner.sheet


class _Scanner:
    """Follows a sheet's elements and keeps where those are that matter."""

    def __init__(self, sheet: SheetXml, rows: frozenset[int]) -> None:
        self.sheet = sheet
        self.offset: Callable[[], int] = lambda: 0
        self._wanted = rows
        self._open: list[tuple[str, int, dict[str, str]]] = []
        self._row = self._column = 0
        self._in_data = False
        self._cell: CellXml | None = None
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        prefix, _, kind = name.rpartition(":")
        self._open.append((kind, self.offset(), attributes))
        self._text = []
        if kind == "sheetData":
            self._in_data = True
            self.sheet.prefix = f"{prefix}:" if prefix else ""
        elif kind == "col" and "style" in attributes:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.sheet.styles.append((first, last, attributes["style"]))
        elif kind == "row" and self._in_data:
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif kind == "c" and self._in_data:
            if "r" in attributes:
                self._row, self._column = _key_of(attributes["r"])
            else:
                self._column += 1
            key = self._row, self._column
            self._cell = CellXml(key, ByteSpan(self.offset(), 0, 0), attributes)

    def characters(self, text: str) -> None:
        """Read a text."""
        self._text.append(text)

    def end(self, _: str) -> None:
        """Leave an element."""
        kind, start, attributes = self._open.pop()
        cell = self._cell
        if kind == "v" and cell:
            cell.value = "".join(self._text)
        elif kind == "f" and cell:
            cell.formula, cell.text = attributes, "".join(self._text)
            cell.formula_span = self._span(start)
        elif kind == "c" and cell:
            self._keep(cell, start)
            self._cell = None
        elif kind == "row" and self._in_data:
            self.sheet.rows[self._row] = self._span(start), attributes
        elif kind == "sheetData":
            self.sheet.data, self._in_data = self._span(start), False
        elif kind == "mergeCell":
            self.sheet.merged.append((self._span(start), area_of(attributes["ref"])))
        elif kind == "mergeCells":
            self.sheet.merges = self._span(start)
        self._text = []

    def _keep(self, cell: CellXml, start: int) -> None:
        if cell.attributes.get("t") == "s":
            self.sheet.strings[cell.value] += 1
        wanted = cell.key[0] in self._wanted
        if not wanted and cell.formula is None:
            return
        cell.span = self._span(start)
        if wanted:
            self.sheet.cells[cell.key] = cell
        if cell.formula is not None:
            self.sheet.formulas[cell.key] = cell

    def _span(self, start: int) -> ByteSpan:
        xml = self.sheet.xml
        inside = end_of_tag(xml, start)
        if xml[inside - 2 : inside] == b"/>":
            return ByteSpan(start, inside, inside)
        return ByteSpan(start, inside, xml.index(b">", self.offset()) + 1)


def end_of_tag(xml: bytes, start: int) -> int:
    """Return the first byte after the tag that begins at one."""
    match = _TAG.match(xml, start)
    if not match:
        raise ValueError("no tag")
    return match.end()


def with_cells(sheet: SheetXml, new: Mapping[CellKey, NewCell], more: Iterable[Cut]) -> bytes:
    """Return the part with cells put into it; cells that are merged over a new one part again.

    Parameters
    ----------
    sheet
        The part, scanned for the rows of the new cells.
    new
        Row and column -> what the cell is to hold; its style stays.
    more
        Other changes of the part, none of them within a new cell.
    """
    cuts = [*more, *_unmerged(sheet, new)]
    added: dict[int, list[CellKey]] = {}
    for key in sorted(new):
        if key in sheet.cells:
            span = sheet.cells[key].span
            cuts.append(Cut(span.start, span.end, _cell(sheet, key, new[key])))
        else:
            added.setdefault(key[0], []).append(key)
    fresh: dict[int, bytes] = {}
    for row, keys in added.items():
        if row in sheet.rows:
            cuts += _into_row(sheet, row, keys, new)
        else:
            name = f"{sheet.prefix}row"
            inside = b"".join(_cell(sheet, key, new[key]) for key in keys)
            fresh[row] = b'<%b r="%d">%b</%b>' % (name.encode(), row, inside, name.encode())
    cuts += _rows_added(sheet, fresh)
    return spliced(sheet.xml, cuts)


def spliced(xml: bytes, cuts: Iterable[Cut]) -> bytes:
    """Return bytes with others in place of some; what stands at one place is put in that order."""
    pieces, position = [], 0
    for cut in sorted(cuts, key=lambda cut: cut[:2]):
        pieces += [xml[position : cut.start], cut.instead]
        position = cut.end
    return b"".join([*pieces, xml[position:]])


def _cell(sheet: SheetXml, key: CellKey, value: NewCell) -> bytes:
    """Return a cell: a text in itself, a number, an error, or nothing with a style."""
    prefix = sheet.prefix
    reference = f' r="{letters(key[1] - 1)}{key[0]}"'
    if key in sheet.cells and "r" not in sheet.cells[key].attributes:
        reference = ""
    style = sheet.style(key)
    begin = f"<{prefix}c{reference}" + (f' s="{style}"' if style else "")
    end = f"</{prefix}c>"
    if isinstance(value, ErrorValue):
        text = f'{begin} t="e"><{prefix}v>{value}</{prefix}v>{end}'
    elif isinstance(value, str):
        shown = escape(valid_text(value))
        inside = f'<{prefix}is><{prefix}t xml:space="preserve">{shown}</{prefix}t></{prefix}is>'
        text = f'{begin} t="inlineStr">{inside}{end}'
    elif value is None:
        text = f"{begin}/>"
    else:
        text = f"{begin}><{prefix}v>{value!r}</{prefix}v>{end}"
    return text.encode()


def _into_row(
    sheet: SheetXml, row: int, keys: Iterable[CellKey], new: Mapping[CellKey, NewCell]
) -> Iterator[Cut]:
    """Put cells that are not there into a row that is."""
    span, _ = sheet.rows[row]
    tag = _SPANS.sub(b"", sheet.xml[span.start : span.inside])
    if span.is_empty:
        inside = b"".join(_cell(sheet, key, new[key]) for key in keys)
        name = f"</{sheet.prefix}row>".encode()
        yield Cut(span.start, span.end, tag[:-2].rstrip() + b">" + inside + name)
        return
    yield Cut(span.start, span.inside, tag)
    own = sorted((cell.key, cell.span) for cell in sheet.cells.values() if cell.key[0] == row)
    for key in keys:
        before = bisect_right([other for other, _ in own], key)
        position = own[before - 1][1].end if before else span.inside
        yield Cut(position, position, _cell(sheet, key, new[key]))


def _rows_added(sheet: SheetXml, fresh: Mapping[int, bytes]) -> Iterator[Cut]:
    if not fresh:
        return
    if sheet.data.is_empty:
        tag = sheet.xml[sheet.data.start : sheet.data.inside]
        inside = b"".join(fresh[row] for row in sorted(fresh))
        name = f"</{sheet.prefix}sheetData>".encode()
        yield Cut(sheet.data.start, sheet.data.end, tag[:-2].rstrip() + b">" + inside + name)
        return
    there = sorted(sheet.rows)
    for row in sorted(fresh):
        before = bisect_right(there, row)
        position = sheet.rows[there[before - 1]][0].end if before else sheet.data.inside
        yield Cut(position, position, fresh[row])


def _unmerged(sheet: SheetXml, new: Mapping[CellKey, NewCell]) -> Iterator[Cut]:
    """Part merged cells where what is written would not be seen: in another than their first."""
    parted = [
        span
        for span, area in sheet.merged
        if any(area.holds(key) and key != (area.top, area.left) for key in new)
    ]
    if not parted or sheet.merges is None:
        return
    left = len(sheet.merged) - len(parted)
    if not left:
        yield Cut(sheet.merges.start, sheet.merges.end, b"")
        return
    tag = sheet.xml[sheet.merges.start : sheet.merges.inside]
    tag = _COUNT.sub(b' count="%d"' % left, tag)
    yield Cut(sheet.merges.start, sheet.merges.inside, tag)
    yield from (Cut(span.start, span.end, b"") for span in parted)
