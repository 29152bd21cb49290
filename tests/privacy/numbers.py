"""Made identity numbers, and every way to write one.

Only synthetic numbers are made (month + 80, as in the national test population): nobody has them.
"""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from allocator.identity import is_identity_number

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SYNTHETIC = 80
YEAR = "2026"
"""Of the dates in the made inputs."""


def completed(nine: str, remainder: int = 0) -> str:
    """Nine digits with their check digits, or empty where there are none.

    `remainder` is that of the first check digit: 0, and from 2032 up to 3.
    """
    total = sum(int(digit) * weight for digit, weight in zip(nine, FIRST, strict=True))
    first = (remainder - total) % 11
    if first == 10:
        return ""
    ten = nine + str(first)
    second = -sum(int(digit) * weight for digit, weight in zip(ten, SECOND, strict=True)) % 11
    return "" if second == 10 else ten + str(second)


def numbers(
    seed: int, *, more: int = 0, month: int = SYNTHETIC, remainders: tuple[int, ...] = (0,)
) -> Iterator[str]:
    """Made numbers without end; `more` is what is added to the day (40 in a D-number)."""
    chance = random.Random(seed)
    while True:
        day, of = chance.randint(1, 28) + more, chance.randint(1, 12) + month
        nine = f"{day:02d}{of:02d}{chance.randrange(100_000):05d}"
        if number := completed(nine, chance.choice(remainders)):
            yield number


def in_groups(number: str, separator: str, *lengths: int) -> str:
    """The number in groups of these lengths."""
    start, groups = 0, []
    for length in lengths:
        groups.append(number[start : start + length])
        start += length
    return separator.join(groups)


class Writing(NamedTuple):
    """A way to write a number."""

    name: str
    write: Callable[[str], str]
    zero: bool = False
    """Whether it needs a number that begins with a zero, which is lost."""


def _script(zero: str) -> Callable[[str], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in number)


_SEPARATORS = {
    "space": " ", "two spaces": "  ", "three spaces": "   ", "hard space": "\u00a0",
    "thin space": "\u2009", "tab": "\t", "line break": "\n", "point": ".", "middle dot": "\u00b7",
    "hyphen": "-", "en dash": "–", "em dash": "—", "minus": "\u2212", "spaced dash": " – ",
    "unbroken hyphen": "\u2011", "slash": "/", "backslash": "\\", "underscore": "_",
    "full-width point": "．", "ellipsis": "…", "unseen and space": "\u200b ",
}  # fmt: skip
_UNSEEN = {
    "zero width space": "\u200b", "joiner": "\u2060", "soft hyphen": "\u00ad", "mark": "\ufeff",
    "direction": "\u200e", "combining": "\u0301", "selector": "\ufe0f", "tag": "\U000e0041",
}  # fmt: skip
_SCRIPTS = {
    "full-width": "０", "Arabic": "٠", "Persian": "۰", "Devanagari": "०", "bold": "𝟎", "Thai": "๐",
}  # fmt: skip
OTHER = next(numbers(99))
"""A second number, where two are written in a cell."""
WRITINGS = (
    Writing("whole", str),
    Writing("zero lost", lambda n: n[1:], zero=True),
    *(Writing(f"6+5 {k}", lambda n, s=s: in_groups(n, s, 6, 5)) for k, s in _SEPARATORS.items()),
    *(Writing(f"6+3+2 {k}", lambda n, s=_SEPARATORS[k]: in_groups(n, s, 6, 3, 2))
      for k in ("space", "point", "hyphen", "hard space")),
    *(Writing(f"2+2+2+5 {k}", lambda n, s=_SEPARATORS[k]: in_groups(n, s, 2, 2, 2, 5))
      for k in ("space", "point", "hyphen", "slash", "underscore", "tab")),
    Writing("date and number", lambda n: f"{in_groups(n, '.', 2, 2, 2)} {n[6:]}"),
    Writing("5+5, zero lost", lambda n: in_groups(n[1:], " ", 5, 5), zero=True),
    Writing("5+3+2, zero lost", lambda n: in_groups(n[1:], ".", 5, 3, 2), zero=True),
    Writing("1+2+2+5, zero lost", lambda n: in_groups(n[1:], ".", 1, 2, 2, 5), zero=True),
    *(Writing(f"unseen {k}", lambda n, s=s: n[:4] + s + n[4:]) for k, s in _UNSEEN.items()),
    Writing("unseen between all", lambda n: "\u2060".join(n)),
    *(Writing(f"digits {k}", _script(z)) for k, z in _SCRIPTS.items()),
    Writing("digits in circles", lambda n: "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in n)),
    Writing("two with a comma", lambda n: f"{OTHER},{n}"),
    Writing("two with a comma, this first", lambda n: f"{n},{OTHER}"),
    Writing("two with a space", lambda n: f"{OTHER} {n}"),
    Writing("after a number", lambda n: f"12 {n}"),
    Writing("after a number and comma", lambda n: f"7,{n}"),
    Writing("after numbers, in groups", lambda n: f"3 45 {in_groups(n, ' ', 2, 2, 2, 5)}"),
    Writing("before a number", lambda n: f"{n} 12"),
    Writing("after an unseen break", lambda n: f"45\u200b{n}"),
    Writing("in a sentence", lambda n: f"ring om fnr.{n}, avtalt"),
    Writing("between letters", lambda n: f"fnr{n}x"),
    Writing("with a sign", lambda n: f"12+{n}"),
    Writing("far into a text", lambda n: f"{'x' * 72} {n}"),
)  # fmt: skip
"""Every writing; the contract's groupings with every kind of separator, and what hides digits."""


def number_for(writing: Writing, seed: int) -> str:
    """A number that can be written so: plain, D-number, or of those given from 2032 on.

    None ends in a year of the made inputs, or as it begins: its last digits would be found in a
    date, or in what is shown of it.
    """
    kinds = ({}, {"more": 40}, {"remainders": (1, 2, 3)}, {"month": 40}, {"month": 65})
    made = numbers(seed, **kinds[seed % len(kinds)] if not writing.zero else {})
    number = next(
        n
        for n in made
        if n.startswith("0" if writing.zero else "")
        and not n.endswith(YEAR)
        and n[-5:] not in n[:6]
    )
    assert is_identity_number(number)
    return number
