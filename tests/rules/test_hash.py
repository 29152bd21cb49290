"""The hash of a rule is of exactly what it decides by."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from allocator.rules.entry import Reference, Rule, RuleNumber, Words
from allocator.rules.loading import load

RULE = replace(
    load().rule("CONV-01"),
    services=(1, 2),
    word="reise",
    words=("a", "b"),
    except_words=("c", "d"),
    beats=("X-01", "X-02"),
)
DECIDES: dict[str, Any] = {
    "id": "CONV-99",
    "kind": "counts",
    "values": {"weeks": RuleNumber(4.33, "weeks/month")},
    "services": (1, 3),
    "word": "møte",
    "words": ("a", "e"),
    "except_words": ("c",),
    "beats": ("X-01",),
}
SHOWN: dict[str, Any] = {
    "applied_in": "none",
    "statement": (47,),
    "title": Words("x", "x"),
    "says": Words("x", "x"),
    "cited": Reference("F", "x"),
    "since": date(2026, 1, 1),
    "until": date(2026, 1, 1),
    "reading": "local",
    "checked": date(2026, 1, 1),
    "quote": "x",
    "also": (Reference("F", "x"),),
    "why": Words("x", "x"),
    "no_limit": "x",
    "no_cases": "x",
    "location": "x.yaml:1",
}


def test_every_field_is_either_decided_by_or_only_shown() -> None:
    assert {field.name for field in fields(Rule)} == DECIDES.keys() | SHOWN.keys()
    assert not DECIDES.keys() & SHOWN.keys()


@pytest.mark.parametrize("name", DECIDES)
def test_what_it_decides_by_makes_another_hash(name: str) -> None:
    changed = replace(RULE, **{name: DECIDES[name]})
    assert getattr(changed, name) != getattr(RULE, name)
    assert changed.sha256 != RULE.sha256


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_only_shown_makes_none(name: str) -> None:
    changed = replace(RULE, **{name: SHOWN[name]})
    assert getattr(changed, name) != getattr(RULE, name)
    assert changed.sha256 == RULE.sha256


def test_order_counts_where_it_decides() -> None:
    """The first word that is recognised is the one told; sets have no order."""
    assert replace(RULE, words=("b", "a")).sha256 != RULE.sha256
    assert replace(RULE, services=(2, 1), beats=("X-02", "X-01")).sha256 == RULE.sha256
    weeks, days = RuleNumber(1.0, "x"), RuleNumber(7.0, "x")
    values, reversed_values = ({"w": weeks, "d": days}, {"d": days, "w": weeks})
    assert replace(RULE, values=values).sha256 == replace(RULE, values=reversed_values).sha256


def test_a_unit_is_only_shown() -> None:
    number = RULE.values["weeks"].number
    assert replace(RULE, values={"weeks": RuleNumber(number, "x")}).sha256 == RULE.sha256


def test_rules_that_decide_alike_differ_by_their_ids() -> None:
    hashes = [rule.sha256 for rule in load().entries]
    assert len(set(hashes)) == len(hashes)
