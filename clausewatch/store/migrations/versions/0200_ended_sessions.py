"""The sessions of the record site that people ended before their time."""

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0190 to 0200."""
    op.create_table(
        "ended_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_ended_session"),
    )


def downgrade() -> None:
    """Take the database back to 0190."""
    op.drop_table("ended_session")
