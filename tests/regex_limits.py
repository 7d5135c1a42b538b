"""What the callers of a regular expression ensure about its texts."""

from clausewatch.extract.charset import _MAX_DECLARATION_BYTES
from clausewatch.extract.pdf_words import _MAX_WORD_CHARS
from clausewatch.text.date_lines import _MAX_AGE_CHARS, _MAX_COPYRIGHT_CHARS

MAX_CHARS = {
    ("clausewatch.extract.charset", "_META_CHARSET"): _MAX_DECLARATION_BYTES,
    ("clausewatch.extract.pdf_words", "_BROKEN_END"): _MAX_WORD_CHARS,  # the end of a text
    ("clausewatch.text.date_lines", "COPYRIGHT"): _MAX_COPYRIGHT_CHARS,  # a longer line is none
    ("clausewatch.text.date_lines", "AGO"): _MAX_AGE_CHARS,  # the same
}
"""The longest text of a pattern whose callers cut or refuse longer ones."""
ENDINGS = {("clausewatch.extract.markdown", "_LINKS"): ")"}
"""The ending of every text that the callers pass to a pattern."""
