"""How long a phrase may be that a sentence quotes."""

_PHRASE_CHARS = 110


def shorten(text: str, limit: int = _PHRASE_CHARS) -> str:
    """Return a text on one line, at most `limit` characters, with an ellipsis if words are cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[:limit]
    if " " in head[limit // 2 :]:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:") + "\u2026"
