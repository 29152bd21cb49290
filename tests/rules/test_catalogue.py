"""The catalogue says what the documents say, and refuses what is not well formed."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from counting import calls

import allocator
from allocator import terms
from allocator.errors import CatalogueError, InputError
from allocator.notices import wordings
from allocator.rules.catalogue import Catalogue
from allocator.rules.entry import Rule
from allocator.rules.in_force import CONVERTS, RulesInForce
from allocator.rules.loading import CATALOGUE, load

from .case_files import all_cases, files_of

TODAY = date(2026, 1, 5)
DOCUMENTS = Path(__file__).parents[2] / "docs" / "guidance"
STATEMENTS = 56
"""The rows of section 1 of `docs/guidance.md`."""
ID = re.compile(r"[A-Z]+-\d\d")


def text_of(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def rules(catalogue: Catalogue) -> RulesInForce:
    return catalogue.on(TODAY)


@pytest.fixture(scope="module")
def documents(catalogue: Catalogue) -> dict[str, str]:
    """F and G, as they were published."""
    return {
        source: text_of((DOCUMENTS / Path(catalogue.sources[source].file).name).read_text("utf-8"))
        for source in ("F", "G")
    }


def test_every_section_and_quote_stands_in_its_document(
    catalogue: Catalogue, documents: dict[str, str]
) -> None:
    missing = []
    for rule in catalogue.entries:
        for source, words in (
            (rule.source, rule.quote),
            *((cited.source, cited.section) for cited in (rule.cited, *rule.also)),
        ):
            if source in documents and text_of(words) not in documents[source]:
                missing.append(f"{rule.id}: {words}")
    assert not missing


def test_what_is_stated_is_quoted_or_local(catalogue: Catalogue) -> None:
    assert [
        rule.id for rule in catalogue.entries if rule.reading == "stated" and not rule.quote
    ] == []
    assert [rule.id for rule in catalogue.entries if rule.source == "C" and not rule.why] == []


def test_every_statement_is_a_rule(catalogue: Catalogue) -> None:
    stated = {number for rule in catalogue.entries for number in rule.statement}
    assert stated == set(range(1, STATEMENTS + 1))
    rows = (DOCUMENTS.parent / "guidance.md").read_text("utf-8")
    listed = [int(number) for number in re.findall(r"^\| (\d+) \| [^|]+ \| [FG]", rows, re.M)]
    assert listed == list(range(1, STATEMENTS + 1))


def test_a_paragraph_is_cited_by_how_it_begins_and_a_heading_whole(catalogue: Catalogue) -> None:
    for rule in catalogue.entries:
        for cited in (rule.cited, *rule.also):
            if cited.source == "C":
                continue
            file = Path(catalogue.sources[cited.source].file).name
            lines = (DOCUMENTS / file).read_text("utf-8").splitlines()
            lines = [text_of(line.replace("•", "")) for line in lines]
            begins = any(line.startswith(text_of(cited.section)) for line in lines)
            assert begins if cited.paragraph else text_of(cited.section) in lines, rule.id
            words = cited.in_language("nb")
            assert words.startswith("avsnittet som begynner «" if cited.paragraph else "«")


def test_ids_are_words_with_two_digits_and_texts_are_whole(catalogue: Catalogue) -> None:
    for rule in catalogue.entries:
        assert ID.fullmatch(rule.id), rule.id
        for sentence in (rule.says.nb, rule.says.en):
            assert sentence.endswith("."), rule.id
            assert not re.search(r"\D\. ", sentence), f"{rule.id}: one sentence"
        assert rule.checked >= rule.since, rule.id


def test_the_numbers_of_the_guidance(rules: RulesInForce) -> None:
    assert rules.number("CONV-01", "weeks") == 4
    assert rules.number("CONV-02", "weeks") == 2
    assert rules.number("LIMIT-01", "hours") == 168
    assert rules.number("CONV-05", "hours") == 24
    assert dict(rules.weeks_per) == {"day": 1 / 7, "week": 1, "14_days": 2, "month": 4}
    assert set(CONVERTS) == set(rules.weeks_per)
    assert {rules.rule(rule).kind for rule in CONVERTS.values()} == {"converts"}


def test_the_two_profiles_differ_where_the_documents_do(catalogue: Catalogue) -> None:
    old, new = (catalogue.profile(name) for name in ("F-2018-05-16", "g-2018-06-27"))
    assert (old.shared_supervision, old.report) == ("rounds", "decided")
    assert (new.shared_supervision, new.report) == ("divided", "received")
    assert catalogue.profile("") is new
    assert [catalogue.sources[profile.source].edition for profile in (old, new)] == [
        date(2018, 5, 16),
        date(2018, 6, 27),
    ]


def test_what_is_not_there_is_said(catalogue: Catalogue, rules: RulesInForce) -> None:
    for known in (catalogue, rules):
        with pytest.raises(CatalogueError, match="NO-99"):
            known.rule("NO-99")
    with pytest.raises(CatalogueError, match="COUNT-01.*weeks"):
        rules.number("COUNT-01", "weeks")
    with pytest.raises(CatalogueError, match="H-2030.*F-2018-05-16, G-2018-06-27"):
        catalogue.profile("H-2030")


def test_each_notice_names_a_rule_that_is_there(catalogue: Catalogue) -> None:
    named = {code: words.rule for code, words in wordings().items() if words.rule}
    assert {code for code, rule in named.items() if rule not in catalogue.rules} == set()
    asked = {rule.id for rule in catalogue.entries if rule.kind == "asks"}
    asked -= {"ASK-14"}  # a warning of the tables
    assert asked <= set(named.values())


def test_loading_is_little_work_and_nothing_else_needs_yaml(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    program = (
        "import sys; from allocator.rules.loading import load; "
        "assert 'yaml' not in sys.modules; load(); assert 'yaml' in sys.modules"
    )
    nothing_compiled = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | nothing_compiled)
    # some 700 a rule; yaml's own reader in Python would be ten times as many
    assert calls(lambda: load.__wrapped__(CATALOGUE)) < 2_000 * len(catalogue.entries)
    assert calls(load) < 5


def test_what_tables_and_terms_know_by_themselves_is_what_the_catalogue_says(
    rules: RulesInForce,
) -> None:
    """Tables are read before rules, so they cannot ask the rules."""
    assert rules.number("LIMIT-01", "hours") * terms.MINUTES_PER_HOUR == terms.MINUTES_PER_WEEK
    assert rules.number("CONV-05", "hours") * terms.MINUTES_PER_HOUR == terms.MINUTES_PER_DAY
    hours = {code for code, service in terms.SERVICES.items() if service.hours}
    assert rules.services("LIMIT-02") == hours
    assert rules.services("DECISION-07") | rules.services("DECISION-08") == hours
    assert rules.services("PASS-01") == set(terms.SERVICES) - hours | {terms.ROLLING_RESPITE}
    retired = {code for code, service in terms.SERVICES.items() if service.retired}
    assert rules.services("LIMIT-05") == retired
    old = {rules.number("LIMIT-06", name) for name in ("first", "second")}
    assert set(terms.REPLACED_SERVICES) == old
    assert set(terms.REPLACED_SERVICES.values()) == rules.services("LIMIT-06")


def test_every_number_of_a_rule_is_read_where_its_cases_are_calculated(
    rules: RulesInForce, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it is known to the tables, which are read before the rules (the test above)."""
    read: set[tuple[str, str]] = set()
    of_rule = Rule.number

    def noting(rule: Rule, name: str) -> float:
        read.add((rule.id, name))
        return of_rule(rule, name)

    monkeypatch.setattr(Rule, "number", noting)
    for rule in rules.rules.values():
        missing = {(rule.id, name) for name in rule.values}
        for case in all_cases():
            if case.regel == rule.id and not missing <= read:
                inputs = allocator.read(files_of(case.gitt))
                with suppress(InputError):
                    allocator.allocate(inputs, today=TODAY)
    known_to_tables = {("CONV-05", "hours"), ("LIMIT-06", "first"), ("LIMIT-06", "second")}
    named = {(rule.id, name) for rule in rules.rules.values() for name in rule.values}
    assert named - read == known_to_tables
