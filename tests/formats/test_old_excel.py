"""`.xls`: every kind of cell as a newer workbook has it, every bound on both sides."""

import struct
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from allocator.tables import bounds
from allocator.tables.biff import looked_through
from allocator.tables.budget import TooLargeError
from allocator.tables.compound import CompoundError, CompoundFile
from allocator.tables.open_file import open_file
from allocator.tables.schema import BadCell

from .old_excel import (
    BOF,
    ERROR,
    FORMAT,
    LABEL_SST,
    PASSWORD,
    ROW,
    SHEET,
    STRINGS,
    begin,
    cell,
    compound,
    formula,
    old_workbook,
    record,
    sheet_of,
    stream_of,
    text,
)  # fmt: skip

GRID: list[list[Any]] = [["a", "b"], [1, 2.5]]


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    opened, _ = open_file("bok.xls", data)
    return {sheet.name: [list(record) for record in sheet.records] for sheet in opened}


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in open_file("bok.xls", data)[1]]


def test_cells_have_the_types_of_a_newer_workbook() -> None:
    day, clock = datetime(2026, 1, 5, 7, 30), time(7, 30)
    long = record(0x203, struct.pack("<HHHd", 1, 2, 3, 37.5 / 24))
    data = old_workbook({"a": [["x", 1, 2.5], [day, clock]]}, in_sheet=long)
    assert sheets(data) == {"a": [["x", 1, 2.5], [day, clock, timedelta(hours=37.5)]]}


def test_a_workbook_of_excel_95_has_letters_of_one_byte() -> None:
    begins = [record(BOF, struct.pack("<HHHH", 0x500, kind, 3000, 1996)) for kind in (5, 16)]
    looks = record(0x42, struct.pack("<H", 1252)) + record(0xE0, bytes(16))
    name = "Året".encode("cp1252")
    position = len(begins[0]) + len(looks) + 4 + 7 + len(name) + 4
    named = record(SHEET, struct.pack("<IBBB", position, 0, 0, len(name)) + name)
    words = "æøå".encode("cp1252")
    label = record(0x204, struct.pack("<HHHH", 0, 1, 0, len(words)) + words)
    stream = begins[0] + looks + named + record(0x0A) + begins[1] + label + record(0x0A)
    assert sheets(compound({"Book": stream})) == {"Året": [[None, "æøå"]]}


def test_what_excel_says_of_a_cell_that_has_no_value() -> None:
    wrong = record(ERROR, struct.pack("<HHHBB", 1, 0, 0, 23, 1))
    true = record(ERROR, struct.pack("<HHHBB", 1, 1, 0, 1, 0))
    assert sheets(old_workbook({"a": [["x", "y"]]}, in_sheet=wrong + true)) == {
        "a": [["x", "y"], ["#REF!", True]]
    }


@pytest.mark.parametrize(("flags", "value"), [(0, 5), (2, BadCell("formula-not-calculated", "="))])
def test_a_formula_that_was_never_worked_out_cannot_be_read(flags: int, value: object) -> None:
    data = old_workbook({"a": [["x"]]}, in_sheet=formula(2, 1, 5.0, flags))
    assert sheets(data)["a"][2] == [None, value]


def test_texts_that_all_sheets_share() -> None:
    own = struct.pack("<HB", 2, 0) + b"ab"
    wide = struct.pack("<HB", 2, 1) + "æø".encode("utf-16-le")
    strings = record(STRINGS, struct.pack("<ii", 2, 2) + own + wide)
    labels = b"".join(record(LABEL_SST, struct.pack("<HHHi", 0, n, 0, n)) for n in range(2))
    assert sheets(old_workbook({"a": []}, strings, labels)) == {"a": [["ab", "æø"]]}


def test_hidden_sheets_macros_and_passwords_are_said() -> None:
    assert codes(old_workbook({"a": GRID, "b": GRID}, hidden=["b"])) == ["sheet-hidden"]
    assert codes(old_workbook({"a": GRID})) == []
    assert codes(old_workbook({"a": GRID}, _VBA_PROJECT_CUR=b"x")) == ["macros-ignored"]
    macros = record(SHEET, struct.pack("<IBB", 0, 0, 1) + text("makro", "<B"))
    assert codes(old_workbook({"a": GRID}, macros)) == ["macros-ignored"]
    assert codes(old_workbook({"a": GRID}, record(PASSWORD, b"xx"))) == ["workbook-encrypted"]
    assert codes(compound({"EncryptedPackage": b"x"})) == ["workbook-encrypted"]
    assert codes(compound({"WordDocument": b"x"})) == ["format-not-read"]


@pytest.mark.parametrize(
    ("bound", "most", "more"),
    [
        ("MAX_CELLS", 4, b""),
        ("MAX_FORMATS", 5, record(FORMAT, struct.pack("<H", 164) + text("0"))),
        ("MAX_STRINGS", 0, record(STRINGS, struct.pack("<ii", 1, 1) + b"\x01\x00\x00a")),
        ("MAX_CHARACTERS", 1, record(STRINGS, struct.pack("<ii", 1, 1) + b"\x02\x00\x00ab")),
    ],
)
def test_bounds_of_a_stream(
    bound: str, most: int, more: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = stream_of({"a": sheet_of(GRID)}, more)
    monkeypatch.setattr(bounds, bound, most)
    looks = 4 if bound == "MAX_FORMATS" else 0
    if looks:
        monkeypatch.setattr(bounds, bound, looks + 1)
        looked_through(stream)
        monkeypatch.setattr(bounds, bound, looks)
    elif bound == "MAX_CELLS":
        looked_through(stream)
        monkeypatch.setattr(bounds, bound, most - 1)
    else:
        monkeypatch.setattr(bounds, bound, most + 1)
        looked_through(stream)
        monkeypatch.setattr(bounds, bound, most)
    with pytest.raises(TooLargeError):
        looked_through(stream)


def test_records_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = stream_of({"a": sheet_of(GRID, record(ROW) * 5)})
    count = 19
    monkeypatch.setattr(bounds, "MAX_RECORDS", count)
    looked_through(stream)
    monkeypatch.setattr(bounds, "MAX_RECORDS", count - 1)
    with pytest.raises(TooLargeError):
        looked_through(stream)


def test_sheets_that_begin_at_one_place_or_nowhere_are_damaged() -> None:
    whole = stream_of({"a": sheet_of(GRID), "b": sheet_of(GRID)})
    first = whole.find(struct.pack("<HH", SHEET, 10)) + 4
    second = whole.find(struct.pack("<HH", SHEET, 10), first) + 4
    twice = whole[:second] + whole[first : first + 4] + whole[second + 4 :]
    nowhere = whole[:first] + struct.pack("<I", 7) + whole[first + 4 :]
    looked_through(whole)
    for stream in (twice, nowhere):
        with pytest.raises(ValueError, match=r"^$"):
            looked_through(stream)


def test_a_text_that_is_longer_than_its_record_is_damaged_and_not_cut_off() -> None:
    right = cell(2, 0, "abc")
    wrong = right.replace(struct.pack("<HB", 3, 1), struct.pack("<HB", 9, 1))
    assert codes(old_workbook({"a": GRID}, in_sheet=right)) == []
    assert codes(old_workbook({"a": GRID}, in_sheet=wrong)) == ["not-a-workbook"]


def test_names_are_taken_out_before_the_library_works_them_out() -> None:
    name = record(0x18, bytes(30))
    kept = looked_through(stream_of({"a": sheet_of(GRID)}, name)).kept
    assert name not in kept
    assert len(kept) == len(stream_of({"a": sheet_of(GRID)}, name))
    assert kept.startswith(begin(5))
    assert struct.pack("<H", BOF) in kept


def test_a_chain_that_leads_back_ends() -> None:
    data = bytearray(old_workbook({"a": GRID}))
    assert CompoundFile(bytes(data)).stream("Workbook")
    struct.pack_into("<i", data, 512 + 4 * 3, 2)  # the stream's second sector leads to its first
    with pytest.raises(CompoundError):
        CompoundFile(bytes(data)).stream("Workbook")


def test_every_stream_is_found_by_its_name() -> None:
    container = CompoundFile(compound({"Workbook": b"a" * 5000, "Annet": b"b"}))
    assert container.of_root() == {"workbook", "annet"}
    assert container.stream("WORKBOOK") == b"a" * 5000
    assert container.stream("borte") is None
    assert {name: len(data) for name, data in container.streams()} == {
        "Workbook": 5000, "Annet": 4096,
    }  # fmt: skip
