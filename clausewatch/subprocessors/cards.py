"""Cards of subprocessors: headings with the lines below them, and lines that repeat in an order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Block, BlockKind
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.subprocessors.fields import Fields, clean_value, parse_card
from clausewatch.subprocessors.line_parts import drop_glued_text
from clausewatch.subprocessors.names import has_legal_form, is_name
from clausewatch.subprocessors.places import is_location
from clausewatch.subprocessors.words import Role, is_whole_label, split_label
from clausewatch.text.document_titles import find_kinds

MAX_LINE_CHARS = 400
"""A longer block is prose and ends a card."""
MAX_NAME_DISTANCE = 6
"""Lines from a name to its place."""
MIN_CARDS = 2
MIN_CARD_SHARE = 0.5
MAX_BARE_LINES = 3
"""Lines of a card without a place, a label or a legal form."""

Found = tuple[Subprocessor, tuple[int, ...]]
"""An entry with the indexes of its blocks."""


@dataclass(frozen=True, slots=True)
class Line:
    """A block with its index in the reading."""

    index: int
    block: Block

    @property
    def text(self) -> str:
        """Its text."""
        return self.block.text

    @property
    def group(self) -> str:
        """The nearest heading above it."""
        return self.block.section


def find_heading_cards(lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the entries whose names are headings of one level, with their lines below."""
    levels = Counter(line.block.level for line in lines if line.block.kind is BlockKind.HEADING)
    for level in sorted(levels, reverse=True):
        cards = list(_split_at_headings(lines, level))
        named = [card for card in cards if _is_name_heading(card[0])]
        shown = [card for card in named if _shows_company(card)]
        if len(shown) >= MIN_CARDS and len(shown) >= MIN_CARD_SHARE * len(cards):
            for card in named:
                if _shows_company(card) or 1 < len(card) <= 1 + MAX_BARE_LINES:
                    yield make_entry(card, parse_lines(card))
            return


def _split_at_headings(lines: Sequence[Line], level: int) -> Iterator[list[Line]]:
    """Yield each heading of a level with the blocks below it, up to the next heading."""
    card: list[Line] = []
    for line in lines:
        is_heading = line.block.kind is BlockKind.HEADING
        if is_heading:
            if card:
                yield card
            card = [line] if line.block.level == level else []
        elif card and line.block.kind is not BlockKind.ROW:
            card.append(line)
    if card:
        yield card


def _is_name_heading(line: Line) -> bool:
    return is_name(line.text) and not is_whole_label(line.text) and not find_kinds(line.text)


def _shows_company(card: Sequence[Line]) -> bool:
    """Return whether a card shows that its heading is a company: by a form, a place or labels."""
    if has_legal_form(card[0].text):
        return True
    short = (line.text for line in card[1:] if len(line.text) <= MAX_LINE_CHARS)
    return any(_names_place(text) for block in short for text in block.split("\n"))


def _is_anchor(line: Line) -> bool:
    """Return whether a line is a place, or a labelled place."""
    return _names_place(line.text)


def _names_place(text: str) -> bool:
    role, value = split_label(text)
    if role is None:
        # The link of a card may stand directly after its place.
        return is_location(drop_glued_text(clean_value(text)))
    return role is Role.LOCATION and bool(value)


def parse_lines(card: Sequence[Line]) -> Fields:
    """Return the fields of a card."""
    return parse_card([text for line in card for text in line.text.split("\n")])


def make_entry(card: Sequence[Line], fields: Fields) -> Found:
    """Return the entry of a card, which the text of all its lines quotes."""
    quote = "\n".join(line.text for line in card)
    return fields.make(card[0].group, quote), tuple(line.index for line in card)


def find_line_cards(lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the entries of cards whose lines are blocks: a name, then a purpose and a place.

    The places tell the cards apart: at the same distance before each of them is a name.
    """
    places = [i for i, line in enumerate(lines) if _is_anchor(line)]
    distance = _find_distance(lines, places)
    if distance == 0:
        return
    starts = sorted({place - distance for place in places if _begins_card(lines, place, distance)})
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        for card in _split_card(lines[start:end], distance):
            fields = parse_lines(card)
            if fields.is_entry:
                yield make_entry(card, fields)


def _find_distance(lines: Sequence[Line], places: Sequence[int]) -> int:
    """Return how many lines before a place its name is, or 0 if there is no such order."""
    votes = Counter(
        distance
        for place in places
        for distance in range(1, MAX_NAME_DISTANCE + 1)
        if _begins_card(lines, place, distance)
    )
    best = max(votes, key=lambda d: (_weigh(lines, places, d), votes[d], -d), default=0)
    return best if votes[best] >= max(MIN_CARDS, MIN_CARD_SHARE * len(places)) else 0


def _weigh(lines: Sequence[Line], places: Sequence[int], distance: int) -> tuple[int, int]:
    """Return how many cards of a distance begin with a legal form, and how many borders they fit.

    The line before a name ends the card above: it is a place, a labelled line or a heading.
    """
    starts = [place - distance for place in places if _begins_card(lines, place, distance)]
    forms = sum(has_legal_form(lines[start].text) for start in starts)
    borders = sum(start == 0 or _ends_card(lines[start - 1]) for start in starts)
    return forms, borders


def _ends_card(line: Line) -> bool:
    is_labelled = split_label(line.text)[0] is not None
    return line.block.kind is BlockKind.HEADING or is_labelled or _is_anchor(line)


def _begins_card(lines: Sequence[Line], place: int, distance: int) -> bool:
    start = place - distance
    if start < 0 or not _is_name_line(lines[start]):
        return False
    between = lines[start + 1 : place]
    return all(len(x.text) <= MAX_LINE_CHARS and not _is_anchor(x) for x in between) and not any(
        x.block.kind is BlockKind.HEADING for x in between
    )


def _is_name_line(line: Line) -> bool:
    role, text = split_label(line.text)
    if role not in {None, Role.NAME}:
        return False
    is_value = is_whole_label(text) or is_location(text)
    return is_name(text) and not is_value and line.block.kind is not BlockKind.ROW


def _split_card(lines: Sequence[Line], distance: int) -> Iterator[list[Line]]:
    """Yield a card without the prose after it, and cards without a place that follow it."""
    card: list[Line] = []
    for number, line in enumerate(lines):
        is_heading = line.block.kind is BlockKind.HEADING and number > 0
        if is_heading or len(line.text) > MAX_LINE_CHARS:
            break
        if number > distance and has_legal_form(line.text) and _is_name_line(line):
            yield card
            card = []
        card.append(line)
    if card:
        yield card
