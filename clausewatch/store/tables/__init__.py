"""All tables of the store as Core tables, by subject in the modules of this package."""

from clausewatch.store.tables.base import QUEUE_MIGRATION, Row
from clausewatch.store.tables.deadlines import TERM_DATE
from clausewatch.store.tables.documents import (
    BLOB,
    CAPTURE,
    CHANGE,
    DOCUMENT,
    HOST,
    PAGE,
    PLATFORM_NAME,
    SNAPSHOT,
    VERSION,
    VERSION_PAGE,
)
from clausewatch.store.tables.outbox import DELIVERY, POST
from clausewatch.store.tables.provisions import PROVISION, PROVISION_EVENT, RECOGNITION
from clausewatch.store.tables.reviews import REVIEW, REVIEW_STEP
from clausewatch.store.tables.subprocessors import SUBPROCESSOR, SUBPROCESSOR_KEY
from clausewatch.store.tables.webhooks import WEBHOOK, WEBHOOK_POST
from clausewatch.store.tables.workspaces import (
    CHANNEL,
    CHANNEL_SETTING,
    DIGEST_MARK,
    ENDED_SESSION,
    EVENT_SEEN,
    HOME_VIEW,
    MUTE,
    WATCH,
    WATCH_DOCUMENT,
    WORKSPACE,
)

__all__ = [
    "BLOB",
    "CAPTURE",
    "CHANGE",
    "CHANNEL",
    "CHANNEL_SETTING",
    "DELIVERY",
    "DIGEST_MARK",
    "DOCUMENT",
    "ENDED_SESSION",
    "EVENT_SEEN",
    "HOME_VIEW",
    "HOST",
    "MUTE",
    "PAGE",
    "PLATFORM_NAME",
    "POST",
    "PROVISION",
    "PROVISION_EVENT",
    "QUEUE_MIGRATION",
    "RECOGNITION",
    "REVIEW",
    "REVIEW_STEP",
    "SNAPSHOT",
    "SUBPROCESSOR",
    "SUBPROCESSOR_KEY",
    "TERM_DATE",
    "VERSION",
    "VERSION_PAGE",
    "WATCH",
    "WATCH_DOCUMENT",
    "WEBHOOK",
    "WEBHOOK_POST",
    "WORKSPACE",
    "Row",
]
