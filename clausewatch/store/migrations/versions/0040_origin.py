"""Where imported records come from."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = ("snapshot", "version", "change")


def upgrade() -> None:
    """Take the database from 0030 to 0040."""
    for name in TABLES:
        op.add_column(name, sa.Column("origin", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the database from 0040 to 0030."""
    for name in reversed(TABLES):
        # Not in batch mode, which would fill a new table and drop the old one with all it holds.
        op.drop_column(name, "origin")
