"""Answers to questions, kept with the unit: each for ever, and the newest to a question holds."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from allocator.identity import holds_identity_number
from allocator.repair.answer_entry import AnswerEntry
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.ids import new_id
from allocator.store.schema import answer


class KeptAnswers:
    """The answers of a store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, given: AnswerEntry) -> None:
        """Keep an answer, which holds from now on in place of an earlier one to the same question.

        Raises
        ------
        StoreError : an identity number is in it; it is not kept.
        """
        if holds_identity_number(given.answer):
            raise StoreError("identity-number")
        with self._database.writing() as connection:
            connection.execute(
                answer.insert().values(
                    id=new_id(),
                    unit=given.unit,
                    code=given.code,
                    resident=given.resident,
                    service=given.service,
                    row_id=given.row_id,
                    answer=given.answer,
                    date=given.date,
                    kept_at=datetime.now(UTC),
                    by=given.by,
                )
            )

    def of(self, units: Iterable[str]) -> list[AnswerEntry]:
        """Return the answers that hold in some units, the earliest first."""
        newest = {given.key: given for given in self.all_of(units)}
        return [given for given in newest.values() if given.answer]

    def all_of(self, units: Iterable[str]) -> list[AnswerEntry]:
        """Return every answer ever given in some units, those that hold no longer too."""
        chosen = (
            select(answer)
            .where(answer.c.unit.in_(list(units)))
            .order_by(answer.c.kept_at, answer.c.id)
        )
        with self._database.reading() as connection:
            return [
                AnswerEntry(
                    row.unit,
                    row.code,
                    row.resident,
                    row.service,
                    row.row_id,
                    row.answer,
                    row.by,
                    row.date,
                )  # fmt: skip
                for row in connection.execute(chosen)
            ]
