"""Splits a sentence into the words and marks by which its grammar is read."""

import re

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[;:,()]")
_CONTRACTION = re.compile(r"\b(i|we|you|they|it|that|who|there)'(ve|ll|re|d)\b")
_LONG_FORMS = {"ve": "have", "ll": "will", "re": "are", "d": "would"}


def split_words(text: str) -> list[str]:
    """Return the lower-case words of a text, with its commas, colons, semicolons and brackets.

    A subject and its verb are two words ("we'll" is "we will"), because each has its own part in a
    sentence. A verb and its "not" stay one word.
    """
    text = text.lower().replace("\u2019", "'").replace("\u2014", " , ")
    text = text.replace("nonrefundable", "non-refundable")
    if "'" in text:
        text = _CONTRACTION.sub(lambda match: f"{match[1]} {_LONG_FORMS[match[2]]}", text)
    return _WORD.findall(text)
