"""An `.ods` as LibreOffice writes it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    [
        *(f'xmlns:{name}="{_URN}{name}:1.0"' for name in ("office", "table", "text", "style")),
        f'xmlns:draw="{_URN}drawing:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: Any, more: str = "", within: str = "") -> str:
    """A cell, with further attributes, and with what stands in it beside its text."""
    if value in ("", None):
        return f"<table:table-cell {more}/>"
    kind, shown = _typed(value)
    words = f"<text:p>{escape(shown)}</text:p>"
    return f"<table:table-cell {kind} {more}>{within}{words}</table:table-cell>"


def _typed(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        written = str(value).lower()
        return f'office:value-type="boolean" office:boolean-value="{written}"', written
    if isinstance(value, int | float):
        return f'office:value-type="float" office:value="{value}"', str(value)
    if isinstance(value, datetime | date):
        return f'office:value-type="date" office:date-value="{value.isoformat()}"', f"{value}"
    if isinstance(value, time):
        written = f"PT{value.hour:02d}H{value.minute:02d}M00S"
        return f'office:value-type="time" office:time-value="{written}"', f"{value:%H:%M}"
    if isinstance(value, timedelta):
        hours, minutes = divmod(int(value.total_seconds()) // 60, 60)
        written = f"PT{hours}H{minutes:02d}M00S"
        return f'office:value-type="time" office:time-value="{written}"', f"{hours}:{minutes:02d}"
    return 'office:value-type="string"', str(value)


def row(cells: Sequence[str], more: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(name: str, rows: Sequence[str], more: str = "") -> str:
    """A sheet of rows."""
    return f'<table:table table:name="{escape(name)}" {more}>{"".join(rows)}</table:table>'


def content_of(tables: str, before: str = "") -> str:
    """The part that holds the sheets; `before` are its styles."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} '
        f'office:version="1.3">{before}<office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def package(content: str | bytes, **parts: str) -> bytes:
    """The file, with further parts: `meta` is `meta.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, part in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def open_document(tables: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Tables as an `.ods`."""
    sheets = "".join(
        table(name, [row([cell(value) for value in values]) for values in grid])
        for name, grid in tables.items()
    )
    return package(content_of(sheets))
