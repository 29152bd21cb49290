"""Refusal of unsafe files (zip bombs, macros, XML entities) before anything in them is read.

The zip directory is binding: Python reads no more of a part than it declares, so declared sizes
can be trusted to bound memory and time.
"""

import zipfile
from io import BytesIO

from allocator.notices import Notice

MAX_BYTES = 20_000_000
MAX_PARTS = 500
MAX_UNPACKED = 80_000_000
MAX_PART = 60_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 400
"""A year of days, and then some."""
MAX_CELLS = 1_000_000
MAX_CSV_CELLS = 10_000_000
"""A CSV cell costs a hundredth of a workbook's."""
_PROLOG = 4096
_ENCRYPTED = 0x1
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def refuse(name: str, data: bytes) -> Notice | None:
    """Why a workbook may not be opened, or None."""
    if len(data) > MAX_BYTES:
        facts = {"size": f"{len(data) / 1e6:.0f}", "most": f"{MAX_BYTES / 1e6:.0f}"}
        return Notice("file-too-large", value=name, facts=facts)
    if data.startswith(_OLD_EXCEL):
        return Notice("old-or-encrypted", value=name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _refuse_archive(name, archive)
    except Exception:
        # Damaged archives raise some ten types (zlib.error, struct.error, EOFError, ...).
        return Notice("not-a-workbook", value=name)


def _refuse_archive(name: str, archive: zipfile.ZipFile) -> Notice | None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return Notice("old-or-encrypted", value=name)
    if len(parts) > MAX_PARTS:
        return _unsafe(name, "for mange deler", "too many parts")
    if len(set(names)) < len(names):
        return _unsafe(name, "samme del to ganger", "the same part twice")
    if "xl/workbook.xml" not in names:
        return Notice("not-a-workbook", value=name)
    if any("vbaproject" in part.casefold() for part in names):
        return Notice("has-macros", value=name)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or any(part.file_size > MAX_PART for part in parts):
        return _unsafe(name, "pakket ut er den svært stor", "unpacked it is very large")
    if any(_has_entities(archive, part) for part in parts):
        return _unsafe(name, "den inneholder XML-entiteter", "it holds XML entities")
    return None


def _has_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part begins with a document type, in any encoding."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(part) as stream:
        start = stream.read(_PROLOG).replace(b"\0", b"")
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


def _unsafe(name: str, nb: str, en: str) -> Notice:
    return Notice("workbook-unsafe", value=name, facts={"what": nb, "what_en": en})


def letters(column: int) -> str:
    """Return a column's letters in a spreadsheet; columns count from 0."""
    text, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


def too_large(sheet: str, row: int, column: int) -> Notice:
    """Return the refusal of a filled cell beyond what a sheet may hold; counts from 1."""
    place = letters(column - 1)
    facts = {"place": place, "rows": str(MAX_ROWS), "columns": str(MAX_COLUMNS)}
    return Notice("sheet-too-large", sheet, row, facts=facts)
