"""The one place where foreign text becomes safe to show: policy text is hostile.

Two targets. `mrkdwn` is for text objects that Slack parses: entities are escaped, formatting marks
become look-alikes. `literal` is for `rich_text` and `plain_text`, which Slack shows as they are.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

ELLIPSIS = "…"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Characters that show nothing, or turn the reading direction of what follows."""
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Characters that steer, half a character, or one that means something to one program only."""
_BREAKS = re.compile(r"[^\S\n]+")
_MENTION = re.compile(r"<(?=[!@#])")
_BROADCAST = re.compile(r"(?<![\w@])@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_JOINER = "\u2060"
_COPIED = re.compile(
    r"(?<![^\s(\"'\u201c])"
    r"((?:[A-Za-z0-9./:@?=&%#+-]|(?<=/)~)*+_(?:[.:?]*+(?:[\w/@=&%#+-]|(?<=/)~))*+)(?<=[\w/=#])"
    r"(?=[.,;:!?)\"'\u201d]*+(?:\s|$))",
    re.ASCII,
)
"""A word with an underscore that is a name, an address or the like, without its full stop.

A tilde belongs to one after a slash only: anywhere else it may strike something out.
"""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOK_ALIKES = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
"""Formatting marks to characters that look alike and mean nothing to Slack."""


def strip_invisible(text: str) -> str:
    """Return the text without control, direction and zero-width characters, blanks collapsed.

    Joiners between letters stay: words of several scripts are spelt with them.
    """
    spaced = _CONTROL.sub(" ", _INVISIBLE.sub("", text).replace("\r\n", "\n"))
    lines = (_BREAKS.sub(" ", line).strip() for line in spaced.split("\n"))
    return "\n".join(line for line in lines if line)


def flatten_lines(text: str) -> str:
    """Return the visible text on one line."""
    return strip_invisible(text).replace("\n", " ")


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut at a word where one ends near, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    blank = cut.rfind(" ")
    return (cut[:blank] if blank > len(cut) * 0.7 else cut).rstrip() + ELLIPSIS


def escape(text: str, limit: int = 2900) -> str:
    """Return one line of foreign text for a mrkdwn object, at most `limit` characters escaped."""
    return _fit_pieces(
        [_escape_character(character) for character in _defuse(flatten_lines(text))], limit
    )


def escape_copyable(text: str, limit: int = 2900) -> str:
    """Return one line as `mrkdwn` does, but what somebody copies out of it as inline code.

    That is names and addresses with underscores: look-alikes would not be found, or not open.
    """
    pieces: list[str] = []
    for index, part in enumerate(_COPIED.split(flatten_lines(text))):
        is_copied = index % 2 == 1 and len(part) + 2 <= limit
        pieces += [code(part)] if is_copied else [_escape_character(each) for each in _defuse(part)]
    return _fit_pieces(pieces, limit)


def _fit_pieces(pieces: Sequence[str], limit: int) -> str:
    """Return pieces that stay whole as one text of at most `limit` characters."""
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for piece in pieces:
        if len(piece) > room:
            break
        kept.append(piece)
        room -= len(piece)
    return "".join(kept).rstrip() + ELLIPSIS


def code(text: str) -> str:
    """Return text of ours or of a person as inline code; what stands in it is not parsed."""
    escaped = "".join(_ENTITIES.get(character, character) for character in flatten_lines(text))
    return f"`{escaped.replace('`', _LOOK_ALIKES['`'])}`"


def _escape_character(character: str) -> str:
    return _ENTITIES.get(character) or _LOOK_ALIKES.get(character, character)


def _defuse(text: str) -> str:
    """Break what Slack turns into a mention or an emoji by itself."""
    return _EMOJI.sub("\u2236", _BROADCAST.sub("@" + _JOINER, text))


def sanitise(text: str, limit: int = 2900) -> str:
    """Return foreign text for rich text and plain text objects, at most `limit` characters.

    Slack shows these as they are; a joiner still breaks whatever looks like a mention, so that it
    stays dead where the text is quoted, forwarded or exported.
    """
    return shorten(defuse_mentions(strip_invisible(text)), limit)


def defuse_mentions(text: str) -> str:
    """Break mentions in text that Slack shows as it is; nothing else is touched."""
    return _BROADCAST.sub("@" + _JOINER, _MENTION.sub("<" + _JOINER, text))


def link(url: str, label: str) -> str:
    """Return a mrkdwn link; where the address is not http(s), the label alone."""
    safe = make_safe_url(url)
    return f"<{safe.replace('&', '&amp;')}|{escape(label, 200)}>" if safe else escape(label, 200)


def format_url(url: str) -> str:
    """Return an address to read, to open and to copy."""
    shown = escape_copyable(url, 400)
    return f"{shown} ({link(url, 'open')})" if "`" in shown else link(url, url)


def make_safe_url(url: str, limit: int = 2000) -> str | None:
    """Return the address with the characters encoded that would end a link, or None."""
    cleaned = "".join(url.split())
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(cleaned) > limit:
        return None
    table = {"<": "%3C", ">": "%3E", "|": "%7C", '"': "%22", "`": "%60"}
    return "".join(table.get(character, character) for character in strip_invisible(cleaned))
