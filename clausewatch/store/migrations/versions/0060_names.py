"""By which names platforms are found."""

import sqlalchemy as sa
from alembic import op

from clausewatch.catalogue.canonical_names import fold_name

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None

AT_A_TIME = 10_000


def upgrade() -> None:
    """Take the database from 0050 to 0060, with the names that are on record."""
    name = op.create_table(
        "name",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("platform_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("folded", "platform_key", name="pk_name"),
    )
    query = sa.text("select distinct platform_key, platform_name from document")
    found = {
        (fold_name(each), key) for key, own in op.get_bind().execute(query) for each in (key, own)
    }
    rows = [{"folded": each, "platform_key": key} for each, key in sorted(found)]
    for start in range(0, len(rows), AT_A_TIME):
        op.bulk_insert(name, rows[start : start + AT_A_TIME])


def downgrade() -> None:
    """Take the database from 0060 to 0050."""
    op.drop_table("name")
