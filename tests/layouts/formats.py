"""The kinds of files in which rotas and lists come."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from files.corpus import as_book, as_csv, in_csv
from formats.calendars import calendar, event
from formats.old_excel import PASSWORD, compound, formula, old_workbook, record
from formats.open_document import cell, content_of, open_document, package, row, table

from .small import CLOCKS, DATES, HOURS, PARTS, STAFF, Layout, each_shift, home, wide


def formats() -> list[Layout]:
    """Every kind of file."""
    return [*excel(), *open_documents(), *texts(), *calendars(), *several(), *not_read()]


ROTA = {"turnus": wide(DATES)}
OTHERS = in_csv(home())
TABLES = home(turnus=wide(DATES))
TYPED = [["dato", "vakt", "start", "slutt", "ansatt"]] + [
    [date(2026, 1, 5 + day), PARTS[code], *map(time.fromisoformat, CLOCKS[code]), name]
    for day, name, code in each_shift()
]
"""The shifts with dates and clock times of the file's own types."""


def excel() -> list[Layout]:
    """Excel's kinds, older and with macros."""
    typed = {name: grid for name, grid in home(vakter=TYPED).items() if name != "vaktkoder"}
    return [
        Layout("a workbook with macros", {"bok.xlsm": _with_macros(as_book(TABLES))},
               says=("macros-ignored",)),
        Layout("an .xls of Excel 97", {"bok.xls": old_workbook(TABLES)}),
        Layout("an .xls with dates and clock times", {"bok.xls": old_workbook(typed)}),
        Layout("an .xls of a rota beside CSV files", {"turnus.xls": old_workbook(ROTA)} | OTHERS),
        Layout("an .xls under the name .xlsx", {"bok.xlsx": old_workbook(TABLES)}),
        Layout("an .xls with formulas that were never worked out",
               {"bok.xls": old_workbook(TABLES, in_sheet=formula(1, 2, 0.0, flags=2))},
               refused=("formula-not-calculated",)),
        Layout("a damaged .xls", {"turnus.xls": b"\xd0\xcf\x11\xe0" + bytes(2000)} | OTHERS,
               refused=("not-a-workbook",)),
        Layout("an .xls with a password",
               {"bok.xls": old_workbook(TABLES, record(PASSWORD, b"xx"))},
               refused=("workbook-encrypted",)),
        Layout("an .xlsx with a password", {"bok.xlsx": _encrypted()},
               refused=("workbook-encrypted",)),
        Layout("an .xlsb", {"bok.xlsb": _binary()}, refused=("format-not-read",)),
    ]  # fmt: skip


def open_documents() -> list[Layout]:
    """LibreOffice's kind."""
    typed = {name: grid for name, grid in home(vakter=TYPED).items() if name != "vaktkoder"}
    return [
        Layout("OpenDocument", {"bok.ods": open_document(TABLES)}),
        Layout("OpenDocument with dates and clock times", {"bok.ods": open_document(typed)}),
        Layout("OpenDocument with cells and rows that are repeated", {"bok.ods": _repeated()}),
        Layout("OpenDocument of a rota beside CSV files",
               {"turnus.ods": open_document(ROTA)} | OTHERS),
        Layout("OpenDocument under the name .xlsx", {"bok.xlsx": open_document(TABLES)}),
        Layout("OpenDocument with a password", {"bok.ods": _locked()},
               refused=("workbook-encrypted",)),
    ]  # fmt: skip


def _repeated() -> bytes:
    """Kari's five day shifts as one cell, empty columns to the last, and empty rows between."""
    rows = [row([cell(value) for value in wide(DATES)[0]])]
    for name, codes in STAFF.items():
        cells, column = [cell(name)], 0
        while column < len(codes):
            end = column
            while end < len(codes) and codes[end] == codes[column]:
                end += 1
            count = f'table:number-columns-repeated="{end - column}"'
            cells.append(cell(codes[column], count))
            column = end
        rows.append(row([*cells, cell("", 'table:number-columns-repeated="16376"')]))
    rows.append(row([cell("")], 'table:number-rows-repeated="1048568"'))
    others = [
        table(name, [row([cell(value) for value in values]) for values in grid])
        for name, grid in home().items()
    ]
    return package(content_of("".join([table("turnus", rows), *others])))


def _locked() -> bytes:
    return package(b"\x93\x01" * 500, **{"META-INF__manifest": "<x><encryption-data/></x>"})


def texts() -> list[Layout]:
    """Delimited text, whatever its name."""
    return [
        Layout("one CSV file per table", in_csv(TABLES)),
        Layout("an .xls that is text", {"turnus.xls": as_csv(wide(DATES), "\t")} | OTHERS),
        Layout("an .xls that is a web page", {"turnus.xls": b"<html><table><tr><td>a</table>"}
               | OTHERS, refused=("web-page",)),
        Layout("an .xls that is a web page in one file",
               {"turnus.xls": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"} | OTHERS,
               refused=("web-page",)),
    ]  # fmt: skip


def _shifts(zone: str = "Europe/Oslo", staff: bool = True) -> list[list[str]]:
    """Every shift of the week as an event; in UTC an hour earlier by the clock."""
    events = []
    for day, name, code in each_shift():
        start, end = (datetime.combine(date(2026, 1, 5 + day), time.fromisoformat(clock))
                      for clock in CLOCKS[code])  # fmt: skip
        end += timedelta(days=end <= start)
        if zone == "UTC":
            lines = [f"{key}:{moment - timedelta(hours=1):%Y%m%dT%H%M%SZ}"
                     for key, moment in (("DTSTART", start), ("DTEND", end))]  # fmt: skip
            own = ["BEGIN:VEVENT", *lines, f"SUMMARY:{code}", "END:VEVENT"]
        else:
            own = event(f"{start:%Y%m%dT%H%M%S}", f"{end:%Y%m%dT%H%M%S}", code)
        if staff:
            own.insert(1, f"ATTENDEE;CN={name}:mailto:{name}@example.org")
        events.append(own)
    return events


def calendars() -> list[Layout]:
    """Rotas as calendars."""
    weekdays = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260109T230000Z"
    repeated = [
        event("20260105T070000", "20260105T150000", "D", weekdays),
        event("20260105T070000", "20260105T150000", "D",
              "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,TH;COUNT=3",
              "EXDATE;TZID=Europe/Oslo:20260108T070000"),
        event("20260105T150000", "20260105T220000", "A", "RRULE:FREQ=DAILY;COUNT=7"),
        event("20260105T220000", "20260106T070000", "N", "RRULE:FREQ=DAILY;COUNT=7"),
        event("20260110T070000", "20260110T150000", "D", "RRULE:FREQ=DAILY;UNTIL=20260111T120000Z"),
    ]  # fmt: skip
    endless = event("20260105T070000", "20260105T150000", "D", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    meeting = event("20260106T120000", "20260106T130000", "Personalmøte")
    cancelled = event("20260107T070000", "20260107T150000", "D", "STATUS:CANCELLED")
    longer = event(
        "20260105T070000", "20260105T170000", "D", "ATTENDEE;CN=Kari:mailto:k@example.org"
    )
    each = {
        f"{name}.ics": calendar(
            own for own, (_, whose, _) in zip(_shifts(staff=False), each_shift(), strict=True)
            if whose == name
        )
        for name in STAFF
    }  # fmt: skip

    def alone(name: str, data: bytes, **more: Any) -> Layout:
        return Layout(name, {"turnus.ics": data} | OTHERS, **more)

    return [
        alone("a calendar", calendar(_shifts()), says=("calendar-read",)),
        alone("a calendar in UTC", calendar(_shifts("UTC"))),
        alone("a calendar without employees", calendar(_shifts(staff=False))),
        alone("a calendar with repeated events", calendar(repeated)),
        alone("a calendar with a cancelled event", calendar([*_shifts(), cancelled])),
        Layout("a calendar for each employee", each | OTHERS),
        alone("a calendar with a longer shift than the code's",
              calendar([longer, *(own for own in _shifts()[1:])]), hours=(34, *HOURS[1:])),
        alone("a calendar with a meeting", calendar([*_shifts(), meeting]),
              refused=("rota-text-beside-clock",)),
        alone("a calendar with an event that is repeated without end",
              calendar([*_shifts(), endless]), refused=("calendar-repetition",)),
        alone("a calendar with an event of two days",
              calendar([event("20260105T070000", "20260107T070000", "D")]),
              refused=("calendar-event-long",)),
        alone("a calendar without events", calendar([]), refused=("calendar-empty",)),
        alone("a calendar cut short", calendar(_shifts())[:-60], refused=("not-a-workbook",)),
    ]  # fmt: skip


def several() -> list[Layout]:
    """Several files together."""
    staff = {name: home()[name] for name in ("enhet", "vaktkoder")} | ROTA
    plans = {name: home()[name] for name in ("beboere", "tiltak")}
    first = {"Turnus": [["Navn", *DATES[:4]], *(own[:5] for own in wide(DATES)[1:])]}
    second = {"Turnus": [["Navn", *DATES[4:]],
                         *([own[0], *own[5:]] for own in wide(DATES)[1:])]}  # fmt: skip
    liste = [["Hvem", "Hva", "Min"], ["B1", "15", "30"]]
    mapping = (
        b"ark:\n  Liste:\n    tabell: tiltak\n"
        b"    kolonner: {Hvem: beboer, Hva: tjeneste, Min: minutter}\n"
    )
    mapped = {
        "vakt.xlsx": as_book(staff | {"beboere": home()["beboere"]}),
        "plan.ods": open_document({"Liste": liste}),
        "plan.mapping.yaml": mapping,
    }
    return [
        Layout("a workbook beside CSV files", {"turnus.xlsx": as_book(ROTA)} | OTHERS),
        Layout("two workbooks", {"vakt.xlsx": as_book(staff), "plan.xlsx": as_book(plans)}),
        Layout("an .xls, an .ods and a CSV file",
               {"vakt.xls": old_workbook(staff),
                "plan.ods": open_document({"tiltak": plans["tiltak"]}),
                "beboere.csv": as_csv(plans["beboere"])}),
        Layout("two workbooks with a part of the rota each, under one name",
               {"a.xlsx": as_book(first), "b.xlsx": as_book(second)} | OTHERS),
        Layout("a mapping beside two workbooks", mapped),
        Layout("a mapping for a sheet that two workbooks have",
               mapped | {"eldre.ods": open_document({"Liste": liste})},
               refused=("mapping-sheet-ambiguous",)),
        Layout("two workbooks with the same table",
               {"a.xlsx": as_book(TABLES), "b.xlsx": as_book(plans)}, refused=("table-twice",)),
        Layout("a table in a workbook and in a CSV file",
               {"a.xlsx": as_book(TABLES), "tiltak.csv": as_csv(plans["tiltak"])},
               refused=("table-twice",)),
        Layout("a copy of the rota beside it",
               {"turnus.xlsx": as_book(ROTA), "turnus - kopi.xlsx": as_book(ROTA)} | OTHERS,
               refused=("table-twice",)),
    ]  # fmt: skip


def not_read() -> list[Layout]:
    """Files in which a plan lies that is not read."""
    return [
        Layout("a PDF", {"turnus.pdf": b"%PDF-1.7\n"} | OTHERS, refused=("format-not-read",)),
        Layout("a PDF alone", {"plan.pdf": b"%PDF-1.7\n"}, refused=("format-not-read",)),
        Layout("a document", {"vaktliste.docx": _document()} | OTHERS,
               refused=("format-not-read",)),
        Layout("a document beside what is needed",
               {"bok.xlsx": as_book(TABLES), "notat.docx": _document()}, says=("file-ignored",)),
    ]  # fmt: skip


def _document() -> bytes:
    return _zip({"word/document.xml": "<x/>"})


def _binary() -> bytes:
    return _zip({"xl/workbook.bin": "x"})


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _encrypted() -> bytes:
    """A workbook of today with a password: a compound file with the package encrypted in it."""
    return compound({"EncryptionInfo": b"x" * 200, "EncryptedPackage": b"x" * 9000})


def _with_macros(book: bytes) -> bytes:
    """The workbook with a part of macros, as `.xlsm` has it."""
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))
    return out.getvalue()
