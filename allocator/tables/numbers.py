"""Numbers as Norwegians write them, and the one way in which a cell is refused."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from allocator.tables.schema import Cell
from allocator.tables.words import normalise_text

_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,][0-9]+)?")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_LONGEST = 18
"""Digits; beyond this a float cannot hold them anyway."""


class ParseError(Exception):
    """A cell is not what its column asks for.

    Parameters
    ----------
    code
        The notice's code.
    facts
        What its words need.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def can_be_read(read: Callable[[Cell], object], cell: Cell) -> bool:
    """Whether a reader of cells accepts a cell.

    >>> can_be_read(number, "7,5"), can_be_read(number, "7,5 t")
    (True, False)
    """
    try:
        read(cell)
    except ParseError:
        return False
    return True


def number(cell: Cell) -> float:
    """Return a finite number, with decimal comma or point and perhaps spaces between thousands.

    >>> number("1 234,5"), number("0.5"), number(3)
    (1234.5, 0.5, 3.0)
    >>> number("1.234")
    Traceback (most recent call last):
    allocator.tables.numbers.ParseError: number-ambiguous
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        raise ParseError("bad-number")
    if isinstance(cell, str):
        text = normalise_text(cell).replace("\u2212", "-")
        if not _NUMBER.fullmatch(text) or len(text) > _LONGEST:
            raise ParseError("bad-number")
        if _THOUSANDS.fullmatch(text):
            whole, decimals = re.split("[.,]", text)
            raise ParseError(
                "number-ambiguous", large=whole + decimals, small=f"{whole},{decimals}"
            )
        cell = text.replace(" ", "").replace(",", ".")
    elif isinstance(cell, int) and abs(cell) > 10**_LONGEST:
        raise ParseError("bad-number")
    value = float(cell)
    if not math.isfinite(value):
        raise ParseError("bad-number")
    return value


def show(value: Any) -> str:
    """Return a number for people: no trailing zeros, decimal comma.

    >>> show(2.50), show(3.0)
    ('2,5', '3')
    """
    return f"{value:.15g}".replace(".", ",")


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of whole numbers that follow each other.

    >>> runs([3, 14, 15, 16, 3])
    [(3, 3), (14, 16)]
    """
    pairs: list[tuple[int, int]] = []
    for value in sorted(set(numbers)):
        if pairs and value == pairs[-1][1] + 1:
            pairs[-1] = (pairs[-1][0], value)
        else:
            pairs.append((value, value))
    return pairs


def spans(rows: Sequence[int]) -> str:
    """Row numbers as people write them: `3, 14–16`."""
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in runs(rows)
    )
