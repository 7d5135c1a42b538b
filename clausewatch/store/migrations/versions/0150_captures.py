"""The captures of versions in a public web archive."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0140 to 0150."""
    op.create_table(
        "capture",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("url", sa.Text(), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name="pk_capture"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], "fk_capture_version_id_version", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Take the database back to 0140."""
    op.drop_table("capture")
