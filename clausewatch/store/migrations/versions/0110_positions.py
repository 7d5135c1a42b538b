"""The polarity of a provision as a column, and the time from which a workspace's links are valid."""

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None

AT_A_TIME = 1_000
PROVISION = sa.table(
    "provision",
    sa.column("id", sa.BigInteger()),
    sa.column("provision", sa.LargeBinary()),
    sa.column("polarity", sa.Text()),
)


def upgrade() -> None:
    """Take the database from 0100 to 0110, with its data."""
    op.add_column("provision", sa.Column("polarity", sa.Text(), nullable=False, server_default=""))
    _fill_polarities()
    op.create_index(
        "ix_provision_position",
        "provision",
        ["clause", "removed_at", "polarity", "severity", "document_id"],
    )
    op.add_column(
        "workspace", sa.Column("links_valid_from", sa.DateTime(timezone=True), nullable=True)
    )


def _fill_polarities() -> None:
    """Copy the polarity of each stored provision into its column; a damaged one stays empty."""
    connection, last_id = op.get_bind(), 0
    query = (
        sa.select(PROVISION.c.id, PROVISION.c.provision)
        .where(PROVISION.c.id > sa.bindparam("after"))
        .order_by(PROVISION.c.id)
        .limit(AT_A_TIME)
    )
    change = (
        PROVISION.update()
        .where(PROVISION.c.id == sa.bindparam("row_id"))
        .values(polarity=sa.bindparam("said"))
    )
    while rows := connection.execute(query, {"after": last_id}).all():
        values = [{"row_id": row.id, "said": _read_polarity(row.provision)} for row in rows]
        connection.execute(change, values)
        last_id = rows[-1].id


def _read_polarity(packed: bytes) -> str:
    try:
        return str(json.loads(zlib.decompress(packed))["polarity"])
    except (ValueError, KeyError, zlib.error):
        return ""


def downgrade() -> None:
    """Take the database back to 0100."""
    op.drop_index("ix_provision_position", "provision")
    # Batch mode would drop the tables, and with them every row that refers to one of their rows.
    op.drop_column("provision", "polarity")
    op.drop_column("workspace", "links_valid_from")
