"""Identity numbers taken out of a workbook, so that it can be passed on.

In two steps. In the open workbook, cells are masked, and what would no longer be valid with a
masked number in it (a formula, a name, a format, a link) is taken away. Of the saved workbook,
every text and attribute of every part goes through the mask, so that no place is forgotten.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from allocator.identity import holds_identity_number, mask, too_short
from allocator.repair.write import filled_cells, write_text
from allocator.sanitise import sanitise
from allocator.tables.guard import XML
from allocator.tables.identity import as_written
from allocator.tables.workbook_parts import HEADER_CODE, as_shown

_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE: Final = 31
_GENERAL: Final = "General"
_ELEMENT: Final = re.compile(r"<([^\s<>/!?]+)([^<>]*)>([^<]*)")
_ATTRIBUTE: Final = re.compile(r'="([^"]*)"')
_PARAGRAPH: Final = re.compile(r"<(?:\w+:)?p>.*?</(?:\w+:)?p>", re.DOTALL)
_RUN: Final = re.compile(r"(<(?:\w+:)?t(?: [^>]*)?>)([^<]*)")
_NUMBERS: Final = frozenset({"v"})
"""Elements that hold a number, which a mask would make invalid; the cells are masked already."""
_HEADERS: Final = (
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
)  # fmt: skip


def sheet_title(name: str) -> str:
    """Return a name as a workbook can have it for a sheet."""
    return _NOT_IN_TITLE.sub("_", sanitise(name))[:_LONGEST_TITLE]


def conceal(book: Any) -> None:
    """Mask the cells of an open workbook, and take away what a mask would make invalid."""
    _drop_names(book.defined_names)
    for page in book.worksheets:
        if sheet_title(page.title) != page.title:
            page.title = sheet_title(page.title)
        for cell in filled_cells(page):
            _conceal_cell(cell)
        _drop_names(page.defined_names)
        _drop_rules(page)
        _conceal_headers(page)
        for table in page.tables.values():
            for column in table.tableColumns:
                column.name = mask(column.name)


def _conceal_cell(cell: Any) -> None:
    text = as_written(getattr(cell.value, "text", cell.value))
    if holds_identity_number(text):
        write_text(cell, mask(text))
    if cell.hyperlink and any(map(_holds, _texts(cell.hyperlink))):
        cell.hyperlink = None
    if cell.has_style and _holds(cell.number_format):
        cell.number_format = _GENERAL


def _holds(text: object) -> bool:
    return isinstance(text, str) and holds_identity_number(as_shown(text))


def _texts(part: Any) -> Iterator[object]:
    """Every attribute of a part of the workbook."""
    return (value for _, value in part)


def _drop_names(names: Any) -> None:
    for name in [name for name, defined in names.items() if any(map(_holds, _texts(defined)))]:
        del names[name]


def _drop_rules(page: Any) -> None:
    """Take away drop-down lists and conditional formats with a number in their formulas."""
    lists = page.data_validations
    lists.dataValidation = [
        rule
        for rule in lists.dataValidation
        if not (_holds(rule.formula1) or _holds(rule.formula2))
    ]
    for rules in page.conditional_formatting._cf_rules.values():
        rules[:] = [rule for rule in rules if not any(map(_holds, (*rule.formula, rule.text)))]


def _conceal_headers(page: Any) -> None:
    """Mask headers and footers; a number may be divided by the codes of fonts and colours."""
    for name in _HEADERS:
        for part in ("left", "center", "right"):
            item = getattr(getattr(page, name), part)
            plain = HEADER_CODE.sub("", as_shown(item.text or ""))
            if holds_identity_number(plain):
                item.text = mask(plain)


def concealed(data: bytes) -> bytes:
    """Return a saved workbook with every text and attribute of its parts masked."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for info in package.infolist():
            part = package.read(info)
            if info.filename.endswith(XML):
                part = _conceal_part(part.decode("utf-8")).encode("utf-8")
            written.writestr(info, part)
    return out.getvalue()


def _conceal_part(xml: str) -> str:
    return _ELEMENT.sub(_conceal_element, _PARAGRAPH.sub(_conceal_paragraph, xml))


def _conceal_element(match: re.Match[str]) -> str:
    name, attributes, text = match.groups()
    if too_short(attributes + text):
        return match[0]
    if name.rpartition(":")[2] not in _NUMBERS:
        text = _masked(text)
    return f"<{name}{_ATTRIBUTE.sub(_conceal_attribute, attributes)}>{text}"


def _conceal_attribute(match: re.Match[str]) -> str:
    return f'="{_masked(match[1])}"'


def _masked(xml: str) -> str:
    """Return XML text masked, as it stands where there is no number in it."""
    if too_short(xml):
        return xml
    plain = as_shown(unescape(xml))
    return escape(mask(plain)) if holds_identity_number(plain) else xml


def _conceal_paragraph(match: re.Match[str]) -> str:
    """Mask a text whose digits are divided over runs of different looks."""
    text = as_shown(unescape("".join(text for _, text in _RUN.findall(match[0]))))
    if not holds_identity_number(text):
        return match[0]
    masked = iter([escape(mask(text))])
    return _RUN.sub(lambda run: run[1] + next(masked, ""), match[0])
