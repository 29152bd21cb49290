"""Reviews: a person has gone through a resident's figures in a run, and signs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from allocator.identity import holds_identity_number
from allocator.store.database import Database
from allocator.store.errors import StoreError
from allocator.store.ids import new_id
from allocator.store.schema import review


@dataclass(frozen=True)
class KeptReview:
    """A signature under a resident's figures.

    Parameters
    ----------
    run : the id of the run in which they were gone through.
    comment : may be empty. kept_at : the moment, in UTC. by : who.
    """

    run: str
    unit: str
    resident: str
    comment: str
    kept_at: datetime
    by: str


class Reviews:
    """The reviews of a store. Every method raises StoreError where the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, run_id: str, unit: str, resident: str, comment: str, by: str) -> KeptReview:
        """Keep a review.

        Raises
        ------
        StoreError : an identity number is in the comment; nothing is kept.
        """
        if holds_identity_number(comment):
            raise StoreError("identity-number")
        kept = KeptReview(run_id, unit, resident, comment, datetime.now(UTC), by)
        with self._database.writing() as connection:
            connection.execute(
                review.insert().values(
                    id=new_id(),
                    run=run_id,
                    unit=unit,
                    resident=resident,
                    comment=comment,
                    kept_at=kept.kept_at,
                    by=by,
                )
            )
        return kept

    def of(self, unit: str, resident: str) -> list[KeptReview]:
        """Return the reviews of a resident, the newest first."""
        chosen = (
            select(review)
            .where(review.c.unit == unit, review.c.resident == resident)
            .order_by(review.c.kept_at.desc(), review.c.id)
        )
        with self._database.reading() as connection:
            return [
                KeptReview(row.run, row.unit, row.resident, row.comment, row.kept_at, row.by)
                for row in connection.execute(chosen)
            ]
