"""E-mail addresses that a page hides from harvesters, decoded."""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

_PROTECTION_PATH = "/cdn-cgi/l/email-protection"
_HEX = re.compile(r"^[0-9a-fA-F]{6,}$")
_MAX_NOTICE_CHARS = 240
_ADDRESS_WORD = re.compile(r"mail|adress|address|correo|direcci|indirizzo|endere", re.IGNORECASE)
"""In the notice in place of an address that only a script shows."""
_PLACEHOLDER = re.compile(r"\[\s*email[\s\u00a0]*protected\s*\]", re.IGNORECASE)


def decode_address(code: str) -> str | None:
    """Return the address in a hexadecimal code, whose first byte is the key, or None."""
    if not _HEX.match(code) or len(code) % 2:
        return None
    data = bytes.fromhex(code)
    text = bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8", "replace")
    return text if "@" in text else None


def _replace_content(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _reveal_mailto(element: HtmlElement, href: str) -> None:
    address = unquote(href[len("mailto:") :]).partition("?")[0].strip()
    if "@" in address and _PLACEHOLDER.search(element.text_content()):
        _replace_content(element, address)


def reveal_addresses(root: HtmlElement) -> None:
    """Replace every placeholder in the tree by its address."""
    # A list, because a replacement removes elements from the tree.
    for element in list(root.iter("span", "a")):
        if len(element) and element.find(".//*[@data-cfemail]") is not None:
            continue
        code = element.get("data-cfemail")
        href = element.get("href") or ""
        if not code and _PROTECTION_PATH in href and "#" in href:
            if not _PLACEHOLDER.search(element.text_content()):
                continue
            code = href.rpartition("#")[2]
        if code and (address := decode_address(code)):
            _replace_content(element, address)
        elif href.startswith("mailto:"):
            _reveal_mailto(element, href)
        elif _is_script_notice(element):
            _replace_content(element, "")


def _is_script_notice(element: HtmlElement) -> bool:
    """Tell whether an element in a sentence only says that a script shows an address there."""
    if element.tag != "span" or len(element):
        return False
    text = element.text or ""
    is_notice = len(text) <= _MAX_NOTICE_CHARS and "javascript" in text.casefold()
    return is_notice and _ADDRESS_WORD.search(text) is not None
