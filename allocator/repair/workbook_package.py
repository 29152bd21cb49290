"""Cells put into a workbook as it is: every part that is not about them stays byte for byte.

Formats, lists, comments, charts and macros are in parts, or in places of a part, that are not
touched.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from io import BytesIO
from itertools import count
from typing import Any, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allocator.repair.cell_value import GENERAL, cell_value
from allocator.repair.dependents import Reads, names_read, outdated
from allocator.repair.excel_table import Names, tables_of, with_bottom, with_headings, with_names
from allocator.repair.formulas import formula_changes, formula_texts
from allocator.repair.sheet_cells import with_cells
from allocator.repair.sheet_xml import (
    CellKey,
    NewCell,
    SheetXml,
    in_utf_8,
    scanned,
)
from allocator.tables.guard import WORKBOOK
from allocator.tables.schema import Column

_STRINGS: Final = "sharedStrings.xml"
_CHAIN: Final = "calcChain.xml"
_OF_CHAIN: Final = re.compile(
    rb"<((?:\w+:)?(?:Override|Relationship))\s[^>]*calcChain[^>]*?(?:/>|></\1>)"
)
_STRING: Final = re.compile(
    rb"<(?P<name>(?:\w+:)?si)(?:\s[^>]*)?(?:/>|>.*?</(?P=name)>)", re.DOTALL
)
_CALCULATION: Final = re.compile(rb"<(?:\w+:)?calcPr(?:\s[^>]*?)?(?=\s*/?>)")
_FULL: Final = re.compile(rb"\sfullCalcOnLoad=(?:\"[^\"]*\"|'[^']*')")
_BEFORE_CALCULATION: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""Elements of a workbook after which it is said how it is calculated: the first that is there."""
_ROOT: Final = re.compile(rb"<((?:\w+:)?)workbook[\s>]")


class Typed(NamedTuple):
    """What was typed for a cell, and the column's declaration where it has one."""

    text: str
    column: Column | None = None


class _SheetPart(NamedTuple):
    title: str
    part: str


class _OpenWorkbook:
    """What the library says of a workbook's sheets and styles."""

    def __init__(self, data: bytes) -> None:
        import openpyxl

        book: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        self._book = book
        self.epoch = book.epoch
        self.sheets = [_SheetPart(p.title, p._worksheet_path) for p in book.worksheets]
        self.names = {
            name.casefold(): str(defined.attr_text) for name, defined in book.defined_names.items()
        }

    def number_format(self, style: str) -> str:
        """Return the format of numbers of a style, by its number in the part of styles."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        styles, own = self._book._cell_styles, self._book._number_formats
        key = styles[int(style)].numFmtId if style and int(style) < len(styles) else 0
        if key < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(key, GENERAL))
        return str(own[key - BUILTIN_FORMATS_MAX_SIZE])

    def value(self, sheet: SheetXml, key: CellKey, typed: Typed) -> NewCell:
        """Return what a cell is to hold."""
        cell = sheet.cells.get(key)
        was_number = bool(cell and cell.value and cell.attributes.get("t", "n") == "n")
        number_format = self.number_format(sheet.style(key))
        return cell_value(typed.text, number_format, typed.column, was_number, self.epoch)


def with_typed(data: bytes, typed: Mapping[int, Mapping[CellKey, Typed]]) -> bytes:
    """Return a workbook, which the guard has let through, with cells in it that were typed.

    Parameters
    ----------
    data
        The workbook.
    typed
        Number of the sheet, from 0 -> cell -> what was typed.
    """
    book = _OpenWorkbook(data)
    with ZipFile(BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    return repacked(data, _changed_parts(book, parts, typed))


def repacked(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """Return a package with some parts other, gone (None) or new; all others as they were."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(out, "w", ZIP_DEFLATED) as written:
        names = set(package.namelist())
        for info in package.infolist():
            part = changed.get(info.filename, package.read(info))
            if part is not None:
                written.writestr(info, part)
        for name, fresh in changed.items():
            if name not in names and fresh is not None:
                # of the same bytes whenever it is made
                written.writestr(ZipInfo(name), fresh, ZIP_DEFLATED)
    return out.getvalue()


def _changed_parts(
    book: _OpenWorkbook, parts: Mapping[str, bytes], typed: Mapping[int, Mapping[CellKey, Typed]]
) -> dict[str, bytes | None]:
    """Return the parts that are other now; None for one that is gone."""
    changed, names, headings = _headings(book, parts, typed)
    sheets = {
        number: scanned(parts[sheet.part], {row for row, _ in typed.get(number, ())})
        for number, sheet in enumerate(book.sheets)
    }
    new: dict[int, dict[CellKey, NewCell]] = {
        number: {
            key: own.text if (number, key) in headings else book.value(sheet, key, own)
            for key, own in typed.get(number, {}).items()
        }
        for number, sheet in sheets.items()
    }
    changed |= _grown(book, parts, changed, sheets, typed)
    gone = _outdated(book, parts, sheets, new)
    for number, sheet in sheets.items():
        more = formula_changes(sheet, new[number], gone[number])
        cells = new[number] | more.cells
        if cells or more.cuts:
            whole = scanned(sheet.xml, {row for row, _ in cells}) if more.cells else sheet
            changed[book.sheets[number].part] = with_cells(whole, cells, more.cuts)
    if names:
        changed |= _renamed(book, parts, changed, names)
    changed |= _without_strings(parts, _unused_strings(book, parts, sheets, new))
    if any(key in sheets[number].formulas for number, own in new.items() for key in own):
        changed |= _without_chain(parts)
    if any(sheet.formulas for sheet in sheets.values()):
        changed[WORKBOOK] = calculated_when_opened(changed.get(WORKBOOK) or parts[WORKBOOK])
    return changed


def _headings(
    book: _OpenWorkbook, parts: Mapping[str, bytes], typed: Mapping[int, Mapping[CellKey, Typed]]
) -> tuple[dict[str, bytes | None], Names, set[tuple[int, CellKey]]]:
    """Return tables' parts with new headings, the names of columns, and the cells of those."""
    changed: dict[str, bytes | None] = {}
    names: dict[str, dict[str, str]] = {}
    cells: set[tuple[int, CellKey]] = set()
    for number, own in typed.items():
        for table in tables_of(parts, book.sheets[number].part):
            headings = {key: own[key].text for key in table.headings if key in own}
            if headings:
                part = parts[table.part]
                changed[table.part], names[table.name] = with_headings(part, table, headings)
                cells |= {(number, key) for key in headings}
    return changed, names, cells


def _grown(
    book: _OpenWorkbook,
    parts: Mapping[str, bytes],
    changed: Mapping[str, bytes | None],
    sheets: Mapping[int, SheetXml],
    typed: Mapping[int, Mapping[CellKey, Typed]],
) -> dict[str, bytes | None]:
    """Return tables' parts that reach over the rows that were typed right below them."""
    grown: dict[str, bytes | None] = {}
    for number, own in typed.items():
        filled = {cell.key[0] for cell in sheets[number].cells.values() if not cell.span.is_empty}
        for table in tables_of(parts, book.sheets[number].part):
            across = range(table.area.left, table.area.right + 1)
            added = {row for row, column in own if column in across} - filled
            bottom = table.area.bottom
            while not table.closed and bottom + 1 in added:
                bottom += 1
            if bottom > table.area.bottom:
                xml = changed.get(table.part) or parts[table.part]
                grown[table.part] = with_bottom(xml, table, bottom)
    return grown


def _renamed(
    book: _OpenWorkbook,
    parts: Mapping[str, bytes],
    changed: Mapping[str, bytes | None],
    names: Names,
) -> dict[str, bytes | None]:
    """Return the parts in whose formulas a column of a table is called otherwise now."""
    tables = [table.part for sheet in book.sheets for table in tables_of(parts, sheet.part)]
    renamed: dict[str, bytes | None] = {}
    for part in (WORKBOOK, *(sheet.part for sheet in book.sheets), *tables):
        before = changed.get(part) or parts[part]
        after = with_names(before, names)
        if after != before:
            renamed[part] = after
    return renamed


def _outdated(
    book: _OpenWorkbook,
    parts: Mapping[str, bytes],
    sheets: Mapping[int, SheetXml],
    new: Mapping[int, Mapping[CellKey, NewCell]],
) -> dict[int, set[CellKey]]:
    """Return, of each sheet, the cells whose formulas read what is new."""
    titles = [sheet.title.casefold() for sheet in book.sheets]
    tables: dict[str, Reads] = {
        table.name.casefold(): [(titles[number], table.area)]
        for number, sheet in enumerate(book.sheets)
        for table in tables_of(parts, sheet.part)
    }
    formulas = {
        (titles[number], key): text
        for number, sheet in sheets.items()
        for key, text in formula_texts(sheet).items()
    }
    changed = [(titles[number], key) for number, own in new.items() for key in own]
    gone = outdated(formulas, changed, names_read(book.names, tables))
    return {number: {key for title, key in gone if title == titles[number]} for number in sheets}


def _unused_strings(
    book: _OpenWorkbook,
    parts: Mapping[str, bytes],
    sheets: Mapping[int, SheetXml],
    new: Mapping[int, Mapping[CellKey, NewCell]],
) -> set[int]:
    """Return the numbers of shared texts that only cells had which hold something else now."""
    own = {sheet.part for sheet in book.sheets}
    others = [
        scanned(data, ()).strings
        for part, data in parts.items()
        if part.startswith("xl/") and part not in own and b"sheetData" in data
    ]
    left = sum((sheet.strings for sheet in sheets.values()), sum(others, Counter()))
    replaced = Counter(
        sheets[number].cells[key].value
        for number, cells in new.items()
        for key in cells
        if key in sheets[number].cells and sheets[number].cells[key].attributes.get("t") == "s"
    )
    return {int(n) for n, used in replaced.items() if n.strip().isdecimal() and used == left[n]}


def _without_strings(parts: Mapping[str, bytes], unused: Collection[int]) -> dict[str, bytes]:
    """Empty shared texts that no cell has any more: what was taken away is not to stay unseen."""
    part = next((name for name in parts if name.endswith(_STRINGS)), "")
    if not unused or not part:
        return {}
    numbers = count()
    return {
        part: _STRING.sub(
            lambda match: b"<%b/>" % match["name"] if next(numbers) in unused else match[0],
            in_utf_8(parts[part]),
        )
    }


def _without_chain(parts: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Take away the order of calculation, which names cells that have no formula any more."""
    changed: dict[str, bytes | None] = {
        part: _OF_CHAIN.sub(b"", data) for part, data in parts.items() if _OF_CHAIN.search(data)
    }
    return changed | {part: None for part in parts if part.endswith(_CHAIN)}


def calculated_when_opened(xml: bytes) -> bytes:
    """Return a workbook's main part with the wish that all formulas are calculated on opening."""
    wish = b' fullCalcOnLoad="1"'
    if match := _CALCULATION.search(xml):
        tag = _FULL.sub(b"", match[0]) + wish
        return xml[: match.start()] + tag + xml[match.end() :]
    root = _ROOT.search(xml)
    prefix = root[1] if root else b""
    for name in _BEFORE_CALCULATION:
        own = prefix + name.encode()
        ends = re.compile(rb"</%b\s*>|<%b(?:\s[^>]*)?/>" % (own, own))
        if match := ends.search(xml):
            element = b"<" + prefix + b"calcPr" + wish + b"/>"
            return xml[: match.end()] + element + xml[match.end() :]
    return xml
