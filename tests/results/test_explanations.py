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
