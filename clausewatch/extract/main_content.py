"""The main content of a page: the smallest element that contains nearly all of the prose."""

from collections.abc import Mapping

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import (
    DIALOG,
    PROTECTED_SHARE,
    TextDensity,
    explain_removal,
)
from clausewatch.extract.consent_dialogs import find_consent_dialogs
from clausewatch.extract.dialogs_and_teasers import find_dialogs_and_teasers
from clausewatch.extract.protected_text import (
    count_prose,
    find_protected_elements,
    has_sentence,
    is_notice,
)
from clausewatch.model.drop_reasons import CONSENT_DIALOG

MAIN_SHARE = 0.97
"""Measured: 0.90 loses a summary section, and without a main element menus are read."""
MIN_TEXT_SHARE = 0.8
"""Where most sentences are short, a long one is all of the prose and not of the text.

Measured: on 117 stored policies the element with the prose has 0.9 of the text or more.
"""
_TEXT = frozenset({"p", "table", "ul", "ol", "dl", "tbody", "li", "span", "blockquote"})
MIN_SIBLING_PROSE = 300
MAX_SIBLING_LINKED_SHARE = 0.1
DIALOG_SHARE = 0.7
"""A short policy under a long consent dialog is common; a policy within a dialog is not."""
_DIALOGS = frozenset({DIALOG, CONSENT_DIALOG})

Densities = Mapping[HtmlElement, TextDensity]
Removals = Mapping[HtmlElement, str]
"""Elements to remove, each with the reason."""


def find_removals(
    body: HtmlElement,
    elements: list[HtmlElement],
    densities: Densities,
    host: str,
    kinds: frozenset[str],
) -> dict[HtmlElement, str]:
    """Return the outermost elements around the terms, each with the reason.

    These are boilerplate, and the dialogs and teasers at the borders of the prose. `host` is that
    of the page, and `kinds` are the kinds of document that its titles name.
    """
    boilerplate = _find_boilerplate(body, densities, frozenset())
    prose = count_prose(elements, boilerplate, densities)
    protected = find_protected_elements(body, boilerplate, densities, prose, kinds)
    if protected:
        boilerplate = _find_boilerplate(body, densities, protected)
        prose = count_prose(elements, boilerplate, densities)
    pieces = find_dialogs_and_teasers(body, boilerplate, densities, prose, host)
    pieces = {e: reason for e, reason in pieces.items() if not is_notice(e, densities[e], kinds)}
    # Boilerplate within a border piece would be removed twice.
    outermost = {
        element: reason
        for element, reason in boilerplate.items()
        if not any(ancestor in pieces for ancestor in element.iterancestors())
    }
    return {**outermost, **pieces}


def _find_boilerplate(
    body: HtmlElement, densities: Densities, protected: frozenset[HtmlElement]
) -> dict[HtmlElement, str]:
    """Return the outermost boilerplate elements in document order, each with the reason.

    In a protected element only pieces without a sentence are boilerplate.
    """
    total = max(1, densities[body].unlinked)
    consent_dialogs = set(find_consent_dialogs(densities))
    removals: dict[HtmlElement, str] = {}
    stack: list[tuple[HtmlElement, bool, bool]] = [(body, False, False)]
    while stack:
        element, is_inside, is_protected = stack.pop()
        density = densities[element]
        is_protected = is_protected or element in protected
        is_kept = element is body or (is_protected and has_sentence(element, density))
        if not is_kept and density.text + density.controls:
            reason = explain_removal(element, density, is_inside=is_inside)
            if reason is None and element in consent_dialogs:
                reason = CONSENT_DIALOG
            share = DIALOG_SHARE if reason in _DIALOGS else PROTECTED_SHARE
            if reason and density.unlinked < share * total:
                removals[element] = reason
                continue
        is_inside = is_inside or element.tag in {"main", "article"} or element.get("role") == "main"
        stack.extend((child, is_inside, is_protected) for child in element)
    return removals


def find_main(
    body: HtmlElement, elements: list[HtmlElement], removals: Removals, densities: Densities
) -> HtmlElement:
    """Return the deepest element with MAIN_SHARE of the prose, and much of the text, that stays."""
    prose = count_prose(elements, removals, densities)
    total = prose[body]
    removed = sum(densities[element].unlinked for element in removals)
    min_text = MIN_TEXT_SHARE * (densities[body].unlinked - removed)
    main = body
    while total:
        children = [
            child
            for child in main
            if child not in removals
            and prose.get(child, 0) >= MAIN_SHARE * total
            and densities[child].unlinked >= min_text
        ]
        if (
            not children
            or children[0].tag in _TEXT
            or _has_text_beside(main, children[0], removals, densities)
        ):
            break
        main = children[0]
    return main


def _has_text_beside(
    parent: HtmlElement, child: HtmlElement, removals: Removals, densities: Densities
) -> bool:
    """Return whether a child has text beside it; the parent is then the main content."""
    return any(
        sibling is not child
        and sibling not in removals
        and (
            _is_text(sibling.tag, densities[sibling]) or _is_other_panel(sibling, child, densities)
        )
        for sibling in parent
    )


def _is_other_panel(sibling: HtmlElement, child: HtmlElement, densities: Densities) -> bool:
    """Return whether an element is another panel of the tabs that a child belongs to."""
    is_panel = sibling.get("role") == child.get("role") == "tabpanel"
    return is_panel and densities[sibling].prose > 0


def _is_text(tag: str, density: TextDensity) -> bool:
    if tag in _TEXT:
        return density.prose > 0
    # A summary or a preamble may have its own box; teasers have links and are shorter.
    is_plain = not density.controls and density.linked < MAX_SIBLING_LINKED_SHARE * density.text
    return is_plain and density.prose >= MIN_SIBLING_PROSE
