"""What channels are notified of: one frozen value per event, each with its own fields."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clausewatch.model.announcements import AnnouncedTerms
from clausewatch.model.deadlines import Deadline
from clausewatch.model.reading import Remark, Severity
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId
from clausewatch.model.reviews import ACKNOWLEDGED_REVIEW, Review, ReviewStatus
from clausewatch.model.term_dates import TermDate
from clausewatch.model.watches import Cadence


class BrowserRemedy(StrEnum):
    """How a browser can help with a page that its scripts build."""

    RENDER = "render"
    """Fetch the same URL with the browser of this installation."""
    INSTALL = "install"
    """This installation has no browser yet."""


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page of the same site that may be the document; a person chooses it."""

    kind: str
    """The document kind of the page, e.g. `privacy policy`."""
    url: str


Remedy = OtherPage | BrowserRemedy
"""What may help with an unreadable document."""


@dataclass(frozen=True, slots=True)
class VersionDate:
    """The date by which people know a version."""

    on: date
    is_stated: bool
    """True if the document states the date, False if it is the date of the capture."""


@dataclass(frozen=True, slots=True)
class ChangeAlert:
    """A change that a channel is notified of at once."""

    change_id: ChangeId


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """A change that a digest lists."""

    change_id: ChangeId
    cadence: Cadence | None = None
    """The digest that a watch chose; None for the digest that the channel chose."""
    on: date | None = None
    """The local date of the digest; None while the change waits for one."""


@dataclass(frozen=True, slots=True)
class QuietDigest:
    """A digest without changes."""

    cadence: Cadence
    on: date
    """In the channel's time zone."""


@dataclass(frozen=True, slots=True)
class FirstRead:
    """A new document has its first version."""

    document_id: DocumentId
    title: str
    stated_date: date | None
    words: int
    remark: Remark | None = None
    """What is odd about the page; a person decides whether it is the policy."""
    announced: tuple[TermDate, ...] = ()
    """The deadlines that it announces, the first day first."""
    following: AnnouncedTerms | None = None
    """The terms that it announces, if it links to them."""


@dataclass(frozen=True, slots=True)
class FirstReadFailed:
    """The first check of a new document found no policy."""

    document_id: DocumentId
    code: str
    """A stable word, e.g. `gone` or `captcha`."""
    reason: str
    """A clause or a sentence for people."""
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class BecameUnreadable:
    """A document has been unreadable for long enough to say so."""

    document_id: DocumentId
    code: str
    """A stable word, e.g. `gone` or `captcha`."""
    reason: str
    """A clause or a sentence for people."""
    since: datetime
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsUnread:
    """A document has more parts that cannot be read than the channel knows of."""

    document_id: DocumentId
    reason: str
    """A sentence for people that names the parts."""
    count: int


@dataclass(frozen=True, slots=True)
class TextSeenAgain:
    """The host shows an earlier version of a document."""

    document_id: DocumentId
    change_id: ChangeId | None
    """The change between that version and the baseline; None if none is on record."""
    version: VersionDate


@dataclass(frozen=True, slots=True)
class TextReverted:
    """An earlier version has stayed and is the baseline again."""

    document_id: DocumentId
    change_id: ChangeId | None
    """The change between that version and the former baseline; None if none is on record."""
    version: VersionDate
    on: date
    """The date in UTC on which it became the baseline."""


@dataclass(frozen=True, slots=True)
class TookEffect:
    """The terms that a change announced have taken the place of the former ones."""

    document_id: DocumentId
    change_id: ChangeId | None
    """The change that announced them; None if none is on record."""
    on: date
    """The date in UTC on which they were first seen in place of the former ones."""


@dataclass(frozen=True, slots=True)
class ChangeReviewed:
    """A person made a step in the review of a change."""

    change_id: ChangeId
    user_id: str
    """Slack's id of the person."""
    review: Review = ACKNOWLEDGED_REVIEW
    """What the step left; release 0.1.0 knew only *Reviewed*."""
    is_undo: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionCorrected:
    """A new release reads a provision differently on which a reviewed change rested."""

    change_id: ChangeId
    clause: str
    before: str
    """The position that the record had; empty if it had none."""
    after: str
    """The position that it has now; empty if the provision is no longer found."""
    severities: tuple[str, str]
    """The severities before and after; empty without a provision."""


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change that waits for a decision, as a reminder lists it."""

    change_id: ChangeId
    name: str
    """Of the document."""
    severity: Severity
    status: ReviewStatus
    assignee: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewReminder:
    """The changes that wait for a decision in a channel, in its digest."""

    on: date
    """The local date of the digest."""
    count: int
    changes: tuple[WaitingChange, ...]
    """The first ones, highest severity first."""
    upcoming: tuple[Deadline, ...] = ()
    """The next deadlines of these changes, the first day first."""


@dataclass(frozen=True, slots=True)
class AssigneeReminder:
    """A change whose due date has come; its assignee is reminded in a direct message."""

    change: WaitingChange
    on: date
    """The local date of the reminder."""


@dataclass(frozen=True, slots=True)
class DeadlineReminder:
    """A deadline comes up, for a channel or for the assignee of its change."""

    deadline: Deadline
    threshold: int
    """The number of days before it that this reminder is for."""
    days_left: int
    """In the channel's time zone, when it was queued; 0 is today."""


@dataclass(frozen=True, slots=True)
class ChannelPaused:
    """Slack refuses posts to a channel."""

    channel_id: ChannelId
    slack_id: str
    """Slack's id of the channel."""
    code: str
    """Slack's error code, e.g. `not_in_channel`."""
    since: datetime
    is_direct: bool
    """True if one person receives this, False if a channel does."""


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """A change of terms with the name of its document and a sentence on what it does."""

    change_id: ChangeId
    name: str
    severity: Severity
    sentence: str
    status: ReviewStatus
    is_reverted: bool = False


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """What a month brought for a channel."""

    month: date
    """Its first day."""
    made_on: date
    """The channel's day on which it was made: what waits and what comes up is as of then."""
    by_severity: tuple[int, int, int]
    """The number of changes of terms that the channel was notified of: high, medium, low."""
    reviewed: int
    """How many of these have a decision."""
    editorial: int
    """The number of editorial changes that the channel was notified of."""
    reported: tuple[ReportedChange, ...]
    """The first changes of terms, highest severity first."""
    waiting: int
    """The number of changes that wait for a decision, whenever they were detected."""
    owners: tuple[tuple[str, int], ...]
    """The number of waiting changes by Slack's id of the assignee, most first."""
    upcoming: tuple[Deadline, ...]
    """The next deadlines of waiting changes."""
    documents: int
    """On the watchlist of the channel."""
    unavailable: tuple[str, ...]
    """Names of those that can't be retrieved."""

    @property
    def terms(self) -> int:
        """The number of changes of terms."""
        return sum(self.by_severity)


TermsEvent = TextSeenAgain | TextReverted | TookEffect
"""What may become of a change; told in the thread of its card."""
DocumentEvent = FirstRead | FirstReadFailed | BecameUnreadable | PartsUnread | TermsEvent
"""What a check of a document can bring besides a change."""
ChangeEvent = ChangeAlert | DigestEntry
"""How a channel learns of a change."""
ReviewEvent = ChangeReviewed | ReviewReminder | AssigneeReminder | ProvisionCorrected
"""What the review of changes brings."""
DatedEvent = QuietDigest | DeadlineReminder | MonthlyReport
"""What the calendar brings."""
Event = DocumentEvent | ChangeEvent | ChannelPaused | ReviewEvent | DatedEvent
