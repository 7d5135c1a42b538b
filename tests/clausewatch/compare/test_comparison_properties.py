"""Properties of comparison that hold for many generated policies."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clausewatch.policy_pages import compare_pages, is_alert, render_page

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
    """Return a sentence of the terms with a number in it."""
    nouns = draw(NOUNS)
    number = draw(st.integers(min_value=2, max_value=900))
    return f"Each {' '.join(nouns)} is kept for {number} days by the studio."


SENTENCES = st.lists(
    sentence(), min_size=3, max_size=9, unique_by=lambda text: text.split(" is ")[0]
)


def _paragraphs(sentences: list[str]) -> bytes:
    return render_page("<h1>Terms</h1>" + "".join(f"<p>{text}</p>" for text in sentences))


@settings(max_examples=40)
@given(SENTENCES, st.randoms(use_true_random=False))
def test_another_order_is_no_term_change(sentences: list[str], random: Random) -> None:
    """Sentences in another order are the same terms."""
    shuffled = list(sentences)
    random.shuffle(shuffled)
    assert compare_pages(_paragraphs(sentences), _paragraphs(shuffled)).significance is None


@settings(max_examples=40)
@given(SENTENCES, st.integers(min_value=1, max_value=4))
def test_other_paragraphs_are_no_edit(sentences: list[str], size: int) -> None:
    """Sentences in other paragraphs, in items or in one block are the same terms."""
    groups = [" ".join(sentences[i : i + size]) for i in range(0, len(sentences), size)]
    listed = render_page(
        "<h1>Terms</h1><ul>" + "".join(f"<li>{text}</li>" for text in groups) + "</ul>"
    )
    assert not compare_pages(_paragraphs(sentences), _paragraphs(groups)).edits
    assert not compare_pages(listed, _paragraphs(sentences)).edits


@settings(max_examples=40)
@given(SENTENCES, st.sampled_from(["{}. ", "({}) ", "1.{} ", "\u2022 ", "\u00a7 {} "]))
def test_numbering_is_no_edit(sentences: list[str], shape: str) -> None:
    """Numbers, letters and bullets before a sentence are not part of it."""
    numbered = [shape.format(i) + text for i, text in enumerate(sentences, 1)]
    assert not compare_pages(_paragraphs(sentences), _paragraphs(numbered)).edits


@settings(max_examples=40)
@given(
    SENTENCES,
    st.sampled_from(["<b>{}</b>", "<span>{}</span>", "<a href='/x'>{}</a>", "<p><i>{}</i></p>"]),
)
def test_markup_raises_no_alert(sentences: list[str], shape: str) -> None:
    """Emphasis, links and wrappers around words are not a change of the terms."""
    marked = [text.replace("kept", shape.format("kept"), 1) for text in sentences]
    if shape.startswith("<p>"):
        marked = [shape.format(text) for text in sentences]
    assert not is_alert(compare_pages(_paragraphs(sentences), _paragraphs(marked)))


@settings(max_examples=60)
@given(SENTENCES, st.data())
def test_a_changed_number_raises_an_alert(sentences: list[str], data: st.DataObject) -> None:
    """A changed number in one sentence is substantive."""
    at = data.draw(st.integers(min_value=0, max_value=len(sentences) - 1))
    number = sentences[at].split(" for ")[1].split()[0]
    other = data.draw(st.integers(min_value=2, max_value=900).filter(lambda n: str(n) != number))
    changed = list(sentences)
    changed[at] = changed[at].replace(f" {number} days", f" {other} days")
    assert is_alert(compare_pages(_paragraphs(sentences), _paragraphs(changed)))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True),
    st.integers(min_value=1, max_value=99),
    st.data(),
)
def test_a_changed_cell_raises_an_alert(names: list[str], number: int, data: st.DataObject) -> None:
    """A changed number in one cell of a table is substantive."""
    at = data.draw(st.integers(min_value=0, max_value=len(names) - 1))

    def table(value: int) -> bytes:
        cells = (
            f"<tr><td>{n}</td><td>{value if i == at else 7} days</td></tr>"
            for i, n in enumerate(names)
        )
        return render_page(
            f"<h1>Terms</h1><p>Each kind of record has a period.</p><table>{''.join(cells)}</table>"
        )

    assert is_alert(compare_pages(table(number), table(number + 1)))
