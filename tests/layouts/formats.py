"""The kinds of files in which rotas and lists come."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from .small import DATES, Grid, Layout, as_book, as_csv, home, in_csv, wide


def formats() -> list[Layout]:
    """Every kind of file."""
    tables = home(turnus=wide(DATES))
    rota = {"turnus": wide(DATES)}
    others = in_csv(home())
    staff = {name: home()[name] for name in ("enhet", "vaktkoder")} | rota
    plans = {name: home()[name] for name in ("beboere", "tiltak")}
    tabbed = as_csv(wide(DATES), "\t")
    return [
        Layout("a workbook beside CSV files", {"turnus.xlsx": as_book(rota)} | others),
        Layout("two workbooks", {"vakt.xlsx": as_book(staff), "plan.xlsx": as_book(plans)}),
        Layout("one CSV file per table", in_csv(tables)),
        Layout("a workbook with macros", {"bok.xlsm": _with_macros(as_book(tables))},
               says=("macros-ignored",)),
        Layout("OpenDocument", {"bok.ods": _open_document(tables)}),
        Layout("an .xls that is text", {"turnus.xls": tabbed} | others),
        Layout("an .xls of Excel 97", {"turnus.xls": b"\xd0\xcf\x11\xe0" + bytes(2000)} | others,
               refused=("old-workbook", "old-or-encrypted")),
        Layout("an .xlsx with a password", {"bok.xlsx": _encrypted()},
               refused=("workbook-encrypted", "old-or-encrypted")),
        Layout("a calendar", {"turnus.ics": _CALENDAR} | others, refused=("calendar-not-read",)),
        Layout("an .xls that is a web page", {"turnus.xls": b"<html><table><tr><td>a</table>"}
               | others, refused=("web-page",)),
        Layout("a PDF", {"turnus.pdf": b"%PDF-1.7\n"} | others, refused=("format-not-read",)),
    ]  # fmt: skip


_CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
DTSTART:20260105T070000\r
DTEND:20260105T150000\r
SUMMARY:D\r
END:VEVENT\r
END:VCALENDAR\r
"""


def _encrypted() -> bytes:
    """A compound file with the stream names of an encrypted package."""
    names = b"".join(name.encode("utf-16-le") for name in ("EncryptionInfo", "EncryptedPackage"))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + names + bytes(500)


def _with_macros(book: bytes) -> bytes:
    """The workbook with a part of macros, as `.xlsm` has it."""
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))
    return out.getvalue()


def _open_document(tables: dict[str, Grid]) -> bytes:
    """The tables as LibreOffice writes them, every cell a text."""
    sheets = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_row, grid))}</table:table>'
        for name, grid in tables.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _row(row: list[Any]) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
        "</table:table-cell>"
        if cell != ""
        else "<table:table-cell/>"
        for cell in row
    )
    return f"<table:table-row>{cells}</table:table-row>"
