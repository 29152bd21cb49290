"""What a person settles about a foreign sheet: questions, with what is proposed and how sure it is.

A question stands for one value of the sheet's entry in a mapping file, and its key is the path to
that value: `("kolonner", "Ansv")`, `("ord", "form", "Egen")`. So the form on screen, the proposal
of `allocator map` and the stored YAML are three views of one thing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from allocator.tables.mapping.file import OPEN, UNUSED

Key = tuple[str, ...]
Answers = Mapping[Key, str]
"""What a person has answered so far, also to questions that are not asked at the moment."""

ROLE: Final[Key] = ("tabell",)
HEADING: Final[Key] = ("overskrift",)
COLUMNS: Final = "kolonner"
WORDS: Final = "ord"
FIXED: Final = "fast"
LEFT_OUT: Final = "utelat"
READ: Final = "les"
"""The answer that keeps rows which would be left out."""


class Certainty(StrEnum):
    """How sure a proposal is."""

    OWN = "own"
    """The heading or name is the program's own."""
    KNOWN = "known"
    """The heading is known from other systems, and its cells can be read so."""
    ASKED = "asked"
    """It is not known: nothing is proposed."""


@dataclass(frozen=True)
class Question:
    """One value of an entry.

    Parameters
    ----------
    key
        The path to the value.
    choices
        What may be answered, as it is written in a mapping file; empty where it is free text.
    proposed
        The proposal, or `???`.
    certainty
        How sure it is.
    samples
        Of a column: cells as they may be shown to the person whose file it is.
    count
        Of a word: how often it is there.
    """

    key: Key
    choices: tuple[str, ...] = ()
    proposed: str = OPEN
    certainty: Certainty = Certainty.ASKED
    samples: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class SheetForm:
    """All questions about one sheet, and the answers that hold.

    Parameters
    ----------
    sheet
        The sheet's name as the input has it.
    questions
        In the order in which they are asked.
    answers
        What a person has answered, by `answer_key`.
    needed
        Whether the sheet is not read without a mapping.
    headings
        Its headings, folded, by which its layout is known again; empty where there are none.
    """

    sheet: str
    questions: tuple[Question, ...]
    answers: Answers
    needed: bool
    headings: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """What the sheet is: a table's Norwegian name, `turnus`, `-` or `???`."""
        return self.value(self.questions[0])

    def value(self, question: Question) -> str:
        """Return the answer to a question, or what is proposed."""
        key = answer_key(role_of(self.questions[0], self.answers), question.key)
        return self.answers.get(key, question.proposed)

    def of(self, *beginning: str) -> list[Question]:
        """Return the questions whose key begins so."""
        return [
            question for question in self.questions if question.key[: len(beginning)] == beginning
        ]

    @property
    def open(self) -> list[Question]:
        """The questions that nobody has answered."""
        return [question for question in self.questions if self.value(question) == OPEN]

    @property
    def is_answered(self) -> bool:
        """Whether a person has answered any of its questions."""
        role = self.role
        return any(answer_key(role, q.key) in self.answers for q in self.questions)

    @property
    def entry(self) -> dict[str, Any]:
        """The sheet's entry in a mapping file, `???` where nobody has answered."""
        made: dict[str, Any] = {}
        for question in self.questions:
            value = self.value(question)
            if question.key[0] == LEFT_OUT:
                if value == LEFT_OUT:
                    words = made.setdefault(LEFT_OUT, {}).setdefault(question.key[1], [])
                    words.append(question.key[2])
                continue
            inner = made
            for name in question.key[:-1]:
                inner = inner.setdefault(name, {})
            inner[question.key[-1]] = value
        return made

    @property
    def readable_entry(self) -> dict[str, Any]:
        """The entry with what is not answered left out, so that the rest can be looked at."""
        if self.role == OPEN or any(question.key == HEADING for question in self.open):
            return {ROLE[0]: UNUSED}
        return dict(_closed(self.entry))


def _closed(made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in made.items():
        if isinstance(value, dict):
            is_columns = name == COLUMNS
            yield (
                name,
                {key: UNUSED if inner == OPEN else inner for key, inner in value.items()}
                if is_columns
                else dict(_closed(value)),
            )
        elif value != OPEN:
            yield name, value


def role_of(question: Question, answers: Answers) -> str:
    """Return what a sheet is, by the answer to the first question or its proposal."""
    return answers.get(ROLE, question.proposed)


def answer_key(role: str, key: Key) -> Key:
    """Return the key under which an answer is kept: each role of a sheet has answers of its own.

    So what was answered for one role is there again when a person comes back to it.
    """
    return key if key in (ROLE, HEADING) else (role, *key)


def answers_of(entry: Mapping[str, Any]) -> dict[Key, str]:
    """Return the answers that an entry of a mapping file stands for."""
    role = str(entry.get(ROLE[0], OPEN))
    answers: dict[Key, str] = {}
    for key, value in _paths(entry):
        if key[0] == LEFT_OUT:
            for word in value if isinstance(value, list) else [value]:
                answers[answer_key(role, (*key, str(word)))] = LEFT_OUT
        elif str(value) != OPEN:
            answers[answer_key(role, key)] = str(value)
    return answers


def _paths(entry: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    for name, value in entry.items():
        if isinstance(value, dict):
            for key, inner in _paths(value):
                yield (str(name), *key), inner
        else:
            yield (str(name),), value
