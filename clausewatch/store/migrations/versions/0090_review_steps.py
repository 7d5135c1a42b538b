"""Reviews with a status, an assignee, a note and a due date, as a log of steps.

Release 0.1.0 kept who pressed *Reviewed* and who pressed *Not a change* in two tables, so that a
change could be both. Each press becomes a step, in the order of their times; the last one counts.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0080"
branch_labels = None
depends_on = None

ACKNOWLEDGED, NOT_A_CHANGE = "acknowledged", "not a change"
TIME = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = ("workspace_id", "change_id", "user_id")


def upgrade() -> None:
    """Take the database from 0080 to 0090, with its reviews and denials."""
    presses = [
        *_read_presses("review", "reviewed_at", ACKNOWLEDGED),
        *_read_presses("denial", "denied_at", NOT_A_CHANGE),
    ]
    op.drop_table("review")
    op.drop_table("denial")
    _create_tables()
    _insert_steps(sorted(presses, key=lambda press: (press["made_at"], press["status"])))
    op.add_column("home_view", sa.Column("filter", sa.Text(), nullable=False, server_default=""))
    reminders = sa.Column("reminders", sa.Text(), nullable=False, server_default="weekly")
    op.add_column("channel_setting", reminders)


def downgrade() -> None:
    """Take the database from 0090 to 0080; notes, assignees and due dates are lost."""
    step = _describe_step()
    query = sa.select(
        *(step.c[key] for key in KEYS), step.c.status, sa.func.min(step.c.made_at).label("made_at")
    )
    query = query.where(step.c.is_undo == sa.false(), step.c.status.in_((ACKNOWLEDGED, NOT_A_CHANGE)))
    query = query.group_by(*(step.c[key] for key in KEYS), step.c.status)
    rows = [dict(row._mapping) for row in op.get_bind().execute(query)]  # noqa: SLF001  # public
    op.drop_table("review")
    op.drop_table("review_step")
    op.drop_column("home_view", "filter")
    op.drop_column("channel_setting", "reminders")
    for name, column, status in (
        ("review", "reviewed_at", ACKNOWLEDGED), ("denial", "denied_at", NOT_A_CHANGE),
    ):  # fmt: skip
        table = _create_presses(name, column)
        presses = [
            {column: row["made_at"], **{key: row[key] for key in KEYS}}
            for row in rows
            if row["status"] == status
        ]
        if presses:
            op.bulk_insert(table, presses)


def _read_presses(name: str, column: str, status: str) -> list[dict[str, Any]]:
    table = sa.table(name, *(sa.column(key) for key in KEYS), sa.column(column, TIME))
    return [
        {
            **{key: getattr(row, key) for key in KEYS},
            "made_at": getattr(row, column),
            "status": status,
        }
        for row in op.get_bind().execute(sa.select(table))
    ]


def _describe_step() -> sa.TableClause:
    names = ("id", *KEYS, "status", "assignee", "note", "due_on", "before_id", "return_id")
    return sa.table(
        "review_step",
        *(sa.column(name) for name in names),
        sa.column("made_at", TIME),
        sa.column("is_undo", sa.Boolean()),
    )


def _create_tables() -> None:
    op.create_table(
        "review_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("change_id", ID, nullable=False),
        *(sa.Column("user_id", sa.Text(), nullable=False), sa.Column("made_at", TIME, nullable=False)),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("status", "assignee", "note")),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("is_undo", sa.Boolean(), nullable=False),
        sa.Column("before_id", ID, nullable=True),
        sa.Column("return_id", ID, nullable=True),
        _refer("review_step", "workspace_id", "workspace"),
        _refer("review_step", "change_id", "change"),
        _refer("review_step", "before_id", "review_step"),
        _refer("review_step", "return_id", "review_step"),
        sa.PrimaryKeyConstraint("id", name="pk_review_step"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_step_change_id", "review_step", ["change_id"])
    op.create_index("ix_review_step_workspace_id_made_at", "review_step", ["workspace_id", "made_at"])
    op.create_table(
        "review",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("change_id", ID, nullable=False),
        sa.Column("step_id", ID, nullable=False),
        _refer("review", "workspace_id", "workspace"),
        _refer("review", "change_id", "change"),
        _refer("review", "step_id", "review_step"),
        sa.PrimaryKeyConstraint("workspace_id", "change_id", name="pk_review"),
    )
    op.create_index("ix_review_change_id", "review", ["change_id"])
    op.create_index("ix_review_step_id", "review", ["step_id"])


def _create_presses(name: str, column: str) -> sa.Table:
    """Create a table of release 0.1.0 and return it."""
    table = op.create_table(
        name,
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("change_id", ID, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column(column, TIME, nullable=False),
        _refer(name, "change_id", "change"),
        _refer(name, "workspace_id", "workspace"),
        sa.PrimaryKeyConstraint(*KEYS, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_change_id", name, ["change_id"], unique=False)
    return table


def _refer(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def _insert_steps(presses: list[dict[str, Any]]) -> None:
    """Insert a step per press, each after the one before it on the same change."""
    step = _describe_step()
    review = sa.table("review", *(sa.column(name) for name in (*KEYS[:2], "step_id")))
    last: dict[tuple[int, int], int] = {}
    empty = {"assignee": "", "note": "", "due_on": "", "is_undo": False}
    for press in presses:
        key = (press["workspace_id"], press["change_id"])
        values = {**empty, **press, "before_id": last.get(key), "return_id": last.get(key)}
        statement = sa.insert(step).values(values).returning(step.c.id)
        last[key] = op.get_bind().execute(statement).scalar_one()
    rows = [
        {"workspace_id": workspace, "change_id": change, "step_id": step_id}
        for (workspace, change), step_id in last.items()
    ]
    if rows:
        op.bulk_insert(review, rows)
