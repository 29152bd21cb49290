"""A letter as a Word document; what the caseworker fills in is marked."""

import io
import re
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from allocator.results.letter import Letter
from allocator.sanitise import sanitise_lines

_TO_FILL_IN = re.compile(r"(\[[^\[\]]*\])")
_NO_XML = re.compile("[\ufffe\uffff]")
_FONT, _SIZE = "Calibri", 11
_LOCALES = {"nb": "nb-NO", "en": "en-GB"}
_MADE = datetime(2026, 1, 1)
"""The same in every letter; when it was written says the file system."""


def letter_file(letter: Letter, language: str) -> bytes:
    """Return the letter as the content of a `.docx` file.

    Parameters
    ----------
    language : of the letter, for the spelling check of the word processor.
    """
    document = docx.Document()
    _prepare(document, letter, language)
    for text in (letter.draft, letter.address, letter.reference):
        _paragraph(document, text)
    document.add_heading(_shown(letter.title), level=1)
    _paragraph(document, letter.about)
    for section in letter.sections:
        document.add_heading(_shown(section.heading), level=2)
        for text, is_item in section.lines:
            _paragraph(document, text, "List Bullet" if is_item else "Normal")
    for text in letter.closing:
        _paragraph(document, text)
    content = io.BytesIO()
    document.save(content)
    return _undated(content)


def _undated(content: io.BytesIO) -> bytes:
    """Return the package with one date in all its parts: equal letters are equal files."""
    undated = io.BytesIO()
    with ZipFile(content) as package, ZipFile(undated, "w", ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(ZipInfo(name), package.read(name), ZIP_DEFLATED)
    return undated.getvalue()


def _prepare(document: Any, letter: Letter, language: str) -> None:
    """Set font, language and properties; nothing of the library's own is left in them."""
    font = document.styles["Normal"].font
    font.name, font.size = _FONT, Pt(_SIZE)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALES[language])
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.append(spoken)
    core = document.core_properties
    core.author = core.comments = core.last_modified_by = core.keywords = ""
    core.title, core.language = _shown(letter.title), _LOCALES[language]
    core.created = core.modified = _MADE


def _paragraph(document: Any, text: str, style: str = "Normal") -> None:
    """Add a paragraph; what stands in brackets is highlighted."""
    paragraph = document.add_paragraph(style=style)
    for part in _TO_FILL_IN.split(_shown(text)):
        if part:
            run = paragraph.add_run(part)
            if _TO_FILL_IN.fullmatch(part):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _shown(text: str) -> str:
    """Return a text that may be shown, and that XML can hold."""
    return _NO_XML.sub("\ufffd", sanitise_lines(text))
