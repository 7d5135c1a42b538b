"""How documents are had, ways out of what cannot be read; robots.txt is remembered in memory."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0040 to 0050."""
    for table, name in (("document", "access"), ("delivery", "ways")):
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("robots", "robots_at"):
        # Not in batch mode, which would fill a new table and drop the old one with all it holds.
        op.drop_column("host", name)


def downgrade() -> None:
    """Take the database from 0050 to 0040."""
    op.add_column("host", sa.Column("robots", sa.Text(), nullable=True))
    op.add_column("host", sa.Column("robots_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("delivery", "ways")
    op.drop_column("document", "access")
