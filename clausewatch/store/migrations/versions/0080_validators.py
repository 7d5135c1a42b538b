"""How long a 304 is believed: when a page was last sent whole, and hosts whose 304 was false."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0070 to 0080; every page is requested whole once more."""
    op.add_column(
        "host",
        sa.Column("has_false_validators", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("page", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the database from 0080 to 0070."""
    op.drop_column("page", "received_at")
    op.drop_column("host", "has_false_validators")
