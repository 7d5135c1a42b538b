"""Which of the task queue's own migrations were applied, and versions by extractor release."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0001 to 0010."""
    op.create_table(
        "queue_migration",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_queue_migration"),
    )
    op.create_index("ix_version_extractor_id", "version", ["extractor", "id"], unique=False)


def downgrade() -> None:
    """Take the database from 0010 to 0001."""
    op.drop_index("ix_version_extractor_id", table_name="version")
    op.drop_table("queue_migration")
