"""Tables within a sheet, as Excel makes them of a range: their columns are called as the headings.

Where a heading is changed the table's own name for the column has to follow, and so have formulas
that use it, or Excel calls the workbook damaged.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from allocator.repair.sheet_xml import CellKey, area_of, end_of_tag

_TARGET: Final = re.compile(rb"\sTarget=[\"']([^\"']*tables/[^\"']*)[\"']")
_TABLE: Final = re.compile(rb"<(?:\w+:)?table[\s>]")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?tableColumn\s")
_NAME: Final = re.compile(rb"\sname=(?:\"[^\"]*\"|'[^']*')")
_FORMULA: Final = re.compile(
    rb"(<((?:\w+:)?(?:f|calculatedColumnFormula|totalsRowFormula))(?:\s[^>]*)?>)([^<]*)(?=</\2>)"
)
_SIGNS: Final = re.compile(r"([\[\]#'@])")


class ExcelTable(NamedTuple):
    """The part of a table, and the cells of its headings."""

    part: str
    headings: tuple[CellKey, ...]


def tables_of(parts: Mapping[str, bytes], sheet: str) -> Iterator[ExcelTable]:
    """Return the tables of a sheet's part that have headings."""
    folder, name = posixpath.split(sheet)
    links = parts.get(f"{folder}/_rels/{name}.rels", b"")
    for target in _TARGET.findall(links):
        part = posixpath.normpath(posixpath.join(f"/{folder}", target.decode())).lstrip("/")
        match = _TABLE.search(parts.get(part, b""))
        if not match:
            continue
        tag = parts[part][match.start() : end_of_tag(parts[part], match.start())]
        area = area_of(_attribute(tag, "ref"))
        if area is not None and _attribute(tag, "headerRowCount") != "0":
            columns = range(area.left, area.right + 1)
            yield ExcelTable(part, tuple((area.top, column) for column in columns))


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
            name = _attribute(tag, "name")
            names[name] = heading
            own = f" name={quoteattr(heading)}".encode()
            tag = own.join(_NAME.split(tag, maxsplit=1))
        pieces += [xml[position : match.start()], tag]
        position = end
    return b"".join([*pieces, xml[position:]]), names


def with_names(xml: bytes, names: Mapping[str, str]) -> bytes:
    """Return a part whose formulas call the columns of tables by other names."""

    def renamed(match: re.Match[bytes]) -> bytes:
        formula = match[3].decode()
        for old, new in names.items():
            for before in ("[", "[@"):
                old_name, new_name = (escape(_SIGNS.sub(r"'\1", name)) for name in (old, new))
                formula = formula.replace(f"{before}{old_name}]", f"{before}{new_name}]")
        return match[1] + formula.encode()

    return _FORMULA.sub(renamed, xml)
