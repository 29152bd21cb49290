"""A small input in Norwegian: two units that need every kind of row the exports show.

A1 has a group, help by two, shared supervision, an absence, a decision that cuts, a decision
without interventions, rows that do not count, other work and an answered question. A2 is one
person. Ids and descriptions hold what a spreadsheet would take for formulas.
"""

from pathlib import Path

DAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
SHIFTS = (("dag", "07:00", "15:00"), ("kveld", "15:00", "22:00"), ("natt", "22:00", "07:00"))

ENHET = """enhet;uker;periode_start;bemanning;ordinaer_boligmasse
A1;1;2026-01-05;heldøgns;ja
A2;1;;;
"""
BEBOERE = """enhet;beboer
A1;B1
A1;B2
A2;B1
A2;B3
"""
VEDTAK = """enhet;beboer;tjeneste;timer;per;status;vedtak_dato
A1;B1;15;40:00;uke;innvilget;2025-12-01
A1;B1;1;2:00;uke;innvilget;
A1;B2;2;1:00;uke;innvilget;
A1;B2;9;3:00;uke;søknad;
A1;B2;6;;;innvilget;2025-12-02
"""
TILTAK = """tiltak;enhet;beboer;tjeneste;beskrivelse;aktivitet;form;gruppe;minutter;ganger;per;\
ukedager;fra_kl;til_kl;vakt;tjenesteytere;utforer
T1;A1;B1;15;=1+1 Morgenstell <b>&</b>;;;;30;1;døgn;;07:00;09:00;;2;
T2;A1;B1;1;Gulvvask;;;;60;3;uke;;;;;;
-T3;A1;B1;15;Tilsyn om natten;;tilsyn;;;;;;;;natt;;
T4;A1;B2;15;Medisin på kontoret;medisin;;;10;2;døgn;;;;;;
T5;A1;B2;9;;;;tur;;;;;;;;;
T6;A1;B1;9;;;;tur;;;;;;;;;
T7;A1;B2;15;Ansvarsgruppe;møte;;;60;1;14_dager;;;;;;
T8;A1;B2;9;Søster handler;;;;60;1;uke;;;;;;ulønnet
T9;A2;B1;15;Sår;;;;20;1;døgn;hverdag;;;;;
"""
GRUPPER = """enhet;gruppe;minutter;ganger;per;vakt
A1;tur;120;1;uke;dag
"""
ANNET = """enhet;arbeid;minutter;per;vakt
A1;rapport;15;vakt;dag,kveld
"""
FRAVAER = """enhet;beboer;ukedag;fra_kl;til_kl;arsak
A1;B2;lør;;;besøk
"""
SVAR = """enhet;code;beboer;tjeneste;svar;av;dato
A1;supervision-reading;B1;;Delt, etter vedtaket;saksbehandler;2026-01-20
"""


def tables() -> dict[str, str]:
    """File name -> contents."""
    return {
        "enhet.csv": ENHET,
        "vakter.csv": _shifts(),
        "beboere.csv": BEBOERE,
        "vedtak.csv": VEDTAK,
        "tiltak.csv": TILTAK,
        "grupper.csv": GRUPPER,
        "annet_arbeid.csv": ANNET,
        "fravaer.csv": FRAVAER,
        "svar.csv": SVAR,
    }


def _shifts() -> str:
    rows = ["enhet;uke;ukedag;vakt;start;slutt;antall"]
    for unit, staff in (("A1", (2, 1, 1)), ("A2", (1, 1, 1))):
        for day in DAYS:
            for (name, start, end), count in zip(SHIFTS, staff, strict=True):
                rows.append(f"{unit};1;{day};{name};{start};{end};{count}")
    return "\n".join(rows) + "\n"


def write_small(folder: Path, **changed: str) -> Path:
    """The input as a folder; `changed` gives other contents for a table by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables().items():
        (folder / name).write_text(changed.get(name.removesuffix(".csv"), text), "utf-8")
    return folder


def uploaded() -> dict[str, bytes]:
    """The input as uploaded files."""
    return {name: text.encode() for name, text in tables().items()}
