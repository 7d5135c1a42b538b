"""The documents that a `watch` command means, and how each is fetched. Pure."""

from collections.abc import Sequence

from bot.slack.listeners.watch_options import WatchOptions
from clausewatch.catalogue.document_kinds import KINDS, KINDS_BY_KEY
from clausewatch.catalogue.urls import guess_kind
from clausewatch.model.documents import CataloguedDocument, Platform
from clausewatch.store import NewDocument

MAIN_KINDS = (KINDS_BY_KEY["privacy"].name, KINDS_BY_KEY["terms"].name)
DEFAULT_KINDS = (*MAIN_KINDS, KINDS_BY_KEY["dpa"].name, KINDS_BY_KEY["subprocessors"].name)


def choose_documents(
    platform: Platform, kinds: Sequence[str] | None
) -> tuple[CataloguedDocument, ...]:
    """Return the platform's documents of some kinds.

    None means the default kinds, or all documents of a platform without policy and terms.
    """
    chosen_kinds = DEFAULT_KINDS if kinds is None else tuple(kinds)
    documents = tuple(document for document in platform.documents if document.kind in chosen_kinds)
    has_main = any(document.kind in MAIN_KINDS for document in documents)
    return documents if kinds is not None or has_main else platform.documents


def list_absent_kinds(
    documents: Sequence[CataloguedDocument], kinds: Sequence[str]
) -> tuple[str, ...]:
    """Return the kinds of which there is no document; none if all kinds were asked for."""
    if len(kinds) == len(KINDS):
        return ()
    present = {document.kind for document in documents}
    return tuple(kind for kind in kinds if kind not in present)


def choose_kind(url: str, kinds: Sequence[str] | None) -> str:
    """Return the name of the first kind asked for, or else the kind that the URL suggests."""
    if kinds:
        return kinds[0]
    kind = guess_kind(url) or KINDS_BY_KEY["other"]
    return kind.name


def make_document(catalogued: CataloguedDocument, options: WatchOptions) -> NewDocument:
    """Return a document of the catalogue, fetched as the options say."""
    urls = catalogued.urls
    return NewDocument(catalogued.kind, urls, options.make_access(catalogued.access, len(urls)))
