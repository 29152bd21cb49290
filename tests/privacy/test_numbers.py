"""Which writings are identity numbers, and which cells are none."""

import itertools
import random

import pytest
from stdnum.no import fodselsnummer

from allocator.identity import holds_identity_number, is_identity_number, mask
from allocator.sanitise import sanitise, sanitise_lines
from allocator.tables.identity import as_written
from privacy.innocent import KINDS, innocent
from privacy.numbers import WRITINGS, Writing, in_groups, number_for, numbers

NUMBER = next(numbers(7))
GROUPINGS = ((6, 5), (6, 3, 2), (2, 2, 2, 5))


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.name)
def test_every_writing_is_found_and_only_the_last_digits_are_hidden(writing: Writing) -> None:
    for seed in range(25):
        number = number_for(writing, seed)
        shown = mask(writing.write(number))
        assert shown != writing.write(number)
        assert shown.count("*****") == writing.write(number).count("*") + shown.count("*") // 5
        assert not holds_identity_number(shown)


@pytest.mark.parametrize("separator", [",", ":", ";", "+", "*", "x", "'", "    ", " a ", "|", "="])
@pytest.mark.parametrize("lengths", GROUPINGS)
def test_no_other_separator_holds_a_number_together(separator: str, lengths: tuple[int]) -> None:
    text = in_groups(NUMBER, separator, *lengths)
    assert mask(text) == text


def _compositions(total: int) -> list[tuple[int, ...]]:
    """Every way to divide so many digits into groups of one to seven, at most six of them."""
    lengths = itertools.chain.from_iterable(
        itertools.product(range(1, 8), repeat=parts) for parts in range(2, 6)
    )
    return [groups for groups in lengths if sum(groups) == total]


def test_no_other_grouping_is_a_number() -> None:
    lost = tuple((first - 1, *rest) for first, *rest in GROUPINGS)
    zero = next(n for n in numbers(8) if n.startswith("0"))
    whole = next(n for n in numbers(8) if not is_identity_number(f"0{n[1:]}"))
    for number, own in ((whole, GROUPINGS), (zero[1:], lost)):
        for lengths in _compositions(len(number)):
            text = in_groups(number, " ", *lengths)
            assert holds_identity_number(text) == (lengths in own), text


@pytest.mark.parametrize("text", [f"1{NUMBER}", f"{NUMBER}1", f"{NUMBER}{NUMBER}", f"0,{NUMBER}"])
def test_longer_numbers_and_decimals_are_none(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", [f"B0,{NUMBER}", f"10,{NUMBER}", f"1.0,{NUMBER}", f",{NUMBER}"])
def test_what_only_resembles_a_decimal_is_found(text: str) -> None:
    assert holds_identity_number(text)


def test_a_telephone_number_is_none_and_its_digits_alone_are() -> None:
    phone = next(
        f"47{rest}" for rest in range(22_000_000, 99_999_999) if is_identity_number(f"047{rest}")
    )
    assert not holds_identity_number(f"+{phone}")
    assert not holds_identity_number(f"tlf. +{phone}")
    assert holds_identity_number(phone)
    assert holds_identity_number(f"1+{phone}")


def test_no_cell_of_another_kind_is_taken_for_one() -> None:
    cells = list(itertools.islice(innocent(11), 3400))
    assert len({kind for kind, _ in cells}) == len(KINDS)
    assert [cell for cell in cells if holds_identity_number(cell[1])] == []


def test_what_the_library_knows_is_refused() -> None:
    chance = random.Random(5)
    known = 0
    for _ in range(150_000):
        day, month = chance.randrange(1, 72), chance.randrange(1, 53)
        nine = f"{day:02d}{month:02d}{chance.randrange(10**5):05d}"
        for number in (nine + _check_digits(nine), f"{chance.randrange(10**11):011d}"):
            if fodselsnummer.is_valid(number):
                known += 1
                assert is_identity_number(number)
                assert holds_identity_number(number)
    assert known > 10_000


def _check_digits(nine: str) -> str:
    first = fodselsnummer.calc_check_digit1(nine)[-1]
    return first + fodselsnummer.calc_check_digit2(nine + first)[-1]


def test_the_library_knows_neither_synthetic_nor_the_newest() -> None:
    for kind in ({}, {"remainders": (1, 2, 3)}, {"month": 65}):
        made = itertools.islice(numbers(3, **kind), 20)
        assert all(is_identity_number(n) and not fodselsnummer.is_valid(n) for n in made)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (int(NUMBER), NUMBER),
        (float(NUMBER), NUMBER),
        (178150.12345, "178150.12345"),
        (10**9, "1000000000"),
        (10**9 - 1, ""),
        (10**11, ""),
        (45123.28125, ""),
        (True, ""),
        (None, ""),
        (float("nan"), ""),
        ("7", "7"),
    ],
)
def test_what_a_cell_of_a_workbook_may_hold(cell: object, text: str) -> None:
    assert as_written(cell) == text


@pytest.mark.parametrize(
    "sign", ["\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066", "\ud800", "\x00"]
)
def test_no_control_character_is_shown(sign: str) -> None:
    assert sanitise_lines(f"a{sign}b") == "a\ufffdb"


def test_line_breaks_stay_in_a_text_and_not_in_a_line() -> None:
    assert sanitise_lines("a\r\nb\rc\td") == "a\r\nb\rc\td"
    assert sanitise("a\r\nb\rc\td") == "a b c d"
