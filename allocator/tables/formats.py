"""What a file is, by its bytes and not by its name; and the endings that an input may have."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from typing import Final

from allocator.notices import Notice

TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods", ".ots"})
CALENDARS: Final = frozenset({".ics"})
READ: Final = TEXTS | WORKBOOKS | CALENDARS
"""The one list of endings of files that are read; mapping files have their own."""
ARCHIVE: Final = ".zip"
"""Of a file that is read where it is the whole input: the tables are packed in it."""
MAPPING: Final = ".mapping.yaml"
"""Of a folder any file of that ending; of `list.xlsx` the file `list.mapping.yaml` beside it."""
NOT_READ: Final = frozenset(
    {
        *(".pdf", ".doc", ".docx", ".docm", ".odt", ".rtf", ".htm", ".html", ".mht", ".mhtml"),
        *(".xlsb", ".fods", ".numbers", ".pages", ".xml", ".json", ARCHIVE, ".7z", ".rar", ".eml"),
        *(".msg", ".png", ".jpg", ".jpeg", ".heic", ".gif", ".tif", ".tiff", ".bmp", ".ppt"),
        *(".pptx", ".mdb", ".accdb", ".parquet", ".xps"),
    }
)
"""Endings of files in which a plan may lie that is not read."""

_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0"
_BEGINNING: Final = 4096
_CALENDAR: Final = b"BEGIN:VCALENDAR"
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins that Excel wrote as «Unicode»."""
_MARKS: Final = (b"\xef\xbb\xbf", *UTF_16)
_WEB_PAGE: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|table|div|style)\b|mime-version:", re.IGNORECASE
)
_NO_TEXT: Final = (
    b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"7z\xbc\xaf",
    b"Rar!", b"PAR1",
)  # fmt: skip
"""How files begin that are documents, pictures or archives."""
_OLDER_EXCEL: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How a workbook begins of before Excel 5, which was no compound file."""
_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN_DOCUMENTS: Final = frozenset({".ods", ".ots"})
_OTHER_PARTS: Final = frozenset(
    {"xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "Index/Document.iwa"}
)
"""Parts of zip files that are something else, whatever their name."""


class Format(StrEnum):
    """The kinds of file."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OPEN_DOCUMENT = "open_document"
    COMPOUND = "compound"
    """An `.xls`, or a workbook with a password."""
    CALENDAR = "calendar"
    WEB_PAGE = "web_page"
    OTHER = "other"
    """A kind that is known and not read."""
    DAMAGED = "damaged"
    """By its name a workbook, by its bytes nothing that is known."""


def format_of(name: str, data: bytes) -> Format:
    """Return what a file is.

    Parameters
    ----------
    name
        Its name: a text under the name of a workbook is one only as `.xls`, where it is delimited.
    data
        Its bytes.
    """
    ending = PurePath(name).suffix.lower()
    if data.startswith(_ZIP):
        return _of_zip(data, ending)
    if data.startswith(_COMPOUND):
        return Format.COMPOUND
    if data.startswith(_NO_TEXT) or data.startswith(_OLDER_EXCEL):
        return Format.OTHER
    start = _start(data)
    if start[: len(_CALENDAR)].upper() == _CALENDAR:
        return Format.CALENDAR
    if ending not in TEXTS and _WEB_PAGE.match(start):
        return Format.WEB_PAGE
    if ending == ".xls":
        return Format.TEXT if _is_delimited(data) else Format.DAMAGED
    if ending in WORKBOOKS | CALENDARS:
        return Format.DAMAGED
    return Format.OTHER if ending in NOT_READ else Format.TEXT


def is_text(name: str, data: bytes) -> bool:
    """Whether a file is read as delimited text."""
    return format_of(name, data) is Format.TEXT


def not_read(code: str, name: str) -> Notice:
    """Return the error of a file of a kind that is not read; it is of the table it would be."""
    facts = {"endings": ", ".join(sorted(READ))}
    return Notice(code, PurePath(name).stem, value=name, facts=facts)


def is_hidden(name: str) -> bool:
    """Whether a file is hidden, or Excel's lock, by its name."""
    return name.startswith((".", "~$"))


def is_mapping(name: str) -> bool:
    """Whether a file is a mapping of foreign tables, by its name."""
    return name.casefold().endswith(MAPPING)


def _start(data: bytes) -> bytes:
    """Return how a text begins, without byte order marks, white space and the zeros of UTF-16."""
    start = data[:_BEGINNING]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip()


def _is_delimited(data: bytes) -> bool:
    wide = data.startswith(UTF_16)
    line = _start(data).splitlines()[:1]
    return (wide or b"\0" not in data) and any(
        sign in first for first in line for sign in (b"\t", b";", b",")
    )


def _of_zip(data: bytes, ending: str) -> Format:
    """Return what lies in a zip file; damaged, it is what its name says, whose guard says so."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            with archive.open("mimetype") if "mimetype" in names else BytesIO() as stream:
                kind = stream.read(len(_SPREADSHEET))
    except Exception:
        # Damaged archives raise some ten types.
        return Format.OTHER if ending == ARCHIVE else Format.WORKBOOK
    if "xl/workbook.xml" in names:
        return Format.WORKBOOK
    if kind == _SPREADSHEET or (ending in _OPEN_DOCUMENTS and "content.xml" in names):
        return Format.OPEN_DOCUMENT
    known = ending not in WORKBOOKS or names & _OTHER_PARTS
    return Format.OTHER if known else Format.WORKBOOK
