"""A catalogue that is not well formed is refused: every problem at once, with file and line."""

from pathlib import Path

import pytest

from allocator.errors import CatalogueError
from allocator.rules.loading import load

TOP = """\
sources:
  F: {title: Questions, publisher: The Directorate, edition: 2018-05-16, file: f.txt}
profiles:
  - id: F-2018-05-16
    since: 2018-05-16
    source: F
    shared_supervision: rounds
    report: decided
    priority_policy: health_first
    why: {nb: Derfor., en: Therefore.}
reasons:
  word: {nb: Ordet avgjør., en: The word decides.}
files: [rules.yaml]
"""
RULE = """\
- id: COUNT-01
  kind: counts
  applied_in: decide
  statement: [1]
  title: {nb: Tid, en: Time}
  says: {nb: Tid regnes med., en: Time counts.}
  source: F
  section: A question
  from: 2018-05-16
  reading: stated
  checked: 2026-11-21
"""


def problems(folder: Path, rules: str = RULE, top: str = TOP) -> list[str]:
    """What is said about a catalogue of these two files, line by line."""
    (folder / "catalogue.yaml").write_text(top, "utf-8")
    (folder / "rules.yaml").write_text(rules, "utf-8")
    with pytest.raises(CatalogueError) as refusal:
        load(folder / "catalogue.yaml")
    return str(refusal.value).splitlines()


def test_the_pattern_itself_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text(TOP, "utf-8")
    (tmp_path / "rules.yaml").write_text(RULE, "utf-8")
    assert list(load(tmp_path / "catalogue.yaml").rules) == ["COUNT-01"]


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("  reading: stated", "  readin: stated", "rules.yaml:10: unknown key 'readin'"),
        ("  reading: stated\n", "", "rules.yaml:1: the key 'reading' is missing"),
        ("  source: F", "  source: F\n  source: F", "rules.yaml:8: the key 'source' stands twice"),
        ("  source: F", "  source: X", "rules.yaml:1: COUNT-01: unknown source 'X'; known: F"),
        ("kind: counts", "kind: guesses", "rules.yaml:2: unknown kind 'guesses'"),
        ("applied_in: decide", "applied_in: moon", "rules.yaml:3: unknown applied_in 'moon'"),
        (
            "reading: stated",
            "reading: interpreted",
            "COUNT-01: the reading is interpreted, and 'why'",
        ),
        ("reading: stated", "reading: local", "COUNT-01: the reading is local, and 'why'"),
        ("from: 2018-05-16", "from: 16.05.2018", "rules.yaml:9: not a date: '16.05.2018'"),
        ("  from: 2018-05-16\n", "", "rules.yaml:1: the key 'from' is missing"),
        ("  checked: 2026-11-21\n", "", "rules.yaml:1: the key 'checked' is missing"),
        ("checked: 2026-11-21", "checked: yesterday", "rules.yaml:11: not a date: 'yesterday'"),
        ("from: 2018-05-16", "from: 2018-05-16\n  until: 2018-05-15", "before it begins"),
        ("en: Time}", "no: Time}", "rules.yaml:5: unknown key 'no'"),
        ("{nb: Tid, en: Time}", "{nb: Tid}", "rules.yaml:5: the key 'en' is missing"),
        ("{nb: Tid, en: Time}", "Tid", "rules.yaml:5: expected keys with values"),
        ("section: A question", "section: ''", "rules.yaml:8: expected a text"),
        ("section: A question", "section: [A question]", "rules.yaml:8: expected a text"),
        ("statement: [1]", "statement: 1", "rules.yaml:4: expected a list"),
        ("statement: [1]", "statement: [one]", "rules.yaml:4: not a number: 'one'"),
        ("source: F", "source: F\n  values: {weeks: {number: 4}}", "the key 'unit' is missing"),
        (
            "source: F",
            "source: F\n  values: {weeks: {number: four, unit: w}}",
            "not a number: 'four'",
        ),
        ("source: F", "source: F\n  services: [99]", "COUNT-01: unknown service 99"),
        ("source: F", "source: F\n  beats: [COUNT-77]", "beats the unknown rule 'COUNT-77'"),
        ("source: F", "source: F\n  no_limit: mood", "unknown reason 'mood'; known: word"),
        ("source: F", "source: F\n  also: [{source: Q, section: A}]", "unknown source 'Q'"),
        ("statement: [1]", "statement: [1", "rules.yaml:5: "),
        ("kind: counts", "kind: excludes\n  word: singing", "COUNT-01: unknown word 'singing'"),
        ("kind: counts", "kind: excludes\n  word: direct", "COUNT-01: unknown word 'direct'"),
        ("kind: counts", "kind: counts\n  word: meeting", "COUNT-01: a rule with a word excludes"),
        (
            "kind: counts\n  applied_in: decide",
            "kind: excludes\n  applied_in: none\n  word: meeting",
            "COUNT-01: a rule with a word excludes, and is applied in decide",
        ),
    ],
)
def test_one_mistake_is_said_with_its_place(
    tmp_path: Path, was: str, becomes: str, message: str
) -> None:
    assert was in RULE
    lines = problems(tmp_path, RULE.replace(was, becomes, 1))
    assert any(message in line for line in lines), lines
    assert all(line.startswith("rules.yaml:") for line in lines), lines


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("report: decided", "report: guessed", "catalogue.yaml:8: unknown report 'guessed'"),
        ("report: decided", "reports: decided", "catalogue.yaml:8: unknown key 'reports'"),
        ("    source: F", "    source: Z", "'F-2018-05-16' names the unknown source 'Z'"),
        ("edition: 2018-05-16", "edition: soon", "catalogue.yaml:2: not a date: 'soon'"),
        ("files: [rules.yaml]", "files: [lost.yaml]", "lost.yaml: cannot be read"),
        ("sources:\n", "source:\n", "catalogue.yaml:1: the key 'sources' is missing"),
    ],
)
def test_a_mistake_in_the_top_file_is_said(
    tmp_path: Path, was: str, becomes: str, message: str
) -> None:
    assert was in TOP
    assert any(message in line for line in problems(tmp_path, top=TOP.replace(was, becomes, 1)))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("COUNT-77.weeks: 4", "F-2018-05-16: a value of the unknown rule 'COUNT-77'"),
        ("COUNT-01.days: 4", "F-2018-05-16: unknown value 'days' of COUNT-01; known: weeks"),
        ("COUNT-01: 4", "F-2018-05-16: unknown value '' of COUNT-01; known: weeks"),
        ("COUNT-01.weeks: 0", "F-2018-05-16: COUNT-01.weeks must be a number above 0"),
        ("COUNT-01.weeks: -4", "F-2018-05-16: COUNT-01.weeks must be a number above 0"),
        ("COUNT-01.weeks: inf", "F-2018-05-16: COUNT-01.weeks must be a number above 0"),
        ("COUNT-01.weeks: nan", "F-2018-05-16: COUNT-01.weeks must be a number above 0"),
        ("COUNT-01.weeks: four", "not a number: 'four'"),
        ("COUNT-01.weeks: 4\n      COUNT-01.weeks: 5", "the key 'COUNT-01.weeks' stands twice"),
    ],
)
def test_a_profiles_own_number_is_one_of_a_rule(tmp_path: Path, value: str, message: str) -> None:
    rules = RULE.replace("source: F", "source: F\n  values: {weeks: {number: 4, unit: w}}")
    top = TOP.replace("Therefore.}", f"Therefore.}}\n    values:\n      {value}")
    line = 13 if "twice" in message else 12
    assert f"catalogue.yaml:{line}: {message}" in problems(tmp_path, rules, top)


def test_a_profiles_own_number_is_accepted(tmp_path: Path) -> None:
    rules = RULE.replace("source: F", "source: F\n  values: {weeks: {number: 4, unit: w}}")
    value = "Therefore.}\n    values: {COUNT-01.weeks: 4.5}"
    (tmp_path / "catalogue.yaml").write_text(TOP.replace("Therefore.}", value), "utf-8")
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    catalogue = load(tmp_path / "catalogue.yaml")
    (profile,) = catalogue.profiles
    assert catalogue.on(profile.since, profile).number("COUNT-01", "weeks") == 4.5


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    wrong = RULE.replace("kind: counts", "kind: x").replace("source: F", "source: Q")
    assert len(problems(tmp_path, wrong, TOP.replace("report: decided", "report: x"))) == 3


def test_two_entries_of_one_id_may_not_be_in_force_on_one_day(tmp_path: Path) -> None:
    message = "rules.yaml:12: COUNT-01: its dates overlap those of the entry at rules.yaml:1"
    later = RULE.replace("from: 2018-05-16", "from: 2019-01-01")
    assert message in problems(tmp_path, RULE + later)
    ended = RULE.replace("  reading", "  until: 2019-01-01\n  reading")
    assert problems(tmp_path, ended + later) == [message.replace(":12:", ":13:")]


def test_one_may_follow_the_other(tmp_path: Path) -> None:
    ended = RULE.replace("  reading", "  until: 2018-12-31\n  reading")
    later = RULE.replace("from: 2018-05-16", "from: 2019-01-01").replace("Time}", "Time now}")
    (tmp_path / "catalogue.yaml").write_text(TOP, "utf-8")
    (tmp_path / "rules.yaml").write_text(later + ended, "utf-8")
    assert load(tmp_path / "catalogue.yaml").rule("COUNT-01").title.en == "Time now"


def test_rules_may_not_beat_each_other(tmp_path: Path) -> None:
    first = RULE + "  beats: [COUNT-02]\n"
    second = RULE.replace("COUNT-01", "COUNT-02") + "  beats: [COUNT-01]\n"
    assert "rules.yaml:1: COUNT-01: it and COUNT-02 beat each other" in problems(
        tmp_path, first + second
    )


def test_an_empty_file_and_a_doubled_profile(tmp_path: Path) -> None:
    assert problems(tmp_path, rules="") == ["rules.yaml:1: the file is empty"]
    profile = TOP[TOP.index("  - id") : TOP.index("reasons")]
    doubled = TOP.replace(profile, profile + profile)
    assert problems(tmp_path, top=doubled) == [
        "catalogue.yaml:1: the profile 'F-2018-05-16' stands twice"
    ]
