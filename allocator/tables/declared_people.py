"""Tables of the residents: `beboere`, `vedtak`, `fravaer`, `svar`."""

from typing import Final, NamedTuple

import pandas as pd

from allocator import terms
from allocator.tables.declared_common import (
    day,
    first_day,
    last_day,
    per,
    resident,
    service,
    unit,
    weekday,
    window,
)
from allocator.tables.schema import Column, ColumnKind, Table
from allocator.terms import DecisionStatus, Per

_MOST_HOURS: Final = 10_000 * terms.MINUTES_PER_HOUR


class ResidentRow(NamedTuple):
    """A row of `residents`."""

    position: int
    unit: str
    resident: str
    from_: pd.Timestamp
    to: pd.Timestamp
    row: int


RESIDENTS: Final = Table(
    "residents",
    "beboere",
    "Hvem som bor der. Én rad per beboer.",
    "Who lives there. One row per resident.",
    ResidentRow,
    (
        unit(),
        resident(),
        first_day("Første dag beboeren bor der.", "The first day the person lives there."),
        last_day("Siste dag beboeren bor der.", "The last day the person lives there."),
    ),
    required=True,
)


def _hours(name: str, norwegian: str, nb: str, en: str) -> Column:
    """Return a duration [min] per the row's `per`."""
    return Column(name, norwegian, ColumnKind.DURATION, nb, en, minimum=0, maximum=_MOST_HOURS)


class DecisionRow(NamedTuple):
    """A row of `decisions`; hours in [min], per the row's own `per`."""

    position: int
    unit: str
    resident: str
    service: int
    hours: float
    resource_hours: float
    per: Per
    from_: pd.Timestamp
    to: pd.Timestamp
    status: DecisionStatus
    reportable: bool
    applied_on: pd.Timestamp
    decided_on: pd.Timestamp
    started_on: pd.Timestamp
    ended_on: pd.Timestamp
    appealed_on: pd.Timestamp
    rolling: bool
    org_no: str
    row: int


DECISIONS: Final = Table(
    "decisions",
    "vedtak",
    "Hva som er innvilget. Én rad per beboer, tjeneste og periode.",
    "What has been granted. One row per resident, service and period.",
    DecisionRow,
    (
        unit(),
        resident(),
        service(),
        _hours(
            "hours",
            "timer",
            "Timer per uke (eller som i per): 7:30, 7,5, 7 t 30 min eller 3 døgn.",
            "Hours per week (or as in per): 7:30, 7,5, 7 t 30 min or 3 døgn.",
        ),
        _hours(
            "resource_hours",
            "ressursinnsats",
            "Vedtatt ressursinnsats, der den står i vedtaket. Skrives på samme måte som timer.",
            "Decided ressursinnsats, where the decision says it. Written like hours.",
        ),
        per(
            "week",
            "Hva timene gjelder: døgn, uke, 14_dager, måned, eller flere uker, som 3_uker.",
            "What the hours are for: day, week, 14_days, month, or several weeks, as 3_weeks.",
            refused={"shift": "per-shift-misplaced"},
        ),
        first_day("Første dag vedtaket gjelder.", "The first day of validity."),
        last_day("Siste dag vedtaket gjelder.", "The last day of validity."),
        Column(
            "status",
            "status",
            ColumnKind.WORD,
            "Innvilget, ikke iverksatt, avslått eller søknad.",
            "Granted, not started, refused or applied.",
            default="granted",
            words=("status",),
        ),
        Column(
            "reportable",
            "rapporteres",
            ColumnKind.YES_NO,
            "Nei når vedtaket ikke hører til registeret (for eksempel barnevern).",
            "No when the decision is not the register's (for example child welfare).",
            default=True,
        ),
        day("applied_on", "soknad_dato", "Dato for søknaden.", "Date of the application."),
        day("decided_on", "vedtak_dato", "Dato for vedtaket.", "Date of the decision."),
        day("started_on", "start_dato", "Når tjenesten startet.", "When the service started."),
        day(
            "ended_on",
            "slutt_dato",
            "Når tjenesten sluttet. Tom: siste dag vedtaket gjelder, når den er nådd.",
            "When the service ended. Empty: the last day of validity, once it has come.",
        ),
        day("appealed_on", "klage_dato", "Dato for klagen.", "Date of the appeal."),
        Column(
            "rolling",
            "rullerende",
            ColumnKind.YES_NO,
            "Ja ved rullerende avlastning (tjeneste 8): da føres gjennomsnittlige timer per uke.",
            "Yes for rolling respite (service 8): average hours count.",
            default=False,
        ),
        Column(
            "org_no",
            "orgnr",
            ColumnKind.ORGANISATION,
            "Organisasjonsnummeret til den som utfører tjenesten. Tom: enhetens, når boligen gir "
            "den.",
            "Organisation number of whoever performs the service. Empty: the unit's, where the "
            "unit gives it.",
        ),
    ),
)


class AbsenceRow(NamedTuple):
    """A row of `absences`; `weekday` from 0, Monday, to 6."""

    position: int
    unit: str
    resident: str
    date: pd.Timestamp
    date_to: pd.Timestamp
    weekday: float
    from_time: float
    to_time: float
    reason: str
    row: int


ABSENCES: Final = Table(
    "absences",
    "fravaer",
    "Når en beboer ikke er der. Enten dato eller ukedag; uten klokkeslett hele døgnet.",
    "When a resident is not there. Either date or weekday; without times the whole day.",
    AbsenceRow,
    (
        unit(),
        resident(),
        day("date", "dato", "Døgnet fraværet begynner.", "The day on which it begins."),
        day(
            "date_to",
            "dato_til",
            "Siste døgn, når fraværet er det samme i flere døgn etter hverandre.",
            "The last day, where the absence is the same on several days in a row.",
        ),
        weekday("Ukedagen fraværet begynner hver uke.", "The weekday on which it begins."),
        *window(),
        Column(
            "reason",
            "arsak",
            ColumnKind.TEXT,
            "Årsaken. Ferie_med_personale er ikke fravær, sykehus stanser tjenestene, og skole "
            "trekkes ikke fra avlastning.",
            "The reason. Holiday_with_staff is no absence, hospital stops the services, and school "
            "takes nothing off respite.",
            words=("absence_reason",),
        ),
    ),
)


class AnswerRow(NamedTuple):
    """A row of `answers`."""

    position: int
    unit: str
    code: str
    resident: str
    service: float
    row_id: str
    answer: str
    by: str
    date: pd.Timestamp
    row: int


ANSWERS: Final = Table(
    "answers",
    "svar",
    "Saksbehandlerens svar på spørsmål fra programmet.",
    "A caseworker's answers to the program's questions.",
    AnswerRow,
    (
        unit(),
        Column("code", "kode", ColumnKind.TEXT, "Spørsmålets kode.", "The question's code.", True),
        resident(required=False),
        service(required=False),
        Column(
            "row_id",
            "rad",
            ColumnKind.TEXT,
            "Id-en til raden svaret gjelder; i tabeller uten id radens nummer. Tom: alle rader.",
            "The id of the row it is about; in tables without ids the row's number. Empty: all.",
        ),
        Column("answer", "svar", ColumnKind.TEXT, "Svaret.", "The answer.", required=True),
        Column("by", "av", ColumnKind.TEXT, "Hvem som svarer (rolle).", "Who answers (role)."),
        day("date", "dato", "Når det ble svart.", "When it was answered."),
    ),
)
