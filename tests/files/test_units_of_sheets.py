"""Sheets of one of several units that do not say whose they are."""

from datetime import date

import pytest
import yaml

from allocator.tables import read
from allocator.tables.mapping.connections import connect
from allocator.tables.mapping.layouts import Layouts, fingerprint_of
from allocator.tables.mapping.preview import rostered
from allocator.tables.mapping.proposal import propose

from .corpus import as_csv
from .test_shift_codes import DATES, HOME

_DAY = date(2026, 1, 5)
Files = dict[str, bytes]
ROTA = [["Navn", *DATES], ["Ola", "15-22", "", ""]]
PLAN = [["Bruker", "Tjeneste", "Timer pr. uke"], ["B1", "15", "10"]]


def files() -> Files:
    """A has its rota and its plan; B's rota and decisions do not say that they are B's."""
    own = {name: HOME[name] for name in ("enhet", "beboere", "tiltak")}
    own["A"] = [["Navn", *DATES], ["Kari", "07-15", "07-15", ""]]
    tables = {**own, "kveldsturnus": ROTA, "vedtaksliste": PLAN}
    return {f"{name}.csv": as_csv(grid) for name, grid in tables.items()}


def connected(text: str) -> Files:
    return files() | {"k.mapping.yaml": text.encode()}


def test_whose_a_sheet_is_is_asked_and_holds_for_all_its_rows() -> None:
    text = propose(files())
    entries = yaml.safe_load(text)["ark"]
    assert entries["kveldsturnus"]["fast"] == {"enhet": "???"}
    assert entries["vedtaksliste"]["fast"] == {"enhet": "???", "per": "uke"}
    assert "A" not in entries
    inputs = read(connected(text.replace("???", "B")))
    assert [n.code for n in inputs.notices if n.severity == "error"] == []
    assert rostered(inputs) == {"A": 16 * 60, "B": 7 * 60}
    assert inputs.tables["decisions"]["unit"].tolist() == ["B"]


def test_a_layout_of_another_unit_does_not_say_whose_the_sheet_is() -> None:
    """Two units have lists of the same headings: whose a list is, is asked again."""
    first = connect(connected(propose(files()).replace("???", "B")), {}, (), Layouts())
    layouts = Layouts()
    for sheet in first.sheets:
        if sheet.entry:
            layouts = layouts.with_layout(fingerprint_of(sheet.form), sheet.entry, _DAY)
    again = {c.form.sheet: c for c in connect(files(), {}, (), layouts).sheets}
    for name in ("kveldsturnus", "vedtaksliste"):
        assert [question.key for question in again[name].form.open] == [("fast", "enhet")]
        assert again[name].entry is None


@pytest.mark.parametrize("column", ["kompetanse", "start"])
def test_a_rota_has_nothing_else_that_is_the_same_in_all_rows(column: str) -> None:
    text = f"ark:\n  kveldsturnus: {{tabell: turnus, fast: {{enhet: B, {column}: x}}}}\n"
    codes = [notice.code for notice in read(connected(text)).notices]
    assert "mapping-no-such-column" in codes
