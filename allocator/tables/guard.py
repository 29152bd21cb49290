"""Refusal of unsafe files (zip bombs, XML entities) before anything in them is read.

The zip directory is binding: Python reads no more of a part than it declares, so declared sizes
can be trusted to bound memory and time. What a part holds is counted in its bytes, for making an
object of each of its elements may take minutes.
"""

import re
import zipfile
from io import BytesIO

from allocator.notices import Notice
from allocator.tables import bounds
from allocator.tables.budget import Budget

_PROLOG = 4096
_ENCRYPTED = 0x1
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How zip files are packed by every program that people use; others may ask for gigabytes."""
REFUSALS = frozenset(
    {
        "input-too-large",
        "file-too-large",
        "not-a-workbook",
        "workbook-encrypted",
        "workbook-unsafe",
        "too-many-cells",
        "too-much-text",
        "sheet-too-large",
    }
)
"""Codes of the notices that say why nothing of a workbook was read."""
WORKBOOK = "xl/workbook.xml"
"""The part that makes a zip file an Excel workbook."""
OPEN_DOCUMENT = "content.xml"
"""The part that makes one an OpenDocument spreadsheet: all its cells are in it."""
XML = (".xml", ".rels", ".vml")
"""How the names of a workbook's parts end that are XML."""
_OF_CELLS = ("xl/worksheets/", "xl/sharedStrings", OPEN_DOCUMENT)
"""Parts that hold cells and their texts; the others are counted without looking closely."""
_MOST_TAGS = 4 * bounds.MAX_CELLS
"""A cell has its own element, and those of what stands in it."""
_CELL = re.compile(rb"<(?:\w+:)?(?:c|table-cell|covered-table-cell)[\s/>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_TAG_OF_CELLS = re.compile(
    rb"<(?:\w+:)?(?:row|c|v|f|is|si|t|r|table-row|table-cell|covered-table-cell|p)[\s/>]"
)
_TAG = re.compile(rb"<[^/?!]")
_LONG_TAG = re.compile(rb"<[^>]{%d}" % bounds.MAX_TAG)
_OVER_CELLS = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink|f)\s[^>]*?ref=\"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\""
)
"""Elements that openpyxl takes apart cell by cell."""


def refuse(name: str, data: bytes, budget: Budget, part: str = WORKBOOK) -> Notice | None:
    """Why a zip file may not be opened as a workbook, or None.

    Parameters
    ----------
    name
        The file's name as it may be shown.
    data
        Its bytes.
    budget
        What the files of the input may hold together.
    part
        The part that it must have.
    """
    if refusal := too_many_bytes(name, data):
        return refusal
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _refuse_archive(name, archive, budget, part)
    except Exception:
        # Damaged archives raise some ten types (zlib.error, struct.error, EOFError, ...).
        return Notice("not-a-workbook", value=name)


def input_too_large(size: int) -> Notice | None:
    """Why the files of an input, or a register, may not be read for their size, or None.

    Parameters
    ----------
    size
        Of all of them together [bytes].
    """
    if size <= bounds.MAX_INPUT_BYTES:
        return None
    facts = {"size": f"{size / 1e6:.0f}", "most": f"{bounds.MAX_INPUT_BYTES / 1e6:.0f}"}
    return Notice("input-too-large", facts=facts)


def too_many_bytes(name: str, data: bytes) -> Notice | None:
    """Return the error of a workbook that is too large as it is, or None."""
    if len(data) <= bounds.MAX_WORKBOOK_BYTES:
        return None
    facts = {"size": f"{len(data) / 1e6:.0f}", "most": f"{bounds.MAX_WORKBOOK_BYTES / 1e6:.0f}"}
    return Notice("file-too-large", value=name, facts=facts)


def _refuse_archive(
    name: str, archive: zipfile.ZipFile, budget: Budget, part: str
) -> Notice | None:
    parts = archive.infolist()
    names = [info.filename for info in parts]
    if any(info.flag_bits & _ENCRYPTED for info in parts):
        return Notice("workbook-encrypted", value=name)
    if any(info.compress_type not in PACKED for info in parts):
        return _unsafe(name, "den er pakket på en uvanlig måte", "it is packed in an unusual way")
    if len(parts) > bounds.MAX_PARTS:
        return _unsafe(name, "for mange deler", "too many parts")
    if len(set(names)) < len(names):
        return _unsafe(name, "samme del to ganger", "the same part twice")
    if part not in names:
        return Notice("not-a-workbook", value=name)
    unpacked = sum(info.file_size for info in parts)
    large = any(info.file_size > bounds.MAX_PART for info in parts)
    if not budget.take_unpacked(unpacked) or large:
        return _unsafe(name, "pakket ut er den svært stor", "unpacked it is very large")
    xml = [info for info in parts if info.filename.endswith(XML)]
    if any(_has_entities(archive, info) for info in xml):
        return _unsafe(name, "den inneholder XML-entiteter", "it holds XML entities")
    return _refuse_contents(name, archive, xml, budget)


def _has_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part begins with a document type, in any encoding."""
    with archive.open(part) as stream:
        start = stream.read(_PROLOG).replace(b"\0", b"")
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


def _refuse_contents(
    name: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], budget: Budget
) -> Notice | None:
    """Count what the parts hold: cells, texts, other elements, and cells that others lie over."""
    cells = strings = tags = covered = 0
    for part in parts:
        content = archive.read(part).replace(b"\0", b"")  # as the prolog, in any encoding
        begins = content.count(b"<") - content.count(b"</")
        in_open_document = part.filename == OPEN_DOCUMENT
        if begins > (bounds.MAX_ELEMENTS if in_open_document else _MOST_TAGS):
            return Notice("too-many-cells", facts={"most": str(bounds.MAX_CELLS)})
        if _LONG_TAG.search(content):
            return _unsafe(name, "et element har attributter uten ende", "attributes without end")
        if not part.filename.startswith(_OF_CELLS):
            tags += begins
            continue
        cells += _count(_CELL, content)
        strings += _count(_STRING, content)
        tags += _count(_TAG, content) - _count(_TAG_OF_CELLS, content)
        covered += sum(map(_area, _OVER_CELLS.findall(content)))
    if not budget.take_declared(cells):
        return Notice("too-many-cells", facts={"most": str(bounds.MAX_CELLS)})
    if strings > bounds.MAX_STRINGS:
        return _unsafe(name, "for mange ulike tekster", "too many different texts")
    if tags > bounds.MAX_TAGS:
        return _unsafe(name, "for mange formater og merknader", "too many formats and comments")
    if covered > bounds.MAX_CELLS:
        return _unsafe(name, "sammenslåtte celler uten ende", "merged cells without end")
    return None


def cells_of(data: bytes) -> int:
    """Return how many cells a workbook has that the guard has let through."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(XML)]
        return sum(_count(_CELL, archive.read(name)) for name in names)


def _count(pattern: re.Pattern[bytes], content: bytes) -> int:
    return sum(1 for _ in pattern.finditer(content))


def _area(corners: tuple[bytes, bytes, bytes, bytes]) -> int:
    """How many cells lie between two corners."""
    left, top, right, bottom = corners
    return (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)


def column_number(column: bytes) -> int:
    """Return a column's number by its letters, from 1."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _unsafe(name: str, nb: str, en: str) -> Notice:
    return Notice("workbook-unsafe", value=name, facts={"what": nb, "what_en": en})


def letters(column: int) -> str:
    """Return a column's letters in a spreadsheet; columns count from 0."""
    text, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


def too_large(sheet: str, row: int, column: int) -> Notice:
    """Return the refusal of a filled cell beyond what a sheet may hold; counts from 1."""
    facts = {
        "place": letters(column - 1),
        "rows": str(bounds.MAX_ROWS),
        "columns": str(bounds.MAX_COLUMNS),
    }
    return Notice("sheet-too-large", sheet, row, facts=facts)
