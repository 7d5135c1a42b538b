"""Dates and periods that documents and changes state, and when channels are reminded of them."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the database from 0110 to 0120."""
    op.create_table(
        "term_date",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_term_date_document_id_document",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name="fk_term_date_change_id_change", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_term_date"),
        sqlite_autoincrement=True,
    )
    for column in ("document_id", "change_id", "on_day"):
        op.create_index(f"ix_term_date_{column}", "term_date", [column])
    days = sa.Column("deadline_days", sa.Text(), nullable=False, server_default="14,7,1")
    op.add_column("channel_setting", days)


def downgrade() -> None:
    """Take the database from 0120 to 0110."""
    op.drop_column("channel_setting", "deadline_days")
    op.drop_table("term_date")
