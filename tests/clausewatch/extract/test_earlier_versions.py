"""Pages that keep all versions of a document: only the newest is in force."""

import pytest

from clausewatch.compare.first_page import find_remark
from clausewatch.model.drop_reasons import EARLIER_VERSION
from clausewatch.model.reading import Expected, Reading
from tests.clausewatch.policy_pages import compare_pages, is_alert, read_page, render_page

SENTENCES = (
    "A listing on the platform costs 25 pounds a month for each host.",
    "Guests who cancel seven days before arrival get all their money back.",
    "Hosts keep the photographs that they upload to the platform.",
    "Reviews are deleted three years after the stay that they are about.",
    "The liability of the company is limited to 500 pounds a year.",
    "Either side may end the contract with 30 days of notice in writing.",
    "English law applies to this contract and to all claims under it.",
    "Disputes go to the courts of Leeds, unless mediation settles them.",
)


def _version(date: str, fee: int = 25, title: str = "") -> str:
    text = "".join(f"<p>{s.replace('25', str(fee))}</p>" for s in SENTENCES)
    return f"{title}<p>Effective {date}</p>{text}"


CURRENT = "<h1>Terms of Use</h1>" + _version("4 March 2026")
OPENINGS = (
    "<h2>Previous version</h2>",
    "<h2>Version of 1 June 2025</h2>",
    "<h2>1 June 2025</h2>",
    "<h2>Fr\u00fchere Fassung vom 1. Juni 2025</h2>",
    "<h2>Wersja archiwalna, poprzednia</h2>",
    "<details><summary>Earlier version</summary>",
    "<details><summary>Version of 1 June 2025</summary>",
    "<details><summary>Archive: 1 June 2025</summary>",
)


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_earlier_version_below_is_no_term(opening: str) -> None:
    """It comes, changes and goes without an alert."""
    pages = [
        render_page(CURRENT),
        render_page(CURRENT + opening + _version("1 June 2025", 20)),
        render_page(CURRENT + opening + _version("1 June 2025", 22)),
    ]
    for before in pages:
        for after in pages:
            assert not is_alert(compare_pages(before, after))


LABELS = (
    "Earlier version",
    "Fr\u00fchere Fassung",
    "Version pr\u00e9c\u00e9dente",
    "Versi\u00f3n anterior",
)


@pytest.mark.parametrize("label", LABELS)
def test_a_version_that_is_folded_is_no_edit(label: str) -> None:
    """The heading above an earlier version becomes the label of a fold, and no term is new."""
    old = "<p>Version of 1 June 2025</p>" + _version("1 June 2025", 20)
    before = render_page(f"{CURRENT}<hr><h2>{label}</h2>{old}")
    after = render_page(f"{CURRENT}<hr><details><summary>{label}</summary>{old}</details>")
    assert compare_pages(before, after).edits == ()


def test_a_sentence_about_earlier_versions_is_in_force() -> None:
    """Only a label belongs to the version below it; a sentence states a term."""
    rule = "Earlier versions stay on this page for ten years."
    page = render_page(
        f"{CURRENT}<p>{rule}</p><p>Version of 1 June 2025</p>{_version('1 June 2025', 20)}"
    )
    assert rule in [block.text for block in read_page(page).blocks]


def _find_earlier(reading: Reading) -> list[str]:
    return [piece.text for piece in reading.dropped if piece.reason == EARLIER_VERSION]


def test_a_new_version_on_top_raises_an_alert() -> None:
    """The newest is compared with the newest before, also where it returns to older words."""
    archive = "<h2>Earlier version: 1 June 2025</h2>" + _version("1 June 2025", 20)
    before = CURRENT + archive
    new = "<h1>Terms of Use</h1>" + _version("1 June 2026", 20)
    after = new + "<h2>Earlier version: 4 March 2026</h2>" + _version("4 March 2026") + archive
    comparison = compare_pages(render_page(before), render_page(after))
    assert is_alert(comparison)
    assert [e.after for e in comparison.edits if e.after and "pounds a month" in e.after] == [
        SENTENCES[0].replace("25", "20")
    ]


def test_parts_for_several_countries_are_all_in_force() -> None:
    """They repeat each other, and one may be older, but each has a title of its own."""
    other = "<h2>Terms for guests in Canada</h2>" + _version("1 June 2025", 30)
    before, after = CURRENT + other, CURRENT + other.replace("30 pounds", "35 pounds")
    assert is_alert(compare_pages(render_page(before), render_page(after)))
    assert _find_earlier(read_page(render_page(before))) == []


def test_another_document_below_the_versions_is_in_force() -> None:
    """Each of several documents on a page may have its versions."""
    rules = "".join(
        f"<p>House rule {i} of the hosts is that rooms stay clean.</p>" for i in range(9)
    )
    page = (
        f"{CURRENT}<h2>1 June 2025</h2>{_version('1 June 2025', 20)}"
        f"<h2>1 May 2025</h2>{rules}<h2>1 May 2024</h2>{rules}"
    )
    before = read_page(render_page(page))
    assert len(_find_earlier(before)) == 2 + len(SENTENCES) + 1 + 9
    changed = page.replace(rules, rules.replace("clean", "quiet"), 1)
    assert is_alert(compare_pages(render_page(page), render_page(changed)))


def test_earlier_versions_are_no_remark() -> None:
    """They may be longer than the text in force, and are left out for a good reason."""
    archive = "".join(
        f"<h2>Version of 1 June {year}</h2>" + _version(f"1 June {year}", 20)
        for year in (2025, 2024, 2023)
    )
    reading = read_page(render_page(CURRENT + archive))
    expected = Expected("Lumenforge", "Terms of Service", "https://lumenforge.example/terms")
    assert len(_find_earlier(reading)) > len(reading.blocks)
    remark = find_remark(reading, expected)
    assert remark is None or remark.code != "set-aside"
