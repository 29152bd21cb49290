"""Norwegian identity numbers: recognised in every writing, and masked.

Eleven digits ddmmyyiiikk with two check digits; day + 40 in a D-number, month + 40 in an
H-number, month + 40, + 65 or + 80 in synthetic ones. From 2032 the remainder of the first check
digit may be 0 to 3. They are written whole or in groups, and a spreadsheet may have lost a
leading zero (contract, section 1).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

_GROUPINGS: Final = ((11,), (6, 5), (6, 3, 2), (2, 2, 2, 5))
_DIGITS: Final = 11
SHORTEST: Final = _DIGITS - 1
"""Digits of a number that has lost its leading zero."""
_HIDDEN: Final = 5
"""The last digits, which tell one person from another born on the same day."""
_MASK: Final = "*" * _HIDDEN
_FIRST_WEIGHTS: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FIRST_REMAINDERS: Final = frozenset({0, 1, 2, 3})
_DAYS: Final = frozenset((*range(1, 32), *range(41, 72)))
_MONTHS: Final = frozenset(month + more for more in (0, 40, 65, 80) for month in range(1, 13))

_UNSEEN: Final = "\0"
"""Stands for any character that is not seen."""
_OTHER: Final = "x"
"""Stands for any character that no identity number has in it."""
_SEPARATOR: Final = rf"{_UNSEEN}*(?:[ ./_-]{_UNSEEN}*){{1,3}}"
_SEPARATORS: Final = {
    " ": "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u115f\u1160\u2800\u3164\uffa0",
    ".": "\u00b7\u0387\u06d4\u2022\u2027\u2219\u22c5\u3002\u30fb\uff61\uff65",
    "-": "\u02d7\u2043\u2212\u2796\u30fc",
    "/": "\\\u2044\u2215\u2216\u2571\u2572\u27cb\u27cd\u29f5\u29f8\u29f9",
    "_": "\u02cd",
}
"""Separator -> what is read as one beside its own kind of character."""
_BY_CATEGORY: Final = {
    **dict.fromkeys(("Zs", "Zl", "Zp"), " "),
    **dict.fromkeys(("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Mc"), _UNSEEN),
    "Pd": "-",
    "Pc": "_",
}
_KNOWN: Final = {
    **{sign: kind for kind, signs in _SEPARATORS.items() for sign in signs},
    **{sign: sign for sign in " ./_-,+"},
}
_PLAIN: Final = re.compile(r"[\t\n\r -~\u00a0À-ÖØ-öø-ÿ§«»–—]*")
"""Text that is the same in plain signs, but for those of `_TO_PLAIN`."""
_TO_PLAIN: Final = str.maketrans("\t\n\r\u00a0\\–—", "    /--")
_FRACTION: Final = re.compile(r"(?:^|[^\w.,])0[.,]$")
_PHONE: Final = re.compile(r"(?:^|[^\w])\+$")
_NORWEGIAN_PHONE: Final = re.compile(r"47[2-9][0-9]{7}")


class _Written(NamedTuple):
    """A place in a text where an identity number is written."""

    end: int
    """Where it ends."""
    secret: int
    """Where the digits begin that are to be hidden."""


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits have the dates and check digits of an identity number.

    >>> is_identity_number("01815012352"), is_identity_number("01815012353")  # a synthetic one
    (True, False)
    """
    numbers = [int(digit) for digit in digits]
    if int(digits[:2]) not in _DAYS or int(digits[2:4]) not in _MONTHS:
        return False
    first = sum(a * b for a, b in zip(numbers, _FIRST_WEIGHTS, strict=False)) % 11
    second = sum(a * b for a, b in zip(numbers, _SECOND_WEIGHTS, strict=True)) % 11
    return first in _FIRST_REMAINDERS and second == 0


def mask(text: str) -> str:
    """Return the text with the last five digits of every identity number in it hidden.

    >>> mask("018150 12352"), mask("018150 12353"), mask("01.81.50-12352, 1815012352")
    ('018150*****', '018150 12353', '01.81.50*****, 18150*****')
    """
    if not _has_digits(text) and _PLAIN.fullmatch(text):
        return text
    plain, origins = _normalised(text)
    if not _has_digits(plain):
        return text
    kept: list[str] = []
    end = 0
    for written in sorted(set(_written(plain)), key=lambda written: written.secret):
        if written.end <= end:
            continue
        if written.secret >= end:
            kept += [text[end and origins[end] : origins[written.secret]], _MASK]
        end = written.end
    return "".join([*kept, text[origins[end] :]]) if kept else text


def holds_identity_number(text: str) -> bool:
    """Whether an identity number is written anywhere in a text."""
    return mask(text) != text


def too_short(text: str) -> bool:
    """Whether a text is too short to have a number in it; a sign like ⑩ is two digits.

    >>> too_short("181501235"), too_short("⑱⑮⑩②③⑤②")
    (True, False)
    """
    return len(text) < SHORTEST and text.isascii()


def _has_digits(text: str) -> bool:
    """Whether there are digits enough for an identity number."""
    return sum(map(text.count, "0123456789")) >= SHORTEST


def _normalised(text: str) -> tuple[str, range | list[int]]:
    """Return the text in plain signs, and for each sign and the end its position in the text."""
    if _PLAIN.fullmatch(text):
        return text.translate(_TO_PLAIN), range(len(text) + 1)
    signs = [_signs(character) for character in text]
    origins = [position for position, own in enumerate(signs) for _ in own]
    return "".join(signs), [*origins, len(text)]


@cache
def _signs(character: str) -> str:
    """Return what one character stands for: digits, a separator, `,`, `+`, unseen or other."""
    if character in _KNOWN:
        return _KNOWN[character]
    digit = unicodedata.numeric(character, -1)
    if digit in range(10):
        return str(int(digit))
    category = unicodedata.category(character)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    compatible = unicodedata.normalize("NFKC", character)
    if compatible == character or digit != -1 and digit != int(digit):
        return character if character.isascii() else _OTHER
    return "".join(map(_signs, compatible))


def _written(plain: str) -> Iterator[_Written]:
    """Find every identity number in plain signs; they may overlap."""
    for pattern in _patterns():
        for match in pattern.finditer(plain):
            number = match[1].replace(_UNSEEN, "")
            digits = re.sub("[^0-9]", "", number).zfill(_DIGITS)
            if is_identity_number(digits) and not _is_something_else(plain, match.start(1), number):
                yield _Written(match.end(1), _secret(plain, match.start(1), match.end(1)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return a pattern of each grouping, with its leading zero and without."""

    def digits(count: int) -> str:
        return rf"[0-9](?:{_UNSEEN}*[0-9]){{{count - 1}}}"

    groupings = [(first - lost, *rest) for first, *rest in _GROUPINGS for lost in (0, 1)]
    return tuple(
        # looked ahead, so that one that begins within another is found too
        re.compile(rf"(?<![0-9])(?=({_SEPARATOR.join(map(digits, grouping))})(?![0-9]))")
        for grouping in groupings
    )


def _is_something_else(plain: str, start: int, number: str) -> bool:
    """Whether bare digits are the decimals of 0,… or a telephone number after +47."""
    before = plain[max(0, start - 3) : start]
    if not number.isdecimal():
        return False
    phone = _PHONE.search(before) and _NORWEGIAN_PHONE.fullmatch(number)
    return bool(phone or _FRACTION.search(before))


def _secret(plain: str, start: int, end: int) -> int:
    """Return where the digits before the hidden ones end."""
    digits = [position for position in range(start, end) if plain[position].isdecimal()]
    return digits[-_HIDDEN - 1] + 1
