"""Makes `fjellvik.xlsx`: five residents with staff around the clock, and a rota of six weeks.

The home is built from the published facts of a unit in Bergen: five residents, two with two
members of staff at all times and three with one, three shifts from 07:00. Everything else is
made up. Run it again after a change: the same text gives the same workbook, byte for byte.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

WORKBOOK = Path(__file__).with_name("fjellvik.xlsx")
MADE = datetime(2026, 1, 5)
FIRST_DAY = date(2026, 1, 5)
WEEKS = 6
DAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
WEEKEND = DAYS[5:]

Cell = str | float | date | time | timedelta
Sheet = tuple[tuple[str, ...], list[list[Cell]]]

UNIT = """
enhet;navn;kommune;bemanning;ordinaer_boligmasse;uker;periode_start
Fjellvik;Fjellvik bofellesskap;Fjordvik;heldøgns;nei;6;05.01.2026
"""

RESIDENTS = """
beboer
F1
F2
F3
F4
F5
"""

DECISIONS = """
beboer;tjeneste;timer;ressursinnsats;per;fra;til;status;soknad_dato;vedtak_dato;start_dato
F1;15;162:00;324:00;uke;;;innvilget;12.03.2024;08.04.2024;01.06.2024
F1;1;3:00;6:00;uke;;;innvilget;12.03.2024;08.04.2024;01.06.2024
F1;2;6:00;12:00;uke;;;innvilget;12.03.2024;08.04.2024;01.06.2024
F1;9;3:00;;uke;;;ikke_iverksatt;20.10.2025;17.11.2025;
F1;29;;;;;;innvilget;12.03.2024;08.04.2024;01.06.2024
F2;15;23:30;47:00;døgn;;;innvilget;02.09.2023;30.09.2023;01.11.2023
F2;1;4:00;8:00;uke;;;innvilget;02.09.2023;30.09.2023;01.11.2023
F2;9;4:00;;uke;;;søknad;01.12.2025;;
F2;29;;;;;;innvilget;02.09.2023;30.09.2023;01.11.2023
F3;15;136:00;;uke;;;innvilget;14.01.2025;11.02.2025;01.03.2025
F3;1;2:00;;uke;;;innvilget;14.01.2025;11.02.2025;01.03.2025
F3;2;4:00;;uke;;;innvilget;14.01.2025;11.02.2025;01.03.2025
F3;4;25:00;;uke;;;innvilget;14.01.2025;11.02.2025;01.03.2025
F3;29;;;;;;innvilget;14.01.2025;11.02.2025;01.03.2025
F4;15;145:00;;uke;;;innvilget;20.05.2025;17.06.2025;01.08.2025
F4;1;3:00;;uke;;;innvilget;20.05.2025;17.06.2025;01.08.2025
F4;2;2:00;;uke;;;innvilget;20.05.2025;17.06.2025;01.08.2025
F4;4;15:00;;uke;;;innvilget;20.05.2025;17.06.2025;01.08.2025
F4;29;;;;;;innvilget;20.05.2025;17.06.2025;01.08.2025
F5;15;156:00;;uke;;;innvilget;05.02.2025;03.03.2025;15.03.2025
F5;1;3:00;;uke;;;innvilget;05.02.2025;03.03.2025;15.03.2025
F5;2;7:00;;uke;;;innvilget;05.02.2025;03.03.2025;15.03.2025
F5;9;12:00;;måned;15.03.2025;14.03.2026;innvilget;05.02.2025;03.03.2025;15.03.2025
F5;29;;;;;;innvilget;05.02.2025;03.03.2025;15.03.2025
"""

PLAN = """
tiltak;beboer;tjeneste;beskrivelse;aktivitet;form;gruppe;minutter;ganger;per;ukedager;fra_kl;til_kl;vakt;tjenesteytere;kompetanse;utforer
F1-1;F1;15;To til en om dagen;;tilsyn;;;;;;;;dag;2;;
F1-2;F1;15;To til en på kvelden;;tilsyn;;;;;;;;kveld;2;;
F1-3;F1;15;To til en om natten;;tilsyn;;;;;;;;natt;2;;
F1-4;F1;15;Morgenstell;;;;60;1;døgn;alle;07:30;10:00;;2;;
F1-5;F1;15;Kveldsstell;;;;45;1;døgn;alle;20:00;22:00;;2;;
F1-6;F1;15;Medisiner om dagen;medisin;;;10;2;døgn;alle;;;dag;2;medisin;
F1-7;F1;15;Medisiner på kvelden;medisin;;;10;2;døgn;alle;;;kveld;2;medisin;
F1-8;F1;15;Snu i sengen om natten;;;;15;2;døgn;alle;23:00;06:00;;2;;
F1-9;F1;2;Opplæring i husarbeid;opplæring_bruker;;;45;1;døgn;hverdag;10:00;14:00;;2;vernepleier;
F1-10;F1;2;Svømming i gruppe;opplæring_bruker;;Svømming;;;;;;;;2;;
F1-11;F1;1;Renhold og klesvask;;;;60;2;uke;hverdag;10:00;14:30;;2;;
F1-12;F1;1;Innkjøp sammen med beboeren;ærend;;;60;1;uke;tir;10:00;14:00;;2;;
F1-13;F1;15;Ansvarsgruppe;møte;;;60;1;måned;tir;12:00;13:00;;1;;
F2-1;F2;15;To til en om dagen;;tilsyn;;;;;;;;dag;2;;
F2-2;F2;15;To til en på kvelden;;tilsyn;;;;;;;;kveld;2;;
F2-3;F2;15;To til en om natten;;tilsyn;;;;;;;;natt;2;;
F2-4;F2;15;Morgenstell;;;;75;1;døgn;alle;08:00;11:00;;2;;
F2-5;F2;15;Kveldsstell;;;;60;1;døgn;alle;19:30;22:00;;2;;
F2-6;F2;15;Medisiner om dagen;medisin;;;10;2;døgn;alle;;;dag;2;medisin;
F2-7;F2;15;Medisiner på kvelden;medisin;;;10;1;døgn;alle;;;kveld;2;medisin;
F2-8;F2;15;Medisin til natten;medisin;;;10;1;døgn;alle;22:15;23:15;;2;medisin;
F2-9;F2;1;Renhold og klesvask;;;;60;3;uke;hverdag;10:00;15:00;;2;;
F2-10;F2;1;Innkjøp på apotek og i butikk;ærend;;;60;1;uke;tor;11:00;14:00;;2;;
F3-1;F3;15;En til en om dagen;;tilsyn;;;;;;;;dag;1;;
F3-2;F3;15;En til en på kvelden;;tilsyn;;;;;;;;kveld;1;;
F3-3;F3;15;En til en om natten;;tilsyn;;;;;;;;natt;1;;
F3-4;F3;15;Morgenstell;;;;45;1;døgn;alle;07:15;08:30;;1;;
F3-5;F3;15;Medisiner om dagen;medisin;;;10;1;døgn;alle;;;dag;1;medisin;
F3-6;F3;15;Medisiner på kvelden;medisin;;;10;2;døgn;alle;;;kveld;1;medisin;
F3-7;F3;2;Matgruppe;opplæring_bruker;;Matgruppe;;;;;;;;1;;
F3-8;F3;2;Svømming i gruppe;opplæring_bruker;;Svømming;;;;;;;;1;;
F3-9;F3;1;Renhold og klesvask;;;;60;2;uke;hverdag;;;kveld;1;;
F3-10;F3;4;Dagsenter;;;;300;1;døgn;hverdag;09:00;14:00;;1;;ekstern
F3-11;F3;4;Følge til og fra dagsenteret;transport_dagtilbud;;;60;1;døgn;hverdag;08:30;14:30;;1;;
F4-1;F4;15;En til en om dagen;;tilsyn;;;;;;;;dag;1;;
F4-2;F4;15;En til en på kvelden;;tilsyn;;;;;;;;kveld;1;;
F4-3;F4;15;En til en om natten;;tilsyn;;;;;;;;natt;1;;
F4-4;F4;15;Morgenstell;;;;40;1;døgn;hverdag;07:15;08:30;;1;;
F4-5;F4;15;Medisiner om dagen;medisin;;;10;1;døgn;hverdag;;;dag;1;medisin;
F4-6;F4;15;Medisiner på kvelden;medisin;;;10;1;døgn;hverdag;;;kveld;1;medisin;
F4-7;F4;2;Matgruppe;opplæring_bruker;;Matgruppe;;;;;;;;1;;
F4-8;F4;1;Renhold og klesvask;;;;60;3;uke;tir,tor;10:00;14:30;;1;;
F4-9;F4;1;Innkjøp sammen med beboeren;ærend;;;60;1;uke;tor;10:00;14:00;;1;;
F4-10;F4;4;Dagsenter;;;;300;1;døgn;man,ons,fre;09:00;14:00;;1;;ekstern
F4-11;F4;4;Følge til og fra dagsenteret;transport_dagtilbud;;;60;1;døgn;man,ons,fre;08:30;14:30;;1;;
F5-1;F5;15;En til en om dagen;;tilsyn;;;;;;;;dag;1;;
F5-2;F5;15;En til en på kvelden;;tilsyn;;;;;;;;kveld;1;;
F5-3;F5;15;En til en om natten;;tilsyn;;;;;;;;natt;1;;
F5-4;F5;15;Medisiner om dagen;medisin;;;5;2;døgn;alle;;;dag;1;medisin;
F5-5;F5;15;Medisiner på kvelden;medisin;;;5;1;døgn;alle;;;kveld;1;medisin;
F5-6;F5;15;Kveldssamtale;;;;30;1;døgn;alle;20:00;22:00;;1;;
F5-7;F5;2;Opplæring i å lage mat;opplæring_bruker;;;60;1;døgn;hverdag;10:00;14:00;;1;vernepleier;
F5-8;F5;2;Matgruppe;opplæring_bruker;;Matgruppe;;;;;;;;1;;
F5-9;F5;1;Renhold sammen med beboeren;;;;60;2;uke;hverdag;;;dag;1;;
F5-10;F5;1;Innkjøp;ærend;;;60;1;uke;tor;10:00;15:00;;1;;
F5-11;F5;9;Støttekontakt;;;;180;1;uke;tor;17:00;20:00;;1;;ekstern
"""

GROUPS = """
gruppe;beskrivelse;minutter;ganger;per;ukedager;fra_kl;til_kl;tjenesteytere
Matgruppe;Lage og spise middag sammen;90;1;uke;ons;16:00;19:00;2
Svømming;Svømmehallen;90;1;uke;fre;17:00;20:00;3
"""

OTHER_WORK = """
arbeid;beskrivelse;minutter;ganger;per;ukedager;fra_kl;til_kl;vakt;tjenesteytere
rapport;Vaktskifte om morgenen;15;1;døgn;alle;07:00;07:15;;5
rapport;Vaktskifte om ettermiddagen;15;1;døgn;alle;14:30;15:00;;5
rapport;Vaktskifte om kvelden;15;1;døgn;alle;21:45;22:00;;5
dokumentasjon;Dokumentasjon på dagvakt;20;1;vakt;hverdag;;;dag;
administrasjon;Vaktlister og bestillinger;120;1;uke;hverdag;09:00;14:00;;1
fellesareal;Renhold av fellesareal;60;1;uke;man,ons,fre;09:00;14:00;;1
møte;Fagmøte;30;1;14_dager;ons;14:30;15:00;;4
"""

ANSWERS = """
kode;beboer;tjeneste;svar;av;dato
coverage;;15;Helgelag B og C mangler folk på kveld. Stillingene er lyst ut;boligleder;02.03.2026
less-than-decided;;2;Opplæringen trappes ned. Vedtakene vurderes på nytt;boligleder;02.03.2026
absence-lowers;F4;15;Ja, F4 er hos familien hver tredje helg, hele året;boligleder;02.03.2026
org-no-of-unit;;;Nummeret føres inn når boligen har fått det fra Brønnøysund;boligleder;02.03.2026
org-no-of-others;;;De som gir tjenestene, er spurt om nummeret sitt;boligleder;02.03.2026
"""

# Every third weekend: team A works weeks 1 and 4, B 2 and 5, C 3 and 6. What each shift has of
# (vernepleier who may give medicines, others who may give medicines, others). On weekdays one is in
# charge, beside the seven.
WEEKDAY_STAFF = {"dag": (2, 2, 4), "kveld": (1, 2, 4), "natt": (0, 2, 5)}
WEEKEND_STAFF = {
    "A": {"dag": (1, 2, 4), "kveld": (1, 2, 4), "natt": (0, 2, 5)},
    "B": {"dag": (0, 2, 5), "kveld": (0, 2, 3), "natt": (0, 1, 6)},  # two vacancies in the evening
    "C": {"dag": (1, 1, 5), "kveld": (0, 2, 4), "natt": (0, 0, 7)},  # nobody for medicines at night
}
HOURS = {"dag": ("07:00", "15:00"), "kveld": ("14:30", "22:00"), "natt": ("21:45", "07:15")}
COMPETENCE = ("vernepleier,medisin", "medisin", "")


def shifts() -> Iterator[str]:
    """Write the rota, one line per kind of shift and day."""
    yield "uke;ukedag;vakt;start;slutt;antall;kompetanse"
    for week in range(WEEKS):
        team = "ABC"[week % 3]
        for day in DAYS:
            staff = WEEKEND_STAFF[team] if day in WEEKEND else WEEKDAY_STAFF
            for shift, (start, end) in HOURS.items():
                for count, competence in zip(staff[shift], COMPETENCE, strict=True):
                    if count:
                        yield f"{week + 1};{day};{shift};{start};{end};{count};{competence}"


def absences() -> Iterator[str]:
    """When residents are away: the day centre, the support contact, and with the family."""
    yield "beboer;dato;ukedag;fra_kl;til_kl;arsak"
    for resident, days in (("F3", DAYS[:5]), ("F4", ("man", "ons", "fre"))):
        for day in days:
            yield f"{resident};;{day};08:30;14:30;dagsenter"
    yield "F5;;tor;17:00;20:00;støttekontakt"
    for week in (3, 6):
        saturday = FIRST_DAY + timedelta(weeks=week - 1, days=5)
        yield f"F4;{saturday:%d.%m.%Y};;10:00;07:00;hos familien"
        yield f"F4;{saturday + timedelta(days=1):%d.%m.%Y};;07:00;18:00;hos familien"
    yield f"F5;{FIRST_DAY + timedelta(weeks=3, days=4):%d.%m.%Y};;;;ferie_med_personale"


def sheets() -> dict[str, Sheet]:
    """Each sheet: its headings and its rows."""
    texts = {
        "enhet": UNIT.strip().splitlines(),
        "vakter": list(shifts()),
        "beboere": RESIDENTS.strip().splitlines(),
        "vedtak": DECISIONS.strip().splitlines(),
        "tiltak": PLAN.strip().splitlines(),
        "grupper": GROUPS.strip().splitlines(),
        "annet_arbeid": OTHER_WORK.strip().splitlines(),
        "fravaer": list(absences()),
        "svar": ANSWERS.strip().splitlines(),
    }
    return {name: sheet(lines) for name, lines in texts.items()}


def sheet(lines: list[str]) -> Sheet:
    """Lines of text with headings, as Excel's own kinds of cell."""
    headings, *rows = (line.split(";") for line in lines)
    typed = [
        [cell(heading, text) for heading, text in zip(headings, row, strict=True)] for row in rows
    ]
    return tuple(headings), typed


def cell(heading: str, text: str) -> Cell:
    """One cell: a clock time, a duration, a date, a number or text."""
    if not text:
        return ""
    if heading in ("fra_kl", "til_kl", "start", "slutt"):
        return time.fromisoformat(text)
    if heading in ("timer", "ressursinnsats"):
        hours, minutes = text.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes))
    if heading.endswith("dato") or heading in ("fra", "til", "periode_start"):
        return datetime.strptime(text, "%d.%m.%Y").date()
    return int(text) if text.isdecimal() else text


def workbook() -> bytes:
    """Write the workbook: one sheet per table, headings first."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "Fjellvik", "created": MADE})
    heading = book.add_format({"bold": True, "bg_color": "#E3EAF0", "bottom": 1})
    formats = {
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
        date: book.add_format({"num_format": "dd.mm.yyyy"}),
    }
    for name, (headings, rows) in sheets().items():
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, headings, heading)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                page.write(number, column, value, formats.get(type(value)))
        for column, width in enumerate(widths(headings, rows)):
            page.set_column(column, column, width)
        page.autofilter(0, 0, len(rows), len(headings) - 1)
    book.close()
    return stream.getvalue()


def widths(headings: tuple[str, ...], rows: list[list[Cell]]) -> Iterator[int]:
    """Wide enough for each column's longest text and its heading with the filter's arrow."""
    for column, name in enumerate(headings):
        longest = max((len(row[column]) for row in rows if isinstance(row[column], str)), default=0)
        yield max(longest, len(name) + 3, 10) + 1


if __name__ == "__main__":
    WORKBOOK.write_bytes(workbook())
