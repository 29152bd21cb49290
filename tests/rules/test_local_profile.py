"""A municipality's own profile: one place in one file, and every hour follows."""

import re
from datetime import date
from pathlib import Path

import pytest

import allocator
from allocator.errors import InputError
from allocator.results.why import why
from allocator.rules.catalogue import Catalogue
from allocator.rules.loading import load
from allocator.tables import Inputs, read

from .case_files import files_of
from .edited import changed, edited

TODAY = date(2026, 1, 5)
BY_4_33 = 1440 / 4.33
LOCAL = """profiles:
  - id: local
    since: 2018-06-27
    source: G
    shared_supervision: divided
    report: received
    priority_policy: health_first
    values:
      CONV-01.weeks: 4.33
      ASK-14.days: 30
    why:
      nb: "Kommunen regner måneden som 4,33 uker."
      en: The municipality takes the month as 4.33 weeks.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="module")
def local(folder: Path) -> Catalogue:
    return edited(folder, {"catalogue.yaml": {"profiles:\n": LOCAL}})


def inputs_of(profile: str, **vedtak: str) -> Inputs:
    month = {"beboer": "B1", "tjeneste": "15", "minutter": "1440", "per": "måned"}
    decision = {"beboer": "B1", "tjeneste": "15", "timer": "24:00", "per": "måned"} | vedtak
    unit = {"profil": profile, "periode_start": "2026-01-05"}
    return read(files_of({"enhet": unit, "tiltak": [month], "vedtak": [decision]}))


def test_the_profile_touches_one_file(folder: Path, local: Catalogue) -> None:
    assert local.profile("local").values[0].number == 4.33
    assert changed(folder) == ["catalogue.yaml"]


@pytest.mark.parametrize(("profile", "minutes"), [("local", BY_4_33), ("G-2018-06-27", 360.0)])
def test_every_hour_follows_the_profile(local: Catalogue, profile: str, minutes: float) -> None:
    result = allocator.allocate(inputs_of(profile), catalogue=local, today=TODAY)
    (row,) = result.hours.itertuples()
    for figure in (row.decided_minutes, row.planned_minutes, row.received_minutes):
        assert figure == pytest.approx(minutes, abs=1e-6)
    assert round(row.omfang_minutes, 1) == round(minutes, 1)
    assert result.trace["asked_minutes"].tolist() == pytest.approx([minutes] * 2, abs=1e-9)
    assert result.register["omfang_hm"].tolist() == [row.omfang_hm]
    assert row.omfang_hm == {"local": "5:33", "G-2018-06-27": "6:00"}[profile]
    assert result.run["units"][0]["policies"]["profile"] == profile


def test_the_profile_can_be_chosen_for_a_whole_input(local: Catalogue) -> None:
    result = allocator.allocate(inputs_of(""), profile="LOCAL", catalogue=local, today=TODAY)
    minutes = result.hours["received_minutes"].iloc[0]
    assert f"{int(minutes // 60)}:{minutes % 60:.1f}" == "5:32.6"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_explanation_tells_of_the_profiles_number(local: Catalogue, language: str) -> None:
    sentences = {}
    for profile in ("local", "G-2018-06-27"):
        inputs = inputs_of(profile)
        result = allocator.allocate(inputs, catalogue=local, today=TODAY, language=language)
        (account,) = why(result, "A1", "B1", language=language)
        grounds = [g for _, _, rows in account.chapters for row in rows for g in row.grounds]
        sentences[profile] = next(g.says for g in grounds if g.rule == "CONV-01")
    assert sentences["G-2018-06-27"] == load().rule("CONV-01").says.in_language(language)
    own = {"nb": "måneden som 4,33 uker.", "en": "the month as 4.33 weeks."}[language]
    assert sentences["local"].startswith(sentences["G-2018-06-27"])
    assert sentences["local"].endswith(own)


def test_what_is_shown_of_the_catalogue_stays_the_guidances(local: Catalogue) -> None:
    assert local.rule("CONV-01").number("weeks") == 4
    rule = local.on(TODAY, local.profile("local")).rule("CONV-01")
    assert (rule.number("weeks"), rule.reading) == (4.33, "local")
    assert rule.values["weeks"].unit == "weeks/month"
    assert local.on(TODAY).rule("CONV-01").number("weeks") == 4


@pytest.mark.parametrize(
    ("profile", "hours", "expected"),
    [
        ("G-2018-06-27", "672:00", ""),
        ("G-2018-06-27", "673:00", "168:15"),
        ("local", "727:26", ""),
        ("local", "728:00", "168:08"),
    ],
)
def test_the_week_of_a_decision_is_the_profiles(
    local: Catalogue, profile: str, hours: str, expected: str
) -> None:
    inputs = inputs_of(profile, timer=hours)
    if not expected:
        result = allocator.allocate(inputs, catalogue=local, today=TODAY)
        assert result.hours["decided_minutes"].iloc[0] == pytest.approx(10080, abs=0.1)
        return
    with pytest.raises(InputError) as refusal:
        allocator.allocate(inputs, catalogue=local, today=TODAY)
    (notice,) = [item for item in refusal.value.notices if item.severity == "error"]
    assert (notice.code, notice.table, notice.row) == ("decision-beyond-week", "vedtak", 2)
    assert (notice.column, notice.value) == ("timer", hours)
    for language in ("nb", "en"):
        assert re.findall(r"\d+:\d\d", notice.message(language)) == [hours, expected, "168:00"]


@pytest.mark.parametrize(
    ("profile", "last", "days"),
    [
        ("G-2018-06-27", "2026-03-12", "60"),
        ("G-2018-06-27", "2026-03-13", ""),
        ("local", "2026-02-10", "30"),
        ("local", "2026-02-11", ""),
    ],
)
def test_how_soon_a_decision_ends_is_the_profiles(
    local: Catalogue, profile: str, last: str, days: str
) -> None:
    result = allocator.allocate(inputs_of(profile, til=last), catalogue=local, today=TODAY)
    ending = [item for item in result.all_notices if item.code == "decision-ends-soon"]
    assert [item.facts["days"] for item in ending] == [days] * bool(days)
    for notice in ending:
        assert f" {days} dager" in notice.message("nb")
        assert f" {days} days" in notice.message("en")
