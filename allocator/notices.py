"""What the program has to say about an input: errors, warnings, questions, information.

A notice is a code with its facts; its words, in both languages, lie in `text/notices/*.toml`,
one entry per code: `severity`, `nb`, `en`, the `rule` it rests on where there is one, and of a
question its usual `answers`, or why it has none (`no_answers`).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from allocator.sanitise import sanitise_lines
from allocator.text.dates import days

SEVERITIES = ("error", "warning", "question", "info")
TEXTS = Path(__file__).parent / "text" / "notices"


@dataclass(frozen=True)
class UsualAnswer:
    """What a caseworker often answers to a question, in both languages."""

    nb: str
    en: str


@dataclass(frozen=True)
class Wording:
    """The words of one code in both languages.

    Parameters
    ----------
    answers : of a question, the usual ones; anything else may be answered as well.
    no_answers : of a question without usual answers, why there are none; for maintainers.
    """

    severity: str
    nb: str
    en: str
    rule: str = ""
    answers: tuple[UsualAnswer, ...] = ()
    no_answers: str = ""


@cache
def wordings() -> dict[str, Wording]:
    """Return every notice code with its words."""
    by_code: dict[str, Wording] = {}
    for path in sorted(TEXTS.glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text("utf-8")).items():
            if code in by_code:
                raise ValueError(f"{path.name}: the notice {code!r} is worded twice")
            usual = tuple(UsualAnswer(**answer) for answer in entry.pop("answers", ()))
            by_code[code] = Wording(**entry, answers=usual)
            if by_code[code].severity not in SEVERITIES:
                raise ValueError(f"{path.name}: {code!r} has no known severity")
    return by_code


@dataclass(frozen=True)
class Notice:
    """One thing found, with its place in the user's own tables; safe to be shown.

    Parameters
    ----------
    code : the permanent code; its words are in `text/notices/`.
    table, row, column, value : the place as the spreadsheet shows it (the heading is row 1) and
        what was found there; table and column are named as in the input.
    facts : what else the words need (`{found}`, `{expected}`, ...).
    unit, resident, service : whom it is about, so that an answer can be matched.
    answer : a caseworker's answer from the table `svar`.
    """

    code: str
    table: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    resident: str = ""
    service: int | None = None
    answer: str = ""

    def __post_init__(self) -> None:
        """Let nothing of the input pass that may not be shown."""
        for name in ("table", "column", "value", "unit", "resident", "answer"):
            object.__setattr__(self, name, sanitise_lines(getattr(self, name)))
        facts = {name: sanitise_lines(str(fact)) for name, fact in self.facts.items()}
        object.__setattr__(self, "facts", facts)

    @property
    def severity(self) -> str:
        """error, warning, question or info."""
        return wordings()[self.code].severity

    @property
    def rule(self) -> str:
        """The id of the rule that it rests on, or empty."""
        return wordings()[self.code].rule

    def usual_answers(self, language: str = "nb") -> tuple[str, ...]:
        """Return what is often answered, in nb or en; empty where only own words are honest."""
        answers = wordings()[self.code].answers
        return tuple(answer.nb if language == "nb" else answer.en for answer in answers)

    def message(self, language: str = "nb") -> str:
        """Say what is wrong, what was expected and how to mend it, in nb or en."""
        wording = wordings()[self.code]
        words = wording.nb if language == "nb" else wording.en
        fields = {
            "table": self.table,
            "row": "" if self.row is None else str(self.row),
            "column": self.column,
            "value": self.value,
            "unit": self.unit,
            "resident": self.resident,
            "service": "" if self.service is None else str(self.service),
        }
        facts = {name: days(fact, language) for name, fact in self.facts.items()}
        return words.format_map(fields | facts)


def errors(notices: Iterable[Notice]) -> list[Notice]:
    """List those that stop a calculation."""
    return [notice for notice in notices if notice.severity == "error"]
