"""Tables within a sheet, as Excel makes them of a range: their columns are called as the headings.

Where a heading is changed the table's own name for the column has to follow, and so have formulas
that use it, or Excel calls the workbook damaged. A row that is written right below one is a part of
it, as it is where somebody types it.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from allocator.repair.sheet_xml import Area, CellKey, area_of, coordinate, end_of_tag

_TARGET: Final = re.compile(rb"\sTarget=[\"']([^\"']*tables/[^\"']*)[\"']")
_TABLE: Final = re.compile(rb"<(?:\w+:)?table[\s>]")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?tableColumn\s")
_NAME: Final = re.compile(rb"\sname=(?:\"[^\"]*\"|'[^']*')")
_FORMULA: Final = re.compile(
    rb"(<((?:\w+:)?(?:f|definedName|calculatedColumnFormula|totalsRowFormula))(?:\s[^>]*)?>)([^<]*)(?=</\2>)"
)
_RANGE: Final = re.compile(rb"<(?:\w+:)?(?:table|autoFilter)\s")
_REF: Final = re.compile(rb"\sref=(?:\"[^\"]*\"|'[^']*')")
_SIGNS: Final = re.compile(r"([\[\]#'@])")


class ExcelTable(NamedTuple):
    """The part of a table, what formulas call it, its cells, and those of its headings.

    `closed` is whether its last row has its totals, below which no row is a part of it.
    """

    part: str
    name: str
    area: Area
    headings: tuple[CellKey, ...]
    closed: bool


Names = Mapping[str, Mapping[str, str]]
"""What formulas call a table -> its columns' old names -> the new ones."""


def tables_of(parts: Mapping[str, bytes], sheet: str) -> Iterator[ExcelTable]:
    """Return the tables of a sheet's part."""
    folder, name = posixpath.split(sheet)
    links = parts.get(f"{folder}/_rels/{name}.rels", b"")
    for target in _TARGET.findall(links):
        part = posixpath.normpath(posixpath.join(f"/{folder}", target.decode())).lstrip("/")
        match = _TABLE.search(parts.get(part, b""))
        if not match:
            continue
        tag = parts[part][match.start() : end_of_tag(parts[part], match.start())]
        area = area_of(_attribute(tag, "ref"))
        if area is not None:
            headed = _attribute(tag, "headerRowCount") != "0"
            columns = range(area.left, area.right + 1) if headed else ()
            headings = tuple((area.top, column) for column in columns)
            closed = _attribute(tag, "totalsRowCount") not in ("", "0")
            yield ExcelTable(part, _attribute(tag, "displayName"), area, headings, closed)


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf"\s{name}=(?:\"([^\"]*)\"|'([^']*)')".encode(), tag)
    return unescape((match[1] or match[2] or b"").decode()) if match else ""


def with_headings(
    xml: bytes, table: ExcelTable, headings: Mapping[CellKey, str]
) -> tuple[bytes, dict[str, str]]:
    """Return a table's part with other names of columns, and each old name -> the new one."""
    pieces, position, names = [], 0, {}
    for match, key in zip(_COLUMN.finditer(xml), table.headings, strict=False):
        end = end_of_tag(xml, match.start())
        tag = xml[match.start() : end]
        if heading := headings.get(key):
            names[_attribute(tag, "name")] = heading
            tag = f" name={quoteattr(heading)}".encode().join(_NAME.split(tag, maxsplit=1))
        pieces += [xml[position : match.start()], tag]
        position = end
    return b"".join([*pieces, xml[position:]]), names


def with_bottom(xml: bytes, table: ExcelTable, bottom: int) -> bytes:
    """Return a table's part that reaches down to a row, the range of its filter too."""
    first, last = (table.area.top, table.area.left), (bottom, table.area.right)
    ref = f' ref="{coordinate(first)}:{coordinate(last)}"'.encode()
    pieces, position = [], 0
    for match in _RANGE.finditer(xml):
        end = end_of_tag(xml, match.start())
        pieces += [xml[position : match.start()], _REF.sub(ref, xml[match.start() : end])]
        position = end
    return b"".join([*pieces, xml[position:]])


def with_names(xml: bytes, names: Names) -> bytes:
    """Return a part whose formulas call the columns of tables by other names."""

    def renamed(match: re.Match[bytes]) -> bytes:
        return match[1] + escape(_renamed(unescape(match[3].decode()), names)).encode()

    return _FORMULA.sub(renamed, xml)


def _renamed(formula: str, names: Names) -> str:
    """Return a formula with other names of tables' columns.

    >>> names = {"Plan": {"minuter": "minutter"}}
    >>> _renamed("SUM(Plan[minuter])+Plan[[#This Row],[minuter]]+Annen[minuter]", names)
    'SUM(Plan[minutter])+Plan[[#This Row],[minutter]]+Annen[minuter]'
    """
    for table, columns in names.items():
        of_table = re.compile(rf"(?<![\w.]){re.escape(table)}\[(?:[^\[\]]|\[[^\[\]]*\])*\]", re.I)
        signed = {_signed(old): _signed(new) for old, new in columns.items()}
        formula = of_table.sub(partial(_with_columns, signed), formula)
    return formula


def _signed(name: str) -> str:
    """Return a column's name with a mark before the signs that mean something in a formula."""
    return _SIGNS.sub(r"'\1", name)


def _with_columns(columns: Mapping[str, str], reference: re.Match[str]) -> str:
    """Return a reference to a table with other names of columns."""
    text = reference[0]
    for old, new in columns.items():
        for begin in ("[", "[@"):
            text = text.replace(f"{begin}{old}]", f"{begin}{new}]")
    return text
