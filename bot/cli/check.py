"""`clausewatch check`: one look at a platform's documents, shown as a channel would see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.main import Application, open_application, utc_now
from bot.runtime.checker import make_timing
from bot.runtime.logs import configure_logs
from bot.slack.listeners.watch_options import Wish, read_wishes
from bot.slack.listeners.watch_targets import chosen_documents, document_of, kind_of, refused
from bot.slack.messages.blocks import section
from bot.slack.messages.card import render_change
from bot.slack.messages.escape import escape_copyable
from bot.terminal.printer import Printer
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.catalogue import Catalogue
from clausewatch.checks.outcome import CheckOutcome, DocumentState, DueDocument, Filing, Verdict
from clausewatch.checks.pipeline import Ports
from clausewatch.checks.remedies import suggest_remedies
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.model.documents import (
    Change,
    ChangeId,
    Document,
    DocumentId,
    StoredVersion,
    VersionId,
)
from clausewatch.model.pages import PageState
from clausewatch.store import NewDocument
from jobs.check_due import LEASE, outcome_of

SAID = {
    Verdict.UNCHANGED: "unchanged since the last look.",
    Verdict.NOISE: "another page, the same terms.",
    Verdict.UNCONFIRMED: "other terms; told once a second look shows them again.",
    Verdict.VARIANT: "other terms that came and went; told to nobody.",
    Verdict.SEEN_AGAIN: "an earlier text shows again; noted on its change.",
    Verdict.REVERTED: "an earlier text is back and has stayed.",
    Verdict.IMPLAUSIBLE: "not the policy:",
    Verdict.FAILED: "cannot be read:",
}
ASIDE = (
    "Not recorded: it is watched without these options. `watch` with its address and the same"
    " options has it read so from now on."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document to look at."""

    platform_key: str
    platform_name: str
    document: NewDocument


def wanted(
    catalogue: Catalogue, what: str, wish: Wish, *, is_private_allowed: bool
) -> tuple[Wanted, ...]:
    """Return the documents of a platform, or the one at an address. Raises UserError."""
    if "://" in what:
        refusal = refused(what, is_private_allowed=is_private_allowed)
        if refusal is not None:
            raise UserError(refusal)
        host = what.split("/")[2]
        return (Wanted(host, host, NewDocument(kind_of(what, None), (what,), wish.access())),)
    match = catalogue.find(what)
    if match.platform is None:
        near = ", ".join(p.name for p in (*match.ambiguous, *match.suggestions)[:5])
        hint = f"Did you mean {near}? Or give" if near else "Give"
        raise UserError(f"The catalogue has no platform {what!r}. {hint} the policy's address.")
    platform = match.platform
    if not platform.documents:
        raise UserError(
            f"Of {platform.name} the catalogue knows no more than {platform.domains[0]}; watch it,"
            " and its policies are looked for there, or give a policy's address."
        )
    return tuple(
        Wanted(platform.key, platform.name, document_of(d, wish))
        for d in chosen_documents(platform, match.kinds or None)
    )


async def check_once(settings: Settings, what: str, options: Mapping[str, str]) -> None:
    """Look once at each document. What is on record is recorded; what is not leaves no trace.

    Neither does a look with options that what is on record is not read with: another way of reading
    a page may give another text, which would be told as a change.
    """
    wish = read_wishes(options).wish
    configure_logs("WARNING", as_json=settings.log_json)
    show = Printer()
    async with open_application(settings) as application:
        allowed = settings.allow_private_addresses
        for each in wanted(application.context.catalogue, what, wish, is_private_allowed=allowed):
            on_record = await application.store.checks.documents_at(each.document.urls[0])
            others = [n for n in on_record if options and await _is_other(application, n, each)]
            if not on_record or others:
                _show(show, await _look(application, _unrecorded(each)), ASIDE if others else "")
            for document_id in (n for n in on_record if n not in others):
                due = await application.store.checks.claim_one(document_id, utc_now(), LEASE)
                if due is None:
                    raise UserError(f"{each.document.urls[0]} is being checked right now.")
                looked = await _look(application, due)
                await application.store.checks.record([looked[1]], application.check_due.pace)
                _show(show, looked)


async def _is_other(application: Application, document_id: DocumentId, each: Wanted) -> bool:
    """True where a document that is watched is read in another way than is asked for now."""
    watches = await application.store.watches.find_by_document(document_id)
    known = {d.id: d for watch in watches for d in watch.documents}.get(document_id)
    return known is not None and known.access != each.document.access


async def _look(application: Application, due: DueDocument) -> tuple[DueDocument, CheckOutcome]:
    ports: Ports = application.check_due.ports
    now = utc_now()
    outcome = await outcome_of(due, ports, make_timing(application.settings), now)
    return due, await suggest_remedies(due, outcome, ports, now)


def _unrecorded(each: Wanted) -> DueDocument:
    """Return a document as if it had just been added."""
    document = Document(
        DocumentId(0),
        each.platform_key,
        each.platform_name,
        each.document.kind,
        each.document.urls,
        access=each.document.access,
    )
    pages = tuple(PageState(url) for url in each.document.urls)
    until = utc_now() + timedelta(hours=1)
    return DueDocument(document, pages, DocumentState(), "", until)


def _show(show: Printer, looked: tuple[DueDocument, CheckOutcome], note: str = "") -> None:
    due, outcome = looked
    filing = outcome.filing
    if filing is not None and filing.comparison is not None:
        for message in render_change(_change(due, outcome, filing)):
            show(RenderedMessage("post", "C-CHECK", message.text, message.blocks))
        return
    texts: Sequence[str] = [event.text for event in outcome.events] or [outcome.reason]
    said = "read:" if outcome.verdict is Verdict.BASELINE else SAID[outcome.verdict]
    remedies = [remedy for event in outcome.events for remedy in event.remedies]
    found = "".join(
        f" Found instead: {remedy.kind} {remedy.url}." for remedy in remedies if remedy.url
    )
    hint = " Try again with --browser." if any(not remedy.url for remedy in remedies) else ""
    line = f"{due.document.name}: {said} {' '.join(texts)}{found}{hint}".strip()
    text = (
        f"{escape_copyable(line.rstrip('.'), 1_000)}. {note}"
        if note
        else escape_copyable(line, 1_000)
    )
    show(RenderedMessage("answer", "C-CHECK", line, (section(text),)))


def _change(due: DueDocument, outcome: CheckOutcome, filing: Filing) -> Change:
    """Return a change as it would be on record, for its card; its number is not given yet."""
    if filing.comparison is None:
        raise AssertionError("only a filing with a comparison is a change")
    shas = tuple(snapshot.sha256 for snapshot in filing.snapshots)
    after = StoredVersion(
        VersionId(0), 0, filing.reading, shas, outcome.checked_at, filing.snapshots[0].final_url
    )
    return Change(
        ChangeId(0),
        due.document,
        outcome.checked_at,
        filing.comparison,
        replace(after, snapshots=()),
        after,
    )
