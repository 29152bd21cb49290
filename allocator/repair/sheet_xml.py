"""Where the cells of a workbook's sheet lie in the bytes of its part."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from allocator.tables.guard import column_number, letters

CellKey = tuple[int, int]
"""Row and column, from 1."""
_TAG: Final = re.compile(rb"<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.\-]+)[\"'][^>]*\?>")
_COORDINATE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


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


def area_of(reference: str) -> Area | None:
    """Return the cells that a reference names; None where it names none.

    >>> area_of("B2:$D$9"), area_of("A1"), area_of("navn")
    (Area(top=2, left=2, bottom=9, right=4), Area(top=1, left=1, bottom=1, right=1), None)
    """
    first, _, last = reference.partition(":")
    begin, end = _key_of(first), _key_of(last or first)
    if begin is None or end is None:
        return None
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(begin, end, strict=True))
    return Area(top, left, bottom, right)


def coordinate(key: CellKey) -> str:
    """Return what a cell is called.

    >>> coordinate((7, 28))
    'AB7'
    """
    return f"{letters(key[1] - 1)}{key[0]}"


def _key_of(text: str) -> CellKey | None:
    match = _COORDINATE.fullmatch(text)
    return (int(match[2]), column_number(match[1].encode())) if match else None


def _number(text: str) -> int:
    """Return a count from 1; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() else 0


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
        self._row = self._column = self._own_row = 0
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
            first, last = (_number(attributes.get(name, "")) for name in ("min", "max"))
            self.sheet.styles.append((first, last, attributes["style"]))
        elif kind == "row" and self._in_data:
            self._row, self._column = _number(attributes.get("r", "")) or self._row + 1, 0
            self._own_row = self._row
        elif kind == "c" and self._in_data:
            key = _key_of(attributes.get("r", "")) or (self._row, self._column + 1)
            self._row, self._column = key
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
            self.sheet.rows[self._own_row] = self._span(start), attributes
        elif kind == "sheetData":
            self.sheet.data, self._in_data = self._span(start), False
        elif kind == "mergeCell" and (area := area_of(attributes.get("ref", ""))):
            self.sheet.merged.append((self._span(start), area))
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
