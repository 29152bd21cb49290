"""Runs every case of `tests/cases/*.yaml` through the whole program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.errors import InputError
from allocator.notices import Notice
from allocator.results import hours, register, staff_frame, trace, unmet
from allocator.rules.cases import read_cases
from allocator.rules.classify import Classification
from allocator.rules.loading import load
from allocator.tables import Inputs

from .case_files import SHOWS, TODAY, Case, all_cases, files_of
from .case_words import COLUMNS, FRAMES, KEYS, differences, found_by

NO_ROWS = "ingen"
"""What a case writes where a table must have no rows at all."""


@dataclass(frozen=True)
class Ran:
    """A case that has been run; `result` is None where the input was refused."""

    inputs: Inputs
    classification: Classification
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
        nothing = Classification({}, {}, frozenset(), {}, ())
        return Ran(inputs, nothing, tuple(refusal.notices), None)
    return Ran(inputs, result.calculation.classification, result.all_notices, result)


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_case(case: Case) -> None:
    ran = run(case)
    wrong = [*deviations(case.venter, ran), *_wrongly_deciding(case, ran)]
    assert not wrong, "\n".join([case.file, *wrong])
    for name, lines in case.ikke.items():
        for line in [lines] if name == "feil" else lines:
            expectation = {name: line if name == "feil" else [line]}
            assert list(deviations(expectation, ran)), (
                f"{case.file}: this must not come out: {line}"
            )


def deviations(expected: Mapping[str, Any], ran: Ran) -> Iterator[str]:
    """Where the result is not what a case expects."""
    known = (
        *(*FRAMES, "svar", "feil", "spør", "spør ikke", "varsler", "varsler ikke"), "spurt om rad",
    )  # fmt: skip
    assert set(expected) <= set(known), set(expected) - set(known)
    for name, frame in FRAMES.items():
        lines = expected.get(name, ())
        if lines == NO_ROWS:
            yield from [] if getattr(ran.frames, frame).empty else [f"{name} has rows"]
            continue
        for line in lines:
            line = {"tabell": "tiltak"} | line if name == "rader" else line
            yield from differences(getattr(ran.frames, frame), name, line)
            yield from _otherwise_decided(line, ran) if name == "rader" else ()
    yield from _notices(expected, ran)


def _otherwise_decided(line: Mapping[str, str], ran: Ran) -> Iterator[str]:
    """Where the rules decide a row of the tables otherwise than the trace says."""
    table = next(english for english, own in ran.inputs.names.items() if own == line["tabell"])
    rows = ran.inputs.tables[table]["row"].tolist()
    verdict = ran.classification.verdicts[table][rows.index(int(line["rad"]))]
    traced = found_by(ran.frames.trace, "rader", line)
    if set(zip(traced["rule"], traced["counted"], strict=True)) != {(verdict.rule, verdict.counts)}:
        yield f"{line} is decided by {verdict.rule}, counts: {verdict.counts}"


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
    for code, asked in expected.get("spurt om rad", {}).items():
        rows = [str(notice.row) for notice in ran.notices if notice.code == code]
        if rows != asked:
            yield f"{code} is asked about the rows {rows}"
    for code, answer in expected.get("svar", {}).items():
        answers = {notice.answer for notice in ran.notices if notice.code == code}
        if answers != {answer}:
            yield f"{code} is answered {answers}"


def _wrongly_deciding(case: Case, ran: Ran) -> Iterator[str]:
    """The case's rule decides a row or raises a notice where it applies, and not elsewhere."""
    applied_in = load().rule(case.regel).applied_in
    if applied_in == "decide" and ran.result is not None:
        rules = [
            verdict.rule for given in ran.classification.verdicts.values() for verdict in given
        ]
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


def test_every_column_of_the_result_has_a_word() -> None:
    columns = {
        "hours": hours.HoursRow._fields,
        "register": register.RegisterRow._fields,
        "staff_time": staff_frame.StaffTimeRow._fields,
        "unmet": unmet.UnmetRow._fields,
        "trace": trace.TraceRow._fields,
    }
    for name, frame in FRAMES.items():
        named = [*KEYS[name].values(), *COLUMNS[name].values()]
        twice = {"omfang_minutes", "ressursinnsats_minutes"} if name == "timer" else set()
        assert sorted(named) == sorted(set(columns[frame]) - twice), name


def test_every_word_is_used_by_a_case() -> None:
    for name in FRAMES:
        used = {
            word
            for case in all_cases()
            for line in case.venter.get(name, ())
            if not isinstance(line, str)
            for word in line
        }
        assert set(COLUMNS[name]) - used == set(), name


def test_every_case_of_a_folder_is_read(tmp_path: Path) -> None:
    """An empty file has none; every value is text, as a caseworker wrote it."""
    (tmp_path / "a.yaml").write_text("- {navn: en, timer: 7}\n- {navn: to}\n", "utf-8")
    (tmp_path / "b.yaml").write_text("# none yet\n", "utf-8")
    (tmp_path / "c.yaml").write_text("- {navn: tre}\n", "utf-8")
    assert read_cases(tmp_path) == [{"navn": "en", "timer": "7"}, {"navn": "to"}, {"navn": "tre"}]
