"""The meaning of shift codes, from the table `vaktkoder` only; those that it lacks are listed.

Codes are local and collide: L is a long shift here and leave there. One that the table does not
have is never guessed.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from allocator import terms
from allocator.clock import Clock
from allocator.notices import Notice
from allocator.tables.interpret import Parsed
from allocator.tables.rotas.cells import CellShift, ClockInterval, intervals
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
        self._written = {code.casefold() for _, code in known}
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

    def in_any_unit(self, text: str) -> bool:
        """Whether some unit has the code."""
        return normalise_text(text).casefold() in self._written

    def in_cell(self, unit: str, text: str) -> list[CellShift] | None:
        """Return the shifts of a cell, `D1/A2` being two; None where its clocks are unclear.

        A cell that is a code as it stands is that code, whatever it looks like.
        """
        whole = normalise_text(text)
        if self.of(unit, whole):
            return [CellShift(whole)]
        shifts = intervals(whole)
        if shifts != []:
            return shifts
        pieces = [piece.strip() for piece in _SEVERAL.split(whole) if piece.strip()]
        known = any(self.of(unit, piece) for piece in pieces)
        return [CellShift(piece) for piece in pieces] if known else [CellShift(whole)]


def codes(tables: Sequence[Parsed], only_unit: str) -> tuple[Codes, list[Notice]]:
    """Return the codes that tables define, the first one first, and those that say too little."""
    known: dict[tuple[str, str], Code] = {}
    notices: list[Notice] = []
    for parsed, position in ((table, row) for table in tables for row in range(len(table.rows))):
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


class Unknown:
    """Codes of a rota that no table defines, with how often and with which clocks they stand."""

    def __init__(self) -> None:
        self._clocks: dict[str, Counter[ClockInterval | None]] = {}
        self._units: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._clocks)

    def add(self, code: str, interval: ClockInterval | None, unit: str) -> None:
        """Take note of a code as it may be shown."""
        self._clocks.setdefault(code, Counter())[interval] += 1
        self._units[code, unit] += 1

    def __iter__(self) -> Iterator[str]:
        """Go through the codes."""
        return iter(self._clocks)

    def listed(self) -> str:
        """`D (3), A (2)`."""
        counts = ((code, clocks.total()) for code, clocks in self._clocks.items())
        return ", ".join(f"{code} ({count})" for code, count in counts)

    def by_unit(self) -> str:
        """Return a line for each code and unit, `D;A;3`: how often it is there."""
        return _lines([code, unit, str(count)] for (code, unit), count in self._units.items())

    def to_fill_in(self, day: Clock) -> str:
        """Return a table `vaktkoder` with every code, and what is known of it, to be filled in.

        Where every cell has a clock of its own, the most usual one is there.
        """
        rows = [["kode", "vakt", "start", "slutt", "teller_ikke"]]
        for code, clocks in self._clocks.items():
            interval = None if None in clocks else clocks.most_common(1)[0][0]
            if interval is None:
                rows.append([code, "", "", "", ""])
            else:
                part = terms.norwegian("part", interval.part(day))
                rows.append([code, part, interval.start_text, interval.end_text, ""])
        return _lines(rows)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, which a code of several lines does not break."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")
