"""Layouts that are kept: found again by their headings, and nothing of a person in them."""

from datetime import date
from pathlib import Path

import pytest

from allocator.folders import DATA
from allocator.tables import read
from allocator.tables.mapping import layouts
from allocator.tables.mapping.connections import connect, mapping_name, mapping_text
from allocator.tables.mapping.layouts import Layouts, fingerprint_of, kept_entry
from allocator.tables.mapping.preview import first_rows

from .corpus import as_csv, home, in_csv

TODAY = date(2026, 1, 30)
PLAN = [["Bruker", "Hyppighet", "Varighet"], ["B1", "2x/d", "30 min"]]
ENTRY = {
    "tabell": "tiltak",
    "overskrift": "1",
    "kolonner": {"Bruker": "beboer", "Hyppighet": "hyppighet", "Varighet": "minutter"},
    "fast": {"tjeneste": "15"},
}


def files(name: str, plan: list[list[str]]) -> dict[str, bytes]:
    shifts = [["dato", "vakt", "start", "slutt"], ["2026-01-05", "dag", "07:00", "15:00"]]
    return in_csv(home(tiltak=None, vakter=shifts)) | {f"{name}.csv": as_csv(plan)}


def known() -> Layouts:
    """The layout of the plan, as a person connected it."""
    (own,) = [c for c in connect(files("plan", PLAN), {}, (), Layouts()).sheets if c.form.needed]
    return Layouts().with_layout(fingerprint_of(own.form), ENTRY, TODAY)


@pytest.mark.parametrize("titles", [0, 1, 3])
def test_a_layout_is_known_again_in_another_file_and_row(titles: int) -> None:
    plan = [["Plan"]] * titles + PLAN
    connected = connect(files("februar", plan), {}, (), known())
    (own,) = [c for c in connected.sheets if c.form.needed]
    assert own.known_since == TODAY
    inputs = read(connected.files())
    assert [notice.code for notice in inputs.notices if notice.severity == "error"] == []
    assert list(inputs.tables["interventions"]["row"]) == [titles + 2]


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_other_headings_are_another_layout(changed: int) -> None:
    plan = [list(row) for row in PLAN]
    plan[0][changed] += " 2"
    connected = connect(files("februar", plan), {}, (), known())
    assert all(own.known_since is None and own.entry is None for own in connected.sheets)


def test_what_is_about_a_person_is_not_kept() -> None:
    entry = ENTRY | {
        "fast": {"beboer": "B1", "beskrivelse": "Kari", "tjeneste": "15", "enhet": "A"},
        "utelat": {"Navn": ["Ledig vakt", "Kari"]},
    }
    made = kept_entry(entry)
    assert made["fast"] == {"tjeneste": "15", "enhet": "A"}
    assert made["utelat"] == {"Navn": ["Ledig vakt"]}
    assert entry["fast"]["beboer"] == "B1"


def test_layouts_are_written_for_the_user_alone_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA, str(tmp_path / "data"))
    assert layouts.load() == Layouts()
    assert layouts.save(known())
    path = tmp_path / "data" / "oppsett.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert layouts.load() == known()
    (fingerprint,) = known().known
    assert layouts.save(layouts.load().without([fingerprint]))
    assert layouts.load() == Layouts()


@pytest.mark.parametrize("text", ["[", "a: 1", "a: {dato: i dag, kobling: {}}", "a: {dato: 1}"])
def test_a_file_that_cannot_be_read_is_no_layout(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA, str(tmp_path))
    (tmp_path / "oppsett.yaml").write_text(text)
    assert layouts.load() == Layouts()


def test_where_nothing_can_be_kept_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA, str(tmp_path / "file" / "data"))
    assert not layouts.save(known())


def test_a_mapping_file_beats_a_layout_and_stays_in_its_own_language() -> None:
    plan = files("plan", PLAN)
    text = b"sheets: {plan: {table: '-'}}"
    connected = connect(plan | {"k.mapping.yaml": text}, {}, (), known())
    assert connected.files()["koblinger.mapping.yaml"]
    codes = {notice.code for notice in read(connected.files()).notices}
    assert "mapping-sheet-unused" in codes


def test_the_first_rows_are_shown_in_the_words_of_the_contract() -> None:
    plan = [[*PLAN[0], "vakt"], ["B1", "man-ons-fre", "30 min", "natt"]]
    entry = ENTRY | {"kolonner": {**ENTRY["kolonner"], "vakt": "vakt"}}
    text = mapping_text({"plan": entry}, {}).encode()
    rows = first_rows(read(files("plan", plan) | {"k.mapping.yaml": text}), "interventions")
    assert rows.iloc[0][["shift", "weekdays", "minutes"]].tolist() == [
        "natt",
        "mandag,onsdag,fredag",
        "30",
    ]


def test_a_mapping_file_keeps_its_place() -> None:
    assert mapping_name("plan.yaml") == "plan.mapping.yaml"
    assert mapping_name("plan.mapping.yaml") == "plan.mapping.yaml"
    assert mapping_name("plan.csv") == "plan.csv"
