"""Identity numbers in a workbook beside its cells: comments, headers, properties, links, ...

Every part of the package is read as XML, so that no place has to be known to be looked into. The
cells themselves are screened where they are read, and named there by row and column.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from zipfile import ZipFile

from allocator.identity import holds_identity_number
from allocator.notices import Notice
from allocator.tables.guard import XML
from allocator.tables.words import shorten
from allocator.text import translate

_CELLS: Final = re.compile(rb"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData>", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]+)<")
_GUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_STRINGS: Final = "sharedStrings.xml"
"""The texts of cells."""
_BY_PART: Final = (
    ("docProps/", "properties"),
    ("omments", "comment"),
    ("persons/", "comment"),
    (".rels", "link"),
    ("meta.xml", "properties"),
    ("styles.xml", "format"),
)
"""What a part's name tells of the place, the first that fits."""
BY_ELEMENT: Final = {
    "headerFooter": "header",
    "hyperlinks": "link",
    "dataValidations": "list",
    "conditionalFormatting": "format",
    "definedNames": "name",
    "f": "formula",
    "master-styles": "header",
    "annotation": "comment",
    "content-validations": "list",
    "database-ranges": "list",
    "named-expressions": "name",
    "automatic-styles": "format",
    "styles": "format",
}
"""What an element within a part tells of it."""
_RUNS: Final = frozenset({"p", "si", "is", "text"})
"""Elements whose text may be divided into runs of different looks."""
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character as Excel writes those that XML would not keep."""
HEADER_CODE: Final = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-F]{6}|[A-Z])')
"""What headers and footers say of fonts and colours within their text."""


def identity_numbers(
    data: bytes, titles: Mapping[str, str], names: Collection[str], beside: str = ""
) -> list[Notice]:
    """Return an error for each place beside the cells where a number is written.

    Parameters
    ----------
    data
        The workbook, which the guard has let through.
    titles
        The part of each sheet -> its title as it may be shown.
    names
        The sheets' titles as they are; those that hold a number are reported already.
    beside
        A part that is looked through elsewhere.
    """
    with ZipFile(BytesIO(data)) as package:
        return [
            notice
            for part in package.namelist()
            if part.endswith(XML) and not part.endswith(_STRINGS) and part != beside
            for notice in numbers_in(_texts(part, package.read(part)), titles.get(part, ""), names)
        ]


def numbers_in(
    texts: Iterable[tuple[str, str]], title: str, names: Collection[str]
) -> list[Notice]:
    """Return an error for each text in which a number is written.

    Parameters
    ----------
    texts
        Kind of place and text; a text is looked at once.
    title
        The sheet's title as it may be shown; empty where it is no sheet's.
    names
        The sheets' titles as they are; those that hold a number are reported already.
    """
    shown = dict.fromkeys((location, _shown(text, names)) for location, text in texts)
    return [
        _notice(location, text, title) for location, text in shown if holds_identity_number(text)
    ]


def _notice(location: str, text: str, title: str) -> Notice:
    facts = {
        "place": translate("files", f"place-{location}", "nb"),
        "place_en": translate("files", f"place-{location}", "en"),
    }
    return Notice("identity-number-in-workbook", title, value=shorten(text), facts=facts)


def _shown(text: str, names: Collection[str]) -> str:
    """Return what a person reads in a text, without sheets' titles and GUIDs."""
    plain = as_shown(text)
    for name in names:
        plain = plain.replace(name, "")
    return _GUID.sub("", plain)


def as_shown(text: str) -> str:
    r"""Return a text or address of a part as a person reads it.

    >>> as_shown("a_x0009_b%20c")
    'a\tb c'
    """
    return unquote(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text))


def _texts(part: str, xml: bytes) -> Iterator[tuple[str, str]]:
    """Every text and attribute of a part, with what kind of place it is."""
    from defusedxml.ElementTree import iterparse

    for formula in _FORMULA.findall(xml):
        yield "formula", unescape(formula.decode("utf-8", "replace"))
    by_part = next((location for sign, location in _BY_PART if sign in part), "other")
    within: list[str] = []
    for event, element in iterparse(BytesIO(_CELLS.sub(b"", xml)), events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            within.append(BY_ELEMENT.get(name, within[-1] if within else by_part))
            continue
        location = within.pop()
        texts = [*element.attrib.values(), element.text or "", element.tail or ""]
        if name in _RUNS:
            texts.append("".join(element.itertext()))
        elif location == "header":
            texts.append(HEADER_CODE.sub("", element.text or ""))
        yield from ((location, text) for text in texts if text)
