"""Names that look alike: the same but for case, width, script or characters that are not seen."""

import re
import unicodedata
from functools import cache
from os.path import commonprefix
from typing import Final

_MOST_NAMED: Final = 4
"""Characters that are described of each name."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co"})
_BLANK: Final = re.compile(r"[\s\u115f\u1160\u2800\u3164\uffa0]+")
_SELECTOR: Final = re.compile("[\u034f\u17b4\u17b5\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DASH: Final = re.compile("[\u2010-\u2015\u2043\u2212\u02d7]")
_STROKE: Final = re.compile("o[\u0337\u0338]")
_OTHER_SCRIPTS: Final = str.maketrans(
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγηικνορτυχωϲϳ"
    # Cyrillic
    "АВЕЅІЈКМНОРСТУҮХԚԜӀавеѕіјкмнорстуүхԁԛԝһӏ"
    # Armenian
    "ՕՏՍԼօսհոց"
    # Cherokee
    "ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ"
    # rare letters of the Latin script
    "ıɑɡɪʟ",
    "ABEZHIKMNOPTYXaynikvoptuxwcj"
    "ABESIJKMHOPCTYYXQWlabesijkmhopctyyxdqwhl"
    "OSULouhng"
    "ABCDEHJKLMPRSTVWZ"
    "iagil",
)
"""Letter -> the Latin letter that it looks like."""


@cache
def skeleton(name: str) -> str:
    r"""Return what names that look alike have in common.

    >>> skeleton("B1") == skeleton("b1") == skeleton("Ｂ１") == skeleton("В\u200b1")
    True
    >>> skeleton("B1") == skeleton("B11")
    False
    """
    latin = unicodedata.normalize("NFKD", name).translate(_OTHER_SCRIPTS).casefold()
    signs = _DASH.sub("-", _SELECTOR.sub("", _BLANK.sub(" ", latin)))
    seen = "".join(_digit(sign) for sign in signs if unicodedata.category(sign) not in _UNSEEN)
    return unicodedata.normalize("NFC", _STROKE.sub("ø", _BLANK.sub(" ", seen).strip()))


def _digit(sign: str) -> str:
    """Return the plain digit of a digit of any script, any other character as it is."""
    return str(unicodedata.digit(sign, sign))


def difference(name: str, other: str) -> tuple[str, str]:
    """Describe the characters in which two names differ, of each name its own.

    >>> difference("B1", "В1")
    ('U+0042 LATIN CAPITAL LETTER B', 'U+0412 CYRILLIC CAPITAL LETTER VE')
    """
    start = len(commonprefix([name, other]))
    end = len(commonprefix([name[start:][::-1], other[start:][::-1]]))
    return _described(name[start : len(name) - end]), _described(other[start : len(other) - end])


def _described(signs: str) -> str:
    named = [f"U+{ord(s):04X} {unicodedata.name(s, '')}".strip() for s in signs[:_MOST_NAMED]]
    return ", ".join(named) + (", …" if len(signs) > _MOST_NAMED else "") or "–"
