"""Runs every case of `tests/cases/*.yaml` through the whole program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pytest

import allocator
from allocator.errors import InputError
from allocator.notices import Notice
from allocator.rounding import hours_minutes
from allocator.rules.decide import Decided
from allocator.rules.loading import load
from allocator.tables import Inputs
from allocator.terms import norwegian

from .case_files import SHOWS, TODAY, Case, all_cases, files_of

MINUTES = {
    "personalandel": "staff_share_minutes",
    "dag": "day_minutes",
    "kveld": "evening_minutes",
    "natt": "night_minutes",
    "vedtatt": "decided_minutes",
    "planlagt": "planned_minutes",
    "mottatt": "received_minutes",
}
TEXTS = {"omfang": "omfang_hm", "ressursinnsats": "ressursinnsats_hm", "dager": "days"}
REGISTER = TEXTS | {
    "status": "status",
    "søkt": "applied_on",
    "vedtatt dato": "decided_on",
    "startet": "started_on",
    "sluttet": "ended_on",
    "klaget": "appealed_on",
    "orgnr": "org_no",
    "rullerende": "rolling",
    "bemanning": "staffing",
    "ordinær boligmasse": "ordinary_housing",
}
STAFF = {
    "individuelt": "individual_minutes",
    "gruppe": "group_minutes",
    "tilsyn": "supervision_minutes",
    "annet": "other_work_minutes",
    "pause": "break_minutes",
    "tilstede": "presence_minutes",
}
PARTS = {"dag": "day", "kveld": "evening", "natt": "night"}
DUTIES = {"aktiv": "active", "hvilende": "resting"}
NORWEGIAN = {"status": "status", "bemanning": "staffing"}
WORDS = {"": "", "nan": "", "True": "ja", "False": "nei", "yes": "ja", "no": "nei"}


@dataclass(frozen=True)
class Ran:
    """A case that has been run; `result` is None where the input was refused."""

    inputs: Inputs
    decided: Decided
    notices: tuple[Notice, ...]
    result: allocator.Result | None

    @cached_property
    def frames(self) -> allocator.Result:
        """The result; refused inputs have none."""
        assert self.result is not None, [notice.message() for notice in self.notices]
        return self.result

    def codes(self, *severities: str) -> set[str]:
        """The codes of the notices of some severities."""
        return {notice.code for notice in self.notices if notice.severity in severities}


def run(case: Case) -> Ran:
    inputs = allocator.read(files_of(case.gitt))
    refused = "feil" in case.venter
    assert refused or not [n for n in inputs.notices if n.severity == "error"], [
        notice.message() for notice in inputs.notices
    ]
    try:
        result = allocator.allocate(inputs, today=TODAY)
    except InputError as refusal:
        nothing = Decided({}, {}, ())
        return Ran(inputs, nothing, tuple(refusal.notices), None)
    return Ran(inputs, result.calculated.decided, result.found, result)


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_case(case: Case) -> None:
    ran = run(case)
    wrong = [*deviations(case.venter, ran), *_wrongly_deciding(case, ran)]
    assert not wrong, "\n".join([case.file, *wrong])
    for name, lines in case.ikke.items():
        for line in [lines] if name == "feil" else lines:
            found = {name: line if name == "feil" else [line]}
            assert list(deviations(found, ran)), f"{case.file}: this must not come out: {line}"


def deviations(expected: Mapping[str, Any], ran: Ran) -> Iterator[str]:
    """Where the result is not what a case expects."""
    known = ("timer", "rader", "register", "personaltid", "svar", "feil")
    known += ("spør", "spør ikke", "varsler", "varsler ikke")
    assert set(expected) <= set(known), set(expected) - set(known)
    for line in expected.get("timer", ()):
        yield from _hours(line, ran)
    for line in expected.get("rader", ()):
        yield from _row(line, ran)
    for line in expected.get("register", ()):
        row = _only(ran.frames.register, resident=line["beboer"], service=int(line["tjeneste"]))
        yield from _differences(line, row, REGISTER, {})
    for line in expected.get("personaltid", ()):
        frame = ran.frames.staff_time
        row = _only(frame, part=PARTS[line["del"]], duty=DUTIES[line["type"]])
        yield from _differences(line, row, {}, STAFF)
    yield from _notices(expected, ran)


def _hours(line: Mapping[str, str], ran: Ran) -> Iterator[str]:
    row = _only(ran.frames.hours, resident=line["beboer"], service=int(line["tjeneste"]))
    yield from _differences(line, row, TEXTS, MINUTES)


def _row(line: Mapping[str, str], ran: Ran) -> Iterator[str]:
    """One row of the tables: its rule, whether it counts, and its minutes in the trace."""
    name = line.get("tabell", "tiltak")
    table = next(english for english, own in ran.inputs.names.items() if own == name)
    rows = ran.inputs.tables[table]["row"].tolist()
    verdict = ran.decided.verdicts[table][rows.index(int(line["rad"]))]
    if line.get("regel", verdict.rule) != verdict.rule:
        yield f"{line} is decided by {verdict.rule}"
    if "teller" in line and (line["teller"] == "ja") != verdict.counts:
        yield f"{line} counts: {verdict.counts}"
    trace = ran.frames.trace
    traced = trace[(trace["table"] == name) & (trace["row"] == int(line["rad"]))]
    if not set(traced["rule"]) <= {verdict.rule}:
        yield f"{line} is traced to {set(traced['rule'])}"
    if "mottatt" in line and hours_minutes(traced["received_minutes"].sum()) != line["mottatt"]:
        yield f"{line} received {hours_minutes(traced['received_minutes'].sum())}"


def _notices(expected: Mapping[str, Any], ran: Ran) -> Iterator[str]:
    kinds = {"spør": ("question",), "varsler": ("warning", "info"), "feil": ("error",)}
    for name, severities in kinds.items():
        codes = ran.codes(*severities)
        for code in expected.get(name, ()):
            if code not in codes:
                yield f"{code} is missing; there are {sorted(codes)}"
        for code in expected.get(f"{name} ikke", ()):
            if code in codes:
                yield f"{code} is there"
    for code, answer in expected.get("svar", {}).items():
        answers = {notice.answer for notice in ran.notices if notice.code == code}
        if answers != {answer}:
            yield f"{code} is answered {answers}"


def _only(frame: pd.DataFrame, **where: object) -> pd.Series | None:
    """The one row with these values; None where there is none."""
    found = frame
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) <= 1
    return found.iloc[0] if len(found) else None


def _differences(
    line: Mapping[str, str],
    row: pd.Series | None,
    texts: Mapping[str, str],
    minutes: Mapping[str, str],
) -> Iterator[str]:
    if row is None:
        yield f"there is no row for {line}"
        return
    for name, expected in line.items():
        if name in texts:
            found = str(row[texts[name]])
            if found and name in NORWEGIAN:
                found = norwegian(NORWEGIAN[name], found)
            found = WORDS.get(found, found)
        elif name in minutes:
            found = hours_minutes(row[minutes[name]])
        else:
            assert name in ("beboer", "tjeneste", "del", "type"), f"unknown word {name!r}"
            continue
        if found != expected:
            yield f"{line}: {name} is {found}"


def _wrongly_deciding(case: Case, ran: Ran) -> Iterator[str]:
    """The case's rule decides a row or raises a notice where it applies, and not elsewhere."""
    applied_in = load().rule(case.regel).applied_in
    if applied_in == "decide" and ran.result is not None:
        rules = [verdict.rule for given in ran.decided.verdicts.values() for verdict in given]
    elif applied_in == "questions":
        rules = [notice.rule for notice in ran.notices] + [""]
    else:
        return
    if "gjelder" in case.viser and case.regel not in rules:
        yield f"{case.regel} decides nothing here"
    if "gjelder ikke" in case.viser and set(rules) <= {case.regel}:
        yield f"{case.regel} decides everything here"
    if case.viser == ("gjelder ikke",) and case.regel in rules:
        yield f"{case.regel} decides something here"


def test_the_words_of_cases_are_known() -> None:
    for case in all_cases():
        assert case.viser, case
        assert set(case.viser) <= set(SHOWS), case
        load().rule(case.regel)
