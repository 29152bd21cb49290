"""Malicious files are refused with a clear message, fast, and never end the process."""

import io
import random
import zipfile

import openpyxl
import pytest

from allocator.tables import read
from allocator.tables.bounds import MAX_WORKBOOK_BYTES
from allocator.tables.guard import REFUSALS

from .small import Small, said

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in Small().tables:
        sheet = book.create_sheet(name)
        for row in Small().grid(name):
            sheet.append([cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with(changes: dict[str, bytes | None], data: bytes | None = None) -> bytes:
    """A workbook with some parts changed, added, or (None) taken away."""
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data or _workbook()))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part not in changes:
                target.writestr(part, source.read(part))
        for part, content in changes.items():
            if content is not None:
                target.writestr(part, content)
    return stream.getvalue()


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _packed(how: int) -> bytes:
    stream = io.BytesIO(_workbook())
    with zipfile.ZipFile(stream, "a", how) as target:
        target.writestr("xl/media/1.bin", b"x")
    return stream.getvalue()


def _encrypted() -> bytes:
    data = bytearray(_workbook())
    offset = data.find(b"PK\x01\x02")
    data[offset + 8] |= 1
    return bytes(data)


def _twice() -> bytes:
    stream = io.BytesIO(_workbook())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as target:
        target.writestr("xl/workbook.xml", "<x/>")
    return stream.getvalue()


def _far_cell() -> bytes:
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _with({"xl/worksheets/sheet1.xml": _sheet(cell)})


def _many_cells() -> bytes:
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    return _with({"xl/worksheets/sheet1.xml": _sheet(row * 20_000)})


def _wide_rows() -> bytes:
    rows = "".join(f'<row r="{r}"><c r="XFD{r}"/></row>' for r in range(1, 1500))
    return _with({"xl/worksheets/sheet1.xml": _sheet(rows)})


def _entities(encoding: str) -> bytes:
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{SHEET}"/>'
    return _with({"xl/worksheets/sheet1.xml": text.encode(encoding)})


HOSTILE = {
    "a damaged container": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 999, "not-a-workbook"),
    "encrypted parts": (_encrypted, "workbook-encrypted"),
    "a part packed with LZMA": (lambda: _packed(zipfile.ZIP_LZMA), "workbook-unsafe"),
    "a part packed with bzip2": (lambda: _packed(zipfile.ZIP_BZIP2), "workbook-unsafe"),
    "same part twice": (_twice, "workbook-unsafe"),
    "document type": (lambda: _entities("utf-8"), "workbook-unsafe"),
    "document type in utf-16": (lambda: _entities("utf-16"), "workbook-unsafe"),
    "too many parts": (lambda: _with({f"x{i}.xml": b"x" for i in range(501)}), "workbook-unsafe"),
    "a huge string": (
        lambda: _with({"xl/sharedStrings.xml": b"<sst>" + b" " * 70_000_000}),
        "workbook-unsafe",
    ),
    "huge together": (
        lambda: _with({f"xl/media/{i}.bin": bytes(30_000_000) for i in range(3)}),
        "workbook-unsafe",
    ),
    "far cell": (_far_cell, "sheet-too-large"),
    "far column": (
        lambda: _with(
            {"xl/worksheets/sheet1.xml": _sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')}
        ),
        "sheet-too-large",
    ),
    "far formula": (
        lambda: _with(
            {
                "xl/worksheets/sheet1.xml": _sheet(
                    '<row r="200000"><c r="A200000"><f>1</f></c></row>'
                )
            }
        ),
        "sheet-too-large",
    ),
    "twenty million cells": (_many_cells, "workbook-unsafe"),
    "padding of empty rows": (_wide_rows, "too-many-cells"),
    "no workbook in it": (lambda: _with({"xl/workbook.xml": None}), "not-a-workbook"),
    "a broken sheet": (
        lambda: _with({"xl/worksheets/sheet1.xml": b"<worksheet"}),
        "not-a-workbook",
    ),
    "cut short": (lambda: _workbook()[:-500], "not-a-workbook"),
    "a web page": (lambda: b"<html></html>", "web-page"),
    "nothing": (lambda: b"", "not-a-workbook"),
    "too large": (lambda: b"PK\x03\x04" + bytes(MAX_WORKBOOK_BYTES), "file-too-large"),
    "far too large": (lambda: b"PK\x03\x04" + bytes(51_000_000), "input-too-large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused(name: str) -> None:
    make, code = HOSTILE[name]
    notices = said(read({"fil.xlsx": make()}))
    assert [notice.code for notice in notices] == [code]
    assert code in REFUSALS | {"web-page"}
    assert "{" not in notices[0].message("nb") + notices[0].message("en")


def test_a_far_cell_is_named() -> None:
    notice = said(read({"fil.xlsx": _far_cell()}))[0]
    assert notice.row == 1_048_576
    assert "XFD" in notice.message("nb")


def test_damaged_workbooks_never_raise() -> None:
    chance = random.Random(20260105)
    data = _workbook()
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        inputs = read({"fil.xlsx": bytes(damaged)})
        assert all(notice.message("nb") for notice in inputs.notices)
