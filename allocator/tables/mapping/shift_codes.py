"""What a person says of the shift codes of a rota that no table explains."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any, Final

from allocator import terms
from allocator.clock import Clock
from allocator.notices import Notice
from allocator.tables import times
from allocator.tables.declared import TABLES
from allocator.tables.mapping.file import OPEN
from allocator.tables.mapping.questions import Answers
from allocator.tables.numbers import can_be_read
from allocator.tables.parse import parse
from allocator.tables.rotas.cells import ClockInterval
from allocator.tables.rotas.shifts import RotaUnit, clock_of
from allocator.tables.rotas.staff import HIDDEN

KIND, START, END, BREAK, NOT_DUTY = "type", "start", "slutt", "pause", "teller_ikke"
COMPETENCE, DAYS_MORE, UNIT = "kompetanse", "dogn_til", "enhet"
ALL_UNITS, EACH_UNIT = "alle", "hver"
"""Whether a code means the same in all units."""
ACTIVE, RESTING = (terms.norwegian("duty", duty) for duty in ("active", "resting"))
KINDS: Final = (ACTIVE, RESTING, NOT_DUTY)
"""What a code may be: a shift awake, a shift resting, or no duty."""
_YES: Final = terms.norwegian("yes_no", "yes")


@dataclass(frozen=True)
class ShiftCode:
    """One code of a rota: how often it is there, and what a person has said of it.

    Parameters
    ----------
    code
        As it is written.
    count
        Cells that have it.
    proposed
        The clock that its cells have beside it, by column; empty where they have none.
    answers
        Column -> what was typed.
    day
        The parts of the døgn, of which one is the shift's label.
    unit
        The unit whose code it is; empty where it is that of all.
    units
        The units that have it, where they are several.
    """

    code: str
    count: int
    proposed: Mapping[str, str]
    answers: Mapping[str, str]
    day: Clock
    unit: str = ""
    units: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """How the keys of its answers begin."""
        return (self.code, self.unit) if self.unit else (self.code,)

    def value(self, column: str) -> str:
        """Return what was typed in a column, or is proposed; `???` where the kind is not said."""
        return self.answers.get(column, self.proposed.get(column, OPEN if column == KIND else ""))

    @property
    def wrong(self) -> list[str]:
        """The columns in which something is typed that cannot be read."""
        table = TABLES["shift_codes"]
        columns = {column.norwegian: column for column in table.columns}
        return [
            name
            for name in (START, END, BREAK, COMPETENCE, DAYS_MORE)
            if self.value(name) and not can_be_read(partial(parse, columns[name]), self.value(name))
        ]

    @property
    def entry(self) -> dict[str, str] | None:
        """What a mapping file says of the code; None where something is missing or wrong."""
        if self.value(KIND) == NOT_DUTY:
            return {NOT_DUTY: _YES}
        if self.value(KIND) == OPEN or self.wrong or not (self.value(START) and self.value(END)):
            return None
        interval = ClockInterval(times.clock(self.value(START)), times.clock(self.value(END)))
        made = {"vakt": terms.norwegian("part", interval.part(self.day))}
        made |= {START: self.value(START), END: self.value(END), KIND: self.value(KIND)}
        more = (BREAK, COMPETENCE, DAYS_MORE)
        return made | {name: self.value(name) for name in more if self.value(name)}


def shift_codes(
    notices: Iterable[Notice],
    answers: Answers,
    given: Mapping[str, Any],
    units: Sequence[RotaUnit],
) -> list[ShiftCode]:
    """Return the codes that an input does not explain, as its notices say them.

    Parameters
    ----------
    notices
        Of the input read without any code that is explained in a mapping.
    answers
        (Code, column), or (code, unit, column) -> what a person has typed.
    given
        What a mapping file or a layout says of codes.
    units
        The units of the input.
    """
    counts: dict[str, Counter[str]] = {}
    proposed: dict[str, dict[str, str]] = {}
    for notice in notices:
        if notice.code == "shift-code-unknown":
            counts.setdefault(notice.facts["code"], Counter())[notice.facts["of_unit"]] += 1
        elif notice.code == "shift-codes-missing":
            for code, unit, cells in _rows(notice.facts["by_unit"]):
                counts.setdefault(code, Counter())[unit] += int(cells)
            for code, _, start, end, _ in _rows(notice.facts["to_fill_in"])[1:]:
                proposed[code] = {START: start, END: end} if start else {}
    codes = []
    for code, by_unit in counts.items():
        named = tuple(unit for unit in by_unit if unit)
        several = named if len(named) > 1 else ()
        apart = answers.get((code, UNIT), EACH_UNIT if _per_unit(given.get(code)) else ALL_UNITS)
        for unit in several if several and apart == EACH_UNIT else ("",):
            count = by_unit[unit] if unit else by_unit.total()
            typed = _answers((code, unit), answers, given)
            day = clock_of(units, unit)
            codes.append(ShiftCode(code, count, proposed.get(code, {}), typed, day, unit, several))
    return [code for code in codes if code.code != HIDDEN]


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text), delimiter=";"))


def _per_unit(meaning: object) -> bool:
    """Whether a mapping says of a code what it means in each unit."""
    return isinstance(meaning, list)


def _answers(key: tuple[str, str], answers: Answers, given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is said of a code in a unit, or in all: typed, else given."""
    code, unit = key
    meanings = given.get(code)
    entries = meanings if isinstance(meanings, list) else [meanings]
    entry = next((e for e in entries if isinstance(e, dict) and e.get(UNIT, "") in ("", unit)), {})
    known = {str(k): str(v) for k, v in entry.items() if k != UNIT}
    if known.pop(NOT_DUTY, "") == _YES:
        known[KIND] = NOT_DUTY
    elif known:
        known.setdefault(KIND, ACTIVE)
    own = (code, unit) if unit else (code,)
    return {**known, **{key[-1]: text for key, text in answers.items() if key[:-1] == own}}


def entries_of(codes: Iterable[ShiftCode], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the codes of a mapping file: those that are explained, after those that were given."""
    made = dict(given)
    apart: dict[str, list[dict[str, str]]] = {}
    for code in codes:
        entry = code.entry
        if entry is not None and code.unit:
            apart.setdefault(code.code, []).append({UNIT: code.unit, **entry})
        elif entry is not None:
            made[code.code] = entry
    return made | apart
