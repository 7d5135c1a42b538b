"""A page and what it should be: the facts that decide plausibility, each computed once."""

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from clausewatch.compare.page_index import Side, side_of
from clausewatch.compare.page_kinds import LEGAL, LEGAL_CJK, kinds_of
from clausewatch.compare.similarity import headings, names, opening, share_said, vocabulary_likeness
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.reading import BlockKind, Expected, Reading
from clausewatch.text.normal_form import tokenise

_SAID_CHARS = 3000
_LEGAL_CHARS = 20_000
_SENTENCE_TOKENS = 10


@dataclass(frozen=True)
class Question:
    """A page, its document's last good version where there is one, and what is expected."""

    reading: Reading
    baseline: Reading | None
    expected: Expected

    @property
    def side(self) -> Side:
        """The page, ready for comparison."""
        return side_of(self.reading)

    @cached_property
    def kept(self) -> float:
        """Share of the last good text that the page still has; 0 without one."""
        if self.baseline is None:
            return 0.0
        base = side_of(self.baseline)
        quick = share_said(base, self.side, is_quick=True)
        return quick if quick >= THRESHOLDS.kept_share else share_said(base, self.side)

    @cached_property
    def known(self) -> float:
        """Share of the page's text that the last good version had."""
        return share_said(self.side, side_of(self.baseline)) if self.baseline else 0.0

    @property
    def is_kept(self) -> bool:
        """Tell whether so much of the last good text is there that the page is the document."""
        return self.kept >= THRESHOLDS.kept_share

    @property
    def is_much_shorter(self) -> bool:
        """Tell whether the page has far fewer words than the last good version."""
        if self.baseline is None:
            return False
        return self.reading.words < THRESHOLDS.shrunk_share * self.baseline.words

    @cached_property
    def said(self) -> str:
        """What the page shows first, for pages so short that this is all of it."""
        blocks = [block.text for block in self.reading.blocks]
        dropped = [left.text for left in self.reading.dropped]
        return " ".join([self.reading.title, *blocks, *dropped])[:_SAID_CHARS]

    @cached_property
    def called(self) -> frozenset[str]:
        """The kinds of document that the page calls itself."""
        return kinds_of(names(self.reading) if self.baseline else opening(self.reading))

    @cached_property
    def headed(self) -> frozenset[str]:
        """The kinds of document that any heading of the page names."""
        return kinds_of(headings(self.reading))

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The kinds that it should be: as expected, and as the last good version called itself."""
        found = kinds_of(self.expected.kind)
        return found | kinds_of(names(self.baseline)) if self.baseline else found

    @cached_property
    def likeness(self) -> float:
        """How like the vocabulary is to that of the last good version."""
        return vocabulary_likeness(self.reading, self.baseline) if self.baseline else 0.0

    @cached_property
    def is_same_title(self) -> bool:
        """Tell whether the page has the title of the last good version, and one of its own.

        A title that names no kind of document is the site's, the same on every page.
        """
        if self.baseline is None or not kinds_of(self.reading.title):
            return False
        one, other = self.reading.title.casefold(), self.baseline.title.casefold()
        return fuzz.token_set_ratio(one, other) >= THRESHOLDS.same_title

    @cached_property
    def is_same_headed(self) -> bool:
        """Tell whether the page has a heading of the last good version that names the kind."""
        if self.baseline is None:
            return False
        ours, theirs = (
            {block.text.casefold() for block in reading.blocks if block.kind is BlockKind.HEADING}
            for reading in (self.reading, self.baseline)
        )
        return any(kinds_of(heading) & self.wanted for heading in ours & theirs)

    @cached_property
    def legal_share(self) -> float:
        """Share of the words that are words of policies."""
        words = tokenise(" ".join(block.text for block in self.reading.blocks)[:_LEGAL_CHARS])
        cjk = "".join(word for word in words if word > "\u3000")
        count = sum(1 for w in words if LEGAL.match(w)) + 2 * len(LEGAL_CJK.findall(cjk))
        return count / max(1, len(words))

    @cached_property
    def prose_share(self) -> float:
        """Share of the text that is in sentences rather than labels."""
        sizes = [statement.size for statement in self.side.statements]
        return sum(size for size in sizes if size >= _SENTENCE_TOKENS) / max(1, sum(sizes))
