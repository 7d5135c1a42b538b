"""Values in columns of their own: a snapshot's selection, an unreadable document's code, events.

Release 0.1.0 kept the selection among the headers of the host, as `x-selection`, and searched for
unreadable documents in the text of their state. An event was a text, a period and the JSON of ways
out, from which readers parsed the particulars.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

AT_A_TIME = 1_000
SELECTION_HEADER = "x-selection"
STATE_FIELDS = {
    "candidate": {"looks": "page_hashes"},
    "returning": {"looks": "checks"},
    "unreadable": {"looks": "checks", "is_told": "is_reported"},
}
"""By part of a document's state the fields of release 0.1.0, each with its present name."""
DOCUMENT = sa.table("document", sa.column("id"), sa.column("state"), sa.column("unreadable_code"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("headers"), sa.column("selection"))
CHANGE = sa.table("change", sa.column("id"), sa.column("document_id"))
DELIVERY = sa.table(
    "delivery",
    *(
        sa.column(name)
        for name in ("id", "kind", "topic", "subject", "period", "change_id", "document_id")
    ),
    *(sa.column(name) for name in ("text", "ways", "event")),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
FIRST_READ = re.compile(r"(?:“(.*)”|untitled)(?:, dated (\d+ \w+ \d{4}))?, ([\d,]+) words", re.S)
VERSION = re.compile(r"the text (dated|captured on) (\d+ \w+ \d{4})")
SINCE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d) ?(.*)", re.S)


def upgrade() -> None:
    """Take the database from 0060 to 0070, with its data."""
    op.add_column("snapshot", sa.Column("selection", sa.Text(), nullable=False, server_default=""))
    _rewrite(SNAPSHOT, SNAPSHOT.c.headers.contains(SELECTION_HEADER), _take_selection_out)
    op.add_column("document", sa.Column("unreadable_code", sa.Text(), nullable=True))
    _rewrite(DOCUMENT, DOCUMENT.c.state != "", _rename_state_fields)
    for name in ("last_verdict", "last_reason"):
        # Batch mode would drop the table, and with it every row that refers to one of its rows.
        op.drop_column("document", name)
    op.add_column("delivery", sa.Column("event", sa.Text(), nullable=False, server_default=""))
    _rewrite(DELIVERY, sa.true(), _make_event)
    for name in ("text", "ways"):
        op.drop_column("delivery", name)


def downgrade() -> None:
    """Take the database from 0070 to 0060, with its data."""
    _rewrite(SNAPSHOT, SNAPSHOT.c.selection != "", _put_selection_back)
    op.drop_column("snapshot", "selection")
    _rewrite(DOCUMENT, DOCUMENT.c.state != "", _restore_state_fields)
    op.drop_column("document", "unreadable_code")
    for name in ("last_verdict", "last_reason"):
        op.add_column("document", sa.Column(name, sa.Text(), nullable=True))
    for name in ("text", "ways"):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("delivery", column)
    _rewrite(DELIVERY, sa.true(), _make_text)
    op.drop_column("delivery", "event")


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


def _rename_state_fields(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    state = _rename_fields(row.state, STATE_FIELDS)
    if state is None:
        # A damaged state counts as empty: the next check writes it again.
        return {}
    unreadable = state.get("unreadable")
    return {"state": _to_json(state), "unreadable_code": unreadable and unreadable["code"]}


def _restore_state_fields(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    restored = {
        part: {new: old for old, new in names.items()} for part, names in STATE_FIELDS.items()
    }
    state = _rename_fields(row.state, restored)
    return {} if state is None else {"state": _to_json(state)}


def _rename_fields(text: str, fields: dict[str, dict[str, str]]) -> dict[str, Any] | None:
    """Return a state with the fields of its parts renamed, or None if it is damaged."""
    try:
        state: dict[str, Any] = json.loads(text)
        return {
            part: {fields[part].get(name, name): value for name, value in values.items()}
            if part in fields and values
            else values
            for part, values in state.items()
        }
    except (ValueError, AttributeError):
        return None


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _make_event(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    make = _MAKERS.get(row.topic, _make_change_event)
    return {"event": _to_json(make(row))}


def _make_change_event(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    if row.kind == "alert":
        return {"type": "change alert", "change_id": row.change_id}
    cadence = row.topic if row.topic in {"daily", "weekly"} else None
    on = row.period or None
    return {"type": "digest entry", "change_id": row.change_id, "cadence": cadence, "on": on}


def _make_first_read(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    document = {"document_id": row.document_id}
    if row.period != "read":
        trouble = {"code": row.period, "reason": row.text, "remedies": _read_ways(row.ways)}
        return {"type": "first read failed", **document, **trouble}
    title, day, words = row.text, None, "0"
    if found := FIRST_READ.fullmatch(row.text):
        title, day, words = found.groups()
    stated = _read_date(day).isoformat() if day else None
    count = int(words.replace(",", ""))
    first = {"title": title or "", "stated_date": stated, "words": count}
    return {"type": "first read", **document, **first}


def _make_unreadable(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    found = SINCE.fullmatch(row.period)
    since, code = found.groups() if found else (_to_utc(row.created_at).isoformat(), "")
    return {
        "type": "became unreadable",
        "document_id": row.document_id,
        "code": code,
        "reason": row.text,
        "since": since if since.endswith("+00:00") else f"{since}:00Z",
        "remedies": _read_ways(row.ways),
    }


def _make_paused(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    slack_id, _, code = row.text.partition(" ")
    return {
        "type": "channel paused",
        "channel_id": int(row.subject.split()[1]),
        "slack_id": slack_id,
        "code": code,
        "since": f"{row.period}:00Z",
        "is_direct": row.topic == "channel-paused-alone",
    }


def _make_earlier_text(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    document_id = row.document_id
    if document_id is None:
        query = sa.select(CHANGE.c.document_id).where(CHANGE.c.id == row.change_id)
        document_id = op.get_bind().execute(query).scalar_one()
    found = VERSION.fullmatch(row.text)
    day = _read_date(found[2]) if found else _to_utc(row.created_at).date()
    version = {"on": day.isoformat(), "is_stated": bool(found and found[1] == "dated")}
    event = {"document_id": document_id, "change_id": row.change_id, "version": version}
    if row.topic == "seen-again":
        return {"type": "text seen again", **event}
    return {"type": "text reverted", **event, "on": row.period}


def _make_reviewed(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    return {"type": "change reviewed", "change_id": row.change_id, "user_id": row.text}


def _make_quiet(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    return {"type": "quiet digest", "cadence": row.text, "on": row.period}


_MAKERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "quiet": _make_quiet,
    "first-read": _make_first_read,
    "unreadable": _make_unreadable,
    "seen-again": _make_earlier_text,
    "reverted": _make_earlier_text,
    "reviewed": _make_reviewed,
    "channel-paused": _make_paused,
    "channel-paused-alone": _make_paused,
}
"""By topic; every other topic is that of a change."""


def _read_ways(text: str) -> list[dict[str, str] | str]:
    """Return remedies; a way out without a URL was the page as a browser builds it."""
    return [way if way["url"] else "render" for way in json.loads(text or "[]")]


def _read_date(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _make_text(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    event = json.loads(row.event)
    ways = [_write_way(remedy) for remedy in event.get("remedies", ()) if remedy != "install"]
    return {"text": _find_text(event), "ways": _to_json(ways) if ways else ""}


def _write_way(remedy: dict[str, str] | str) -> dict[str, str]:
    return {"kind": "", "url": ""} if isinstance(remedy, str) else remedy


def _find_text(event: dict[str, Any]) -> str:
    match event["type"]:
        case "first read":
            title = f"“{event['title']}”" if event["title"] else "untitled"
            stated = event["stated_date"]
            dated = f", dated {date.fromisoformat(stated):%-d %B %Y}" if stated else ""
            return f"{title}{dated}, {event['words']:,} words"
        case "text seen again" | "text reverted":
            version = event["version"]
            verb = "dated" if version["is_stated"] else "captured on"
            return f"the text {verb} {date.fromisoformat(version['on']):%-d %B %Y}"
        case "channel paused":
            return f"{event['slack_id']} {event['code']}"
        case "quiet digest":
            return str(event["cadence"])
        case _:
            return str(event.get("reason") or event.get("user_id") or "")
