"""Pages that lost their end, or the document inside them."""

from clausewatch.compare import find_implausibility
from clausewatch.extract import read
from clausewatch.model.reading import Page
from tests.clausewatch.policy_pages import (
    BASE,
    EXPECTED,
    URL,
    find_refusal,
    render_page,
    render_terms,
)

TERMS = (
    "You may cancel the subscription at the end of any month without giving a reason.",
    "Invoices fall due fourteen days after they are sent, and late payment bears interest.",
    "The studio is provided as it is, and liability for lost profit is excluded.",
    "You grant a licence to show the pictures in the public gallery until you remove them.",
    "Either party may end this agreement at once for good cause by written notice.",
)


def test_a_page_that_ends_in_mid_sentence_is_truncated() -> None:
    """A text that ends in mid-sentence, without closing tags, has lost its end."""
    cut = BASE[: BASE.index(b"visit and")]
    verdict = find_refusal(cut, BASE)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_page_that_ends_far_too_early_is_truncated() -> None:
    """A page that ends between two sentences, far too early, has lost its end."""
    cut = BASE[: BASE.index(b"<p>We keep")]
    verdict = find_refusal(cut, BASE)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_page_without_its_last_part_is_truncated() -> None:
    """A page with most of the text, no closing tags and nothing new was cut off, not edited."""
    whole = render_page(render_terms() + "".join(f"<p>{text}</p>" for text in TERMS))
    cut = whole[: whole.index(b"<p>Either party")]
    verdict = find_refusal(cut, whole)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_long_comment_after_the_page_is_harmless() -> None:
    """A comment after the closing tags, however long, does not make a shorter page truncated."""
    whole = render_page(render_terms() + "".join(f"<p>{text}</p>" for text in TERMS))
    shorter = render_page(render_terms() + "".join(f"<p>{text}</p>" for text in TERMS[:-1]))
    assert find_refusal(shorter + b"<!-- " + b"cached " * 9000 + b"-->", whole) is None


def test_a_page_with_too_few_bytes_is_truncated() -> None:
    """A response shorter than its Content-Length is refused, even as a first page."""
    short = read([Page(URL, BASE, "text/html", declared_length=len(BASE) + 10)])
    verdict = find_implausibility(short, None, EXPECTED)
    assert verdict is not None
    assert verdict.code == "truncated"


SHARED = "<p>Lumenforge Labs Ltd, 4 Quay Street, Cork. All rights reserved by their owners.</p>"


def test_a_page_without_its_embedded_document_is_refused() -> None:
    """A failed embed leaves the page around it complete and the policy missing."""
    frame = (
        "<div><p>Need help? Our studio team reads every message that you send.</p></div>" + SHARED
    )
    whole = render_page(
        f"{frame}{render_terms()}" + "".join(f"<p>{text}</p>" for text in TERMS * 4), "Lumenforge"
    )
    hollow = render_page(
        f"{frame}<div class='embed'></div><p>We read all mail, day and night, with care.</p>",
        "Lumenforge",
    )
    verdict = find_refusal(hollow, whole)
    assert verdict is not None
    assert verdict.code == "embed"
