"""The remark on a document's first version as a column, so that home and lists can count it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None

DOCUMENT = sa.table(
    "document",
    sa.column("id", sa.BigInteger()),
    sa.column("state", sa.Text()),
    sa.column("remark_code", sa.Text()),
)


def upgrade() -> None:
    """Take the database from 0130 to 0140, with its data."""
    op.add_column("document", sa.Column("remark_code", sa.Text(), nullable=True))
    connection = op.get_bind()
    query = sa.select(DOCUMENT.c.id, DOCUMENT.c.state).where(DOCUMENT.c.state.contains("remark"))
    change = (
        DOCUMENT.update()
        .where(DOCUMENT.c.id == sa.bindparam("row_id"))
        .values(remark_code=sa.bindparam("code"))
    )
    rows = connection.execute(query).all()
    values = [{"row_id": row.id, "code": code} for row in rows if (code := _read_code(row.state))]
    if values:
        connection.execute(change, values)


def _read_code(state: str) -> str | None:
    """Return the code of the remark in a state; a damaged state has none."""
    try:
        remark = json.loads(state).get("remark")
        return str(remark["code"]) if remark else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def downgrade() -> None:
    """Take the database back to 0130."""
    # Batch mode would drop the table, and with it every row that refers to one of its rows.
    op.drop_column("document", "remark_code")
