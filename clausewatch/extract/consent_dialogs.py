"""Consent dialogs, told by what they offer rather than by whose product they are."""

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import Weight

_CHOICE = re.compile(
    r"^(?:yes,?\s+|ok,?\s+|oui,?\s+)?(?:i\s+|j')?(?:accept|agree|reject|decline|deny|allow|refuse|accepter?|accepte|"
    r"refuser|autoriser|akzeptieren|ablehnen|zustimmen|godkänn|avvisa|acceptera|neka)"
    r"(?:\s+(?:to\s+)?(?:alla?|tout(?:es?)?|the|only|essential|necessary|optional|non-essential|les))*+"
    r"(?:\s+(?:and\s+\w+|cookies?))?\s*[.!]?$"
    r"|^(?:tout|alle|alla)(?:\s+cookies)?\s+(?:accepter|refuser|akzeptieren|ablehnen|erlauben|zulassen|annehmen)$"
    r"|^(?:continuer sans accepter|customi[sz]e|cookie (?:settings|preferences)|save preferences|"
    r"manage (?:cookies|preferences)|got it!?|接受|拒绝|全部接受|全部拒绝|同意|不同意)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"cookie|consent|traceur|kakor|einwillig|隐私", re.IGNORECASE)
_LABEL_MAX_CHARS = 32
_DIALOG_MIN_CHARS = 50
_DIALOG_MAX_CHARS = 2500
"""A dialog is read at a glance; a longer element is the cookie policy itself."""


def _dialog_around(
    choice: HtmlElement, weights: Mapping[HtmlElement, Weight]
) -> HtmlElement | None:
    above = choice.getparent()
    while above is not None and above.tag != "body" and above in weights:
        size = weights[above].text
        if size > _DIALOG_MAX_CHARS:
            return None
        if size >= _DIALOG_MIN_CHARS and _SUBJECT.search(above.text_content()):
            return above
        above = above.getparent()
    return None


def dialogs(weights: Mapping[HtmlElement, Weight]) -> list[HtmlElement]:
    """Return the elements that ask for consent: a choice with a text about cookies around it."""
    found: list[HtmlElement] = []
    for element, weight in weights.items():
        if (
            element.tag not in {"a", "button", "div", "span"}
            or not 1 < weight.text <= _LABEL_MAX_CHARS
        ):
            continue
        names = (element.get("class") or "").casefold()
        is_named = element.get("role") == "button" or "btn" in names or "button" in names
        is_offered = element.tag in {"a", "button"} or is_named
        if is_offered and _CHOICE.match(" ".join(element.text_content().split())):
            dialog = _dialog_around(element, weights)
            if dialog is not None:
                found.append(dialog)
    return found
