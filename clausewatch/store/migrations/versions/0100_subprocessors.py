"""Subprocessors as rows, with the names under which they are found."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("name_key", "part", "name", "purpose", "location", "data", "since", "details", "quote")


def upgrade() -> None:
    """Take the database from 0090 to 0100; re-analysis fills the tables."""
    op.create_table(
        "subprocessor",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_subprocessor_document_id_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subprocessor"),
        sa.UniqueConstraint(
            "document_id", "name_key", "part", name="uq_subprocessor_document_id_name_key_part"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subprocessor_key",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("subprocessor_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_subprocessor_key_document_id_document",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subprocessor_id"],
            ["subprocessor.id"],
            name="fk_subprocessor_key_subprocessor_id_subprocessor",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "folded", "document_id", "subprocessor_id", name="pk_subprocessor_key"
        ),
    )
    op.create_index("ix_subprocessor_key_document_id", "subprocessor_key", ["document_id"])
    op.create_index("ix_subprocessor_key_subprocessor_id", "subprocessor_key", ["subprocessor_id"])


def downgrade() -> None:
    """Take the database from 0100 to 0090."""
    op.drop_table("subprocessor_key")
    op.drop_table("subprocessor")
