"""Ids that only look alike are an error that shows both, and what differs."""

import unicodedata

import pytest

from allocator.notices import Notice
from allocator.tables.lookalikes import difference, skeleton

from .small import Small, said

PAIRS = {
    "case": ("B1", "b1"),
    "full width": ("B1", "Ｂ１"),
    "full width digit": ("B1", "B１"),
    "Cyrillic": ("B1", "В1"),
    "Greek": ("B1", "Β1"),
    "Cherokee": ("B1", "Ᏼ1"),
    "mathematical": ("B1", "𝐁1"),
    "another script's digit": ("B1", "B١"),
    "zero width space": ("B1", "B\u200b1"),
    "word joiner at the end": ("B1", "B1\u2060"),
    "byte order mark": ("B1", "\ufeffB1"),
    "soft hyphen": ("B1", "B\u00ad1"),
    "variation selector": ("B1", "B1\ufe0f"),
    "grapheme joiner": ("B1", "B\u034f1"),
    "direction mark": ("B1", "B1\u200e"),
    "tag": ("B1", "B1\U000e0041"),
    "Hangul filler": ("B 1", "B\u31641"),
    "hard space": ("B 1", "B\u00a01"),
    "two spaces": ("B 1", "B  1"),
    "decomposed": ("Å1", unicodedata.normalize("NFD", "Å1")),
    "Ångström": ("Å1", "\u212b1"),
    "stroke over": ("ø1", "o\u03381"),
    "other dash": ("B-1", "B\u20111"),
    "ligature": ("fi", "ﬁ"),
    "small Cyrillic": ("ac", "ас"),
    "dotless": ("i1", "ı1"),
}
OTHERS = [("B1", "B11"), ("B1", "B2"), ("B1", "8 1"), ("Å1", "A1"), ("ø", "o"), ("B-1", "B1")]


def _residents(name: str, other: str) -> Small:
    """The small input with these two residents in place of its own."""
    small = Small()
    for rows in small.tables.values():
        for row in rows:
            if "beboer" in row:
                row["beboer"] = {"B1": name, "B2": other}[row["beboer"]]
    return small


def _alike(small: Small) -> list[Notice]:
    return [n for n in said(small.read(), "error") if n.code == "ids-look-alike"]


@pytest.mark.parametrize(("name", "other"), PAIRS.values(), ids=PAIRS)
def test_two_residents_who_look_alike(name: str, other: str) -> None:
    assert skeleton(name) == skeleton(other)
    of_residents = [
        n for n in said(_residents(name, other).read(), "error") if n.table == "beboere"
    ]
    assert [n.code for n in of_residents] == ["ids-look-alike"], "and not that one comes twice"
    notices = _alike(_residents(name, other))[:1]
    assert [(n.table, n.row, n.column) for n in notices] == [("beboere", 3, "beboer")]
    own, others = difference(other, name)
    assert notices[0].facts["other_row"] == "2"
    for language in ("nb", "en"):
        message = notices[0].message(language)
        assert own in message
        assert others in message
    assert own != others


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_residents_who_do_not_look_alike(name: str, other: str) -> None:
    assert skeleton(name) != skeleton(other)
    assert not said(_residents(name, other).read(), "error")


def test_the_same_id_twice_is_just_that() -> None:
    small = Small().add("beboere", beboer="B1 ")
    assert [n.code for n in said(small.read(), "error")] == ["duplicate-id"]


def test_residents_of_two_units_may_look_alike() -> None:
    small = _residents("B1", "b1").add("enhet", enhet="A2", uker="1")
    small.put("beboere", 2, enhet="A").put("beboere", 3, enhet="A2")
    assert not [n for n in _alike(small) if n.table == "beboere"]


def test_units_and_groups_who_look_alike() -> None:
    units = Small().add("enhet", enhet="а", uker="1")
    assert [(n.table, n.row, n.column) for n in _alike(units)] == [("enhet", 3, "enhet")]
    groups = Small().add("grupper", gruppe="g1", minutter="30")
    assert [(n.table, n.row, n.column) for n in _alike(groups)] == [("grupper", 3, "gruppe")]


def test_a_row_whose_resident_only_looks_like_one() -> None:
    small = Small().put("tiltak", 2, beboer="В1")
    notices = said(small.read(), "error")
    assert [(n.code, n.table, n.row) for n in notices] == [("ids-look-alike", "tiltak", 2)]
    assert notices[0].facts["other_table"] == "beboere"
    assert "U+0412 CYRILLIC CAPITAL LETTER VE" in notices[0].message("nb")


def test_a_row_whose_unit_only_looks_like_one() -> None:
    """An А of the Cyrillic alphabet: said once, and not that the unit is unknown."""
    small = Small().put("tiltak", 2, enhet="\u0410")
    notices = [n for n in said(small.read(), "error") if n.column == "enhet"]
    assert [(n.code, n.table, n.row) for n in notices] == [("ids-look-alike", "tiltak", 2)]
    assert notices[0].facts["other_table"] == "enhet"


def test_what_differs_is_described_with_at_most_four_characters() -> None:
    assert difference("B1", "B1") == ("–", "–")
    assert difference("abcdef", "ABCDEF")[0].count("U+") == 4
