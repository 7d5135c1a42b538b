"""Makes foreign text safe to show, in this one place: policy text is hostile.

`escape` is for mrkdwn, which Slack parses: it escapes entities and replaces formatting marks with
characters that look alike. `sanitise` is for `rich_text` and `plain_text`, which Slack shows
unparsed.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

ELLIPSIS = "…"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Characters that are invisible, or that change the reading direction of the text after them."""
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Control characters, lone surrogates and characters for private use."""
_BLANKS = re.compile(r"[^\S\n]+")
_MENTION = re.compile(r"<(?=[!@#])")
_BROADCAST = re.compile(r"(?<![\w@])@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_JOINER = "\u2060"
_COPYABLE = re.compile(
    r"(?<![^\s(\"'\u201c])"
    r"((?:[A-Za-z0-9./:@?=&%#+-]|(?<=/)~)*+_(?:[.:?]*+(?:[\w/@=&%#+-]|(?<=/)~))*+)(?<=[\w/=#])"
    r"(?=[.,;:!?)\"'\u201d]*+(?:\s|$))",
    re.ASCII,
)
"""A word with an underscore that people copy, such as a name or URL, without its full stop.

A tilde belongs to the word only after a slash: anywhere else it may strike text out.
"""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOK_ALIKES = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
"""Maps formatting marks to characters that look alike and mean nothing to Slack."""


def strip_invisible(text: str) -> str:
    """Return the text without control, direction and zero-width characters, with single blanks.

    Joiners between letters stay, because several scripts spell words with them.
    """
    spaced = _CONTROL.sub(" ", _INVISIBLE.sub("", text).replace("\r\n", "\n"))
    lines = (_BLANKS.sub(" ", line).strip() for line in spaced.split("\n"))
    return "\n".join(line for line in lines if line)


def flatten_lines(text: str) -> str:
    """Return the visible text as one line."""
    return strip_invisible(text).replace("\n", " ")


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters; a cut is at the end of a nearby word, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    blank = cut.rfind(" ")
    return (cut[:blank] if blank > len(cut) * 0.7 else cut).rstrip() + ELLIPSIS


def shorten_start(text: str, limit: int) -> str:
    """Return the end of a text on one line, with an ellipsis for the start that was cut."""
    line = " ".join(strip_invisible(text).split())
    return line if len(line) <= limit else f"{ELLIPSIS} {line[-limit:].partition(' ')[2]}"


def escape(text: str, limit: int = 2900) -> str:
    """Return foreign text as one line of safe mrkdwn, at most `limit` characters once escaped.

    An underscore between letters or digits stays: Slack takes it literally, and people copy names.
    """
    return _fit_pieces(_list_pieces(_defuse(flatten_lines(text))), limit)


def escape_copyable(text: str, limit: int = 2900) -> str:
    """Return the same as `escape`, but with names and URLs that have underscores as inline code.

    People copy these, and a name or URL with look-alikes is not found.
    """
    pieces: list[str] = []
    for index, part in enumerate(_COPYABLE.split(flatten_lines(text))):
        if index % 2 == 1 and len(part) + 2 <= limit:
            pieces.append(code(part))
        else:
            pieces += _list_pieces(_defuse(part))
    return _fit_pieces(pieces, limit)


def _fit_pieces(pieces: Sequence[str], limit: int) -> str:
    """Return the pieces joined to at most `limit` characters, without cutting a piece."""
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
    """Return text as inline code, which Slack does not parse."""
    escaped = "".join(_ENTITIES.get(character, character) for character in flatten_lines(text))
    return f"`{escaped.replace('`', _LOOK_ALIKES['`'])}`"


def _list_pieces(text: str) -> list[str]:
    """Return each character of a text, escaped."""
    return [
        character
        if character == "_" and _is_inside_word(text, index)
        else _escape_character(character)
        for index, character in enumerate(text)
    ]


def _is_inside_word(text: str, index: int) -> bool:
    """Return whether letters or digits of ASCII stand on both sides of a character."""
    before, after = text[max(index - 1, 0) : index], text[index + 1 : index + 2]
    return all(side.isascii() and side.isalnum() for side in (before, after))


def _escape_character(character: str) -> str:
    return _ENTITIES.get(character) or _LOOK_ALIKES.get(character, character)


def _defuse(text: str) -> str:
    """Break what Slack would turn into a mention or an emoji."""
    return _EMOJI.sub("\u2236", _BROADCAST.sub("@" + _JOINER, text))


def sanitise(text: str, limit: int = 2900) -> str:
    """Return foreign text for rich text and plain text objects, at most `limit` characters.

    Slack does not parse these. A joiner still breaks mentions, so that none comes alive when the
    text is quoted, forwarded or exported.
    """
    return shorten(defuse_mentions(strip_invisible(text)), limit)


def defuse_mentions(text: str) -> str:
    """Break the mentions in a text and leave everything else as it is."""
    return _BROADCAST.sub("@" + _JOINER, _MENTION.sub("<" + _JOINER, text))


def link(url: str, label: str) -> str:
    """Return a mrkdwn link, or only the label for a URL that is not http(s)."""
    safe_url = make_safe_url(url)
    safe_label = escape(label, 200)
    return f"<{safe_url.replace('&', '&amp;')}|{safe_label}>" if safe_url else safe_label


def format_url(url: str) -> str:
    """Return a URL in mrkdwn that people can read, open and copy."""
    escaped = escape_copyable(url, 400)
    return f"{escaped} ({link(url, 'open')})" if "`" in escaped else link(url, url)


def make_safe_url(url: str, limit: int = 2000) -> str | None:
    """Return a URL with the characters encoded that would end a mrkdwn link.

    Returns None for a URL that is not http(s) or is longer than `limit` characters.
    """
    unbroken = "".join(url.split())
    try:
        parts = urlsplit(unbroken)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(unbroken) > limit:
        return None
    encoded = {"<": "%3C", ">": "%3E", "|": "%7C", '"': "%22", "`": "%60"}
    return "".join(encoded.get(character, character) for character in strip_invisible(unbroken))
