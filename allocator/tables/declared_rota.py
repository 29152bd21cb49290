"""Tables of the unit and its roster: `enhet`, `vakter`, `vaktkoder`."""

from typing import Final, Literal, NamedTuple

import pandas as pd

from allocator.tables.declared_common import LONGEST, clock, day, unit, weekday
from allocator.tables.schema import Column, ColumnKind, Table
from allocator.terms import Duty, Part, PriorityPolicy, Report, Staffing, SupervisionReading


class UnitRow(NamedTuple):
    """A row of `unit`; times of day in [min after midnight]; a policy left open is empty."""

    position: int
    unit: str
    name: str
    municipality: str
    org_no: str
    staffing: Staffing | Literal[""]
    ordinary_housing: Literal["yes", "no", ""]
    weeks: int
    period_start: pd.Timestamp
    day_start: float
    evening_start: float
    night_start: float
    shared_supervision: SupervisionReading | Literal[""]
    report: Report | Literal[""]
    priority_policy: PriorityPolicy | Literal[""]
    profile: str
    row: int


UNIT: Final = Table(
    "unit",
    "enhet",
    "Én rad per enhet. En enhet er alle som deler ett personale, ikke en adresse.",
    "One row per unit. A unit is everyone who shares one staff, not an address.",
    UnitRow,
    (
        Column("unit", "enhet", ColumnKind.TEXT, "Enhetens id.", "The unit's id.", required=True),
        Column("name", "navn", ColumnKind.TEXT, "Enhetens navn.", "The unit's name."),
        Column("municipality", "kommune", ColumnKind.TEXT, "Kommunen.", "The municipality."),
        Column(
            "org_no",
            "orgnr",
            ColumnKind.ORGANISATION,
            "Organisasjonsnummer.",
            "The organisation's number.",
        ),
        Column(
            "staffing",
            "bemanning",
            ColumnKind.WORD,
            "Om boligen har fast personale: heldøgns, deler av døgnet eller ingen.",
            "Whether fixed staff is attached: around the clock, part of the day or none.",
            words=("staffing",),
        ),
        Column(
            "ordinary_housing",
            "ordinaer_boligmasse",
            ColumnKind.WORD,
            "Om boligen er en del av den ordinære boligmassen (ja eller nei).",
            "Whether the dwelling is ordinary housing (yes or no).",
            words=("yes_no",),
        ),
        Column(
            "weeks",
            "uker",
            ColumnKind.WHOLE,
            "Hvor mange uker turnusen dekker.",
            "How many weeks the roster covers.",
            required=True,
            minimum=1,
            maximum=260,
        ),
        day(
            "period_start",
            "periode_start",
            "Turnusens første dag, en mandag. Må fylles ut når noen tabell bruker datoer.",
            "The roster's first day, a Monday. Required where any table uses dates.",
        ),
        clock(
            "day_start",
            "dag_start",
            "Når dagen begynner. Da begynner også døgnet.",
            "When the day begins; the døgn begins then.",
            default=420.0,
        ),
        clock(
            "evening_start",
            "kveld_start",
            "Når kvelden begynner.",
            "When the evening begins.",
            default=900.0,
        ),
        clock(
            "night_start",
            "natt_start",
            "Når natten begynner.",
            "When the night begins.",
            default=1320.0,
        ),
        Column(
            "shared_supervision",
            "felles_tilsyn",
            ColumnKind.WORD,
            "Hvordan felles tilsyn leses: delt, felles eller runder. Tom: som i profilen (delt).",
            "How shared supervision is read: divided, joint or rounds. Empty: as in the profile "
            "(divided).",
            words=("shared_supervision",),
        ),
        Column(
            "report",
            "rapporter",
            ColumnKind.WORD,
            "Hvilke timer omfang og ressursinnsats viser: mottatt eller vedtatt. Tom: mottatt.",
            "Which figure omfang and ressursinnsats carry: received or decided. Empty: received.",
            words=("report",),
        ),
        Column(
            "priority_policy",
            "prioritering",
            ColumnKind.WORD,
            "Hva som går foran når personalet ikke rekker alt: helse først eller likt. Tom: helse "
            "først.",
            "How a shortage is shared: health first or equal. Empty: health first.",
            words=("priority_policy",),
        ),
        Column(
            "profile",
            "profil",
            ColumnKind.TEXT,
            "Regelprofilens id. Tom: den nyeste.",
            "The rule profile's id. Empty: the newest.",
        ),
    ),
    required=True,
)


def _shift_hours(*, required: bool) -> tuple[Column, ...]:
    """`start`, `slutt`, `dogn_til`: when a shift begins and ends."""
    return (
        clock("start", "start", "Når vakten begynner.", "When it starts.", required=required),
        clock(
            "end",
            "slutt",
            "Når vakten slutter. Samme tid som start eller tidligere betyr neste dag.",
            "When it ends. At or before the start means the next day.",
            required=required,
        ),
        Column(
            "days_more",
            "dogn_til",
            ColumnKind.WHOLE,
            "Antall ekstra døgn før vakten slutter (medleverturnus).",
            "Further days until it ends (live-in rota).",
            default=0,
            minimum=0,
            maximum=30,
        ),
    )


DUTY: Final = Column(
    "duty",
    "type",
    ColumnKind.WORD,
    "Aktiv eller hvilende vakt.",
    "Active or resting duty.",
    default="active",
    words=("duty",),
)
STAFF_CAN: Final = Column(
    "competence",
    "kompetanse",
    ColumnKind.COMPETENCES,
    "Hva disse ansatte kan utover det alle kan; flere skilles med komma.",
    "What these staff may do beyond what everyone may; separate several with commas.",
)
BREAK: Final = Column(
    "break_minutes",
    "pause",
    ColumnKind.MINUTES,
    "Minutter pause per ansatt, når den ansatte ikke er tilgjengelig.",
    "Minutes of break for each, when they are not available.",
    default=0.0,
    minimum=0,
    maximum=LONGEST,
)


def _label(*, required: bool) -> Column:
    """`vakt` as one label."""
    return Column(
        "shift",
        "vakt",
        ColumnKind.WORD,
        "Hva vakten kalles: dag, kveld eller natt. Timene deles likevel etter klokken.",
        "What the shift is called: day, evening or night. Hours are still split by the clock.",
        required=required,
        words=("part",),
    )


class ShiftRow(NamedTuple):
    """A row of `shifts`: `count_` identical staff; times of day in [min after midnight]."""

    position: int
    unit: str
    date: pd.Timestamp
    week: float
    weekday: float
    shift: Part
    start: float
    end: float
    days_more: int
    count_: int
    staff_id: str
    duty: Duty
    competence: tuple[str, ...]
    break_minutes: float
    row: int


SHIFTS: Final = Table(
    "shifts",
    "vakter",
    "Turnusen: én rad per slags vakt og dag. Enten dato, eller uke og ukedag.",
    "The rota: one row per kind of shift and day. Either date, or week and weekday.",
    ShiftRow,
    (
        unit(),
        day(
            "date",
            "dato",
            "Kalenderdagen vakten begynner. Eller bruk uke og ukedag.",
            "The calendar day on which the shift starts. Or use week and weekday.",
        ),
        Column(
            "week",
            "uke",
            ColumnKind.WHOLE,
            "Hvilken uke i turnusen, fra 1.",
            "Which week of the roster, from 1.",
            minimum=1,
            maximum=260,
        ),
        weekday("Ukedagen vakten begynner.", "The weekday on which the shift starts."),
        _label(required=True),
        *_shift_hours(required=True),
        Column(
            "count",
            "antall",
            ColumnKind.WHOLE,
            "Hvor mange like ansatte raden gjelder.",
            "How many identical staff this row is for.",
            default=1,
            minimum=1,
            maximum=500,
        ),
        Column(
            "staff_id",
            "ansatt",
            ColumnKind.TEXT,
            "Den ansattes kode.",
            "A code for the staff member.",
        ),
        DUTY,
        STAFF_CAN,
        BREAK,
    ),
    required=True,
)


class ShiftCodeRow(NamedTuple):
    """A row of `shift_codes`; times of day in [min after midnight]."""

    position: int
    unit: str
    code: str
    shift: Part | Literal[""]
    start: float
    end: float
    days_more: int
    duty: Duty
    competence: tuple[str, ...]
    break_minutes: float
    not_duty: bool
    cost: float
    most: float
    row: int


SHIFT_CODES: Final = Table(
    "shift_codes",
    "vaktkoder",
    "Hva vaktkodene i turnusen betyr.",
    "What the shift codes of the rota mean.",
    ShiftCodeRow,
    (
        unit(),
        Column("code", "kode", ColumnKind.TEXT, "Vaktkoden.", "The shift code.", required=True),
        _label(required=False),
        *_shift_hours(required=False),
        DUTY,
        STAFF_CAN,
        BREAK,
        Column(
            "not_duty",
            "teller_ikke",
            ColumnKind.YES_NO,
            "Ja for ferie, sykdom, kurs og fri.",
            "Yes for leave, illness, course and time off.",
            default=False,
        ),
        Column(
            "cost",
            "kostnad",
            ColumnKind.NUMBER,
            "Kostnad per time. Leses og kontrolleres; ingenting regnes av den ennå.",
            "Cost per hour. Read and checked; nothing is computed from it yet.",
            minimum=0,
        ),
        Column(
            "most",
            "maks",
            ColumnKind.WHOLE,
            "Høyst så mange slike vakter per dag. Leses og kontrolleres; brukes ikke ennå.",
            "At most so many such shifts per day. Read and checked; not used yet.",
            minimum=0,
        ),
    ),
)
