"""Requests for watches and documents, as other packages make them; no table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.model.documents import DEFAULT_ACCESS, Access
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Channel, Watch


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to watch, by its kind and its URLs in order."""

    kind: str
    urls: tuple[str, ...]
    access: Access = DEFAULT_ACCESS


class DocumentChoice(StrEnum):
    """How the documents of a request were chosen, and so when an existing watch takes them."""

    NAMED = "named"
    """Someone named them: the watch takes them."""
    DEFAULT = "default"
    """No one named any: the watch takes them unless it has documents of the catalogue already."""
    DEFAULT_IF_NEW = "default if new"
    """No one named any, but options were set: an existing watch keeps its documents."""


@dataclass(frozen=True, slots=True)
class NewWatch:
    """A platform to put on a channel's watchlist; no documents means all on record."""

    channel: Channel
    platform_key: str
    platform_name: str
    documents: tuple[NewDocument, ...] | None
    """None keeps those of an existing watch; for a new watch it means all."""
    is_private: bool
    """True if the documents were added by URL: other workspaces do not see them."""
    minimum: Severity | None
    """None keeps that of an existing watch; a new watch has `low`."""
    cadence: Cadence | None
    """None as for `minimum`; a new watch has `now`."""
    user_id: str
    topics: tuple[str, ...] | None = None
    """Ids of clause types; an empty tuple means all, None is as for `minimum`."""
    choice: DocumentChoice = DocumentChoice.NAMED
    kinds_not_found: tuple[str, ...] = ()
    """Names of the kinds asked for of which the catalogue has no document."""

    def keeps_documents(self, watches: Sequence[Watch]) -> bool:
        """Return whether the existing watches of the platform keep their documents as they are."""
        if not watches or self.choice is DocumentChoice.DEFAULT_IF_NEW or self.documents is None:
            return bool(watches)
        documents = [document for watch in watches for document in watch.documents]
        is_shared = any(document.workspace_id is None for document in documents)
        return self.choice is DocumentChoice.DEFAULT and is_shared
