"""Consent dialogs, recognised by the choices that they offer and not by their vendor."""

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import TextDensity

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
_MAX_LABEL_CHARS = 32
_MIN_DIALOG_CHARS = 50
_MAX_DIALOG_CHARS = 2500
"""A dialog is short; a longer element is the cookie policy itself."""


def _find_dialog(
    choice: HtmlElement, densities: Mapping[HtmlElement, TextDensity]
) -> HtmlElement | None:
    ancestor = choice.getparent()
    while ancestor is not None and ancestor.tag != "body" and ancestor in densities:
        size = densities[ancestor].text
        if size > _MAX_DIALOG_CHARS:
            return None
        if size >= _MIN_DIALOG_CHARS and _SUBJECT.search(ancestor.text_content()):
            return ancestor
        ancestor = ancestor.getparent()
    return None


def find_consent_dialogs(densities: Mapping[HtmlElement, TextDensity]) -> list[HtmlElement]:
    """Return the elements that ask for consent: a text about cookies that contains a choice."""
    dialogs: list[HtmlElement] = []
    for element, density in densities.items():
        if 1 < density.text <= _MAX_LABEL_CHARS and _is_choice(element):
            dialog = _find_dialog(element, densities)
            if dialog is not None:
                dialogs.append(dialog)
    return dialogs


def _is_choice(element: HtmlElement) -> bool:
    if element.tag not in {"a", "button", "div", "span"}:
        return False
    names = (element.get("class") or "").casefold()
    is_styled = element.get("role") == "button" or "btn" in names or "button" in names
    is_pressable = element.tag in {"a", "button"} or is_styled
    return is_pressable and bool(_CHOICE.match(" ".join(element.text_content().split())))
