"""Whether a channel gets the report of each month."""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database from 0170 to 0180."""
    column: sa.Column[bool] = sa.Column(
        "has_monthly_report", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("channel_setting", column)


def downgrade() -> None:
    """Take the database back to 0170."""
    op.drop_column("channel_setting", "has_monthly_report")
