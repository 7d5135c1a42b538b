"""Checks of a document that are examined and recorded as a worker would, without a network."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from bot.terminal.rendered_message import RenderedMessage
from clausewatch.checks.examination import Task
from clausewatch.checks.examine import examine
from clausewatch.checks.outcome import CheckOutcome, DocumentState, NotThePolicy
from clausewatch.model.documents import Unreadable
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.notifications.events import BecameUnreadable
from tests.bot.team import LEASE, Team
from tests.filed_examinations import make_filed_result

INTERVAL = timedelta(hours=6)
NOTHING_EXPECTED = Expected()


async def record_check(
    team: Team,
    document_id: int,
    markdown: str,
    expected: Expected = NOTHING_EXPECTED,
    *,
    is_trusted: bool = False,
) -> ChangeId | None:
    """A document shows this Markdown at its next check; return the change, if any."""
    team.now += INTERVAL
    due = await team.store.checks.claim_one(DocumentId(document_id), team.now, LEASE)
    assert due is not None
    url, body = due.document.urls[0], markdown.encode()
    headers = (("content-type", "text/markdown"),)
    page = Snapshot(url, url, 200, headers, body, sha256(body).hexdigest(), team.now)
    history = await team.store.versions.load_history(due.document.id)
    before = history[0].reading if history else None
    task = Task((page.to_page(),), expected, before, is_trusted=is_trusted)
    outcome = CheckOutcome(
        due.document.id,
        due.lease_token,
        team.now,
        team.now + INTERVAL,
        make_filed_result(due, page, examine(task)),
        due.state if history else DocumentState(),
    )
    (change_id,) = await team.store.checks.record((outcome,), timedelta(0))
    return change_id


async def make_unreadable(team: Team, number: int = 1, code: str = "captcha") -> RenderedMessage:
    """A document becomes unreadable; return the post about it."""
    due = await team.store.checks.claim_one(DocumentId(number), team.now, LEASE)
    assert due is not None
    unreadable = Unreadable(code, "the page asks for a captcha", team.now, 4, is_reported=True)
    event = BecameUnreadable(due.document.id, unreadable.code, unreadable.reason, unreadable.since)
    outcome = CheckOutcome(
        due.document.id,
        due.lease_token,
        team.now,
        team.now + INTERVAL,
        NotThePolicy((), "a captcha"),
        replace(due.state, unreadable=unreadable),
        events=(event,),
    )
    await team.store.checks.record((outcome,), timedelta(0))
    return (await team.posts())[0]
