"""The route of one document, written once: from its claim to the outcome that is recorded."""

from datetime import datetime

from clausewatch.checks.decide import decide, fail, verify
from clausewatch.checks.observation import Observation
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.checks.page_requests import request_pages
from clausewatch.checks.ports import Ports
from clausewatch.checks.remedies import suggest_remedies
from clausewatch.checks.schedule import Timing
from clausewatch.checks.tasks import add_linked_pages, make_task
from clausewatch.errors import ExtractError, FetchError, WorkerError


async def check_document(
    due: DueDocument, ports: Ports, timing: Timing, now: datetime
) -> CheckOutcome:
    """Check one document once.

    Request its pages: with the bytes of the last good check it is verified. Otherwise examine the
    pages in a worker, beside the versions on record, and decide what they mean. A first page in
    doubt is examined again beside the front page of its site, and a page that announces other terms
    beside those that it links to. Faults of the host and of the page are outcomes too. If an
    unreadable document is to be reported, suggest remedies.
    """
    try:
        answers = await request_pages(due, ports.fetch, timing.trust_304_for, now)
        snapshots = answers.snapshots
        if not snapshots or due.has_same_bytes(snapshots):
            return verify(due, answers, timing, now)
        history = await ports.archive.load_history(due.document.id)
        task = await make_task(due, snapshots, history, ports.archive, timing)
        examination = await ports.examine(task)
        fuller = await add_linked_pages(task, examination, ports, now)
        if fuller.task is not task:
            examination = await ports.examine(fuller.task)
        observation = Observation(
            due,
            snapshots,
            examination,
            history,
            now,
            follows_304=answers.follows_304,
            linked=fuller.snapshots,
        )
        outcome = decide(observation, timing)
    except (FetchError, ExtractError, WorkerError) as fault:
        outcome = fail(due, fault, timing, now)
    return await suggest_remedies(due, outcome, ports, now)
