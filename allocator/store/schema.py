"""The tables of the store as they are now; `migrations/` has how they became so."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0002"
"""The newest revision of the schema; `migrations/versions` ends with it."""
FROM = "0001"
"""The oldest revision whose program still works with this schema."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite has no time zones and would give it back without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return it as the database takes it."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return it with its time zone."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _id() -> Column[str]:
    return Column("id", String(40), primary_key=True)


def _refers(name: str, table: str) -> Column[str]:
    return Column(name, String(64), ForeignKey(table), nullable=False)


def _earlier(name: str) -> Column[str]:
    """Refer to an earlier row, which may have been removed for its age since."""
    return Column(name, String(40), nullable=False, default="", server_default="")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


compatibility = Table(
    "compatibility",
    metadata,
    Column("oldest", String(8), primary_key=True),
)
"""The oldest revision whose program still works with this schema."""

content = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
"""The bytes of files, each once, packed by zlib."""

version = Table(
    "version",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("files_sha256", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    _earlier("parent"),
    Column("kept_at", Moment, nullable=False),
    _text("by"),
    Index("ix_version_files", "files_sha256"),
)
"""An input as it was at a moment: dropped, connected, repaired or answered."""

version_file = Table(
    "version_file",
    metadata,
    Column("version", String(40), ForeignKey("version.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    _refers("content", "content.sha256"),
)

run = Table(
    "run",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False, unique=True),
    _refers("version", "version.id"),
    Column("input_sha256", String(64), nullable=False),
    _text("profile"),
    _text("program"),
    _text("catalogue"),
    Column("kept_at", Moment, nullable=False),
    _text("by"),
)
"""A finished calculation; never changed."""

run_file = Table(
    "run_file",
    metadata,
    Column("run", String(40), ForeignKey("run.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    _refers("content", "content.sha256"),
)

run_unit = Table(
    "run_unit",
    metadata,
    Column("run", String(40), ForeignKey("run.id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("first_day", Date, nullable=True),
    Column("weeks", Integer, nullable=False),
    _earlier("supersedes"),
    Index("ix_run_unit_unit", "unit"),
)
"""The units of a run, their roster, and the earlier run of the same roster."""

answer = Table(
    "answer",
    metadata,
    _id(),
    Column("unit", Text, nullable=False),
    Column("code", Text, nullable=False),
    _text("resident"),
    Column("service", Integer, nullable=True),
    _text("row_id"),
    _text("answer"),
    Column("date", Date, nullable=False),
    Column("kept_at", Moment, nullable=False),
    _text("by"),
    Index("ix_answer_unit", "unit"),
)
"""Answers to questions, each kept for ever; the newest to a question holds."""

review = Table(
    "review",
    metadata,
    _id(),
    _refers("run", "run.id"),
    Column("unit", Text, nullable=False),
    Column("resident", Text, nullable=False),
    _text("comment"),
    Column("kept_at", Moment, nullable=False),
    _text("by"),
    Index("ix_review_unit_resident", "unit", "resident"),
)
"""A person has gone through a resident's figures in a run."""

link = Table(
    "link",
    metadata,
    _id(),
    Column("unit", Text, nullable=False),
    _text("resident"),
    UniqueConstraint("unit", "resident", name="uq_link_unit_resident"),
)
"""What a unit or a resident is called in an address."""

work = Table(
    "work",
    metadata,
    _id(),
    Column("person", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Index("ix_work_person", "person", "kept_at"),
)
"""What a person looks at and has typed, in a window; JSON."""

removal = Table(
    "removal",
    metadata,
    _id(),
    Column("kept_at", Moment, nullable=False),
    _text("by"),
    Column("older_than", Moment, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
)
"""What was removed for its age: how much, never what."""
