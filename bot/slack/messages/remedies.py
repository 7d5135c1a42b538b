"""What a person can do about a document that cannot be read: one row of buttons, everywhere."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.slack import ids
from bot.slack.messages.blocks import Block, actions, button, context, count_characters, link_button
from bot.slack.messages.escape import escape
from clausewatch.model.documents import Document, Standing
from clausewatch.notifications.deliveries import NOT_HAD
from clausewatch.notifications.events import BrowserRemedy, OtherPage, Remedy

MAX_VALUE_CHARACTERS = 2_000
OTHERS = "`show` and the name of a platform has the buttons of the others."


def render_remedies(document: Document, trouble: str, remedies: Sequence[Remedy] = ()) -> Block:
    """Return the buttons for a document; `trouble` is the code of what is wrong with it.

    What shows can be taken for the policy only where a page was read.
    """
    value = str(document.id)
    look = link_button("Open the page", f"{ids.OPEN_LINK}:{document.id}", document.urls[0])
    is_read = trouble not in NOT_HAD
    elements = [
        *_build_buttons(document, remedies),
        *([button("This is the policy now", ids.ACCEPT_POLICY, value)] if is_read else []),
        button("Give its new address", ids.CHANGE_URL, value),
        *([look] if look else []),
    ]
    return actions(f"health:{document.id}", elements)


def _build_buttons(document: Document, remedies: Sequence[Remedy]) -> Iterator[Block]:
    for number, remedy in enumerate(remedies):
        if isinstance(remedy, OtherPage):
            yield _build_page_button(document, remedy, number)
        elif remedy is BrowserRemedy.RENDER:
            yield button("Read it with a browser", ids.USE_BROWSER, str(document.id))


def _build_page_button(document: Document, remedy: OtherPage, number: int) -> Block:
    label = f"Watch {remedy.kind}: {urlsplit(remedy.url).path or '/'}"
    if remedy.kind == document.kind:
        value = f"{document.id} {remedy.url}"
        return button(label, ids.number_id(ids.USE_URL, number), value[:MAX_VALUE_CHARACTERS])
    # Another kind takes nothing's place: it is added.
    line = f'watch "{remedy.url}" docs:"{remedy.kind}" name:"{document.platform_name}"'
    return button(label, ids.number_id(ids.RUN_COMMAND, number), line[:MAX_VALUE_CHARACTERS])


def render_named_remedies(
    document: Document, trouble: str, remedies: Sequence[Remedy] = ()
) -> list[Block]:
    """Return the buttons below the document's name, where several documents have a row."""
    return [context(escape(document.name, 150)), render_remedies(document, trouble, remedies)]


class RemedyRows:
    """The rows of one answer or view: each document once, as long as there is room."""

    def __init__(self, most: int, characters: int) -> None:
        """Take up at most so many documents and so many characters of blocks as JSON."""
        self._room = characters
        self._left = most
        self._had: set[int] = set()
        self.is_cut = False
        """Some document that cannot be read has no row."""

    def render(self, statuses: Sequence[Standing]) -> list[Block]:
        """Return the rows of those of some documents that cannot be read."""
        found: list[Block] = []
        for status in statuses:
            if status.unreadable is None or status.document.id in self._had:
                continue
            blocks = render_named_remedies(status.document, status.unreadable.code)
            if self._left and count_characters(blocks) <= self._room:
                self._had.add(status.document.id)
                self._left -= 1
                self._room -= count_characters(blocks)
                found += blocks
            else:
                self.is_cut = True
        return found

    def render_rest(self) -> list[Block]:
        """Say where the buttons of the others are; nothing where there are none."""
        return [context(OTHERS)] if self.is_cut else []
