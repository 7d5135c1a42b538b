"""Protected text: sentences of the terms in elements that look like boilerplate by their names.

Site builders give a passage of the terms the role of an alert, or the class of a card's footer. So
a role or a class name never removes a sentence that is within the terms, that is a notice about the
document, or that belongs to the bulk of the page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import filterfalse

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import (
    DIALOG,
    INVISIBLE,
    PROTECTED_SHARE,
    SKIP_LINK,
    TextDensity,
)
from clausewatch.extract.dialogs_and_teasers import EDGE_SHARE, HOLDER_SHARE, is_prompt
from clausewatch.model.drop_reasons import BUTTON, CONSENT_DIALOG, HIDDEN
from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.date_lines import is_copyright
from clausewatch.text.document_titles import find_kinds

MAX_DIALOG_SHARE = 0.7
"""Dialogs together may have this share of the prose, any other boilerplate PROTECTED_SHARE."""
MAX_NOTICE_CHARS = 1200
"""A notice about the document is short; a longer text at its border is another document."""
_MIN_SENTENCE_WORDS = 5
MIN_NOTICE_WORDS = 12
"""A shorter sentence that names the document is its subtitle on the page."""
_MAX_NOTICE_LINKS = 4
_MIN_UNSPACED_CHARS = 12
_ENDS = (".", "!", "?", ":", ";", "\u3002", "\uff01", "\uff1f", "\u0964", "\u061f", "\u06d4")
_CONSENT_KINDS = frozenset({"cookies"})
_UNNAMED = frozenset({BUTTON, HIDDEN, CONSENT_DIALOG, SKIP_LINK})
"""Reasons that do not rest on a role or a class name alone."""
_LANDMARK_TAGS = frozenset({"nav", "header", "footer"})
_LANDMARK_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})

Densities = Mapping[HtmlElement, TextDensity]
Removals = Mapping[HtmlElement, str]


def count_prose(
    elements: list[HtmlElement], removals: Removals, densities: Densities
) -> dict[HtmlElement, int]:
    """Return the characters of prose in each element, without the removed elements."""
    prose = {element: densities[element].prose for element in elements}
    for element in removals:
        removed = densities[element].prose
        ancestor: HtmlElement | None = element
        while removed and ancestor is not None and ancestor in prose:
            prose[ancestor] -= removed
            ancestor = ancestor.getparent()
    return prose


def _iterate_unlinked_runs(element: HtmlElement) -> Iterator[str]:
    """Yield the pieces of text outside links and controls."""
    stack: list[HtmlElement | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node.tag, str) and node.tag not in INVISIBLE and node.tag != "button":
            content: list[HtmlElement | str] = [] if node.tag == "a" else [node.text or ""]
            for child in node:
                content += [child, child.tail or ""]
            stack.extend(reversed(content))


def is_sentence(run: str) -> bool:
    """Return whether a text ends as a sentence does and has the length of one."""
    text = run.strip()
    if not text.endswith(_ENDS):
        return False
    is_unspaced = text.endswith(("\u3002", "\uff01", "\uff1f")) and len(text) >= _MIN_UNSPACED_CHARS
    return is_unspaced or len(text.split()) >= _MIN_SENTENCE_WORDS


def has_sentence(element: HtmlElement, density: TextDensity) -> bool:
    """Return whether an element has a sentence outside links."""
    if density.prose:
        return True
    return density.unlinked > 0 and any(map(is_sentence, _iterate_unlinked_runs(element)))


def is_notice(element: HtmlElement, density: TextDensity, kinds: frozenset[str]) -> bool:
    """Return whether an element is a notice about the document: it names it in a sentence.

    "From May another policy applies" is a part of the policy, whatever the box looks like.
    """
    if not kinds or not 0 < density.text <= MAX_NOTICE_CHARS or density.is_linked:
        return False
    if density.controls or density.links > _MAX_NOTICE_LINKS:
        return False
    text = " ".join(element.text_content().split())
    return has_sentence(element, density) and is_notice_text(text, kinds)


def is_notice_block(block: Block, kinds: frozenset[str]) -> bool:
    """Return whether a block outside the main text is a notice about the document."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.text) > MAX_NOTICE_CHARS:
        return False
    return is_sentence(block.text) and is_notice_text(block.text, kinds)


def is_notice_text(text: str, kinds: frozenset[str]) -> bool:
    """Return whether a text names one of the kinds of document, and is not about cookies."""
    is_long = len(text.split()) >= MIN_NOTICE_WORDS or text.endswith("\u3002")
    if not is_long or is_copyright(text) or "\u00a9" in text:
        return False
    # A consent dialog names the privacy policy, too.
    return bool(find_kinds(text) & kinds) and not is_about_cookies(text, kinds)


def is_about_cookies(text: str, kinds: frozenset[str]) -> bool:
    """Return whether a text names cookies, which the document is not about."""
    return not find_kinds(text) & _CONSENT_KINDS <= kinds


def find_protected_elements(
    body: HtmlElement,
    removals: Removals,
    densities: Densities,
    prose: Mapping[HtmlElement, int],
    kinds: frozenset[str],
) -> frozenset[HtmlElement]:
    """Return the removed elements that stay because they have sentences of the terms.

    `prose` counts the characters of prose that are kept in each element.
    """
    candidates = [
        element
        for element, reason in removals.items()
        if reason not in _UNNAMED
        and not densities[element].is_linked
        and has_sentence(element, densities[element])
    ]
    bulky_reasons = _find_bulky_reasons(candidates, removals, densities, densities[body].prose)
    return frozenset(
        element
        for element in candidates
        if (removals[element] in bulky_reasons and not _is_landmark(element))
        or (_is_within(element, prose, prose[body]) and not is_prompt(element))
        or is_notice(element, densities[element], kinds)
    )


def _is_landmark(element: HtmlElement) -> bool:
    """Return whether the markup itself says that an element is around the content of the page."""
    return element.tag in _LANDMARK_TAGS or element.get("role") in _LANDMARK_ROLES


def _find_bulky_reasons(
    candidates: list[HtmlElement], removals: Removals, densities: Densities, total: int
) -> set[str]:
    """Return the reasons that together remove too much of the prose."""
    sizes: dict[str, int] = defaultdict(int)
    for element in filterfalse(_is_landmark, candidates):
        sizes[removals[element]] += densities[element].prose
    return {
        reason
        for reason, size in sizes.items()
        if size > (MAX_DIALOG_SHARE if reason == DIALOG else PROTECTED_SHARE) * total
    }


def _is_within(element: HtmlElement, prose: Mapping[HtmlElement, int], total: int) -> bool:
    """Return whether an element has prose of its own holder before and after it."""
    child, parent = element, element.getparent()
    while parent is not None and parent in prose and not prose[parent]:
        child, parent = parent, parent.getparent()
    if parent is None or parent not in prose:
        return False
    sizes = [(sibling, prose.get(sibling, 0)) for sibling in parent]
    if any(sibling is not child and size >= HOLDER_SHARE * total for sibling, size in sizes):
        return False
    position = next(i for i, (sibling, _) in enumerate(sizes) if sibling is child)
    before = sum(size for _, size in sizes[:position]) or _count_lead(parent, prose)
    after = sum(size for _, size in sizes[position + 1 :])
    return min(before, after) > EDGE_SHARE * total


def _count_lead(parent: HtmlElement, prose: Mapping[HtmlElement, int]) -> int:
    return len((parent.text or "").strip()) if parent in prose else 0
