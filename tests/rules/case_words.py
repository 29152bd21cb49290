"""The words of the cases: which column of the result each names, and how its value is written."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from allocator.rounding import hours_minutes
from allocator.terms import WORDS, norwegian
from allocator.text import translate

PARTS = {"dag": "day_minutes", "kveld": "evening_minutes", "natt": "night_minutes"}
HOURS = {
    "navn": "service_name",
    "dager": "days",
    "vedtatt": "decided_minutes",
    "planlagt": "planned_minutes",
    "mottatt": "received_minutes",
    "omfang": "omfang_hm",
    "ressursinnsats": "ressursinnsats_hm",
    "personalandel": "staff_share_minutes",
    **PARTS,
    "dekning": "coverage",
    "dekning av vedtak": "decided_coverage",
}
REGISTER = {
    "navn": "service_name",
    "status": "status",
    "omfang": "omfang_hm",
    "ressursinnsats": "ressursinnsats_hm",
    "vedtatt": "decided_hm",
    "grunnlag": "basis",
    "søkt": "applied_on",
    "vedtatt dato": "decided_on",
    "startet": "started_on",
    "sluttet": "ended_on",
    "klaget": "appealed_on",
    "periode fra": "period_from",
    "periode til": "period_to",
    "orgnr": "org_no",
    "rullerende": "rolling",
    "bemanning": "staffing",
    "ordinær boligmasse": "ordinary_housing",
    "dager": "days",
    "opphold": "paused",
    "mangler for registeret": "incomplete",
}
STAFF = {
    "på vakt": "rostered_minutes",
    "individuelt": "individual_minutes",
    "gruppe": "group_minutes",
    "tilsyn": "supervision_minutes",
    "annet": "other_work_minutes",
    "pause": "break_minutes",
    "tilstede": "presence_minutes",
}
UNMET = {
    "bedt om": "asked_minutes",
    "mottatt": "received_minutes",
    "mangler": "missing_minutes",
    "årsak": "reason",
}
TRACE = {
    "id": "id",
    "beboer": "resident",
    "tjeneste": "service",
    "aktivitet": "activity",
    "teller": "counted",
    "regel": "rule",
    "bedt om": "asked_minutes",
    "planlagt": "planned_minutes",
    "mottatt": "received_minutes",
    "ressursinnsats": "ressursinnsats_minutes",
    "personalandel": "staff_share_minutes",
    **PARTS,
    "forklaring": "explanation",
}
KEYS: Mapping[str, Mapping[str, str]] = {
    "timer": {"enhet": "unit", "beboer": "resident", "tjeneste": "service"},
    "register": {"enhet": "unit", "beboer": "resident", "tjeneste": "service", "rad": "row"},
    "personaltid": {"enhet": "unit", "del": "part", "type": "duty"},
    "mangler": {
        "enhet": "unit",
        "beboer": "resident",
        "tiltak": "intervention",
        "tjeneste": "service",
    },
    "rader": {"enhet": "unit", "tabell": "table", "rad": "row"},
}
"""The words that find a row: those that a line gives must point at one row."""
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "timer": HOURS,
    "register": REGISTER,
    "personaltid": STAFF,
    "mangler": UNMET,
    "rader": TRACE,
}
"""The words that say what must stand in the row, and the column of each."""
FRAMES = {
    "timer": "hours",
    "register": "register",
    "personaltid": "staff_time",
    "mangler": "unmet",
    "rader": "trace",
}
"""What a case calls a frame of the result."""
_KINDS = {
    "status": "status",
    "basis": "report",
    "staffing": "staffing",
    "rolling": "yes_no",
    "ordinary_housing": "yes_no",
    "part": "part",
    "duty": "duty",
}


def shown(column: str, value: Any) -> str:
    """A value as the cases write it; no figure is empty, and never 0:00."""
    if pd.isna(value):
        return ""
    if column.endswith("_minutes"):
        return hours_minutes(value)
    if column.endswith("coverage"):
        return f"{round(100 * value)} %"
    if column == "counted":
        return "ja" if value else "nei"
    if column == "reason":
        return translate("explain", f"reason-{value}", "nb")
    if column == "activity":
        kind = next(kind for kind in ("activity", "unit_work", "status") if value in WORDS[kind])
        return norwegian(kind, value)
    return norwegian(_KINDS[column], value) if value and column in _KINDS else str(value)


def found_by(frame: pd.DataFrame, name: str, line: Mapping[str, str]) -> pd.DataFrame:
    """The rows that a line of a case points at."""
    for word, column in KEYS[name].items():
        if word in line:
            frame = frame[[shown(column, value) == line[word] for value in frame[column].tolist()]]
    return frame


def differences(frame: pd.DataFrame, name: str, line: Mapping[str, str]) -> Iterator[str]:
    """Where the row that a line points at holds something else than the line says."""
    rows = found_by(frame, name, line)
    assert len(rows) <= 1, f"{line} points at {len(rows)} rows"
    if rows.empty:
        yield f"there is no row for {line}"
        return
    for word, expected in line.items():
        if word in KEYS[name]:
            continue
        assert word in COLUMNS[name], f"unknown word {word!r}"
        column = COLUMNS[name][word]
        text = shown(column, rows.iloc[0][column])
        if text != expected:
            yield f"{line}: {word} is {text!r}"
