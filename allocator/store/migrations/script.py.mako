"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None
OLDEST = ${repr(up_revision)}
"""The oldest revision whose program still works with this schema."""


def upgrade() -> None:
    """Change the schema; nothing that the version before reads may go."""
    ${upgrades if upgrades else "pass"}
