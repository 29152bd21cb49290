"""What a person says of the shift codes of a rota that no table explains."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from allocator import terms
from allocator.clock import Clock
from allocator.notices import Notice
from allocator.tables import times
from allocator.tables.declared import TABLES
from allocator.tables.mapping.file import OPEN
from allocator.tables.mapping.questions import Answers
from allocator.tables.numbers import ParseError
from allocator.tables.parse import parse
from allocator.tables.rotas.cells import ClockInterval
from allocator.tables.rotas.staff import HIDDEN

KIND, START, END, BREAK, NOT_DUTY = "type", "start", "slutt", "pause", "teller_ikke"
ACTIVE, RESTING = (terms.norwegian("duty", duty) for duty in ("active", "resting"))
KINDS: Final = (ACTIVE, RESTING, NOT_DUTY)
"""What a code may be: a shift awake, a shift resting, or no duty."""
_YES: Final = terms.norwegian("yes_no", "yes")
_COUNTED: Final = re.compile(r"(.+?) \(([0-9]+)\)(?:, |$)")


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
    """

    code: str
    count: int
    proposed: Mapping[str, str]
    answers: Mapping[str, str]
    day: Clock

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
            for name in (START, END, BREAK)
            if self.value(name) and not _can_be_read(columns[name], self.value(name))
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
        return made | ({BREAK: self.value(BREAK)} if self.value(BREAK) else {})


def _can_be_read(column: Any, text: str) -> bool:
    try:
        parse(column, text)
    except ParseError:
        return False
    return True


def shift_codes(
    notices: Iterable[Notice], answers: Answers, given: Mapping[str, Any], day: Clock
) -> list[ShiftCode]:
    """Return the codes that an input does not explain, as its notices say them.

    Parameters
    ----------
    notices
        Of the input read without any code that is explained in a mapping.
    answers
        (Code, column) -> what a person has typed.
    given
        What a mapping file or a layout says of codes.
    day
        The parts of the døgn.
    """
    counts: Counter[str] = Counter()
    proposed: dict[str, dict[str, str]] = {}
    for notice in notices:
        if notice.code == "shift-code-unknown":
            counts[str(notice.facts["code"])] += 1
        elif notice.code == "shift-codes-missing":
            for code, count in _COUNTED.findall(str(notice.facts["codes"])):
                counts[code] += int(count)
            for line in str(notice.facts["to_fill_in"]).splitlines()[1:]:
                code, _, start, end, _ = line.rsplit(";", 4)
                proposed[code] = {START: start, END: end} if start else {}
    return [
        ShiftCode(code, count, proposed.get(code, {}), _answers(code, answers, given), day)
        for code, count in counts.items()
        if code != HIDDEN
    ]


def _answers(code: str, answers: Answers, given: Mapping[str, Any]) -> dict[str, str]:
    entry = given.get(code)
    known = {str(k): str(v) for k, v in entry.items()} if isinstance(entry, dict) else {}
    if known.pop(NOT_DUTY, "") == _YES:
        known[KIND] = NOT_DUTY
    elif known:
        known.setdefault(KIND, ACTIVE)
    return {**known, **{column: text for (own, column), text in answers.items() if own == code}}


def entries_of(codes: Iterable[ShiftCode], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the codes of a mapping file: those that are explained, after those that were given."""
    return {**given, **{code.code: code.entry for code in codes if code.entry is not None}}
