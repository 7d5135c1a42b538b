"""Properties of comparison over many invented policies."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clausewatch.policy_pages import compared, is_told, page

WORDS = (
    "account",
    "agreement",
    "archive",
    "buyer",
    "carrier",
    "claim",
    "content",
    "customer",
    "device",
    "event",
    "folder",
    "image",
    "invoice",
    "licence",
    "member",
    "message",
    "notice",
    "order",
    "partner",
    "prompt",
    "record",
    "refund",
    "report",
    "studio",
)
NOUNS = st.lists(st.sampled_from(WORDS), min_size=5, max_size=9, unique=True)


@st.composite
def sentence(draw: st.DrawFn) -> str:
    """Return a sentence of the terms that holds a number."""
    nouns = draw(NOUNS)
    number = draw(st.integers(min_value=2, max_value=900))
    return f"Each {' '.join(nouns)} is kept for {number} days by the studio."


SENTENCES = st.lists(
    sentence(), min_size=3, max_size=9, unique_by=lambda text: text.split(" is ")[0]
)


def _paragraphs(sentences: list[str]) -> bytes:
    return page("<h1>Terms</h1>" + "".join(f"<p>{text}</p>" for text in sentences))


@settings(max_examples=40)
@given(SENTENCES, st.randoms(use_true_random=False))
def test_order_never_tells(sentences: list[str], random: Random) -> None:
    """Sentences in another order are the same terms."""
    shuffled = list(sentences)
    random.shuffle(shuffled)
    assert compared(_paragraphs(sentences), _paragraphs(shuffled)).significance is None


@settings(max_examples=40)
@given(SENTENCES, st.integers(min_value=1, max_value=4))
def test_wrapping_never_tells(sentences: list[str], size: int) -> None:
    """Sentences gathered into other paragraphs, items or one block are the same terms."""
    groups = [" ".join(sentences[i : i + size]) for i in range(0, len(sentences), size)]
    listed = page("<h1>Terms</h1><ul>" + "".join(f"<li>{text}</li>" for text in groups) + "</ul>")
    assert not compared(_paragraphs(sentences), _paragraphs(groups)).edits
    assert not compared(listed, _paragraphs(sentences)).edits


@settings(max_examples=40)
@given(SENTENCES, st.sampled_from(["{}. ", "({}) ", "1.{} ", "\u2022 ", "\u00a7 {} "]))
def test_numbering_never_tells(sentences: list[str], shape: str) -> None:
    """Numbers, letters and bullets before a sentence are not of it."""
    numbered = [shape.format(i) + text for i, text in enumerate(sentences, 1)]
    assert not compared(_paragraphs(sentences), _paragraphs(numbered)).edits


@settings(max_examples=40)
@given(
    SENTENCES,
    st.sampled_from(["<b>{}</b>", "<span>{}</span>", "<a href='/x'>{}</a>", "<p><i>{}</i></p>"]),
)
def test_markup_never_tells(sentences: list[str], shape: str) -> None:
    """Emphasis, links and wrappers around words are no change."""
    marked = [text.replace("kept", shape.format("kept"), 1) for text in sentences]
    if shape.startswith("<p>"):
        marked = [shape.format(text) for text in sentences]
    assert not is_told(compared(_paragraphs(sentences), _paragraphs(marked)))


@settings(max_examples=60)
@given(SENTENCES, st.data())
def test_one_altered_number_always_tells(sentences: list[str], data: st.DataObject) -> None:
    """A number altered inside one sentence is a substantive change."""
    at = data.draw(st.integers(min_value=0, max_value=len(sentences) - 1))
    number = sentences[at].split(" for ")[1].split()[0]
    other = data.draw(st.integers(min_value=2, max_value=900).filter(lambda n: str(n) != number))
    changed = list(sentences)
    changed[at] = changed[at].replace(f" {number} days", f" {other} days")
    assert is_told(compared(_paragraphs(sentences), _paragraphs(changed)))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True),
    st.integers(min_value=1, max_value=99),
    st.data(),
)
def test_one_altered_cell_always_tells(names: list[str], number: int, data: st.DataObject) -> None:
    """A number altered in one cell of a table is a substantive change."""
    at = data.draw(st.integers(min_value=0, max_value=len(names) - 1))

    def table(value: int) -> bytes:
        cells = (
            f"<tr><td>{n}</td><td>{value if i == at else 7} days</td></tr>"
            for i, n in enumerate(names)
        )
        return page(
            f"<h1>Terms</h1><p>Each kind of record has a period.</p><table>{''.join(cells)}</table>"
        )

    assert is_told(compared(table(number), table(number + 1)))
