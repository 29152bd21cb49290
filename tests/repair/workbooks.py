"""Workbooks as people have them: formulas, formats, lists, comments, a chart, a table."""

import io
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any
from zipfile import ZipFile

import xlsxwriter

MACROS = b"\xd0\xcf\x11\xe0 macros"


def rich(
    clock_text: str = "07:70",
    date_text: str = "2026-13-08",
    minutes_text: str = "3o,5",
    resident: str = "B2",
    heading: str = "minutter",
) -> bytes:
    """A unit in which three cells are wrong; everything else that Excel knows is there too."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    decimal = book.add_format({"num_format": "0.00"})
    unit = book.add_worksheet("enhet")
    unit.write_row(0, 0, ["enhet", "uker", "periode_start"], bold)
    unit.write_row(1, 0, ["A", 1])
    unit.write_datetime(1, 2, date(2026, 1, 5), day)
    shifts = book.add_worksheet("vakter")
    shifts.write_row(0, 0, ["dato", "vakt", "start", "slutt", "lengde"], bold)
    shifts.freeze_panes(1, 0)
    for row in range(1, 8):
        shifts.write_datetime(row, 0, date(2026, 1, 4 + row), day)
        shifts.write(row, 1, "dag")
        shifts.write_datetime(row, 2, time(7, 0), clock)
        shifts.write_datetime(row, 3, time(15, 0), clock)
        shifts.write_formula(row, 4, f"=D{row + 1}-C{row + 1}", clock, 1 / 3)
    shifts.write(3, 2, clock_text, clock)
    shifts.write_formula(3, 4, "=D4-C4", clock, "#VALUE!")
    shifts.write(4, 0, date_text, day)
    shifts.write_comment(1, 1, "Kari har spurt")
    shifts.data_validation("B2:B8", {"validate": "list", "source": ["dag", "kveld", "natt"]})
    shifts.conditional_format("C2:C8", {"type": "cell", "criteria": ">", "value": 0.5,
                                        "format": bold})  # fmt: skip
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=vakter!$E$2:$E$8"})
    shifts.insert_chart("G2", chart)
    residents = book.add_worksheet("beboere")
    residents.write_column(0, 0, ["beboer", "B1", "B2"])
    residents.merge_range("C1:D3", "Notat", bold)
    plan = book.add_worksheet("tiltak")
    headings = ["beboer", "tjeneste", heading, "ganger", "per"]
    rows = [
        ["B1", 15, 30, 1, "dogn"],
        [resident, 15, minutes_text, 1.5, "uke"],
        ["B1", 1, 45, 2, "uke"],
    ]
    plan.add_table(
        0, 0, 3, 4, {"columns": [{"header": name} for name in headings], "data": rows,
                     "name": "Plan"},
    )  # fmt: skip
    notes = book.add_worksheet("Notater")
    notes.write_column(0, 0, ["timer på vakt", "minutter", "uker"])
    notes.write_formula(0, 1, "=SUM(vakter!E2:E8)*24", decimal, 56)
    notes.write_formula(1, 1, f"=SUM(Plan[{heading}])", decimal, 75)
    notes.write_formula(2, 1, "=enhet!B2*2", decimal, 2)
    book.define_name("uker", "=enhet!$B$2")
    book.define_name("alle_minutter", f"=Plan[{heading}]")
    book.close()
    own = parts(stream.getvalue())
    own["xl/workbook.xml"] = own["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    return packed(own)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(own: Mapping[str, bytes]) -> bytes:
    """A workbook of parts."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        for name, data in own.items():
            package.writestr(name, data)
    return stream.getvalue()


def with_part(data: bytes, name: str, part: bytes, kind: str) -> bytes:
    """A workbook with one more part, which its main part is linked with."""
    own = parts(data)
    own[name] = part
    types, links = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    override = f'<Override PartName="/{name}" ContentType="application/{kind}"/></Types>'
    link = f'<Relationship Id="x1" Type="http://{kind}" Target="{name[3:]}"/></Relationships>'
    own[types] = own[types].replace(b"</Types>", override.encode())
    own[links] = own[links].replace(b"</Relationships>", link.encode())
    return packed(own)


def with_rows(rows: str, **elements: str) -> bytes:
    """A workbook with one sheet, `tiltak`, of rows as they stand in its part."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("tiltak")
    book.close()
    own = parts(stream.getvalue())
    part = "xl/worksheets/sheet1.xml"
    after = "".join(elements.values())
    own[part] = re.sub(
        rb"<sheetData/>", lambda _: f"<sheetData>{rows}</sheetData>{after}".encode(), own[part]
    )
    return packed(own)


def sheet_xml(data: bytes, number: int = 1) -> str:
    """The part of a sheet."""
    return parts(data)[f"xl/worksheets/sheet{number}.xml"].decode()


def cells(data: bytes, title: str, *, results: bool = True) -> dict[str, Any]:
    """Coordinate -> what a cell holds."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=results)
    return {
        cell.coordinate: cell.value
        for row in book[title].iter_rows()
        for cell in row
        if cell.value is not None
    }
