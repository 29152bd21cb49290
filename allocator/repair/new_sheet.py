"""A sheet put into a workbook, behind the others; every other part stays byte for byte."""

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import count
from typing import Final
from zipfile import ZipFile

from allocator.repair.sheet_cells import with_cells
from allocator.repair.sheet_xml import CellKey, NewCell, in_utf_8, scanned
from allocator.repair.workbook_package import repacked
from allocator.tables.guard import WORKBOOK

_TYPES: Final = "[Content_Types].xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_EMPTY: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%b<sheetData/></worksheet>'
)
_WIDTH: Final = b'<cols><col min="1" max="%d" width="18" customWidth="1"/></cols>'
_LINK_ID: Final = re.compile(rb"\sId=[\"']rId([0-9]+)[\"']")
_SHEET_ID: Final = re.compile(rb"\ssheetId=[\"']([0-9]+)[\"']")


def with_sheet(data: bytes, title: str, records: Sequence[Sequence[NewCell]]) -> bytes:
    """Return a workbook, which the guard has let through, with one more sheet.

    Parameters
    ----------
    data
        The workbook.
    title
        What the sheet is called: a plain word that no sheet of the workbook has.
    records
        Its rows; a text is a text, whatever it looks like.
    """
    with ZipFile(BytesIO(data)) as package:
        names = set(package.namelist())
        types, links, main = (in_utf_8(package.read(n)) for n in (_TYPES, _LINKS, WORKBOOK))
    number = next(n for n in count(1) if f"xl/worksheets/sheet{n}.xml" not in names)
    part = f"xl/worksheets/sheet{number}.xml"
    link = f"rId{max(map(int, _LINK_ID.findall(links)), default=0) + 1}"
    sheet = max(map(int, _SHEET_ID.findall(main)), default=0) + 1
    override = f'Override PartName="/{part}" ContentType="{_TYPE}"'
    relationship = (
        f'Relationship Id="{link}" Type="{_LINK}/worksheet" Target="worksheets/sheet{number}.xml"'
    )
    entry = f'sheet xmlns:r="{_LINK}" name="{title}" sheetId="{sheet}" r:id="{link}"'
    return repacked(
        data,
        {
            _TYPES: _with_last(types, "Types", override),
            _LINKS: _with_last(links, "Relationships", relationship),
            WORKBOOK: _with_last(main, "sheets", entry),
            part: _sheet_part(records),
        },
    )


def _with_last(xml: bytes, parent: str, element: str) -> bytes:
    """Return a part with one more element, the last within the one that is called `parent`."""
    end = rb"</((?:\w+:)?)%b\s*>" % parent.encode()
    return re.sub(end, lambda match: b"<%b%b/>%b" % (match[1], element.encode(), match[0]), xml)


def _sheet_part(records: Sequence[Sequence[NewCell]]) -> bytes:
    cells: dict[CellKey, NewCell] = {
        (row, column): value
        for row, record in enumerate(records, start=1)
        for column, value in enumerate(record, start=1)
        if value not in ("", None)
    }
    empty = _EMPTY % (_WIDTH % max(map(len, records)))
    return with_cells(scanned(empty, {row for row, _ in cells}), cells, ())
