"""Every number that a judgement turns on, in one place, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of compare; `benchmarks/crossvalidate.py` says how they were chosen."""

    similar: float = 0.6
    """Two statements from this similarity on are one statement reworded, not two."""
    same_section: float = 0.03
    """Two statements under one heading are a little likelier to be one."""
    held_share: float = 0.4
    """A statement that holds this much of another whole is that one with words added."""
    inside: float = 92.0
    """Percent of a statement that must stand inside a longer one for it to be a part of that."""
    short_tokens: int = 4
    """A statement below this size is the same only with its neighbours around it."""
    short_characters: int = 8
    """The same for scripts written without spaces, where a token is a character."""
    kept_share: float = 0.25
    """From this share of the last good text on, a page is that document, whatever else it says."""
    shell_words: int = 25
    """A page with fewer words says nothing that could be terms."""
    shrunk_share: float = 0.5
    """A page below this share of the last good version must show that it is whole."""
    blocker_words: int = 250
    """Captchas, logins and error pages are short; a longer page is judged by what it says."""
    hollow_share: float = 0.15
    """A page with less of the last good text than this, and little else, is a frame without it."""
    hollow_known: float = 0.6
    """From this share on, what is left on the page was there before: nothing came in its place."""
    start_known: float = 0.95
    """A page without closing tags, this much of which was there before, is that page cut off."""
    like: float = 0.57
    """Cosine of vocabularies from which a text without a name of its own is a rewritten policy."""
    like_named: float = 0.2
    """The same where title or heading name the kind of document that is expected."""
    same_document: float = 0.75
    """From here on even another name on the page does not make it another document."""
    legal_share: float = 0.06
    """Share of policy words from which an unnamed first page counts as a policy."""
    same_title: float = 90.0
    """Percent of likeness from which two titles are one, its order and repetitions aside."""
    hub_prose: float = 0.5
    """A page with less of its text in sentences than this is a list."""
    rename_places: int = 3
    """A phrase swapped for the same other phrase in this many statements is a renaming."""
    spelling_distance: int = 2
    """Letters by which a corrected spelling differs at most."""


THRESHOLDS = Thresholds()
