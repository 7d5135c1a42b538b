"""The status of documents, watches and channels as text, in safe mrkdwn."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.formats import format_count, format_date, format_time
from clausewatch.errors import NO_ANSWER
from clausewatch.model.documents import AnyDocumentStatus, DocumentStatus
from clausewatch.model.provisions import READ_LANGUAGES
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import record_id
from clausewatch.model.watches import Cadence, RefusedCard, Watch

CADENCE_LABELS = {
    "now": "immediately",
    "daily": "daily digest",
    "weekly": "weekly digest",
}
MINIMUM_LABELS = {
    Severity.LOW: "all changes",
    Severity.MEDIUM: "medium severity or higher",
    Severity.HIGH: "high severity only",
}
PAUSE_REASONS = {
    "not_in_channel": "I'm not in that channel. Run `/invite @Clausewatch` there",
    "channel_not_found": (
        "I can't see that channel. Run `/invite @Clausewatch` there, or use another"
        " channel if it was deleted"
    ),
    "channel_left": "I was removed from that channel. Run `/invite @Clausewatch` there",
    "is_archived": "the channel is archived. Unarchive it to resume posts",
    "channel_deleted": "the channel was deleted. Use another channel",
    "restricted_action": "workspace settings don't let apps post here. Ask a workspace owner",
    "missing_scope": (
        "the app lacks the scope `chat:write`. Your administrator can reinstall it at"
        " api.slack.com/apps"
    ),
    NO_ANSWER: "Slack timed out. The message may or may not have been posted",
}
"""Why a channel is paused, by Slack's error code or the code of an event."""
MAX_REFUSED_RECORDS = 5
"""Changes that one sentence names."""


def format_pause_reason(code: str) -> str:
    """Return why the bot cannot post in a channel."""
    return PAUSE_REASONS.get(code) or f"Slack refuses posts there ({escape_copyable(code, 80)})"


def format_refused_cards(cards: Iterable[RefusedCard], *, is_here: bool) -> list[str]:
    """Return a sentence per channel and reason that names the changes that were not posted."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for card in cards:
        groups[card.channel.slack_id, card.code].append(record_id("C", card.change_id))
    sentences = []
    for (slack_id, reason), records in groups.items():
        place = "here" if is_here else f"in <#{slack_id}>"
        named = ", ".join(records[:MAX_REFUSED_RECORDS])
        if len(records) > MAX_REFUSED_RECORDS:
            named += f" and {len(records) - MAX_REFUSED_RECORDS} more"
        code = escape_copyable(reason, 80)
        sentences.append(f"I couldn't post {named} {place}: Slack refused the message ({code}).")
    return sentences


def format_doubtful(count: int) -> str:
    """Return how many documents are read but in doubt, as a clause without a full stop."""
    if count == 1:
        return "1 document may be the wrong page"
    return f"{count} documents may be the wrong pages"


def format_health(status: AnyDocumentStatus) -> str:
    """Return whether a document can be read, as a clause without a full stop."""
    if status.unreadable is not None:
        since = format_time(status.unreadable.since, with_time=False)
        return f"unavailable since {since}: {_format_reason(status.unreadable.reason)}"
    if status.seen_at is None:
        return "first check in progress" if status.last_checked_at is None else "not checked yet"
    confirmation = (
        "; possible change, awaiting confirmation" if status.is_awaiting_confirmation else ""
    )
    doubt = ""
    if status.remark is not None:
        reason = status.remark.reason
        doubt = f"; {_format_reason(reason)}"
        if status.remark.is_doubt:
            doubt = f"; is this the right page? {escape_copyable(reason, 200).rstrip('.')}"
    return f"up to date, last checked {format_time(status.seen_at)}{confirmation}{doubt}"


def _format_reason(sentence: str) -> str:
    """Return a sentence as a clause: in small letters, unless it begins with an abbreviation."""
    clause = escape_copyable(sentence, 200).rstrip(".")
    return clause if clause[1:2].isupper() else clause[:1].lower() + clause[1:]


def format_version(status: DocumentStatus) -> str:
    """Return title, stated date and length of the version on record."""
    if status.version is None:
        return "no version stored"
    reading = status.version.reading
    dated = f"dated {format_date(reading.stated_date)}" if reading.stated_date else "no date stated"
    name = f"“{escape(reading.title, 120)}”, " if reading.title else ""
    return f"{name}{dated}, {format_count(reading.words, 'word')}{format_language_note(status)}"


def format_language_note(status: DocumentStatus) -> str:
    """Return a note that clause types are not recognised; empty for a language that is read."""
    if status.version is None or status.version.reading.language in READ_LANGUAGES:
        return ""
    return "; clause analysis is English-only"


def list_analysed(
    statuses: Iterable[DocumentStatus], read: Collection[int]
) -> tuple[DocumentStatus, ...]:
    """Return the documents searched for clause types; `read` has the ids of those looked at."""
    return tuple(
        status
        for status in statuses
        if status.document.id in read and not format_language_note(status)
    )


def format_source_links(status: DocumentStatus) -> str:
    """Return a link to the document's first page, and the number of the others."""
    urls = status.document.urls
    first = link(urls[0], "source")
    return first if len(urls) == 1 else f"{first} and {format_count(len(urls) - 1, 'more page')}"


def format_watch(watch: Watch) -> str:
    """Return which changes a watch notifies its channel of, and when."""
    if watch.muted_until is not None:
        return f"muted until {format_time(watch.muted_until)}"
    topics = ", ".join(topic.replace("_", " ") for topic in watch.topics)
    about = f", only {escape(topics, 300)}" if topics else ""
    return f"{MINIMUM_LABELS[watch.minimum]}, {CADENCE_LABELS[watch.cadence]}{about}"


def is_default_watch(watch: Watch) -> bool:
    """Return whether a watch has no setting of its own."""
    has_options = watch.topics or watch.minimum is not Severity.LOW or watch.muted_until
    return not has_options and watch.cadence is Cadence.NOW
