"""Exactly one rule decides each row, whatever the row."""

import ast
import inspect
from dataclasses import replace

import pytest
from counting import calls

from allocator import terms
from allocator.errors import CatalogueError
from allocator.rules import classify as decide_module
from allocator.rules import recognise, verdicts
from allocator.rules.loading import load
from allocator.rules.recognise import RECOGNISERS, Row, recognisers, recognises
from allocator.rules.verdicts import DEFAULT, deciding, verdict_maker
from allocator.tables import Inputs, read

from .case_files import TODAY, decided_of, files_of
from .every_row import every_row


def test_every_row_has_one_rule_and_every_rule_has_rows() -> None:
    rules = load().on(TODAY)
    verdict_of = verdict_maker(rules)
    met = set()
    for row in every_row():
        verdict = verdict_of(row)
        met.add(verdict.rule)
        assert verdict.counts == (rules.rule(verdict.rule).kind == "counts")
        if row.table == "interventions" and row.word not in terms.COUNTING:
            assert verdict.role in ("other_work", "excluded")
            assert not verdict.counts
        if verdict.rule == DEFAULT:
            assert not verdict.counts
            assert row.word in terms.COUNTING
            assert (row.table, verdict.role) == ("other_work", "other_work")
    assert met == set(recognisers(rules.rules)) | {DEFAULT}


def test_rules_applied_by_decide_are_bound_to_functions() -> None:
    bound = {rule.id for rule in load().entries if rule.applied_in == "decide"} - {DEFAULT}
    functions = recognisers(load().rules)
    assert bound == set(functions)
    assert set(RECOGNISERS).isdisjoint(rule.id for rule in load().entries if rule.word)
    for function in functions.values():
        assert function.__doc__
        assert function.__doc__.endswith(".")


def test_two_rules_without_precedence_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Row("interventions", 1, "direct", "individual", provider="unit")
    assert deciding(row, load().on(TODAY)) == "COUNT-01"
    monkeypatch.setitem(RECOGNISERS, "COUNT-06", lambda row: row.word == "direct")
    with pytest.raises(CatalogueError, match="COUNT-01 and COUNT-06 both recognise"):
        deciding(row, load().on(TODAY))


def test_a_row_of_the_plan_that_no_rule_recognises_asks_for_nothing() -> None:
    rules = load().on(TODAY)
    without = {name: rule for name, rule in rules.rules.items() if name != "COUNT-01"}
    row = Row("interventions", 1, "direct", "individual", provider="unit", staffed=True)
    for in_force, rule, role in (
        (rules, "COUNT-01", "individual"),
        (replace(rules, rules=without), DEFAULT, "excluded"),
    ):
        verdict = verdict_maker(in_force)(row)
        assert (verdict.rule, verdict.role) == (rule, role)


def test_a_rule_is_bound_once() -> None:
    with pytest.raises(CatalogueError, match="COUNT-01"):
        recognises("COUNT-01")(lambda _: True)


def test_no_number_of_the_guidance_stands_in_the_code() -> None:
    for module in (decide_module, recognise, verdicts):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        }
        assert numbers <= {0, 1}, module.__name__


def inputs_of(**given: object) -> Inputs:
    inputs = read(files_of(given))
    assert not [notice for notice in inputs.notices if notice.severity == "error"]
    return inputs


@pytest.mark.parametrize(
    ("row", "group", "rule", "role"),
    [
        ({}, "bolig", "GROUP-01", "participation"),
        ({}, "ekstern", "GROUP-01", "external"),
        ({}, "ulønnet", "NOT-13", "unpaid"),
        ({"utforer": "ekstern"}, "bolig", "GROUP-01", "external"),
        ({"utforer": "ekstern"}, "ulønnet", "NOT-13", "unpaid"),
        ({"utforer": "ulønnet"}, "ekstern", "NOT-13", "unpaid"),
        ({"aktivitet": "møte"}, "bolig", "NOT-03", "excluded"),
        ({"aktivitet": "medisin"}, "bolig", "GROUP-01", "participation"),
    ],
)
def test_a_participation_is_given_by_whom_row_or_group_says(
    row: dict[str, str], group: str, rule: str, role: str
) -> None:
    decided = decided_of(
        inputs_of(
            grupper=[{"gruppe": "G", "minutter": "60", "per": "uke", "utforer": group}],
            tiltak=[{"beboer": "B1", "tjeneste": "15", "gruppe": "G", **row}],
        )
    )
    assert decided.verdict(("interventions", 0))[::2] == (rule, role)


@pytest.mark.parametrize(
    ("row", "rule", "role"),
    [
        ({"aktivitet": "møte"}, "NOT-03", "other_work"),
        ({"aktivitet": "møte", "utforer": "ekstern"}, "NOT-03", "excluded"),
        ({"aktivitet": "møte", "utforer": "ulønnet"}, "NOT-03", "excluded"),
        ({"aktivitet": "medisin", "utforer": "ekstern"}, "COUNT-02", "external"),
        ({"form": "tilsyn", "utforer": "ekstern"}, "COUNT-07", "external"),
        ({"form": "tilsyn", "aktivitet": "medisin"}, "SUPER-01", "rounds"),
        ({"vakt": "natt"}, "NIGHT-01", "individual"),
        ({"vakt": "kveld,natt"}, "COUNT-01", "individual"),
    ],
)
def test_a_row_plays_its_part(row: dict[str, str], rule: str, role: str) -> None:
    plain = {"beboer": "B1", "tjeneste": "15", "minutter": "30"}
    decided = decided_of(inputs_of(tiltak=[plain | row]))
    assert (decided.rule(("interventions", 0)), decided.role(("interventions", 0))) == (rule, role)


def test_what_no_rule_recognises_is_said_and_asks_for_nothing() -> None:
    inputs = inputs_of(tiltak=[{"beboer": "B1", "tjeneste": "1", "minutter": "30"}])
    strange = inputs.tables["interventions"].assign(activity="singing")
    decided = decided_of(replace(inputs, tables={**inputs.tables, "interventions": strange}))
    assert decided.verdict(("interventions", 0)) == (DEFAULT, False, "excluded", True)
    (notice,) = decided.notices
    assert (notice.code, notice.table, notice.row, notice.rule) == ("no-rule", "tiltak", 2, DEFAULT)
    assert "singing" in notice.message("nb")


def test_twelve_thousand_rows_are_decided_with_little_work_each() -> None:
    few = [
        {"beboer": f"B{number % 40}", "tjeneste": "15", "minutter": str(number % 50 + 5)}
        for number in range(12_000)
    ]
    inputs = inputs_of(tiltak=few)
    decided_of(inputs)  # what is looked up once
    assert calls(lambda: decided_of(inputs)) < 60 * len(few)
