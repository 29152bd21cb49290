"""Ids that say nothing of what they name, and can be read aloud."""

from secrets import choice
from typing import Final

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that look alike."""
_LENGTH: Final = 12


def new_id() -> str:
    """Return a new id; two are never the same, and none can be guessed."""
    return "".join(choice(_LETTERS) for _ in range(_LENGTH))
