"""The document that states a deadline, if it is not the changed one."""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0150 to 0160."""
    source = sa.Column("source", sa.Text(), nullable=False, server_default="")
    op.add_column("term_date", source)


def downgrade() -> None:
    """Take the database back to 0150."""
    op.drop_column("term_date", "source")
