"""Buttons for what a person can do about a document that cannot be read."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.slack import ids
from bot.slack.messages.blocks import (
    MAX_VALUE_CHARACTERS,
    Block,
    actions,
    button,
    context,
    count_characters,
    link_button,
)
from bot.slack.messages.escape import escape
from clausewatch.model.documents import AnyDocumentStatus, Document, title_kind
from clausewatch.notifications.deliveries import UNFETCHED_CODES
from clausewatch.notifications.events import BrowserRemedy, OtherPage, Remedy

CUT_NOTE = "Run `show` with a platform's name to fix the others."


def render_remedies(
    document: Document, failure_code: str, remedies: Sequence[Remedy] = ()
) -> Block:
    """Return the buttons for a document; `failure_code` is the code of its failure.

    *Use this page as the policy* is there only if the bot got a page that a person can accept. It
    comes last, because the page is most often a CAPTCHA, a login or a notice.
    """
    value = str(document.id)
    open_page = _render_page_link(document)
    label = "Use this page as the policy"
    accept = button(label, ids.ACCEPT_POLICY, value, about=document.name)
    has_page = failure_code not in UNFETCHED_CODES
    elements = [
        *_build_buttons(document, remedies),
        button("Update URL", ids.CHANGE_URL, value, about=document.name),
        *([open_page] if open_page else []),
        *([accept] if has_page else []),
    ]
    return actions(f"health:{document.id}", elements)


def render_doubt(document: Document) -> Block:
    """Return the buttons that answer a remark on the first version of a document."""
    value = str(document.id)
    open_page = _render_page_link(document)
    elements = [
        button("Yes, this is it", ids.ACCEPT_POLICY, value, about=document.name),
        button("Update URL", ids.CHANGE_URL, value, about=document.name),
        *([open_page] if open_page else []),
    ]
    return actions(f"doubt:{document.id}", elements)


def _render_page_link(document: Document) -> Block | None:
    action_id = f"{ids.OPEN_LINK}:{document.id}"
    return link_button("Open the page", action_id, document.urls[0], about=document.name)


def _build_buttons(document: Document, remedies: Sequence[Remedy]) -> Iterator[Block]:
    for number, remedy in enumerate(remedies):
        if isinstance(remedy, OtherPage):
            yield _build_page_button(document, remedy, number)
        elif remedy is BrowserRemedy.RENDER:
            value = str(document.id)
            yield button("Use browser mode", ids.USE_BROWSER, value, about=document.name)


def _build_page_button(document: Document, remedy: OtherPage, number: int) -> Block:
    label = f"Watch {title_kind(remedy.kind)}: {urlsplit(remedy.url).path or '/'}"
    if remedy.kind == document.kind:
        value = f"{document.id} {remedy.url}"
        return button(label, ids.number_id(ids.USE_URL, number), value[:MAX_VALUE_CHARACTERS])
    # A page of another kind does not replace the document: it is added.
    line = f'watch "{remedy.url}" docs:"{remedy.kind}" name:"{document.platform_name}"'
    return button(label, ids.number_id(ids.RUN_COMMAND, number), line[:MAX_VALUE_CHARACTERS])


def render_named_remedies(
    document: Document, failure_code: str, remedies: Sequence[Remedy] = ()
) -> list[Block]:
    """Return the buttons below the document's name, for messages about several documents."""
    return [context(escape(document.name, 150)), render_remedies(document, failure_code, remedies)]


def _render_status_remedies(status: AnyDocumentStatus) -> list[Block]:
    """Return the buttons for a document that cannot be read or has a remark; none for others."""
    if status.unreadable is not None:
        return render_named_remedies(status.document, status.unreadable.code)
    if status.remark is not None:
        return [context(escape(status.document.name, 150)), render_doubt(status.document)]
    return []


class RemedyRows:
    """The remedies in one answer or view: each document once, as long as there is room."""

    def __init__(self, max_documents: int, max_characters: int) -> None:
        """Limit the documents, and the characters of their blocks as JSON."""
        self._documents_left = max_documents
        self._characters_left = max_characters
        self._rendered: set[int] = set()
        self._is_cut = False

    def render(self, statuses: Sequence[AnyDocumentStatus]) -> list[Block]:
        """Return the remedies for those documents that cannot be read or are in doubt."""
        rows: list[Block] = []
        for status in statuses:
            blocks = _render_status_remedies(status)
            if not blocks or status.document.id in self._rendered:
                continue
            characters = count_characters(blocks)
            if self._documents_left and characters <= self._characters_left:
                self._rendered.add(status.document.id)
                self._documents_left -= 1
                self._characters_left -= characters
                rows += blocks
            else:
                self._is_cut = True
        return rows

    def render_rest(self) -> list[Block]:
        """Return a note on the documents left out, if any."""
        return [context(CUT_NOTE)] if self._is_cut else []
