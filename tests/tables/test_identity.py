"""Identity numbers: found in every writing and every place, and never shown.

Only synthetic numbers (month + 80) are made here, or dates that do not exist.
"""

import io
import random
import re
from collections.abc import Iterator

import openpyxl
import pytest
from privacy.numbers import completed

from allocator.identity import is_identity_number, mask
from allocator.tables import Inputs, read

from .small import Small, said


def _numbers(
    count: int, *, seed: int = 1, day: str = "", month: str = "", more: int = 0
) -> list[str]:
    chance = random.Random(seed)

    def made() -> Iterator[str]:
        while True:
            dd = day or f"{chance.randint(1, 28):02d}"
            mm = month or f"{chance.randint(81, 92)}"
            yield completed(f"{dd}{mm}{chance.randrange(100_000):05d}", more)

    numbers: list[str] = []
    for number in made():
        numbers += [number] if number else []
        if len(numbers) == count:
            return numbers
    raise AssertionError


NUMBER = _numbers(1, seed=2, day="17")[0]
ZERO = _numbers(1, seed=3, day="07")[0]


def test_every_synthetic_number_is_found() -> None:
    for number in _numbers(2000):
        assert is_identity_number(number)
        assert mask(number) == f"{number[:6]}*****"


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
def test_from_2032_the_first_check_digit_has_four_remainders(remainder: int) -> None:
    assert all(is_identity_number(number) for number in _numbers(50, more=remainder))


@pytest.mark.parametrize("remainder", [4, 5, 6, 7, 8, 9, 10])
def test_other_remainders_are_no_number(remainder: int) -> None:
    assert not any(is_identity_number(number) for number in _numbers(50, more=remainder))


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("57", "81"),
        ("30", "42"),
        ("31", "67"),
        ("70", "42"),
        ("31", "44"),
        ("30", "02"),
        ("31", "92"),
    ],
)
def test_d_numbers_h_numbers_and_synthetic_months(day: str, month: str) -> None:
    assert all(is_identity_number(number) for number in _numbers(20, day=day, month=month))


@pytest.mark.parametrize(
    ("day", "month"),
    [("32", "81"), ("00", "81"), ("72", "81"), ("01", "93"), ("01", "80"), ("01", "13")],
)
def test_impossible_days_and_months_are_no_number(day: str, month: str) -> None:
    assert not any(is_identity_number(number) for number in _numbers(20, day=day, month=month))


def test_few_other_numbers_are_taken_for_one() -> None:
    chance = random.Random(4)
    tries = [f"{chance.randrange(10**11):011d}" for _ in range(20_000)]
    assert sum(mask(number) != number for number in tries) / len(tries) < 0.02


@pytest.mark.parametrize(
    "text",
    ["12345678", "+47 22 33 44 55", "123456789", "2026-01-05", "12345678901234", "0,33333333333"],
)
def test_other_digits_stay(text: str) -> None:
    assert mask(text) == text


WRITINGS = {
    "as it is": NUMBER,
    "with a space": f"{NUMBER[:6]} {NUMBER[6:]}",
    "with a hard space": f"{NUMBER[:6]}\u00a0{NUMBER[6:]}",
    "with a hyphen": f"{NUMBER[:6]}-{NUMBER[6:]}",
    "zero kept": ZERO,
    "zero lost": ZERO[1:],
    "zero lost, with a space": f"{ZERO[1:6]} {ZERO[6:]}",
    "in a sentence": f"ring om fnr.{NUMBER}, avtalt",
}


def _nowhere(inputs: Inputs, *secrets: str) -> None:
    """No table, name or notice shows the last five digits."""
    shown = [str(notice) + notice.message("nb") + notice.message("en") for notice in inputs.notices]
    frames = [frame.to_csv() for frame in inputs.tables.values()]
    everything = "\n".join([*shown, *frames, *inputs.names.values()])
    for secret in secrets:
        assert secret[-5:] not in everything
        assert f"{secret[:-5].lstrip('0')}*****" in everything


@pytest.mark.parametrize("text", WRITINGS.values(), ids=WRITINGS)
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("beboere", "beboer"),
        ("tiltak", "beskrivelse"),
        ("tiltak", "minutter"),
        ("tiltak", "ukjent"),
        ("kladd", "x"),
    ],
)
def test_a_number_in_any_cell_is_an_error_and_masked(text: str, table: str, column: str) -> None:
    small = Small().add("kladd", x="1")
    notices = said(small.put(table, 2, **{column: text}).read(), "error")
    own = [n for n in notices if n.code == "identity-number"]
    assert [(n.table, n.row, n.column) for n in own] == [(table, 2, column)]
    _nowhere(small.read(), NUMBER if NUMBER[:5] in text else ZERO)


def _in_few_signs(number: str) -> str:
    """A number in signs like ⑩, which are two digits each."""
    return re.sub("1[0-9]|20", lambda pair: chr(ord("①") + int(pair[0]) - 1), number)


@pytest.mark.parametrize("length", [7, 8, 9])
def test_a_number_in_fewer_signs_than_digits_is_found(length: int) -> None:
    written = map(_in_few_signs, _numbers(20_000, seed=6, day="11"))
    text = next(text for text in written if len(text) == length)
    notices = Small().put("beboere", 2, fra=text).read().notices
    assert [(n.row, n.column) for n in notices if n.code == "identity-number"] == [(2, "fra")]
    assert not any(text in n.message() for n in notices)


def test_a_number_in_a_heading() -> None:
    inputs = Small().put("tiltak", 2, **{f"notat {NUMBER}": "x"}).read()
    assert [(n.code, n.row) for n in said(inputs)] == [("identity-number", 1)]
    _nowhere(inputs, NUMBER)


def test_a_number_in_a_file_name() -> None:
    files = Small().files() | {f"{NUMBER}.csv": b"a\r\n1", f"{NUMBER}.pdf": b"x"}
    inputs = read(files)
    assert [n.code for n in said(inputs)] == ["identity-number-in-name"]
    _nowhere(inputs, NUMBER)


def test_numbers_in_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"Ark {NUMBER[:6]} {NUMBER[6:]}"
    sheet.append([int(ZERO), float(NUMBER), 0.5, True, None])
    stream = io.BytesIO()
    book.save(stream)
    inputs = read({f"{ZERO}.xlsx": stream.getvalue()})
    codes = [n.code for n in inputs.notices if n.code.startswith("identity")]
    assert sorted(codes) == ["identity-number"] * 2 + ["identity-number-in-name"] * 2
    _nowhere(inputs, NUMBER, ZERO)


def test_the_name_of_a_place_that_is_not_there_is_masked() -> None:
    inputs = read(f"/nei/{NUMBER}")
    assert inputs.notices[0].value == f"{NUMBER[:6]}*****"
