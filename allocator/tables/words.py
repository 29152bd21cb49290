"""Normalisation of words: case, spaces, underscores and spellings of æøå do not matter."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from allocator import terms
from allocator.sanitise import sanitise_lines

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
_TIDY = _SPACES | _INVISIBLE
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
LONGEST_SHOWN = 80
"""Characters of a cell that a notice shows."""
CLOSE = 0.8
"""How alike two words must be for one to be taken for a misspelling of the other."""


def normalise_text(text: str) -> str:
    r"""Text in one form: NFC, every kind of space a plain one, nothing invisible, stripped.

    >>> normalise_text("\u00a0to\u2009ord\u200b ")
    'to ord'
    """
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).translate(_TIDY).strip()


def normalise_word(text: str) -> str:
    """Return what two spellings of one word have in common (ø = o = oe, å = a = aa, æ = ae).

    >>> normalise_word("Tjeneste Yter"), normalise_word("FRAVÆR"), normalise_word("fravaer")
    ('tjeneste_yter', 'fravaer', 'fravaer')
    >>> normalise_word("døgn") == normalise_word("doegn")
    True
    """
    plain = normalise_text(text).casefold().translate(_LETTERS)
    return re.sub(r"[\s_]+", "_", plain).replace("oe", "o").replace("aa", "a")


def normalise_name(text: str) -> str:
    """Like `normalise_word`, with letters and digits only: for official names.

    >>> normalise_name("Helsetjenester i hjemmet (§ 3-2)")
    'helsetjenesterihjemmet32'
    """
    return re.sub(r"[^a-z0-9]+", "", normalise_word(text))


@cache
def vocabulary(*kinds: str) -> dict[str, str]:
    """Folded spelling -> English word, over some vocabularies of `terms.WORDS`."""
    words: dict[str, str] = {}
    for kind in kinds:
        for word, spellings in terms.WORDS[kind].items():
            for spelling in (*spellings, word):
                if words.setdefault(normalise_word(spelling), word) != word:
                    raise ValueError(f"{spelling!r} means both {word!r} and another word")
    return words


_SOME_WEEKS = re.compile(r"0*([1-9]\d{0,2})_?(?:uke|uker|week|weeks)", re.ASCII)


def some_weeks(text: str) -> str | None:
    """Return the word of `per` for a number of weeks; None where the text says none.

    >>> some_weeks("3 uker"), some_weeks("1_uker"), some_weeks("2 uker"), some_weeks("uke")
    ('3_weeks', 'week', '14_days', None)
    """
    match = _SOME_WEEKS.fullmatch(normalise_word(text))
    if not match:
        return None
    return {"1": "week", "2": "14_days"}.get(match[1], f"{match[1]}_weeks")


@cache
def service_names() -> dict[str, int]:
    """Official name, letters only -> code."""
    return {normalise_name(service.name): code for code, service in terms.SERVICES.items()}


def shorten(text: str) -> str:
    """Text at a length that a notice can show, sanitised before a number in it could be cut."""
    text = sanitise_lines(text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word it most resembles, or empty. Compared folded, given back as known."""
    spelled = {normalise_word(name): name for name in known}
    near = get_close_matches(normalise_word(word), spelled, n=1, cutoff=CLOSE)
    return spelled[near[0]] if near else ""
