"""Shift codes that a person explains: for all units, or for each by itself."""

from typing import Any

from allocator.tables import read
from allocator.tables.mapping.connections import mapping_text
from allocator.tables.mapping.preview import rostered
from allocator.tables.mapping.shift_codes import EACH_UNIT, UNIT, entries_of, shift_codes
from allocator.tables.rotas.dates import Period
from allocator.tables.rotas.shifts import USUAL_DAY, RotaUnit

from .corpus import as_csv

DATES = ["05.01.2026", "06.01.2026", "07.01.2026"]
HOME = {
    "enhet": [["enhet", "uker", "periode_start"], ["A", 1, "2026-01-05"], ["B", 1, "2026-01-05"]],
    "beboere": [["enhet", "beboer"], ["A", "A1"], ["B", "B1"]],
    "tiltak": [["enhet", "beboer", "tjeneste", "minutter"], ["A", "A1", 15, 30]],
    "A": [["Navn", *DATES], ["Kari", "D", "D", ""]],
    "B": [["Navn", *DATES], ["Ola", "D", "", "N"]],
}
"""D is 07-15 in A and 08-12 in B; N is 22-07 in B, where whoever has it can give medicine."""
UNITS = [RotaUnit(name, "", Period(), USUAL_DAY) for name in ("A", "B")]
ANSWERS = {
    ("D", UNIT): EACH_UNIT,
    ("D", "A", "type"): "aktiv", ("D", "A", "start"): "07:00", ("D", "A", "slutt"): "15:00",
    ("D", "B", "type"): "aktiv", ("D", "B", "start"): "08:00", ("D", "B", "slutt"): "12:00",
    ("N", "type"): "hvilende", ("N", "start"): "22:00", ("N", "slutt"): "07:00",
    ("N", "kompetanse"): "medisin",
}  # fmt: skip


def files(**tables: Any) -> dict[str, bytes]:
    return {f"{name}.csv": as_csv(grid) for name, grid in {**HOME, **tables}.items()}


def test_a_code_means_something_of_its_own_in_each_unit() -> None:
    codes = shift_codes(read(files()).notices, ANSWERS, {}, UNITS)
    assert [(code.code, code.unit, code.count) for code in codes] == [
        ("D", "A", 2), ("D", "B", 1), ("N", "", 1),
    ]  # fmt: skip
    entries = entries_of(codes, {})
    inputs = read(files() | {"k.mapping.yaml": mapping_text({}, entries).encode()})
    assert [n.code for n in inputs.notices if n.severity == "error"] == []
    assert rostered(inputs) == {"A": 2 * 8 * 60, "B": (4 + 9) * 60}
    nights = inputs.tables["shifts"].query("duty == 'resting'")
    assert nights["competence"].tolist() == [("medisin",)]
    again = shift_codes(read(files()).notices, {}, entries, UNITS)
    assert [(code.unit, code.value("start")) for code in again] == [
        ("A", "07:00"), ("B", "08:00"), ("", "22:00"),
    ]  # fmt: skip


def test_a_code_of_all_units_is_asked_about_once() -> None:
    answers = {key: text for key, text in ANSWERS.items() if len(key) == 2 and key[0] == "N"}
    answers |= {("D", "type"): "aktiv", ("D", "start"): "07:00", ("D", "slutt"): "15:00"}
    codes = shift_codes(read(files()).notices, answers, {}, UNITS)
    assert [(code.code, code.unit, code.count) for code in codes] == [("D", "", 3), ("N", "", 1)]
    assert codes[0].units == ("A", "B")
    mapping = {"k.mapping.yaml": mapping_text({}, entries_of(codes, {})).encode()}
    assert rostered(read(files() | mapping)) == {"A": 16 * 60, "B": (8 + 9) * 60}


def test_what_cannot_be_read_of_a_code_is_kept_and_said() -> None:
    answers = {**ANSWERS, ("N", "dogn_til"): "mange"}
    code = shift_codes(read(files()).notices, answers, {}, UNITS)[-1]
    assert (code.value("dogn_til"), code.wrong, code.entry) == ("mange", ["dogn_til"], None)


def test_a_code_of_two_lines_is_one_code() -> None:
    rota = [["Navn", *DATES], ["Kari", "Lang\nvakt", "", ""]]
    inputs = read(files(A=rota, B=[["Navn", *DATES], ["Ola", "N", "", ""]]))
    codes = shift_codes(inputs.notices, {}, {}, UNITS)
    assert [(code.code, code.count) for code in codes] == [("Lang\nvakt", 1), ("N", 1)]


def test_a_code_is_not_asked_about_by_unit_while_the_unit_of_a_rota_is_not_known() -> None:
    tables = files()
    tables["kveld.csv"] = tables.pop("A.csv")
    codes = shift_codes(read(tables).notices, {("D", UNIT): EACH_UNIT}, {}, UNITS)
    assert [(code.code, code.unit, code.count) for code in codes] == [("D", "", 3), ("N", "", 1)]
