"""What becomes of a sheet's formulas when cells of the workbook hold something else.

A new value takes a formula's place. Of formulas that are shared, the next takes over what the first
said for all; of one that fills several cells, those keep what they show, where that still holds. A
formula whose result no longer holds is left without one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from allocator.repair.dependents import moved
from allocator.repair.sheet_xml import (
    Area,
    CellKey,
    CellXml,
    Cut,
    ErrorValue,
    NewCell,
    SheetXml,
    area_of,
    coordinate,
)

_UNKNOWN: Final = ErrorValue("#N/A")
"""What a cell holds until the formula that fills it is calculated again."""
_FILLING: Final = frozenset({"array", "dataTable"})


@dataclass(frozen=True)
class FormulaChanges:
    """What is to be changed in a sheet's part beside its new cells, and what those cells are."""

    cuts: list[Cut]
    cells: dict[CellKey, NewCell]


def formula_texts(sheet: SheetXml) -> dict[CellKey, str]:
    """Return the formula of each cell that has one or is filled by one, as it reads there."""
    texts: dict[CellKey, str] = {}
    first = {_formula(cell).get("si", ""): cell for cell in _shared(sheet) if cell.text}
    for key, cell in sheet.formulas.items():
        main = first.get(_formula(cell).get("si", ""))
        texts[key] = cell.text
        if not cell.text and main is not None:
            texts[key] = _copied(main, key)
        for other in _cells(_filled(cell)):
            texts.setdefault(other, cell.text)
    return texts


def _formula(cell: CellXml) -> Mapping[str, str]:
    return cell.formula or {}


def _shared(sheet: SheetXml) -> Iterator[CellXml]:
    return (c for c in sheet.formulas.values() if _formula(c).get("t") == "shared")


def _filled(cell: CellXml) -> Area | None:
    """Return the cells that a formula fills, where it is of a kind that fills several."""
    formula = _formula(cell)
    if formula.get("t") in _FILLING and ":" in formula.get("ref", ""):
        return area_of(formula["ref"])
    return None


def _cells(area: Area | None) -> Iterator[CellKey]:
    if area is not None:
        for row in range(area.top, area.bottom + 1):
            yield from ((row, column) for column in range(area.left, area.right + 1))


def formula_changes(
    sheet: SheetXml, new: Mapping[CellKey, NewCell], outdated: Collection[CellKey]
) -> FormulaChanges:
    """Return what is to be changed about a sheet's formulas.

    Parameters
    ----------
    sheet
        The part.
    new
        Its new cells.
    outdated
        Cells whose formulas read what was changed.
    """
    changes = FormulaChanges([], {})
    leading = _leading(sheet, new)
    for key, cell in sheet.formulas.items():
        if key in new:
            continue
        area = _filled(cell)
        ends = area is not None and any(area.holds(other) for other in new)
        if key in outdated and area is not None:
            others = (other for other in _cells(area) if other != key and other not in new)
            changes.cells.update(dict.fromkeys(others, _UNKNOWN))
        if key in outdated and ends:
            changes.cells[key] = _UNKNOWN
        elif ends:
            changes.cuts.append(_rewritten(sheet, cell, b"", keep_value=True))
        elif key in outdated or key in leading:
            formula = leading.get(key) or _own(sheet, cell)
            keep = key not in outdated
            changes.cuts.append(_rewritten(sheet, cell, formula, keep_value=keep))
    return changes


def _own(sheet: SheetXml, cell: CellXml) -> bytes:
    span = cell.formula_span
    return b"" if span is None else sheet.xml[span.start : span.end]


def _leading(sheet: SheetXml, new: Mapping[CellKey, NewCell]) -> dict[CellKey, bytes]:
    """Return the formula elements of cells that now say what a shared formula is."""
    leading: dict[CellKey, bytes] = {}
    gone = [cell for cell in _shared(sheet) if cell.text and cell.key in new]
    for main in gone:
        number = _formula(main).get("si", "")
        left = sorted(
            cell.key
            for cell in _shared(sheet)
            if _formula(cell).get("si") == number and not cell.text and cell.key not in new
        )
        if left:
            text = escape(_copied(main, left[0]))
            around = f't="shared" ref="{_around(left)}" si={quoteattr(number)}'
            name = f"{sheet.prefix}f"
            leading[left[0]] = f"<{name} {around}>{text}</{name}>".encode()
    return leading


def _copied(main: CellXml, key: CellKey) -> str:
    """Return a shared formula as it reads in another cell; where it leads out of the sheet, so."""
    try:
        return moved(main.text, main.key, key)
    except Exception:
        # The library's own types, of texts that it cannot take apart, too.
        return "#REF!"


def _around(keys: Collection[CellKey]) -> str:
    rows, columns = [row for row, _ in keys], [column for _, column in keys]
    corners = (min(rows), min(columns)), (max(rows), max(columns))
    return ":".join(map(coordinate, corners))


def _rewritten(sheet: SheetXml, cell: CellXml, formula: bytes, *, keep_value: bool) -> Cut:
    """Return a cell with another formula, or without its result."""
    attributes = {
        name: value for name, value in cell.attributes.items() if keep_value or name != "t"
    }
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    prefix = sheet.prefix
    value = f"<{prefix}v>{escape(cell.value)}</{prefix}v>" if keep_value else ""
    begin, end = f"<{prefix}c{written}>", f"{value}</{prefix}c>"
    return Cut(cell.span.start, cell.span.end, begin.encode() + formula + end.encode())
