"""An index by which the documents that were judged last are found."""

from alembic import op

revision = "0190"
down_revision = "0180"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0180 to 0190."""
    op.create_index("ix_recognition_judged_at", "recognition", ["judged_at"])


def downgrade() -> None:
    """Take the database back to 0180."""
    op.drop_index("ix_recognition_judged_at", "recognition")
