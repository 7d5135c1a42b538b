"""Webhooks of channels, and the messages to them."""

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0160"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Take the database from 0160 to 0170."""
    op.create_table(
        "webhook",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], "fk_webhook_channel_id_channel", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
        sa.UniqueConstraint("channel_id", "url", name="uq_webhook_channel_id_url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook_post",
        sa.Column("id", KEY, nullable=False),
        sa.Column("webhook_id", KEY, nullable=False),
        sa.Column("delivery_id", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("token", sa.Text(), nullable=False, server_default=""),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], "fk_webhook_post_webhook_id_webhook", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            "fk_webhook_post_delivery_id_delivery",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_post"),
        sa.UniqueConstraint(
            "webhook_id", "delivery_id", name="uq_webhook_post_webhook_id_delivery_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_post_delivery_id", "webhook_post", ["delivery_id"])
    op.create_index("ix_webhook_post_state_due_at", "webhook_post", ["state", "due_at"])


def downgrade() -> None:
    """Take the database back to 0160."""
    op.drop_table("webhook_post")
    op.drop_table("webhook")
