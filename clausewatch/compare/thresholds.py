"""The thresholds of comparison and plausibility, each with its meaning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares are from 0 to 1; `benchmarks/cross_validation.py` shows how the values were chosen."""

    min_similarity: float = 0.6
    """Two statements at least this similar are one reworded statement, not two."""
    same_section_bonus: float = 0.03
    """Added to the similarity of two statements under the same heading."""
    min_contained_share: float = 0.4
    """Share of a statement's length from which a statement inside it is its shorter form."""
    min_part_percent: float = 92.0
    """Percent of a statement that must occur in a longer one to make it a part of that one."""
    short_tokens: int = 4
    """A statement with fewer tokens is the same only next to the same neighbours."""
    short_characters: int = 8
    """The same limit for scripts written without spaces, where a token is a character."""
    min_kept_share: float = 0.25
    """A page with this share of the last good text is that document, whatever else it says."""
    min_page_words: int = 25
    """A page with fewer words has no room for terms."""
    min_unshrunk_share: float = 0.5
    """A page with a smaller share of the last good version's words must show that it is whole."""
    max_blocker_words: int = 250
    """Captchas, logins and error pages have at most this many words."""
    min_consent_share: float = 0.5
    """Share of statements about cookies from which an untitled page is a consent dialog."""
    max_login_words: int = 120
    """A login page has at most this many; a longer page has its login form in the header."""
    min_embed_share: float = 0.15
    """A page with a smaller share of the last good text, and little else, is a mere frame."""
    min_frame_share: float = 0.6
    """A page of which this share was there before has nothing in the place of the lost text."""
    min_start_share: float = 0.95
    """A page without closing tags, of which this share was there before, is that page cut off."""
    min_vocabulary_similarity: float = 0.57
    """Cosine of vocabularies from which an untitled text is a rewrite of the policy."""
    min_titled_similarity: float = 0.2
    """The same cosine for a page whose title or heading names the expected kind of document."""
    min_same_document_similarity: float = 0.75
    """Cosine from which a page is the same document even under another name."""
    min_legal_share: float = 0.06
    """Share of legal words from which an untitled first page counts as a policy."""
    min_named_prose_share: float = 0.3
    """Share of sentences from which a title that names a kind shows a policy."""
    min_section_share: float = 0.2
    """Share of a page under one heading from which that heading names what the page is."""
    min_front_page_share: float = 0.5
    """Share of a page's text on the site's front page from which it is the front page."""
    min_title_percent: float = 90.0
    """Percent of similarity from which two titles are the same, order and repetitions aside."""
    min_prose_share: float = 0.5
    """A page with a smaller share of its text in sentences is a list."""
    min_rename_statements: int = 3
    """A phrase swapped for the same other phrase in this many statements is a renaming."""
    max_spelling_distance: int = 2
    """The largest number of letters that a spelling correction changes."""


THRESHOLDS = Thresholds()
