"""The one gate between what the input holds and any screen, file or log.

Everything that comes out of an input, the names of its files included, is shown and written
through `sanitise`: no identity number and no control character passes.
"""

import re
from typing import Final

from allocator.identity import mask

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What moves a cursor, turns the direction of writing, or is no character at all."""
_BREAK: Final = re.compile("\r\n|[\t\n\r\u2028\u2029]")
_REPLACEMENT: Final = "\ufffd"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def has_control_characters(text: str) -> bool:
    r"""Whether there is anything in a text that is no character to be read.

    >>> has_control_characters("B1\x1b[2J"), has_control_characters("two\nlines")
    (True, False)
    """
    return _CONTROL.search(text) is not None


def resembles_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV file may take a text in it for a formula.

    >>> resembles_formula("=1+1"), resembles_formula("-T3"), resembles_formula("1-2")
    (True, True, False)
    """
    return text.startswith(_FORMULA)


def sanitise_lines(text: str) -> str:
    r"""Return a text of one line or several as it may be shown.

    >>> sanitise_lines("B1\x1b[2J 018150 12352\r\nB2")
    'B1�[2J 018150*****\r\nB2'
    """
    masked = mask(text)
    if masked.isascii() and masked.isprintable():
        return masked
    return _CONTROL.sub(_REPLACEMENT, masked)


def sanitise(text: object) -> str:
    r"""Return a value as it may be shown within a line.

    >>> sanitise("B1\nB2")
    'B1 B2'
    """
    return _BREAK.sub(" ", sanitise_lines(str(text)))
