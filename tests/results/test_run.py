"""The record of a run names every rule that decides something, and why it is that version."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from export.small import uploaded
from rules.case_files import files_of
from rules.edited import edited, with_month_rules
from rules.test_local_profile import LOCAL

import allocator
from allocator import Result
from allocator.results.why import explanations_of, other_work_of
from allocator.rules.loading import load
from allocator.text.dates import days

FIRST = date(2026, 1, 5)
PER_MONTH = {"beboer": "B1", "tjeneste": "15", "minutter": "1440", "per": "måned"}


@pytest.fixture(scope="module")
def result() -> Result:
    return allocator.allocate(allocator.read(uploaded()), today=FIRST)


def rules_of(result: Result, unit: int = 0) -> dict[str, dict[str, str]]:
    return {rule["id"]: rule for rule in result.run["units"][unit]["rules"]}


def by_month(catalogue: object = None, start: str = "2026-01-05", **how: object) -> dict[str, str]:
    """The month rule as the record of a run has it."""
    unit = {"periode_start": start} if start else {}
    inputs = allocator.read(files_of({"enhet": unit, "tiltak": [PER_MONTH]}))
    result = allocator.allocate(inputs, catalogue=catalogue, **how)  # type: ignore[arg-type]
    return rules_of(result)["CONV-01"]


def test_the_rules_are_those_that_explanations_and_notices_rest_on(result: Result) -> None:
    cited: dict[str, set[str]] = defaultdict(set)
    for account in explanations_of(result):
        for _, _, reasons in account.chapters:
            cited[account.unit] |= {g.rule for reason in reasons for g in reason.grounds}
    for unit, reason in other_work_of(result):
        cited[unit] |= {ground.rule for ground in reason.grounds}
    for notice in result.all_notices:
        assert notice.unit or not notice.rule
        cited[notice.unit].add(notice.rule)
    for number, unit in enumerate(("A1", "A2")):
        assert list(rules_of(result, number)) == sorted(cited[unit] - {""})


def test_a_rule_that_decides_nothing_is_not_there(result: Result) -> None:
    """A1 has a group and somebody's report; A2 one person and nothing of the kind."""
    of_a1, of_a2 = rules_of(result, 0), rules_of(result, 1)
    for rule in ("GROUP-01", "NOT-03", "DECISION-06", "SUPER-03", "CREDIT-02"):
        assert rule in of_a1
        assert rule not in of_a2
    assert "CONV-02" in of_a1, "asked for by work that is nobody's"
    assert "CONV-01" not in of_a1


def test_each_rule_has_its_dated_version_and_hash(result: Result) -> None:
    for rule in rules_of(result).values():
        entry = load().rule(rule["id"])
        until = entry.until.isoformat() if entry.until else ""
        assert (rule["from"], rule["until"]) == (entry.since.isoformat(), until)
        assert rule["sha256"] == entry.sha256


@pytest.mark.parametrize(
    ("start", "since", "until"),
    [("2029-12-31", "2018-06-27", "2029-12-31"), ("2030-01-07", "2030-01-01", "")],
)
def test_the_version_is_that_of_the_rosters_first_day(
    tmp_path: Path, start: str, since: str, until: str
) -> None:
    rule = by_month(with_month_rules(tmp_path, "2029-12-31", "2030-01-01"), start)
    assert (rule["from"], rule["until"]) == (since, until)
    assert rule["why"] == f"gjelder {days(start, 'nb')}, turnusens første dag"


@pytest.mark.parametrize(
    ("today", "since"), [(date(2029, 12, 31), "2018-06-27"), (date(2030, 1, 1), "2030-01-01")]
)
def test_without_a_first_day_it_is_that_of_the_day_of_the_run(
    tmp_path: Path, today: date, since: str
) -> None:
    rule = by_month(
        with_month_rules(tmp_path, "2029-12-31", "2030-01-01"), "", today=today, language="en"
    )
    assert rule["from"] == since
    assert (
        rule["why"] == f"in force on {today}, the day of the run, for the roster has no first day"
    )


def test_a_profiles_own_numbers_are_said_and_are_another_rule(tmp_path: Path) -> None:
    catalogue = edited(tmp_path, {"catalogue.yaml": {"profiles:\n": LOCAL}})
    own, other = (by_month(catalogue, profile=name) for name in ("local", "G-2018-06-27"))
    assert other["why"] == "gjelder 05.01.2026, turnusens første dag"
    assert own["why"] == f"{other['why']}; tallene er hentet fra profilen local"
    assert own["from"] == other["from"]
    assert own["sha256"] != other["sha256"] == load().rule("CONV-01").sha256


def test_the_choices_of_the_run_are_kept(result: Result) -> None:
    assert (result.run["today"], result.run["language"]) == ("2026-01-05", "nb")
    assert result.in_language("en").run["language"] == "en"
    assert result.run["profile"] == ""
    inputs = allocator.read(uploaded())
    chosen = allocator.allocate(inputs, profile="f-2018-05-16", today=FIRST).run
    assert chosen["profile"] == "f-2018-05-16"
    assert chosen["units"][0]["policies"]["profile"] == "F-2018-05-16"
