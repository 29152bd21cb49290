"""New cells put among those of a workbook's sheet, in the bytes of its part.

Only the bytes of changed cells are other afterwards: a library that reads a sheet and writes it
again loses what it does not know, and the results of the formulas.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape

from allocator.repair.sheet_xml import CellKey, Cut, ErrorValue, NewCell, SheetXml, coordinate
from allocator.repair.write import valid_text

_SPANS: Final = re.compile(rb"\sspans=(?:\"[^\"]*\"|'[^']*')")
_COUNT: Final = re.compile(rb"\scount=(?:\"[0-9]*\"|'[0-9]*')")


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
    reference = f' r="{coordinate(key)}"'
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
