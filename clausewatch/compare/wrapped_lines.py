"""Lines that a page breaks only for its width: their sentences go on in the next one."""

_MIN_CHARS = 60


def join_wrapped_lines(text: str) -> list[str]:
    """Return the lines of a text, each long one with the one that goes on in small letters."""
    lines: list[str] = []
    for line in text.split("\n"):
        is_rest = line.lstrip(" (")[:1].islower()
        if lines and is_rest and len(lines[-1]) >= _MIN_CHARS and lines[-1][-1] not in ".:;!?":
            lines[-1] += f" {line.lstrip()}"
        else:
            lines.append(line.rstrip())
    return lines
