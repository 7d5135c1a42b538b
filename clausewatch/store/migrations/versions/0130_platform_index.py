"""An index that alone lists the platforms on record, with names and owners."""

from alembic import op

revision = "0130"
down_revision = "0120"
branch_labels = None
depends_on = None

COLUMNS = ["platform_key", "platform_name", "workspace_id"]


def upgrade() -> None:
    """Take the database from 0120 to 0130."""
    op.create_index("ix_document_platform", "document", COLUMNS)
    op.drop_index("ix_document_platform_key", "document")


def downgrade() -> None:
    """Take the database back to 0120."""
    op.create_index("ix_document_platform_key", "document", ["platform_key"])
    op.drop_index("ix_document_platform", "document")
