"""Lists and paragraphs of subprocessors: one company a line, or several in one sentence."""

import re
from collections.abc import Iterator, Sequence

from clausewatch.model.reading import BlockKind
from clausewatch.subprocessors.cards import Found, Line, make_entry, parse_lines
from clausewatch.subprocessors.fields import Fields, parse_line
from clausewatch.subprocessors.names import has_legal_form, is_name
from clausewatch.subprocessors.places import is_address
from clausewatch.subprocessors.words import JOINTS, Role, is_label, split_label

MIN_LINES = 2
MIN_LINE_SHARE = 0.6
MAX_LINE_CHARS = 500
MAX_BARE_NAME_WORDS = 6
_SERIES_BORDER = re.compile(rf"; (?:(?:{JOINTS}) )?|;\s")
_MARK = re.compile(r"[(\[]|:\s|\s[-–—|•]\s")  # noqa: RUF001  # dashes as written
_Shape = tuple[tuple[str, ...], tuple[str, ...], bool, bool]
_LEAD = re.compile(r"\A[^:;]{0,200}: ")


def find_items(lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the entries of lists: each item is a company, or items below it are its values.

    Beside such a list, one below another heading of the same section may have a single item that
    is written like the others.
    """
    single: list[tuple[_Shape, Found]] = []
    shapes: set[_Shape] = set()
    for run in _split_runs(lines, BlockKind.ITEM):
        cards = _group_items(run)
        parsed = [(card, _parse(card)) for card in cards]
        entries = [fields for _, fields in parsed if fields.is_entry]
        is_full = len(entries) >= max(MIN_LINES, MIN_LINE_SHARE * len(cards))
        if is_full and (any(map(_is_sure, entries)) or _are_capitalised(entries)):
            shapes.update(_find_shape(card[0], fields) for card, fields in parsed)
            yield from (make_entry(card, fields) for card, fields in parsed if is_name(fields.name))
        elif len(cards) == 1 and _may_be_alone(parsed[0][1]):
            shape = _find_shape(cards[0][0], parsed[0][1])
            single.append((shape, make_entry(*parsed[0])))
        elif _are_bare_names(cards):
            yield from (
                make_entry(card, Fields(name=parse_line(card[0].text).name)) for card in cards
            )
    yield from (found for shape, found in single if shape in shapes and shape[1])


def _find_shape(line: Line, fields: Fields) -> _Shape:
    """Return the headings above the nearest one, the marks of a line, and what it states."""
    marks = tuple(mark.strip() for mark in _MARK.findall(line.text))
    return line.block.path[:-1], marks, bool(fields.purpose), bool(fields.location)


def _may_be_alone(fields: Fields) -> bool:
    """Return whether an item alone may be an entry: a name with a form, and no postal address."""
    value = ", ".join(filter(None, (fields.purpose, fields.location)))
    return fields.is_entry and has_legal_form(fields.name) and not is_address(value)


def _split_runs(lines: Sequence[Line], kind: BlockKind) -> Iterator[list[Line]]:
    """Yield the lines of one kind that follow each other."""
    run: list[Line] = []
    for line in lines:
        if line.block.kind is kind and (not run or line.index == run[-1].index + 1):
            run.append(line)
            continue
        if run:
            yield run
        run = [line] if line.block.kind is kind else []
    if run:
        yield run


def _group_items(run: Sequence[Line]) -> list[list[Line]]:
    """Return each item of the outermost level with the items below it."""
    top = min(line.block.level for line in run)
    cards: list[list[Line]] = []
    for line in run:
        starts_card = line.block.level == top and not _is_labelled_value(line, cards)
        if starts_card or not cards:
            cards.append([line])
        else:
            cards[-1].append(line)
    return cards


def _is_labelled_value(line: Line, cards: Sequence[Sequence[Line]]) -> bool:
    """Return whether an item is a value of the company above: `Location: Ireland`."""
    return bool(cards) and split_label(line.text)[0] not in {None, Role.NAME}


def _parse(card: Sequence[Line]) -> Fields:
    is_line = len(card) == 1 and "\n" not in card[0].text
    return parse_line(card[0].text) if is_line else parse_lines(card)


def _are_capitalised(entries: Sequence[Fields]) -> bool:
    """Return whether most names have no word in small letters, as kinds of data do."""
    capitalised = sum(not re.search(r"\s[^\W\dA-Z_]{4}", fields.name) for fields in entries)
    return capitalised >= MIN_LINE_SHARE * len(entries)


def _are_bare_names(cards: Sequence[Sequence[Line]]) -> bool:
    texts = [card[0].text for card in cards if len(card) == 1]
    return len(cards) >= MIN_LINES and len(texts) == len(cards) and all(map(_is_bare_name, texts))


def _is_bare_name(text: str) -> bool:
    is_short = len(text.split()) <= MAX_BARE_NAME_WORDS
    return is_short and is_name(text) and not is_label(text)


def find_paragraphs(lines: Sequence[Line]) -> Iterator[Found]:
    """Yield the entries of paragraphs: one a paragraph, or a series in one of them."""
    for run in _split_runs(lines, BlockKind.PARAGRAPH):
        parsed = [(line, _parse([line])) for line in run if len(line.text) <= MAX_LINE_CHARS]
        entries = [(line, fields) for line, fields in parsed if _is_sure(fields)]
        if len(entries) >= MIN_LINES:
            yield from (make_entry([line], fields) for line, fields in entries)
        else:
            for line in run:
                yield from _find_series(line)


def _is_sure(fields: Fields) -> bool:
    """Return whether a paragraph is an entry: prose seldom has a name and a place, or a form."""
    if not fields.is_entry:
        return False
    return bool(fields.location or has_legal_form(fields.name))


def _find_series(line: Line) -> Iterator[Found]:
    """Yield the entries in one paragraph: `We use A (hosting, France); B (email, Spain)`."""
    if ";" not in line.text:
        return
    parts = _SERIES_BORDER.split(_LEAD.sub("", line.text).rstrip(". "))
    parsed = [fields for part in parts if _is_sure(fields := parse_line(part))]
    if len(parsed) >= max(MIN_LINES, MIN_LINE_SHARE * len(parts)):
        for fields in parsed:
            yield fields.make(line.group, line.text), (line.index,)
