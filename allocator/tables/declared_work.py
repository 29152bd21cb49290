"""Tables of work to be done: `tiltak`, `grupper`, `annet_arbeid`."""

from typing import Final, NamedTuple

import pandas as pd

from allocator.tables.declared_common import (
    competence,
    description,
    first_day,
    last_day,
    minutes,
    parts,
    per,
    provider,
    resident,
    service,
    staff,
    times,
    unit,
    weekdays,
    window,
)
from allocator.tables.schema import Column, ColumnKind, Table
from allocator.terms import Mode, Part, Per, Provider

_OTHER_WORK_ONLY: Final = dict.fromkeys(("break", "common_areas", "other"), "house-word-misplaced")
_NO_SHIFT: Final = {"shift": "per-shift-misplaced"}
_PER_NB: Final = (
    "Hva antall ganger gjelder: døgn, uke, 14_dager, måned, eller flere uker, som 3_uker."
)
_PER_EN: Final = (
    "What times is counted in: day, week, 14_days, month, or several weeks, as 3_weeks."
)
_DAYS_NB: Final = "Hvilke døgn det kan legges til: alle, hverdag, helg eller en liste."
_DAYS_EN: Final = "The days it may fall on: all, weekday, weekend or a list."
_PARTS_NB: Final = "Uten klokkeslett: hvilke deler av døgnet det kan legges til."
_PARTS_EN: Final = "Without clock times: the parts of the day it may fall in."


class InterventionRow(NamedTuple):
    """A row of `interventions`; `weekdays` from 0, Monday; `staff` NaN where none is said."""

    position: int
    intervention: str
    unit: str
    resident: str
    service: int
    description: str
    activity: str
    mode: Mode
    group: str
    minutes: float
    times: float
    per: Per
    weekdays: tuple[int, ...]
    from_time: float
    to_time: float
    shift: tuple[Part, ...]
    staff: float
    competence: str
    provider: Provider
    priority: float
    from_: pd.Timestamp
    to: pd.Timestamp
    row: int


INTERVENTIONS: Final = Table(
    "interventions",
    "tiltak",
    "Hva som er planlagt for én beboer. Én rad per tiltak.",
    "What is planned for one resident. One row per intervention.",
    InterventionRow,
    (
        Column(
            "intervention",
            "tiltak",
            ColumnKind.TEXT,
            "Tiltakets id. Tom: radens nummer.",
            "The intervention's id. Empty: the row's number.",
        ),
        unit(),
        resident(),
        service(),
        description(),
        Column(
            "activity",
            "aktivitet",
            ColumnKind.WORD,
            "Hva slags arbeid det er; det avgjør om det teller.",
            "The kind of work, which decides whether it counts.",
            default="direct",
            words=("activity", "unit_work"),
            refused=_OTHER_WORK_ONLY,
        ),
        Column(
            "mode",
            "form",
            ColumnKind.WORD,
            "Individuell eller tilsyn.",
            "Individual or supervision.",
            default="individual",
            words=("mode",),
        ),
        Column(
            "group",
            "gruppe",
            ColumnKind.TEXT,
            "Gruppens id når raden er deltakelse i en gruppe.",
            "The group's id where the row is participation in a group.",
        ),
        minutes(required=False),
        times(),
        per("day", _PER_NB, _PER_EN, refused=_NO_SHIFT),
        weekdays(_DAYS_NB, _DAYS_EN),
        *window(),
        parts(_PARTS_NB + " Tom: dag,kveld (natt for tilsyn).", _PARTS_EN + " Empty: day,evening."),
        staff(
            None,
            "Tjenesteytere samtidig på grunn av denne beboerens behov. Tom: 1; ved løpende tilsyn "
            "felles.",
            "Staff at the same time because of this resident. Empty: 1; for continuous "
            "supervision shared.",
        ),
        competence(
            "Én kompetanse som minst én av de ansatte må ha.",
            "One competence that at least one of the staff must have.",
        ),
        provider(),
        Column(
            "priority",
            "prioritet",
            ColumnKind.WHOLE,
            "1 (først) til 9. Tom: etter tjenesten.",
            "1 (first) to 9. Empty: by service.",
            minimum=1,
            maximum=9,
        ),
        first_day("Første dag tiltaket gjelder.", "The first day it is in force."),
        last_day("Siste dag tiltaket gjelder.", "The last day it is in force."),
    ),
)


class GroupRow(NamedTuple):
    """A row of `groups`."""

    position: int
    group: str
    unit: str
    description: str
    minutes: float
    times: float
    per: Per
    weekdays: tuple[int, ...]
    from_time: float
    to_time: float
    shift: tuple[Part, ...]
    staff: int
    competence: str
    provider: Provider
    row: int


GROUPS: Final = Table(
    "groups",
    "grupper",
    "Aktiviteter for flere beboere samtidig. De som har en rad i tiltak med gruppens id, deltar.",
    "Activities for several residents at once. Whoever has an intervention naming it takes part.",
    GroupRow,
    (
        Column(
            "group", "gruppe", ColumnKind.TEXT, "Gruppens id.", "The group's id.", required=True
        ),
        unit(),
        description(),
        minutes(required=True),
        times(),
        per("day", _PER_NB, _PER_EN, refused=_NO_SHIFT),
        weekdays(_DAYS_NB, _DAYS_EN),
        *window(),
        parts(_PARTS_NB + " Tom: dag,kveld.", _PARTS_EN + " Empty: day,evening."),
        staff(1, "Tjenesteytere som leder gruppen.", "Staff that run the group."),
        competence(
            "Én kompetanse som minst én av dem må ha.",
            "One competence that at least one of them must have.",
        ),
        provider(),
    ),
)


class OtherWorkRow(NamedTuple):
    """A row of `other_work`."""

    position: int
    unit: str
    work: str
    description: str
    minutes: float
    times: float
    per: Per
    weekdays: tuple[int, ...]
    from_time: float
    to_time: float
    shift: tuple[Part, ...]
    staff: int
    row: int


OTHER_WORK: Final = Table(
    "other_work",
    "annet_arbeid",
    "Personaltid som ikke går til noen bestemt beboer: møter, rapport, matlaging for fellesskapet.",
    "Staff time for no resident in particular: meetings, handover, common areas.",
    OtherWorkRow,
    (
        unit(),
        Column(
            "work",
            "arbeid",
            ColumnKind.WORD,
            "Hva slags arbeid: ordene fra aktivitet, og pause, fellesareal, annet.",
            "The kind of work: the words of activity, and break, common_areas, other.",
            required=True,
            words=("activity", "unit_work"),
        ),
        description(),
        minutes(required=True),
        times(),
        per("day", _PER_NB + " Eller vakt.", _PER_EN + " Or shift."),
        weekdays(_DAYS_NB, _DAYS_EN),
        *window(),
        parts(_PARTS_NB + " Tom: alle tre.", _PARTS_EN + " Empty: all three."),
        staff(1, "Tjenesteytere samtidig.", "Staff at the same time."),
    ),
)
