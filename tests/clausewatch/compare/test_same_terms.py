"""What is no change of the terms, and what is: named situations on an invented platform."""

import pytest

from clausewatch.compare import compare, map_statements
from clausewatch.model.reading import EditKind, Severity, Significance
from tests.clausewatch.policy_pages import (
    BASE,
    DATE,
    ITEMS,
    PARAGRAPHS,
    ROWS,
    compared,
    is_told,
    page,
    reading,
    terms,
)

TEXT = terms()


def _swapped(old: str, new: str) -> bytes:
    assert old in TEXT
    return page(TEXT.replace(old, new))


QUIET = {
    "navigation": page(TEXT, nav="<nav><a href='/new'>Something new</a></nav>"),
    "cookie dialog": page(
        TEXT + "<div class='notice'><p>We and 12 partners use cookies to show you better images."
        "</p><button>Accept all</button><button>Reject all</button></div>"
    ),
    "promotion": page("<aside>New: video models. <a href='/v'>Try them</a></aside>" + TEXT),
    "counter": page(TEXT + "<p>Updated 3 days ago</p>"),
    "heading anchors": page(TEXT.replace("<h2>", "<h2 id='s9'><a href='#s9'></a>")),
    "link targets": page(TEXT.replace("the processors", "<a href='/x'>the processors</a>")),
    "typography": page(
        TEXT.replace("\u201c", '"').replace("\u201d", '"').replace(" 30 ", "\u00a030 ")
    ),
    "soft hyphens": page(TEXT.replace("afterwards", "after\u00adwards")),
    "numbering": page(TEXT.replace("<h2>Your", "<h2>2. Your").replace("<li>", "<li>(a) ")),
    "renumbering": page(TEXT.replace("<p>We ", "<p>3.1. We ")),
    "re-wrapped": page(TEXT.replace("</p><p>We", " We")),
    "split paragraph": page(TEXT.replace("visit and", "visit</p><p>and")),
    "reordered list": page(terms(items=ITEMS[::-1])),
    "reordered sections": page(terms(paragraphs=PARAGRAPHS[::-1])),
    "table to list": page(
        TEXT.partition("<table>")[0] + "".join(f"<p>{' '.join(row)}</p>" for row in ROWS)
    ),
    "copied twice": page(TEXT + f"<div class='mobile'>{TEXT}</div>"),
    "capitals": page(TEXT.replace("Your rights", "YOUR RIGHTS")),
    "hidden address": page(
        TEXT.replace("privacy@lumenforge.example", "privacy (at) lumenforge.example")
    ),
    "leaked markup": page(TEXT.replace("Irish law", "[Irish law][law]")),
    "feedback": page(TEXT + "<p>Was this article helpful? Yes 12 No 3</p><p>6 min read</p>"),
    "menu in the text": page(TEXT + "<ul><li><a href='/tour'>Take the tour</a></li></ul>"),
    "copyright year": page(TEXT + "<p>\u00a9 2027 Lumenforge Labs</p>"),
    "date line": page(terms(date="Last updated: 9 June 2026")),
}


@pytest.mark.parametrize("situation", QUIET)
def test_nobody_is_told(situation: str) -> None:
    """A page that changed while its terms did not reaches nobody, in either direction."""
    assert not is_told(compared(BASE, QUIET[situation]))
    assert not is_told(compared(QUIET[situation], BASE))


SAME_FINGERPRINT = ("navigation", "numbering", "reordered list", "typography", "date line")


@pytest.mark.parametrize("situation", SAME_FINGERPRINT)
def test_the_terms_fingerprint_stays(situation: str) -> None:
    """The fingerprint that confirms a change does not depend on the page around the terms."""
    assert reading(QUIET[situation]).terms_fingerprint == reading(BASE).terms_fingerprint


TOLD = {
    "number": _swapped("30 days", "60 days"),
    "number in a cell": _swapped("<td>14 days</td>", "<td>15 days</td>"),
    "age": _swapped("age of 16", "age of 13"),
    "negation": _swapped("We do not sell", "We sell"),
    "permission": _swapped("You may object", "You can no longer object"),
    "party": _swapped("Lumenforge Labs Ltd", "Brightanvil Inc."),
    "e-mail address": _swapped("privacy@lumenforge.example", "dpo@lumenforge.example"),
    "court": _swapped("courts of Dublin", "courts of Delaware"),
    "processor added": page(terms(rows=(*ROWS, ("Quillfeather AI", "Captions", "2 days")))),
    "processor removed": page(terms(rows=ROWS[:-1])),
    "right removed": page(terms(items=ITEMS[:-1])),
    "short right added": page(terms(items=(*ITEMS, "Rectification"))),
    "sentence added": page(TEXT.replace("afterwards.", "afterwards. We train models on them.")),
    "section removed": page(TEXT.partition("<h2>Processors")[0]),
    "address line": page(TEXT + "<p>Lumenforge Labs Ltd<br>4 Quay Street<br>Cork</p>"),
    "date inside the terms": page(TEXT + "<p>Images uploaded before 1 May 2026 are kept.</p>"),
    "reference to a law": _swapped("Irish law applies", "Section 9 of Irish law applies"),
}


@pytest.mark.parametrize("situation", TOLD)
def test_the_channel_is_told(situation: str) -> None:
    """One number, one party, one negation, one address in the terms is a substantive change."""
    forth, back = compared(BASE, TOLD[situation]), compared(TOLD[situation], BASE)
    assert is_told(forth)
    assert is_told(back)
    assert 2 <= len(forth.summary) <= 4
    assert all(edit.reason for edit in forth.edits)


def test_an_unchanged_page_has_no_edits() -> None:
    """The same page compared with itself says nothing."""
    comparison = compared(BASE, BASE)
    assert (comparison.edits, comparison.significance, comparison.summary) == ((), None, ())


EDITORIAL = {
    "spelling": _swapped("afterwards", "afterward"),
    "joined word": _swapped("afterwards", "after wards"),
    "web address": page(
        TEXT.replace("listed below", "listed below (https://lumenforge.example/a)")
    ),
    "heading": _swapped("Your rights", "Rights that you have"),
    "heading removed": page(TEXT.replace("<h2>Your rights</h2>", "")),
    "thanks": page(TEXT + "<h2>Acknowledgements</h2><ul><li>Ines Okafor</li></ul>"),
}


@pytest.mark.parametrize("situation", EDITORIAL)
def test_wording_without_change_of_meaning_is_editorial(situation: str) -> None:
    """Spelling, addresses of pages and headings wait for the digest."""
    comparison = compared(BASE, EDITORIAL[situation])
    assert comparison.significance is Significance.EDITORIAL
    assert comparison.severity is Severity.LOW


def test_a_remark_in_brackets_may_go_but_not_come() -> None:
    """Taking out a remark is editorial; what comes in brackets may be a term, so it is told."""
    bare, remarked = page(TEXT), page(TEXT.replace("Irish law", "[sic] Irish law"))
    assert compared(remarked, bare).significance is Significance.EDITORIAL
    assert compared(bare, remarked).significance is Significance.SUBSTANTIVE


TURNED = {
    "prefix": ("employers lawful", "employers unlawful"),
    "include": ("terms include fees", "terms exclude fees"),
    "party": ("chosen by your employers", "chosen by your employees"),
    "licence": ("kept with the licensor", "kept with the licensee"),
    "direction": ("data collected from you", "data collected by you"),
}


@pytest.mark.parametrize("word", TURNED)
def test_a_word_that_turns_into_its_opposite_is_no_spelling(word: str) -> None:
    """Two letters may say the opposite; those are not taken for a typist's."""
    one, other = (page(f"{TEXT}<p>This part is about the {x} in force.</p>") for x in TURNED[word])
    assert compared(one, other).significance is Significance.SUBSTANTIVE


def test_a_web_address_that_is_swapped_is_editorial() -> None:
    """A link written out in the text may change its target."""
    before = page(TEXT + "<p>The list is at https://lumenforge.example/a for everybody.</p>")
    after = page(TEXT + "<p>The list is at https://lumenforge.example/b for everybody.</p>")
    assert compared(before, after).significance is Significance.EDITORIAL


def test_an_identifier_that_a_machine_makes_is_editorial() -> None:
    """A trace id that is another one on every fetch is no term; a tax number is."""
    pages = [
        page(TEXT + f"<p>Request handled under trace {trace} of this host.</p>")
        for trace in (
            "9f8a7c6d-1b2c-4d3e-8f9a-0b1c2d3e4f5a",
            "1f2e3d4c-5b6a-4978-8a9b-c0d1e2f3a4b5",
        )
    ]
    taxed = [page(TEXT + f"<p>Our tax number is {n}.</p>") for n in ("IE40123456824", "IE9")]
    assert compared(*pages).significance is Significance.EDITORIAL
    assert is_told(compared(*taxed))


def test_only_the_date_is_date_only() -> None:
    """A new date line is on record and told to nobody."""
    comparison = compared(BASE, QUIET["date line"])
    assert comparison.significance is Significance.DATE_ONLY
    assert str(comparison.stated_before) == "2026-05-04"
    assert str(comparison.stated_after) == "2026-06-09"
    assert {edit.before for edit in comparison.edits} == {DATE}


NUMBERED = "<h2>4. Retention</h2><p>We keep logs for a year.</p><h2>{}. Disputes</h2><p>{}</p>"


def test_references_that_follow_a_renumbering_are_editorial() -> None:
    """A reference to a section that moved down is no change; one that does not follow is."""
    before = page(NUMBERED.format(5, "Section 5 does not apply to consumers."))
    followed = page(NUMBERED.format(6, "Section 6 does not apply to consumers."))
    changed = page(NUMBERED.format(5, "Section 7 does not apply to consumers."))
    assert compared(before, followed).significance is Significance.EDITORIAL
    assert compared(before, changed).significance is Significance.SUBSTANTIVE


def test_a_moved_paragraph_is_moved() -> None:
    """Text that stands elsewhere is shown as moved and is no change of the terms."""
    after = page(terms(paragraphs=(*PARAGRAPHS[1:], PARAGRAPHS[0])))
    comparison = compared(BASE, after)
    assert {edit.kind for edit in comparison.edits} == {EditKind.MOVED}
    assert comparison.significance is None
    assert "moved" in comparison.edits[0].reason


def test_a_company_renamed_throughout_is_one_edit() -> None:
    """A new name in many statements is told once, with the number of places."""
    lines = [f"Lumenforge handles {what} with care." for what in ("prompts", "images", "invoices")]
    before = page(terms() + "".join(f"<p>{line}</p>" for line in lines))
    after = page(
        before.decode()
        .partition("<main>")[2]
        .partition("</main>")[0]
        .replace("Lumenforge handles", "Brightanvil handles")
    )
    comparison = compared(before, after)
    assert len(comparison.edits) == 1
    assert "throughout, in 3 statements" in comparison.edits[0].reason


@pytest.mark.parametrize("other", ["Oakvale", "Fernhill", "Glenvale", "Redmoor", "Elmbrook"])
def test_two_names_in_one_statement_are_counted_with_the_first(other: str) -> None:
    """Whatever the order in which a process of its own keeps names: all come to the same."""
    kinds = ("prompts", "images", "invoices")
    lines = [f"Lumenforge handles {what} with care." for what in kinds]
    lines += [f"Backups of {what} are held in a vault of {other} for a month." for what in kinds]
    both = f"What Lumenforge hands over in such a case {other} deletes."
    before = page("".join(f"<p>{line}</p>" for line in [*lines, both]) + terms())
    new = before.decode().replace("Lumenforge", "Brightanvil").replace(other, "Ashbourne")
    renamed, also_renamed = compared(before, new).edits
    assert "in 5 statements" in renamed.reason
    assert "in 3 statements" in also_renamed.reason


def test_what_is_known_to_come_and_go_is_silent() -> None:
    """A statement remembered as volatile is no edit when it comes or goes."""
    other = page(TEXT + "<p>Today our studio serves images to 4,112 members.</p>")
    before, after = reading(BASE), reading(other)
    volatile = frozenset(map_statements(after)) - frozenset(map_statements(before))
    assert compare(before, after, volatile).edits == ()
    assert compare(before, after).edits


def test_the_gravest_edit_comes_first() -> None:
    """A changed right stands before a corrected spelling."""
    after = page(TEXT.replace("afterwards", "afterward").replace("do not sell", "sell"))
    comparison = compared(BASE, after)
    assert [edit.significance for edit in comparison.edits] == [
        Significance.SUBSTANTIVE,
        Significance.EDITORIAL,
    ]
    assert comparison.severity is Severity.HIGH


def test_a_sentence_that_only_got_longer_is_reworded() -> None:
    """Words at the end of a sentence are shown as added to it, not as a sentence out of nowhere."""
    after = page(TEXT.replace("age of 16 years.", "age of 16 years unless a parent agrees."))
    (edit,) = compared(BASE, after).edits
    assert (edit.kind, edit.before) == (EditKind.REWORDED, PARAGRAPHS[5])


def test_a_sentence_that_lost_its_address_is_reworded() -> None:
    """An address that vanishes with the stop behind it is shown where it stood."""
    before = page(
        TEXT + "<p>To object, write a letter to dpo@lumenforge.example. We reply soon.</p>"
    )
    after = page(TEXT + "<p>To object, write a letter to . We reply soon.</p>")
    comparison = compared(before, after)
    assert is_told(comparison)
    assert EditKind.REMOVED not in {edit.kind for edit in comparison.edits}
