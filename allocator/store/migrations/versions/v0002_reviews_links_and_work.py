"""Reviews, links and the work of people; the version before does not use them, and works on."""

import sqlalchemy as sa
from alembic import op

from allocator.store.immutable import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; those before stay as they are."""
    op.create_table(
        "review",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("run", sa.String(64), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_review_unit_resident", "review", ["unit", "resident"])
    op.create_table(
        "link",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("resident", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("unit", "resident", name="uq_link_unit_resident"),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_work_person", "work", ["person", "kept_at"])
    protect(op.get_bind(), "review")
