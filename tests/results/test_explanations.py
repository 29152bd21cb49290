"""What is said of each row and each sum, and which rules are named (`explanations.yaml`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from rules.case_files import LOADER, TODAY, files_of
from rules.edited import edited

import allocator
from allocator.results.explanation import Reason
from allocator.results.why import explanations_of
from allocator.rounding import hours_minutes

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "explanations.yaml").read_text("utf-8"), Loader=LOADER
)


def result_of(case: Mapping[str, Any]) -> allocator.Result:
    return allocator.allocate(allocator.read(files_of(case["gitt"])), today=TODAY)


def rules_of(reason: Reason) -> list[str]:
    return [ground.rule for ground in reason.grounds]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["navn"])
def test_a_row_is_explained_and_its_rules_are_named(case: Mapping[str, Any]) -> None:
    result = result_of(case)
    sentences = {f"{row.table} {row.row}": row.explanation for row in result.trace.itertuples()}
    expected = case.get("rader", {})
    assert {name: sentences[name] for name in expected} == expected
    asked = {f"{row.table} {row.row}": row.asked_minutes for row in result.trace.itertuples()}
    expected = case.get("bedt om", {})
    assert {name: hours_minutes(asked[name]) for name in expected} == expected
    by_row: dict[str, list[str]] = {}
    by_sum: dict[str, list[str]] = {}
    for explanation in explanations_of(result):
        for chapter, _, reasons in explanation.chapters:
            for reason in reasons:
                if chapter == "total":
                    key = f"{explanation.resident} {explanation.service}"
                    by_sum.setdefault(key, []).extend(rules_of(reason))
                else:
                    by_row[f"{reason.table} {reason.row}"] = rules_of(reason)
    for rules, named in ((by_row, case.get("regler", {})), (by_sum, case.get("sum", {}))):
        assert {name: rules[name] for name in named} == named


LIMIT = """rt på en og samme tjeneste
  from: 2018-05-16
"""
"""The end of the quote of LIMIT-01, and its first day."""


def test_a_limit_that_is_not_in_force_is_not_named(tmp_path: Path) -> None:
    ended = {"entries/limits.yaml": {LIMIT: f"{LIMIT}  until: 2025-12-31\n"}}
    plan = [{"beboer": "B1", "tjeneste": "15", "minutter": "60"}]
    for catalogue, named in ((None, True), (edited(tmp_path, ended), False)):
        inputs = allocator.read(files_of({"tiltak": plan}))
        result = allocator.allocate(inputs, today=TODAY, catalogue=catalogue)
        (explanation,) = explanations_of(result)
        text = " ".join(reason.text for reason in explanation.chapters[-1][2])
        assert ("168 timer" in text, "det høyeste" in text) == (named, named)


TWO_WEEKS = {"uker": "2", "periode_start": "2026-01-05"}
HELP = {"beboer": "B1", "tjeneste": "1", "minutter": "60", "vakt": "dag"}
GRANTED = {"beboer": "B1", "tjeneste": "1"}
FIRST, SECOND = {"til": "2026-01-11"}, {"fra": "2026-01-12"}


def sums(given: Mapping[str, Any], language: str = "nb") -> list[str]:
    """The sentences on what the rows of the first service add up to."""
    result = allocator.allocate(allocator.read(files_of(given)), today=TODAY, language=language)
    explanation = explanations_of(result, language)[0]
    return [reason.text for reason in explanation.chapters[-1][2]]


def test_what_is_reported_of_decisions_in_turn_is_said_of_each() -> None:
    """1:00 a day cut to 3:00 a week, then in full; by two in the second week."""
    plan = [HELP | FIRST, HELP | SECOND | {"tjenesteytere": "2"}]
    decisions = [GRANTED | FIRST | {"timer": "3:00"}, GRANTED | SECOND | {"timer": "7:00"}]
    given = {"enhet": TWO_WEEKS, "tiltak": plan, "vedtak": decisions}
    assert sums(given)[1:3] == [
        "I registeret føres mottatt tid for hver periode: 3:00 fra 05.01.2026 til 11.01.2026 "
        "(7 døgn) og 7:00 med ressursinnsats 14:00 fra 12.01.2026 til 18.01.2026 (7 døgn). "
        "Gjennomsnittet for alle dagene, 5:00 per uke, føres ikke.",
        "Ressursinnsatsen er i gjennomsnitt 8:30 per uke, fordi noe av hjelpen krever flere "
        "tjenesteytere samtidig.",
    ]
    given["enhet"] = TWO_WEEKS | {"rapporter": "vedtatt"}
    assert sums(given)[1].startswith("I registeret føres vedtatt tid for hver periode: 3:00 fra")


def test_what_is_reported_of_days_without_a_decision_is_said_apart() -> None:
    given = {"enhet": TWO_WEEKS, "tiltak": [HELP], "vedtak": [GRANTED | SECOND | {"timer": "6:00"}]}
    assert "og 7:00 uten vedtak fra 05.01.2026 til 11.01.2026 (7 døgn). " in sums(given)[1]
    assert (
        "and 7:00 without a decision from 2026-01-05 to 2026-01-11 (7 days). "
        in sums(given, "en")[1]
    )


def test_what_waits_for_its_start_is_listed_with_what_holds() -> None:
    waits = GRANTED | SECOND | {"timer": "9:00", "status": "ikke iverksatt"}
    given = {"enhet": TWO_WEEKS, "tiltak": [HELP], "vedtak": [waits]}
    assert (
        "for hver periode: 9:00 som ikke er satt i gang og 7:00 uten vedtak fra 05.01.2026 til "
        "11.01.2026 (7 døgn). Gjennomsnittet for alle dagene, 3:30 per uke, føres ikke."
    ) in sums(given)[1]


def test_what_is_reported_of_the_whole_stay_is_the_sum() -> None:
    given = {"enhet": TWO_WEEKS, "tiltak": [HELP], "vedtak": [GRANTED | {"timer": "7:00"}]}
    assert sums(given)[1:3] == [
        "Omfanget som rapporteres, er det beboeren mottar: 7:00 per uke.",
        "Ressursinnsatsen er 7:00 per uke, lik omfanget.",
    ]
