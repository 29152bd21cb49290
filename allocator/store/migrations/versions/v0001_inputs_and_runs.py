"""Inputs, runs and answers."""

import sqlalchemy as sa
from alembic import op

from allocator.store.immutable import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("compatibility", sa.Column("oldest", sa.String(8), primary_key=True))
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("files_sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("parent", sa.String(40), nullable=False, server_default=""),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_version_files", "version", ["files_sha256"])
    op.create_table(
        "version_file",
        sa.Column("version", sa.String(40), sa.ForeignKey("version.id"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("content", sa.String(64), sa.ForeignKey("content.sha256"), nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("version", sa.String(64), sa.ForeignKey("version.id"), nullable=False),
        sa.Column("input_sha256", sa.String(64), nullable=False),
        sa.Column("profile", sa.Text, nullable=False, server_default=""),
        sa.Column("program", sa.Text, nullable=False, server_default=""),
        sa.Column("catalogue", sa.Text, nullable=False, server_default=""),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "run_file",
        sa.Column("run", sa.String(40), sa.ForeignKey("run.id"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("content", sa.String(64), sa.ForeignKey("content.sha256"), nullable=False),
    )
    op.create_table(
        "run_unit",
        sa.Column("run", sa.String(40), sa.ForeignKey("run.id"), primary_key=True),
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("first_day", sa.Date, nullable=True),
        sa.Column("weeks", sa.Integer, nullable=False),
        sa.Column("supersedes", sa.String(40), nullable=False, server_default=""),
    )
    op.create_index("ix_run_unit_unit", "run_unit", ["unit"])
    op.create_table(
        "answer",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("resident", sa.Text, nullable=False, server_default=""),
        sa.Column("service", sa.Integer, nullable=True),
        sa.Column("row_id", sa.Text, nullable=False, server_default=""),
        sa.Column("answer", sa.Text, nullable=False, server_default=""),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_answer_unit", "answer", ["unit"])
    op.create_table(
        "removal",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
        sa.Column("older_than", sa.DateTime(timezone=True), nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.Column("versions", sa.Integer, nullable=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
    )
    for name in ("content", "version", "version_file", "run", "run_file", "run_unit", "answer"):
        protect(op.get_bind(), name)
    op.execute("INSERT INTO compatibility (oldest) VALUES ('0001')")
