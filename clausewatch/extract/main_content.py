"""Where on a page the terms stand: the smallest element that holds nearly all of the prose."""

from collections.abc import Mapping

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import PROTECTED_SHARE, Weight, reason
from clausewatch.extract.consent_dialogs import dialogs
from clausewatch.extract.dialogs_and_teasers import islands

MAIN_SHARE = 0.97
"""Measured: at 0.90 a summary section is lost, with no container menus come in."""
_TEXT = frozenset({"p", "table", "ul", "ol", "dl", "tbody", "li", "span", "blockquote"})
BESIDE_PROSE = 300
BESIDE_LINKED_SHARE = 0.1
DIALOG_SHARE = 0.7
"""A short policy with a long consent dialog over it is common, a policy in a dialog is not."""
_DIALOGS = frozenset({"dialog", "consent dialog"})


def prunable(body: HtmlElement, weights: Mapping[HtmlElement, Weight]) -> dict[HtmlElement, str]:
    """Return the elements to leave out with the reason, outermost only, in document order."""
    total = max(1, weights[body].unlinked)
    asked = set(dialogs(weights))
    out: dict[HtmlElement, str] = {}
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    while stack:
        element, is_inside = stack.pop()
        weight = weights[element]
        if element is not body and weight.text + weight.controls:
            why = reason(element, weight, is_inside=is_inside)
            if why is None and element in asked:
                why = "consent dialog"
            share = DIALOG_SHARE if why in _DIALOGS else PROTECTED_SHARE
            if why and weight.unlinked < share * total:
                out[element] = why
                continue
        is_inside = is_inside or element.tag in {"main", "article"} or element.get("role") == "main"
        stack.extend((child, is_inside) for child in element)
    return out


def left_out(
    body: HtmlElement,
    elements: list[HtmlElement],
    pruned: Mapping[HtmlElement, str],
    weights: Mapping[HtmlElement, Weight],
    host: str,
) -> dict[HtmlElement, str]:
    """Return what is pruned together with the small pieces at the borders of the prose."""
    found = islands(body, pruned, weights, _prose(elements, pruned, weights), host)
    # Outermost only, as before: what is pruned inside of what is pruned would count twice.
    outer = {e: why for e, why in pruned.items() if not any(a in found for a in e.iterancestors())}
    return {**outer, **found}


def _prose(
    elements: list[HtmlElement],
    pruned: Mapping[HtmlElement, str],
    weights: Mapping[HtmlElement, Weight],
) -> dict[HtmlElement, int]:
    prose = {element: weights[element].prose for element in elements}
    for element in pruned:
        lost = weights[element].prose
        above: HtmlElement | None = element
        while lost and above is not None and above in prose:
            prose[above] -= lost
            above = above.getparent()
    return prose


def _has_text_beside(
    parent: HtmlElement,
    inner: HtmlElement,
    pruned: Mapping[HtmlElement, str],
    weights: Mapping[HtmlElement, Weight],
) -> bool:
    """Tell whether text stands beside an element: then its parent is the text, too."""
    return any(
        child is not inner and child not in pruned and _is_text(child.tag, weights[child])
        for child in parent
    )


def _is_text(tag: str, weight: Weight) -> bool:
    if tag in _TEXT:
        return weight.prose > 0
    # A summary or a preamble in a box of its own; teasers lead elsewhere and are shorter.
    is_plain = not weight.controls and weight.linked < BESIDE_LINKED_SHARE * weight.text
    return is_plain and weight.prose >= BESIDE_PROSE


def main_of(
    body: HtmlElement,
    elements: list[HtmlElement],
    pruned: Mapping[HtmlElement, str],
    weights: Mapping[HtmlElement, Weight],
) -> HtmlElement:
    """Return the deepest element that holds MAIN_SHARE of the prose that is not pruned."""
    prose = _prose(elements, pruned, weights)
    total = prose[body]
    main = body
    while total:
        inner = [c for c in main if c not in pruned and prose.get(c, 0) >= MAIN_SHARE * total]
        if not inner or inner[0].tag in _TEXT or _has_text_beside(main, inner[0], pruned, weights):
            break
        main = inner[0]
    return main
