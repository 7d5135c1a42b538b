"""Mutes, denials, settings of channels, digests that were had, and homes that are open."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(name: str, target: str, table: str, *, nullable: bool) -> tuple[sa.Column[int], sa.Constraint]:
    return (
        sa.Column(name, KEY, nullable=nullable),
        sa.ForeignKeyConstraint(
            [name], [f"{target}.id"], name=f"fk_{table}_{name}_{target}", ondelete="CASCADE"
        ),
    )


def upgrade() -> None:
    """Take the database from 0010 to 0020."""
    op.create_table(
        "mute",
        *_refers("channel_id", "channel", "mute", nullable=False),
        sa.Column("platform_key", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_refers("change_id", "change", "mute", nullable=True),
        sa.PrimaryKeyConstraint("channel_id", "platform_key", name="pk_mute"),
    )
    op.create_index("ix_mute_change_id", "mute", ["change_id"], unique=False)
    op.create_table(
        "denial",
        *_refers("workspace_id", "workspace", "denial", nullable=False),
        *_refers("change_id", "change", "denial", nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "change_id", "user_id", name="pk_denial"),
    )
    op.create_index("ix_denial_change_id", "denial", ["change_id"], unique=False)
    op.create_table(
        "channel_setting",
        *_refers("channel_id", "channel", "channel_setting", nullable=False),
        sa.Column("minimum", sa.Text(), nullable=False),
        sa.Column("is_threaded", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("digest_day", sa.Integer(), nullable=False),
        sa.Column("digest_minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tells_quiet", sa.Boolean(), nullable=False),
        *_refers("health_channel_id", "channel", "channel_setting", nullable=True),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name="pk_channel_setting"),
    )
    op.create_index(
        "ix_channel_setting_health_channel_id",
        "channel_setting",
        ["health_channel_id"],
        unique=False,
    )
    op.create_table(
        "digest_mark",
        *_refers("channel_id", "channel", "digest_mark", nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "cadence", name="pk_digest_mark"),
    )
    op.create_table(
        "home_view",
        *_refers("workspace_id", "workspace", "home_view", nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name="pk_home_view"),
    )


def downgrade() -> None:
    """Take the database from 0020 to 0010."""
    op.drop_table("home_view")
    op.drop_table("digest_mark")
    op.drop_index("ix_channel_setting_health_channel_id", table_name="channel_setting")
    op.drop_table("channel_setting")
    op.drop_index("ix_denial_change_id", table_name="denial")
    op.drop_table("denial")
    op.drop_index("ix_mute_change_id", table_name="mute")
    op.drop_table("mute")
