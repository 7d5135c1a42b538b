"""Whole numbers in text from hosts, files and people."""

MAX_DIGITS = 15
"""More than any size or record id needs, and few enough for every database."""


def parse_whole_number(text: str) -> int | None:
    """Return the number, or None if the text is not a number or has more than MAX_DIGITS digits.

    `str.isdigit` alone accepts what `int` rejects, such as a superscript.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None
