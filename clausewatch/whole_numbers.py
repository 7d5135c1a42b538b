"""Whole numbers in text that others wrote: hosts, files, people."""

MAX_DIGITS = 15
"""More than any size or record has, and few enough for every database."""


def parse_whole_number(text: str) -> int | None:
    """Return the number that a text is, or None where it is none or longer than any of ours.

    `str.isdigit` alone takes what `int` refuses, such as a superscript.
    """
    is_one = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_one else None
