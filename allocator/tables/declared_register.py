"""The columns of `register.csv`, to read back a register that was written before."""

import datetime
from typing import Final, NamedTuple

from allocator.tables.declared_common import day, resident, unit
from allocator.tables.schema import Column, ColumnKind, Table
from allocator.terms import DecisionStatus


class RegisterEntry(NamedTuple):
    """A row of a register as it was read: hours [min per week], NaN where the cell is empty."""

    unit: str
    resident: str
    service: int
    service_name: str
    status: DecisionStatus | str
    omfang_hm: float
    ressursinnsats_hm: float
    decided_hm: float
    basis: str
    applied_on: datetime.date | None
    decided_on: datetime.date | None
    started_on: datetime.date | None
    ended_on: datetime.date | None
    appealed_on: datetime.date | None
    period_from: datetime.date | None
    period_to: datetime.date | None
    org_no: str
    rolling: str
    staffing: str
    ordinary_housing: str
    days: float
    paused: str
    incomplete: str
    row: float
    """Of `vedtak`."""


def _text(name: str, norwegian: str) -> Column:
    return Column(name, norwegian, ColumnKind.TEXT, "", "")


def _hours(name: str, norwegian: str) -> Column:
    return Column(name, norwegian, ColumnKind.DURATION, "", "")


REGISTER: Final = Table(
    "register",
    "registeret",
    "Det som er meldt til registeret, slik en kjøring skrev det.",
    "What is entered in the register, as a run wrote it.",
    RegisterEntry,
    (
        unit(),
        resident(),
        Column("service", "tjeneste", ColumnKind.WHOLE, "", "", required=True, minimum=1),
        _text("service_name", "tjenestens navn"),
        Column("status", "status", ColumnKind.WORD, "", "", words=("status",)),
        _hours("omfang_hm", "omfang"),
        _hours("ressursinnsats_hm", "ressursinnsats"),
        _hours("decided_hm", "vedtatt"),
        _text("basis", "grunnlag"),
        day("applied_on", "soknad_dato", "", ""),
        day("decided_on", "vedtak_dato", "", ""),
        day("started_on", "start_dato", "", ""),
        day("ended_on", "slutt_dato", "", ""),
        day("appealed_on", "klage_dato", "", ""),
        day("period_from", "periode_fra", "", ""),
        day("period_to", "periode_til", "", ""),
        _text("org_no", "orgnr"),
        _text("rolling", "rullerende"),
        _text("staffing", "bemanning"),
        _text("ordinary_housing", "ordinaer_boligmasse"),
        Column("days", "dager", ColumnKind.WHOLE, "", ""),
        _text("paused", "stanset"),
        _text("incomplete", "mangler"),
        Column("row", "rad", ColumnKind.WHOLE, "", ""),
    ),
)
