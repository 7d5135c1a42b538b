"""One check of a platform's documents, shown as a channel would see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.main import Application, open_application, utc_now
from bot.runtime.checker import make_timing
from bot.runtime.logs import configure_logs
from bot.slack.listeners.watch_options import WatchOptions, parse_watch_options
from bot.slack.listeners.watched_documents import choose_documents, choose_kind, make_document
from bot.slack.listeners.watched_urls import find_url_problem
from bot.slack.messages.blocks import section
from bot.slack.messages.card import render_change
from bot.slack.messages.escape import escape_copyable
from bot.slack.messages.event_text import format_event
from bot.terminal.printer import Printer
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.catalogue import Catalogue
from clausewatch.checks.outcome import Changed, CheckOutcome, DocumentState, DueDocument, Verdict
from clausewatch.checks.pipeline import check_document
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.fetch import UrlGuard
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.pages import PageState
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    FirstReadFailed,
    OtherPage,
)
from clausewatch.store import NewDocument
from jobs.check_due import LEASE

VERDICT_TEXTS = {
    Verdict.BASELINE: "read:",
    Verdict.UNCHANGED: "unchanged since the last check.",
    Verdict.NOISE: "another page, the same terms.",
    Verdict.UNCONFIRMED: "other terms; reported once a second check confirms them.",
    Verdict.VARIANT: "other terms that came and went; not reported.",
    Verdict.SEEN_AGAIN: "an earlier version has reappeared; noted on its change.",
    Verdict.REVERTED: "reverted to an earlier version.",
    Verdict.IMPLAUSIBLE: "not the policy:",
    Verdict.FAILED: "cannot be read:",
}
"""Without `CHANGE`, whose card is shown."""
NOT_RECORDED = (
    "Not recorded: it is watched without these options. To have it read with them from now on, use"
    " `watch` with its URL and the same options."
)
CHANNEL = "C-CHECK"
"""The channel of the terminal in which the results appear."""
TEXT_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Target:
    """A document to check."""

    platform_key: str
    platform_name: str
    document: NewDocument


async def check_once(settings: Settings, what: str, options: Mapping[str, str]) -> None:
    """Check each document of a platform, or the one at a URL, and print the results.

    The result for a watched document is recorded. Nothing is recorded of a document that nobody
    watches, or of a check with other options than the document is watched with: another way of
    reading a page may give another text, which would be reported as a change. Raises UserError.
    """
    watch_options = parse_watch_options(options)
    configure_logs("WARNING", as_json=settings.log_json)
    printer = Printer()
    async with open_application(settings) as application:
        catalogue, guard = application.context.catalogue, application.context.url_guard
        for target in find_targets(catalogue, what, watch_options, guard):
            await _check_target(application, target, printer, has_options=bool(options))


def find_targets(
    catalogue: Catalogue, what: str, options: WatchOptions, guard: UrlGuard
) -> tuple[Target, ...]:
    """Return the documents of a platform, or the one at a URL. Raises UserError."""
    if "://" in what:
        refusal = find_url_problem(what, guard)
        if refusal is not None:
            raise UserError(refusal)
        host = what.split("/")[2]
        return (
            Target(
                host, host, NewDocument(choose_kind(what, None), (what,), options.make_access())
            ),
        )
    match = catalogue.find(what)
    if match.platform is None:
        near = ", ".join(p.name for p in (*match.ambiguous, *match.suggestions)[:5])
        hint = f"Did you mean {near}? Or enter" if near else "Enter"
        raise UserError(f"The catalogue has no platform {what!r}. {hint} the policy's URL.")
    platform = match.platform
    if not platform.documents:
        raise UserError(
            f"The catalogue knows {platform.name} only by its domain, {platform.domains[0]}."
            " Watch it to search that site for policies, or enter a policy's URL."
        )
    return tuple(
        Target(platform.key, platform.name, make_document(document, options))
        for document in choose_documents(platform, match.kinds or None)
    )


async def _check_target(
    application: Application, target: Target, printer: Printer, *, has_options: bool
) -> None:
    """Check a document, once for each record of it; record the result if the options match."""
    url = target.document.urls[0]
    recorded = await application.store.documents.find_ids_by_url(url)
    differing = [
        document_id
        for document_id in recorded
        if has_options and await _has_other_access(application, document_id, target)
    ]
    if not recorded or differing:
        due = _make_due_document(target)
        outcome = await _check(application, due)
        _print_outcome(printer, due, outcome, NOT_RECORDED if differing else "")
    for document_id in recorded:
        if document_id in differing:
            continue
        claimed = await application.store.checks.claim_one(document_id, utc_now(), LEASE)
        if claimed is None:
            raise UserError(f"{url} is being checked right now.")
        outcome = await _check(application, claimed)
        await application.store.checks.record([outcome], application.check_due.pace)
        _print_outcome(printer, claimed, outcome)


async def _has_other_access(
    application: Application, document_id: DocumentId, target: Target
) -> bool:
    """Return whether a watched document is read in another way than the target asks for."""
    watches = await application.store.watches.find_by_document(document_id)
    documents = {document.id: document for watch in watches for document in watch.documents}
    document = documents.get(document_id)
    return document is not None and document.access != target.document.access


async def _check(application: Application, due: DueDocument) -> CheckOutcome:
    timing = make_timing(application.settings)
    return await check_document(due, application.check_due.ports, timing, utc_now())


def _make_due_document(target: Target) -> DueDocument:
    """Return a document as if it had just been added."""
    document = Document(
        DocumentId(0),
        target.platform_key,
        target.platform_name,
        target.document.kind,
        target.document.urls,
        access=target.document.access,
    )
    pages = tuple(PageState(url) for url in document.urls)
    until = utc_now() + timedelta(hours=1)
    return DueDocument(document, pages, DocumentState(), "", until)


def _print_outcome(
    printer: Printer, due: DueDocument, outcome: CheckOutcome, note: str = ""
) -> None:
    """Print the card of a change, or one line about any other outcome."""
    if isinstance(outcome.result, Changed):
        for message in render_change(_make_change(due, outcome, outcome.result)):
            printer(RenderedMessage("post", CHANNEL, message.text, message.blocks))
        return
    line = f"{due.document.name}: {_format_outcome(outcome)}".strip()
    if note:
        text = f"{escape_copyable(line.rstrip('.'), TEXT_CHARACTERS)}. {note}"
    else:
        text = escape_copyable(line, TEXT_CHARACTERS)
    printer(RenderedMessage("answer", CHANNEL, line, (section(text),)))


def _format_outcome(outcome: CheckOutcome) -> str:
    """Return the verdict, its reasons, and what may help."""
    reasons = [format_event(event) for event in outcome.events] or [outcome.reason]
    remedies = [
        remedy
        for event in outcome.events
        if isinstance(event, FirstReadFailed | BecameUnreadable)
        for remedy in event.remedies
    ]
    offers = "".join(
        f" Found instead: {remedy.kind} {remedy.url}."
        for remedy in remedies
        if isinstance(remedy, OtherPage)
    )
    hint = " Try again with --browser." if BrowserRemedy.RENDER in remedies else ""
    return f"{VERDICT_TEXTS[outcome.verdict]} {' '.join(reasons)}{offers}{hint}"


def _make_change(due: DueDocument, outcome: CheckOutcome, result: Changed) -> Change:
    """Return a change as it would be on record, but without a number, for its card."""
    hashes = tuple(snapshot.sha256 for snapshot in result.snapshots)
    after = StoredVersion(
        VersionId(0), 0, result.reading, hashes, outcome.checked_at, result.snapshots[0].final_url
    )
    return Change(
        ChangeId(0),
        due.document,
        outcome.checked_at,
        result.comparison,
        replace(after, snapshots=()),
        after,
    )
