"""Which document the versions of an archive belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.catalogue import Catalogue, DocumentKind, find_kind
from clausewatch.catalogue.canonical_names import make_slug
from clausewatch.catalogue.document_kinds import KINDS_BY_DECLARED_NAME, KINDS_BY_KEY
from clausewatch.history.version_archive import DocumentHistory
from clausewatch.model.documents import DEFAULT_ACCESS
from clausewatch.store import NewDocument


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """The document that the versions of one history belong to."""

    platform_key: str
    platform_name: str
    document: NewDocument

    @property
    def is_in_catalogue(self) -> bool:
        """Whether the catalogue has a URL for it."""
        return ".invalid/" not in self.document.urls[0]


def assign_documents(
    histories: Sequence[DocumentHistory], catalogue: Catalogue
) -> dict[str, ArchivedDocument]:
    """Return the document of each history by its path; no two histories share a document."""
    documents: dict[str, ArchivedDocument] = {}
    taken: set[tuple[str, str]] = set()
    for history in sorted(histories, key=_make_sort_key):
        platform = catalogue.find(history.service).platform
        key, name = (platform.key, platform.name) if platform else ("", history.service)
        kind = _find_kind(history.kind)
        candidates = platform.documents if platform and (key, kind.key) not in taken else ()
        match = next((document for document in candidates if document.kind == kind.name), None)
        urls, access = (match.urls, match.access) if match else ((), DEFAULT_ACCESS)
        key = key or make_slug(history.service) or "archived"
        if urls:
            taken.add((key, kind.key))
        else:
            # RFC 2606 reserves this domain, so the URL never answers.
            host = f"{make_slug(history.service) or 'service'}.invalid"
            urls = (f"https://{host}/{make_slug(history.kind)}",)
        documents[history.path] = ArchivedDocument(key, name, NewDocument(kind.name, urls, access))
    return documents


def _find_kind(archived: str) -> DocumentKind:
    return KINDS_BY_DECLARED_NAME.get(archived) or find_kind(archived) or KINDS_BY_KEY["other"]


def _make_sort_key(history: DocumentHistory) -> tuple[str, int, str]:
    """Order the histories of a service so that a kind's own name comes before its synonyms."""
    names = _find_kind(history.kind).declared_names
    rank = names.index(history.kind) if history.kind in names else len(names)
    return history.service, rank, history.path
