"""The facts about a page that decide its plausibility, each computed once."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from clausewatch.compare.page_index import PageIndex, index_page
from clausewatch.compare.page_kinds import LEGAL_WORD, LEGAL_WORD_CJK
from clausewatch.compare.page_messages import states_failure
from clausewatch.compare.page_titles import join_opening, join_titles
from clausewatch.compare.similarity import measure_shared_text, measure_vocabulary_similarity
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.model.drop_reasons import BUTTON, CONSENT_DIALOG
from clausewatch.model.reading import BlockKind, Expected, Reading
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.normal_form import make_key, tokenise
from clausewatch.text.sentences import SENTENCE_ENDS
from clausewatch.text.statements import Statement

_VISIBLE_TEXT_CHARS = 3000
_LEGAL_TEXT_CHARS = 20_000
_MIN_SENTENCE_TOKENS = 10
_MIN_ENDED_TOKENS = 5
"""Languages that join words say in five what others say in ten."""


@dataclass(frozen=True)
class PlausibilityFacts:
    """A page, the last good version of its document if there is one, and what is expected."""

    reading: Reading
    baseline: Reading | None
    expected: Expected

    @property
    def page(self) -> PageIndex:
        """The index of the page."""
        return index_page(self.reading)

    @cached_property
    def kept_share(self) -> float:
        """Share of the last good text that the page still has; 0 without a baseline."""
        if self.baseline is None:
            return 0.0
        baseline_page = index_page(self.baseline)
        quick_share = measure_shared_text(baseline_page, self.page, is_quick=True)
        if quick_share >= THRESHOLDS.min_kept_share:
            return quick_share
        return measure_shared_text(baseline_page, self.page)

    @cached_property
    def known_share(self) -> float:
        """Share of the page's text that the last good version had; 0 without a baseline."""
        return measure_shared_text(self.page, index_page(self.baseline)) if self.baseline else 0.0

    @property
    def is_same_document(self) -> bool:
        """True if the page has so much of the last good text that it is the document."""
        return self.kept_share >= THRESHOLDS.min_kept_share

    @property
    def is_much_shorter(self) -> bool:
        """True if the page has far fewer words than the last good version."""
        if self.baseline is None:
            return False
        return self.reading.words < THRESHOLDS.min_unshrunk_share * self.baseline.words

    @cached_property
    def visible_text(self) -> str:
        """The first characters of the page; all of it if the page is short."""
        blocks = [block.text for block in self.reading.blocks]
        dropped = [dropped.text for dropped in self.reading.dropped]
        return " ".join([self.reading.title, *blocks, *dropped])[:_VISIBLE_TEXT_CHARS]

    @cached_property
    def kept_text(self) -> str:
        """The first characters of the title and the blocks, without the dropped text."""
        blocks = [block.text for block in self.reading.blocks]
        return " ".join([self.reading.title, *blocks])[:_VISIBLE_TEXT_CHARS]

    @cached_property
    def outer_text(self) -> str:
        """The first characters of the dropped text outside consent dialogs."""
        texts = (d.text for d in self.reading.dropped if d.reason != CONSENT_DIALOG)
        return " ".join(texts)[:_VISIBLE_TEXT_CHARS]

    @cached_property
    def button_count(self) -> int:
        """The number of buttons outside the dialogs that were dropped."""
        return sum(1 for dropped in self.reading.dropped if dropped.reason == BUTTON)

    @cached_property
    def title_kinds(self) -> frozenset[str]:
        """The kinds of document that the title and the top headings name."""
        return find_kinds(join_titles(self.reading))

    @cached_property
    def own_kinds(self) -> frozenset[str]:
        """The kinds of document that the page calls itself."""
        return find_kinds(
            join_titles(self.reading) if self.baseline else join_opening(self.reading)
        )

    @cached_property
    def section_kinds(self) -> frozenset[str]:
        """The kinds named by headings with a good part of the page below them."""
        words: Counter[str] = Counter()
        for block in self.reading.blocks:
            for heading in {*block.path}:
                words[heading] += len(block.text)
        needed = THRESHOLDS.min_section_share * sum(len(b.text) for b in self.reading.blocks)
        return find_kinds(" · ".join(heading for heading in words if words[heading] >= needed))

    @cached_property
    def expected_kinds(self) -> frozenset[str]:
        """The kinds that the document should be, and those that its last good version named."""
        kinds = find_kinds(self.expected.kind)
        return kinds | find_kinds(join_titles(self.baseline)) if self.baseline else kinds

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """The messages of the page that say that something failed to load."""
        return tuple(s.text for s in self.page.statements if states_failure(s.text))

    @property
    def has_failed(self) -> bool:
        """True if the page has a message of failure that the last good version had not."""
        known = {} if self.baseline is None else index_page(self.baseline).keys
        return any(make_key(text) not in known for text in self.failures)

    @cached_property
    def vocabulary_similarity(self) -> float:
        """Similarity of the vocabulary to the last good version's, 0 to 1; 0 without a baseline."""
        return measure_vocabulary_similarity(self.reading, self.baseline) if self.baseline else 0.0

    @cached_property
    def has_same_title(self) -> bool:
        """True if the page has the last good version's title and that title names a kind.

        A title that names no kind of document belongs to the site and is the same on every page.
        """
        if self.baseline is None or not find_kinds(self.reading.title):
            return False
        titles = self.reading.title.casefold(), self.baseline.title.casefold()
        return fuzz.token_set_ratio(*titles) >= THRESHOLDS.min_title_percent

    @cached_property
    def has_same_heading(self) -> bool:
        """True if the page has a heading of the last good version that names an expected kind."""
        if self.baseline is None:
            return False
        new, old = (
            {block.text.casefold() for block in reading.blocks if block.kind is BlockKind.HEADING}
            for reading in (self.reading, self.baseline)
        )
        return any(find_kinds(heading) & self.expected_kinds for heading in new & old)

    @cached_property
    def legal_share(self) -> float:
        """Share of the words that are typical of policies, 0 to 1."""
        text = " ".join(block.text for block in self.reading.blocks)[:_LEGAL_TEXT_CHARS]
        words = tokenise(text)
        cjk_text = "".join(word for word in words if word > "\u3000")
        count = sum(1 for word in words if LEGAL_WORD.match(word))
        # Most legal words in Chinese have two characters, and each character is a token.
        count += 2 * len(LEGAL_WORD_CJK.findall(cjk_text))
        return count / max(1, len(words))

    @cached_property
    def prose_share(self) -> float:
        """Share of the text that is in sentences and not in labels, 0 to 1."""
        statements = self.page.statements
        prose = sum(statement.size for statement in statements if _is_sentence(statement))
        return prose / max(1, sum(statement.size for statement in statements))


def _is_sentence(statement: Statement) -> bool:
    """Tell whether a statement is long, or ends as a sentence does and is no mere label."""
    if statement.size >= _MIN_SENTENCE_TOKENS:
        return True
    return statement.size >= _MIN_ENDED_TOKENS and statement.text.rstrip().endswith(SENTENCE_ENDS)
