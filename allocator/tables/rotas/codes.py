"""The meaning of shift codes, from the table `vaktkoder` only.

Codes are local and collide: L is a long shift here and leave there. One that the table does not
have is never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from allocator.notices import Notice
from allocator.tables.interpret import Parsed
from allocator.tables.schema import Cell
from allocator.tables.words import normalise_text, normalise_word

MEANING: Final[tuple[str, ...]] = (
    "shift",
    "start",
    "end",
    "days_more",
    "duty",
    "competence",
    "break_minutes",
)
"""Columns that a code gives its shifts."""
_NEEDED: Final = ("shift", "start", "end")
_SEVERAL: Final = re.compile(r"[/+,;&\n]")


@dataclass(frozen=True)
class Code:
    """One code: the cells its shifts get, by English column name; none of them where it is leave.

    `broken` codes have an error of their own, and give no shifts.
    """

    cells: Mapping[str, Cell]
    leave: bool = False
    broken: bool = False


class Codes:
    """The codes of an input, those of a unit before those of all units."""

    def __init__(self, known: Mapping[tuple[str, str], Code]) -> None:
        self._known = known
        self._folded: dict[tuple[str, str], list[Code]] = {}
        for (unit, code), meaning in known.items():
            self._folded.setdefault((unit, code.casefold()), []).append(meaning)

    def of(self, unit: str, text: str) -> Code | None:
        """Return the meaning of one code as it is written; its case counts only where it must."""
        for owner in dict.fromkeys((normalise_word(unit), "")):
            if meaning := self._known.get((owner, text)):
                return meaning
            alike = self._folded.get((owner, text.casefold()), [])
            if len(alike) == 1:
                return alike[0]
        if not unit:
            alike = [meaning for (_, code), meaning in self._known.items() if code == text]
            return alike[0] if len(alike) == 1 else None
        return None

    def in_cell(self, unit: str, text: str) -> list[tuple[str, Code | None]]:
        """Return the codes of a cell, `D1/A2` being two; None with those that are unknown."""
        whole = normalise_text(text)
        if meaning := self.of(unit, whole):
            return [(whole, meaning)]
        pieces = [piece.strip() for piece in _SEVERAL.split(whole) if piece.strip()]
        meanings = [(piece, self.of(unit, piece)) for piece in pieces]
        return meanings if any(code for _, code in meanings) else [(whole, None)]


def codes(parsed: Parsed, only_unit: str) -> tuple[Codes, list[Notice]]:
    """Return the codes that the table defines, and those of them that say too little."""
    known: dict[tuple[str, str], Code] = {}
    notices: list[Notice] = []
    for position in range(len(parsed.rows)):
        text = normalise_text(str(parsed.values["code"][position]))
        owner = str(parsed.values["unit"][position])
        key = ("" if owner == only_unit else normalise_word(owner), text)
        if not text or key in known:
            continue
        leave = bool(parsed.values["not_duty"][position])
        missing = [] if leave else [name for name in _NEEDED if not parsed.given(name, position)]
        for name in missing:
            notices.append(parsed.notice("shift-code-incomplete", name, position, code=text))
        wrong = any(position in parsed.bad.get(name, ()) for name in (*MEANING, "not_duty"))
        cells = {name: parsed.cells[name][position] for name in MEANING if name in parsed.cells}
        known[key] = Code(cells, leave, bool(missing) or wrong)
    return Codes(known), notices


def to_fill_in(code_counts: Mapping[str, int]) -> str:
    """Return a table `vaktkoder` with every code of the rota, to be filled in."""
    lines = ["kode;vakt;start;slutt;teller_ikke"]
    return "\n".join(lines + [f"{code};;;;" for code in code_counts])
