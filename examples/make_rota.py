"""Makes `rota/`: Fjellvik as a planning system and a record system would have given it.

The rota is a sheet with a row per employee, a column per day and a code in each cell, below a
title and above sums; the interventions are a list with the record system's own headings and words,
and `fjellvik.mapping.yaml` says what they mean. Everything comes from `make_fjellvik.py`, and the
hours are the same. The names are made up. Run it again after a change: the same bytes come out.
"""

import io
import runpy
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
WORKBOOK = HERE / "rota" / "fjellvik.xlsx"
HOME = runpy.run_path(str(HERE / "make_fjellvik.py"))
DAYS, WEEKS, FIRST_DAY = HOME["DAYS"], HOME["WEEKS"], HOME["FIRST_DAY"]
ROTA, LIST = "Turnus jan-feb", "Tiltaksplan"
AS_THEY_ARE = ("enhet", "beboere", "vedtak", "grupper", "annet_arbeid", "fravaer", "svar")

TITLES = ("Vernepleier", "Helsefagarbeider", "Assistent")
"""In the order of `COMPETENCE` in make_fjellvik.py."""
CODES = {"dag": "D", "kveld": "A", "natt": "N"}
SHIFT_CODES = """
kode;vakt;start;slutt;teller_ikke
D;dag;07:00;15:00;
A;kveld;14:30;22:00;
N;natt;21:45;07:15;
F;;;;ja
L;;;;ja
K;;;;ja
"""
FIRST = "Anne Bjørn Cecilie David Eva Frode Grete Harald Ida Jonas Kari Lars Mona Nils Oda Per"
LAST = "Aas Berg Dahl Eide Foss Haug Lie Moen Nes Ruud Sand Vik"
MOST_A_WEEK = 5
KINDS = {"direkte": "Stell og hjelp", "": "Stell og hjelp", "medisin": "Legemidler"}
KINDS |= {"opplæring_bruker": "Opplæring", "ærend": "Ærend", "møte": "Møte"}
KINDS |= {"transport_dagtilbud": "Følge dagtilbud"}
SERVICES = {"1": "Praktisk bistand", "2": "Praktisk bistand opplæring", "4": "Dagaktivitet"}
SERVICES |= {"9": "Støttekontakt", "15": "Helsehjelp i hjemmet"}
PERIODS = {"døgn": "d", "uke": "uke", "måned": "mnd"}

Rows = list[list[Any]]


class Employee:
    """One line of the rota: a title, and a code for each day that has one."""

    def __init__(self, title: int) -> None:
        self.title = title
        self.codes: dict[int, str] = {}

    def can(self, day: int, code: str) -> bool:
        """Whether a shift on a day leaves rest before it and after the one the day before."""
        week = day // 7
        worked = sum(week * 7 <= other < week * 7 + 7 for other in self.codes)
        before = self.codes.get(day - 1, code)
        return day not in self.codes and worked < MOST_A_WEEK and (before <= code or before == code)


def staffed() -> list[Employee]:
    """Employees whose codes together are exactly the rota of Fjellvik."""
    staff: list[Employee] = []
    wanted: Counter[tuple[int, int, str]] = Counter()
    lines = list(HOME["shifts"]())[1:]
    for line in lines:
        week, day, shift, _, _, count, competence = line.split(";")
        title = HOME["COMPETENCE"].index(competence)
        at = (int(week) - 1) * 7 + DAYS.index(day)
        wanted[at, title, CODES[shift]] += int(count)
    for (at, title, code), count in sorted(wanted.items()):
        for _ in range(count):
            free = [one for one in staff if one.title == title and one.can(at, code)]
            chosen = min(free, key=lambda one: len(one.codes), default=None)
            if chosen is None:
                chosen = Employee(title)
                staff.append(chosen)
            chosen.codes[at] = code
    return sorted(staff, key=lambda one: one.title)


def rota() -> Rows:
    """Return the sheet of the rota: titles, weeks, days, employees, sums, legend."""
    staff = staffed()
    dates = [FIRST_DAY + timedelta(days=at) for at in range(7 * WEEKS)]
    weeks = [f"Uke {at // 7 + 1}" if at % 7 == 0 else None for at in range(7 * WEEKS)]
    names = [f"{one} {other}" for other in LAST.split() for one in FIRST.split()]
    rows: Rows = [
        ["Turnus Fjellvik bofellesskap"],
        ["Skrevet ut av turnusansvarlig"],
        [],
        [None, None, None, *weeks],
        ["Navn", "Ansattnr", "Stilling"]
        + [f"{DAYS[at % 7]} {day.day}/{day.month}" for at, day in enumerate(dates)]
        + ["Vakter"],
    ]
    for at, one in enumerate(staff):
        cells = [one.codes.get(day, _off(at, day)) for day in range(len(dates))]
        rows.append([names[at], 4000 + 7 * at, TITLES[one.title], *cells, len(one.codes)])
    for code in CODES.values():
        sums = [sum(one.codes.get(day) == code for one in staff) for day in range(len(dates))]
        rows.append([f"Sum {code}", None, None, *sums, sum(sums)])
    return [*rows, [], ["F = fridag, L = ferie, K = kurs"]]


def _off(employee: int, day: int) -> str | None:
    """Return a code for some of the days that nobody works, as real rotas have them."""
    return {0: "F", 5: "L", 9: "K"}.get((employee * 5 + day) % 11)


def plan() -> Rows:
    """List the interventions as a record system lists them."""
    headings, *lines = (line.split(";") for line in HOME["PLAN"].strip().splitlines())
    rows: Rows = [
        ["Tiltaksplan"],
        [],
        [
            "Tiltaksnr", "Tjenestemottaker", "Tjenestetype", "Tekst", "Type", "Tilsyn", "Gruppe",
            "Frekvens", "Varighet", "Tidsrom", "Del av døgnet", "Personer", "Krav", "Utføres av",
            "Sist evaluert",
        ],
    ]  # fmt: skip
    for line in lines:
        row = dict(zip(headings, line, strict=True))
        window = f"{row['fra_kl']}-{row['til_kl']}".replace(":00", "") if row["fra_kl"] else None
        rows.append(
            [
                row["tiltak"], row["beboer"], SERVICES[row["tjeneste"]], row["beskrivelse"],
                KINDS[row["aktivitet"]], "Ja" if row["form"] else "Nei", row["gruppe"] or None,
                _frequency(row), _length(row["minutter"]), window, row["vakt"] or None,
                f"{row['tjenesteytere']} pers", row["kompetanse"] or None,
                "Andre" if row["utforer"] else "Boligen", "2025",
            ]
        )  # fmt: skip
    return rows


def _frequency(row: dict[str, str]) -> str | None:
    if not row["ganger"]:
        return None
    days = {"alle": "", "hverdag": " hverdager"}.get(
        row["ukedager"], " " + _listed(row["ukedager"])
    )
    if row["per"] == "døgn" and row["ganger"] == "1":
        return days.strip() or "daglig"
    return f"{row['ganger']}x/{PERIODS[row['per']]}{days}"


def _listed(days: str) -> str:
    """Two days with a word between: a dash would make them a span."""
    return days.replace(",", " og ") if days.count(",") == 1 else days.replace(",", "-")


def _length(minutes: str) -> str | None:
    if not minutes:
        return None
    hours, rest = divmod(int(minutes), 60)
    return " ".join([f"{hours} t"] * bool(hours) + [f"{rest} min"] * bool(rest))


def workbook() -> bytes:
    """Write the workbook: our own sheets where the home filled them in, and two exports."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "Fjellvik", "created": HOME["MADE"]})
    formats = {
        kind: book.add_format({"num_format": shape})
        for kind, shape in (("time", "hh:mm"), ("timedelta", "[h]:mm"), ("date", "dd.mm.yyyy"))
    }
    ours = HOME["sheets"]()
    ours["vaktkoder"] = HOME["sheet"](SHIFT_CODES.strip().splitlines())
    for name in (*AS_THEY_ARE, "vaktkoder"):
        _fill(book.add_worksheet(name), [list(ours[name][0]), *ours[name][1]], formats)
    bold = book.add_format({"bold": True, "align": "center"})
    page = book.add_worksheet(ROTA)
    _fill(page, rota(), formats)
    for week in range(WEEKS):
        page.merge_range(3, 3 + 7 * week, 3, 9 + 7 * week, f"Uke {week + 1}", bold)
    page.freeze_panes(5, 3)
    page.set_column(0, 0, 16)
    page.set_column(3, 2 + 7 * WEEKS, 7)
    _fill(book.add_worksheet(LIST), plan(), formats)
    book.close()
    return stream.getvalue()


def _fill(page: Any, rows: Rows, formats: dict[str, Any]) -> None:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value not in (None, ""):
                page.write(at, column, value, formats.get(type(value).__name__))


if __name__ == "__main__":
    WORKBOOK.write_bytes(workbook())
