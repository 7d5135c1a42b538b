"""Provisions with their events, by which release they were judged, and topics of watches."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Take the database from 0020 to 0030."""
    op.create_table(
        "provision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("provision", sa.LargeBinary(), nullable=False),
        sa.Column("first_tracked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_provision_document_id_document",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name="fk_provision_version_id_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_provision"),
        sa.UniqueConstraint("document_id", "clause", name="uq_provision_document_id_clause"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_provision_held",
        "provision",
        ["clause", "severity", "document_id"],
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    op.create_index("ix_provision_version_id", "provision", ["version_id"])
    op.create_table(
        "provision_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("provision_id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name="fk_provision_event_change_id_change",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["provision_id"],
            ["provision.id"],
            name="fk_provision_event_provision_id_provision",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_provision_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_provision_event_provision_id", "provision_event", ["provision_id"])
    op.create_index("ix_provision_event_change_id", "provision_event", ["change_id"])
    op.create_table(
        "recognition",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_recognition_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_recognition"),
    )
    op.create_index("ix_recognition_engine", "recognition", ["engine"])
    op.add_column("watch", sa.Column("topics", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the database from 0030 to 0020."""
    with op.batch_alter_table("watch") as watch:
        watch.drop_column("topics")
    op.drop_table("recognition")
    op.drop_table("provision_event")
    op.drop_table("provision")
