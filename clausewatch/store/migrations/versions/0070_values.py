"""Values in columns of their own: the selection of a snapshot, why a document is unreadable.

Release 0.1.0 kept the selection among the headers of the host, as `x-selection`, and searched for
unreadable documents in the text of their state.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

AT_A_TIME = 1_000
SELECTION_HEADER = "x-selection"
DOCUMENT = sa.table("document", sa.column("id"), sa.column("state"), sa.column("unreadable_code"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("headers"), sa.column("selection"))


def upgrade() -> None:
    """Take the database from 0060 to 0070, with its data."""
    op.add_column("snapshot", sa.Column("selection", sa.Text(), nullable=False, server_default=""))
    _rewrite(SNAPSHOT, SNAPSHOT.c.headers.contains(SELECTION_HEADER), _take_selection_out)
    op.add_column("document", sa.Column("unreadable_code", sa.Text(), nullable=True))
    _rewrite(DOCUMENT, DOCUMENT.c.state.contains("unreadable"), _find_code)
    for name in ("last_verdict", "last_reason"):
        # Batch mode would drop the table, and with it every row that refers to one of its rows.
        op.drop_column("document", name)


def downgrade() -> None:
    """Take the database from 0070 to 0060, with its data."""
    _rewrite(SNAPSHOT, SNAPSHOT.c.selection != "", _put_selection_back)
    op.drop_column("snapshot", "selection")
    op.drop_column("document", "unreadable_code")
    for name in ("last_verdict", "last_reason"):
        op.add_column("document", sa.Column(name, sa.Text(), nullable=True))


def _rewrite(
    table: sa.TableClause,
    condition: sa.ColumnElement[bool],
    convert: Callable[[Any], dict[str, Any]],
) -> None:
    """Update the rows that meet a condition by the values that `convert` returns for a row."""
    for rows in _select_batches(table, condition):
        for row in rows:
            values = convert(row)
            if values:
                op.get_bind().execute(table.update().where(table.c.id == row.id).values(values))


def _select_batches(
    table: sa.TableClause, condition: sa.ColumnElement[bool]
) -> Iterator[list[Any]]:
    """Yield rows by id, a bounded number at a time: a snapshot table may be larger than memory."""
    last_id = 0
    while True:
        query = table.select().where(condition, table.c.id > last_id).order_by(table.c.id)
        rows = list(op.get_bind().execute(query.limit(AT_A_TIME)))
        if not rows:
            return
        yield rows
        last_id = rows[-1].id


def _take_selection_out(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    headers = json.loads(row.headers)
    selections = [value for name, value in headers if name == SELECTION_HEADER]
    if not selections:
        return {}
    include, exclude = json.loads(selections[0])
    return {
        "headers": _to_json([pair for pair in headers if pair[0] != SELECTION_HEADER]),
        "selection": _to_json({"include": include, "exclude": exclude}),
    }


def _put_selection_back(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    selection = json.loads(row.selection)
    value = _to_json([selection["include"], selection["exclude"]])
    return {"headers": _to_json([*json.loads(row.headers), [SELECTION_HEADER, value]])}


def _find_code(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    try:
        unreadable = json.loads(row.state)["unreadable"]
    except (ValueError, KeyError, TypeError):
        # A damaged state counts as empty: the next check writes it again.
        return {}
    return {"unreadable_code": unreadable["code"]} if unreadable else {}


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
