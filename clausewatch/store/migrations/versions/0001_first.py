"""The first schema: platforms watched, documents checked, channels told."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the database from nothing to 0001."""
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "event_seen",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_seen"),
    )
    op.create_index("ix_event_seen_seen_at", "event_seen", ["seen_at"], unique=False)

    op.create_table(
        "host",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_allowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("robots", sa.Text(), nullable=True),
        sa.Column("robots_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_host"),
        sa.UniqueConstraint("name", name="uq_host_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_host_due_at", "host", ["due_at"], unique=False)

    op.create_table(
        "workspace",
        sa.Column("id", KEY, nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inactive_reason", sa.Text(), nullable=True),
        sa.Column("inactive_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
        sa.UniqueConstraint("enterprise_id", "team_id", name="uq_workspace_enterprise_id_team_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "channel",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("slack_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.Text(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_post_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_token", sa.Text(), nullable=True),
        sa.Column("lock_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_channel_workspace_id_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_channel"),
        sa.UniqueConstraint("workspace_id", "slack_id", name="uq_channel_workspace_id_slack_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", KEY, nullable=True),
        sa.Column("platform_key", sa.Text(), nullable=False),
        sa.Column("platform_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host_id", KEY, nullable=False),
        sa.Column("is_watched", sa.Boolean(), nullable=False),
        sa.Column("ignore_robots", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_verdict", sa.Text(), nullable=True),
        sa.Column("last_reason", sa.Text(), nullable=True),
        sa.Column("baseline_id", KEY, nullable=True),
        sa.Column("is_awaiting_confirmation", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["host.id"], name="fk_document_host_id_host", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_document_workspace_id_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_document_host_id_next_check_at", "document", ["host_id", "next_check_at"], unique=False
    )
    op.create_index("ix_document_platform_key", "document", ["platform_key"], unique=False)
    op.create_index(
        "uq_document_identity",
        "document",
        [sa.text("coalesce(workspace_id, 0)"), "platform_key", "kind", "address"],
        unique=True,
    )
    op.create_index("ix_document_workspace_id", "document", ["workspace_id"], unique=False)

    op.create_table(
        "page",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_page_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_page"),
    )
    op.create_table(
        "post",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("root_id", KEY, nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("thread_ts", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_post_channel_id_channel", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["post.id"], name="fk_post_root_id_post", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("root_id", "part", name="uq_post_root_id_part"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_post_channel_id_state", "post", ["channel_id", "state"], unique=False)
    op.create_index("ix_post_state_due_at", "post", ["state", "due_at"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_snapshot_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
        sa.UniqueConstraint(
            "document_id", "position", "sha256", name="uq_snapshot_document_id_position_sha256"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_snapshot_last_seen_at", "snapshot", ["last_seen_at"], unique=False)
    op.create_index("ix_snapshot_sha256", "snapshot", ["sha256"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("text_fingerprint", sa.Text(), nullable=False),
        sa.Column("terms_fingerprint", sa.Text(), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_version_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_version_document_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("platform_key", sa.Text(), nullable=False),
        sa.Column("platform_name", sa.Text(), nullable=False),
        sa.Column("minimum", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_watch_channel_id_channel", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_watch"),
        sa.UniqueConstraint("channel_id", "platform_key", name="uq_watch_channel_id_platform_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("before_id", KEY, nullable=False),
        sa.Column("after_id", KEY, nullable=False),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("significance", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("comparison", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_id"], ["version.id"], name="fk_change_after_id_version", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["before_id"], ["version.id"], name="fk_change_before_id_version", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_change_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.UniqueConstraint("after_id", name="uq_change_after_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_before_id", "change", ["before_id"], unique=False)
    op.create_index("ix_change_detected_at", "change", ["detected_at"], unique=False)
    op.create_index(
        "ix_change_document_id_detected_at", "change", ["document_id", "detected_at"], unique=False
    )

    op.create_table(
        "version_page",
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("snapshot_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name="fk_version_page_snapshot_id_snapshot",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name="fk_version_page_version_id_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_version_page"),
    )
    op.create_index("ix_version_page_snapshot_id", "version_page", ["snapshot_id"], unique=False)

    op.create_table(
        "watch_document",
        sa.Column("watch_id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_watch_document_document_id_document",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watch.id"], name="fk_watch_document_watch_id_watch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watch_id", "document_id", name="pk_watch_document"),
    )
    op.create_index(
        "ix_watch_document_document_id", "watch_document", ["document_id"], unique=False
    )

    op.create_table(
        "delivery",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("root_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name="fk_delivery_change_id_change", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name="fk_delivery_channel_id_channel",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_delivery_document_id_document",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name="fk_delivery_post_id_post", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["delivery.id"], name="fk_delivery_root_id_delivery", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_delivery_workspace_id_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint(
            "workspace_id",
            "channel_id",
            "kind",
            "subject",
            "period",
            name="uq_delivery_workspace_id_channel_id_kind_subject_period",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_change_id", "delivery", ["change_id"], unique=False)
    op.create_index(
        "ix_delivery_channel_id_state", "delivery", ["channel_id", "state"], unique=False
    )
    op.create_index("ix_delivery_document_id", "delivery", ["document_id"], unique=False)
    op.create_index("ix_delivery_post_id", "delivery", ["post_id"], unique=False)
    op.create_index("ix_delivery_root_id", "delivery", ["root_id"], unique=False)
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"], unique=False)

    op.create_table(
        "review",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name="fk_review_change_id_change", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_review_workspace_id_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "change_id", "user_id", name="pk_review"),
    )
    op.create_index("ix_review_change_id", "review", ["change_id"], unique=False)


def downgrade() -> None:
    """Take the database back to nothing."""
    op.drop_table("review")
    op.drop_table("delivery")
    op.drop_table("watch_document")
    op.drop_table("version_page")
    op.drop_table("change")
    op.drop_table("watch")
    op.drop_table("version")
    op.drop_table("snapshot")
    op.drop_table("post")
    op.drop_table("page")
    op.drop_table("document")
    op.drop_table("channel")
    op.drop_table("workspace")
    op.drop_table("host")
    op.drop_table("event_seen")
    op.drop_table("blob")
