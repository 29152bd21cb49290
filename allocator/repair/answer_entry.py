"""An answer to a question as it is given, and why one may not be kept or written."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from allocator.identity import holds_identity_number
from allocator.notices import Notice
from allocator.tables.declared_people import ANSWERS
from allocator.tables.numbers import ParseError
from allocator.tables.parse import parse
from allocator.tables.schema import Column
from allocator.tables.words import shorten

_TEXTS: Final = ("unit", "code", "resident", "row_id", "answer", "by")

AnswerKey = tuple[str, str, str, int | None, str]
"""Unit, code, resident, service and row: what an answer is about."""


@dataclass(frozen=True)
class AnswerEntry:
    """One answer to a question.

    Parameters
    ----------
    unit
        The unit's id.
    code
        The question's.
    resident
        Whom it is about; empty for all.
    service
        The service that it is about; None for all.
    row_id
        The id of the row that it is about, or its number; empty for all.
    answer
        The answer, in the caseworker's words.
    by
        Who answered.
    date
        When.
    """

    unit: str
    code: str
    resident: str
    service: int | None
    row_id: str
    answer: str
    by: str
    date: date

    @property
    def key(self) -> AnswerKey:
        """What it is about: of two with the same key only one holds."""
        return self.unit, self.code, self.resident, self.service, self.row_id


def refusals(entry: AnswerEntry) -> list[Notice]:
    """Return why an answer may not be written, as errors; none where it may.

    An identity number in any of its texts, or a text that the reader would not take.
    """
    refused = []
    for name in _TEXTS:
        text, column = getattr(entry, name), ANSWERS.column(name)
        if holds_identity_number(text):
            refused.append(Notice("answer-identity-number", value=shorten(text)))
        elif not _is_read(column, text):
            refused.append(
                Notice("answer-not-written", column=column.norwegian, value=shorten(text))
            )
    return refused


def _is_read(column: Column, text: str) -> bool:
    try:
        parse(column, text)
    except ParseError:
        return False
    return True
