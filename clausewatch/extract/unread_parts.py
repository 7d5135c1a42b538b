"""Parts of a page that cannot be read: frames, embedded files, drawings, pictures of text.

Most frames and pictures are decoration: players, maps, counters, consent managers. A part counts
only if its name says that it is a document, if it has the size of one, or if it stands alone below
a heading, where a text should be.
"""

import re
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import INLINE, is_hidden
from clausewatch.extract.main_content import Removals
from clausewatch.model.unread_parts import UnreadPart
from clausewatch.text.document_titles import find_kinds

MIN_FRAME_WIDTH = 300
MIN_FRAME_HEIGHT = 200
"""Pixels; smaller frames are counters, buttons and boxes for a choice."""
MIN_TEXT_HEIGHT = 480
"""Pixels from which a frame has the room of a text; players and maps are lower."""
MAX_ASPECT = 1.2
"""Width by height; a wider frame is a player or a map."""
MIN_PICTURE_SIZE = 200
"""Pixels; a smaller picture is an icon."""
MAX_PARTS = 50
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_MEDIA_RIGHTS = ("autoplay", "fullscreen", "encrypted-media", "geolocation", "payment")
_PIXELS = re.compile(r"(\d{1,5})(?:\.\d{1,9})?(?:px)?")
_SHARE = re.compile(r"(\d{1,3})(?:\.\d{1,9})?(?:%|d?vh)")
_STYLE_SIZE = re.compile(r"(?:^|;)(?:min-)?(width|height):(\d{1,5}(?:\.\d{1,9})?(?:px|%|d?vh|vw)?)")
_WORD_BORDER = re.compile(r"[^a-z]+")
_FILE_NAMES = (".pdf", ".doc", ".docx", ".odt")
_PDF = "application/pdf"
_MIN_TALL_SHARE = 60
"""Percent of the window or of the holder from which a frame is tall."""


def find_unread_parts(
    body: HtmlElement, main: HtmlElement, removals: Removals, host: str
) -> tuple[UnreadPart, ...]:
    """Return the parts of a page that belong to its text and cannot be read."""
    parts = [
        part
        for element in body.iter("iframe", "frame", "object", "embed", "canvas")
        if (part := _classify_part(element, host)) is not None
        and not _is_outside(element, removals)
    ]
    pictures = [
        UnreadPart.PICTURE
        for image in main.iter("img")
        if _is_text_picture(image) and not _is_outside(image, removals)
    ]
    return (*parts, *pictures)[:MAX_PARTS]


def _is_outside(element: HtmlElement, removals: Removals) -> bool:
    return any(
        above in removals or is_hidden(above) or above.tag in {"aside", "footer", "nav", "noscript"}
        for above in (element, *element.iterancestors())
    )


def _classify_part(element: HtmlElement, host: str) -> UnreadPart | None:
    if element.tag in {"object", "embed"}:
        source = element.get("data") or element.get("src") or ""
        is_file = element.get("type") == _PDF or _has_file_name(source)
        return UnreadPart.FILE if is_file and not _is_small(element) else None
    if element.tag == "canvas":
        return UnreadPart.DRAWING if _is_in_place_of_text(element) else None
    source = element.get("src") or element.get("data-src") or ""
    if not _is_document_frame(element, source):
        return None
    try:
        target = urlsplit(source).hostname
    except ValueError:
        return None
    is_foreign = target is not None and target.removeprefix("www.") != host
    return UnreadPart.FOREIGN_FRAME if is_foreign else UnreadPart.FRAME


def _is_document_frame(frame: HtmlElement, source: str) -> bool:
    if not source or source.startswith(("about:", "javascript:", "data:")) or _is_small(frame):
        return False
    labels = (frame.get("title"), frame.get("name"), frame.get("aria-label"), _read_path(source))
    if _has_file_name(source) or any(find_kinds(label) for label in labels if label):
        return True
    rights = (frame.get("allow") or "").casefold()
    if frame.get("allowfullscreen") is not None or any(r in rights for r in _MEDIA_RIGHTS):
        return False
    return _is_tall(frame) or (not _read_sizes(frame) and _is_in_place_of_text(frame))


def _has_file_name(source: str) -> bool:
    return source.partition("?")[0].partition("#")[0].casefold().endswith(_FILE_NAMES)


def _read_path(source: str) -> str:
    path = unquote(source.partition("?")[0].partition("://")[2].partition("/")[2] or source)
    return _WORD_BORDER.sub(" ", path.casefold()[-200:])


def _read_sizes(element: HtmlElement) -> dict[str, str]:
    """Return width and height as the markup declares them; the style counts more."""
    style = "".join((element.get("style") or "").split()).casefold()
    sizes = {name: element.get(name, "").strip() for name in ("width", "height")}
    sizes.update(_STYLE_SIZE.findall(style[:500]))
    return {name: size for name, size in sizes.items() if size}


def _read_pixels(size: str | None) -> int | None:
    match = _PIXELS.fullmatch(size or "")
    return int(match[1]) if match else None


def _is_small(element: HtmlElement) -> bool:
    sizes = _read_sizes(element)
    width, height = _read_pixels(sizes.get("width")), _read_pixels(sizes.get("height"))
    return (width is not None and width < MIN_FRAME_WIDTH) or (
        height is not None and height < MIN_FRAME_HEIGHT
    )


def _is_tall(frame: HtmlElement) -> bool:
    sizes = _read_sizes(frame)
    share = _SHARE.fullmatch(sizes.get("height", ""))
    if share:
        return int(share[1]) >= _MIN_TALL_SHARE
    width, height = _read_pixels(sizes.get("width")), _read_pixels(sizes.get("height"))
    if height is None or height < MIN_TEXT_HEIGHT:
        return False
    return width is None or width <= MAX_ASPECT * height


def _is_text_picture(image: HtmlElement) -> bool:
    sizes = map(_read_pixels, _read_sizes(image).values())
    is_icon = any(size is not None and size < MIN_PICTURE_SIZE for size in sizes)
    return not is_icon and _is_in_place_of_text(image)


def _is_in_place_of_text(element: HtmlElement) -> bool:
    """Return whether an element is all that a heading has below it."""
    block = _find_lone_block(element)
    if block is None or (block.tail or "").strip():
        return False
    above, below = block.getprevious(), block.getnext()
    if above is None or above.tag not in _HEADINGS or (above.tail or "").strip():
        return False
    while below is not None and below.tag not in _HEADINGS and _is_blank(below):
        below = below.getnext()
    # Below a heading of a lower level the text goes on, and the picture only adorns it.
    is_end = below is None or (below.tag in _HEADINGS and below.tag <= above.tag)
    return is_end and bool(above.text_content().strip())


def _is_blank(element: HtmlElement) -> bool:
    return not (element.text_content() + (element.tail or "")).strip()


def _find_lone_block(element: HtmlElement) -> HtmlElement | None:
    """Return the outermost element that holds nothing else; None within a link."""
    block, parent = element, element.getparent()
    while parent is not None and len(parent) == 1:
        if parent.tag in {"a", "button", "li", "td", "th"} or (parent.text or "").strip():
            return None
        if (block.tail or "").strip():
            break
        block, parent = parent, parent.getparent()
    return block if block.tag not in INLINE - {"img"} else None
