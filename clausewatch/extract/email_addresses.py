"""E-mail addresses that a page hides from harvesters, made readable again."""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

_PROTECTED = "/cdn-cgi/l/email-protection"
_HEX = re.compile(r"^[0-9a-fA-F]{6,}$")
_PLACEHOLDER = re.compile(r"\[\s*email[\s\u00a0]*protected\s*\]", re.IGNORECASE)


def revealed(code: str) -> str | None:
    """Return the address in a hexadecimal code whose first byte is the key of the others."""
    if not _HEX.match(code) or len(code) % 2:
        return None
    data = bytes.fromhex(code)
    text = bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8", "replace")
    return text if "@" in text else None


def _replace(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _from_mailto(element: HtmlElement, href: str) -> None:
    address = unquote(href[len("mailto:") :]).partition("?")[0].strip()
    if "@" in address and _PLACEHOLDER.search(element.text_content()):
        _replace(element, address)


def reveal(root: HtmlElement) -> None:
    """Put every hidden address of the tree in the place of its stand-in."""
    # A list, because putting an address in place takes children out of the tree.
    for element in list(root.iter("span", "a")):
        if len(element) and element.find(".//*[@data-cfemail]") is not None:
            continue
        code = element.get("data-cfemail")
        href = element.get("href") or ""
        if not code and _PROTECTED in href and "#" in href:
            if not _PLACEHOLDER.search(element.text_content()):
                continue
            code = href.rpartition("#")[2]
        if code and (address := revealed(code)):
            _replace(element, address)
        elif href.startswith("mailto:"):
            _from_mailto(element, href)
