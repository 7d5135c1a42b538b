"""Changes of lists of subprocessors, told by company."""

from collections.abc import Sequence

import pytest

from clausewatch import extract
from clausewatch.analysis.list_changes import compare_documents
from clausewatch.model.reading import Comparison, Expected, Page, Reading, Severity, Significance
from clausewatch.model.subprocessors import Subprocessor, SubprocessorEditKind
from clausewatch.subprocessors.list_comparison import compare_lists, is_same_list
from tests.clausewatch.subprocessors.list_pages import BASIC, LEAD, make_html, make_table

EXPECTED = Expected("Alder", "subprocessor list", "https://alder.example/subprocessors")
HEADER = ("Subprocessor", "Purpose", "Location")
Rows = Sequence[tuple[str, ...]]


def read_body(body: str) -> Reading:
    """Return the reading of a page with this list."""
    page = Page(EXPECTED.url, make_html(f"<h1>Subprocessors</h1>{LEAD}{body}").encode())
    return extract.read([page])


def compare_rows(before: Rows, after: Rows, header: tuple[str, ...] = HEADER) -> Comparison:
    """Return the comparison of two tables."""
    tables = (read_body(make_table(*rows, header=header)) for rows in (before, after))
    return compare_documents(*tables, EXPECTED)


NEW = ("Gravel GPU, Inc.", "GPU hosting", "Norway")

TOLD = {
    "a new company": (BASIC, (*BASIC, NEW), "Alder added Gravel GPU, Inc. (GPU hosting, Norway)."),
    "a company fewer": (BASIC, BASIC[1:], "Alder removed Nimbra Cloud, Inc."),
    "one for another": (
        BASIC,
        (*BASIC[1:], NEW),
        "Alder added Gravel GPU, Inc. (GPU hosting, Norway) and removed Nimbra Cloud, Inc.",
    ),
    "another country": (
        BASIC,
        (("Nimbra Cloud, Inc.", "Cloud hosting", "Canada"), *BASIC[1:]),
        "Alder changed the location of Nimbra Cloud, Inc. (United States → Canada).",
    ),
    "another purpose": (
        BASIC,
        (("Nimbra Cloud, Inc.", "Model training", "United States"), *BASIC[1:]),
        "Alder changed the purpose of Nimbra Cloud, Inc. (Cloud hosting → Model training).",
    ),
    "another name": (
        BASIC,
        (("Nimbra Global Holdings LLC", "Cloud hosting", "United States"), *BASIC[1:]),
        "Alder renamed Nimbra Cloud, Inc. to Nimbra Global Holdings LLC.",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_difference_is_told_by_name(name: str) -> None:
    """The headline names the companies, and the change is an alert."""
    before, after, headline = TOLD[name]
    comparison = compare_rows(before, after)
    assert comparison.headline == headline
    assert comparison.significance is Significance.SUBSTANTIVE
    assert len([edit for edit in comparison.edits if edit.kind != "moved"]) <= 2


SILENT = {
    "another order": tuple(reversed(BASIC)),
    "the legal form written otherwise": (
        ("Nimbra Cloud Inc", "Cloud hosting", "United States"),
        ("Quillpost", "Transactional email", "Germany"),
        *BASIC[2:],
    ),
    "the country written otherwise": (("Nimbra Cloud, Inc.", "Cloud hosting", "USA"), *BASIC[1:]),
    "a parent in brackets": (
        ("Nimbra Cloud, Inc. (a Nimbus company)", "Cloud hosting", "United States"),
        *BASIC[1:],
    ),
    "a link in a cell": (
        ('Nimbra Cloud, Inc. <a href="/p">Privacy Policy</a>', "Cloud hosting", "United States"),
        *BASIC[1:],
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_told(name: str) -> None:
    """Order, links and the way in which a name or a country is written are no change."""
    assert compare_rows(BASIC, SILENT[name]).significance is None


def test_another_layout_is_no_change() -> None:
    """A table that becomes cards has the same companies."""
    cards = "".join(
        f"<div><h3>{name}</h3><p>Purpose: {purpose}</p><p>Location: {place}</p></div>"
        for name, purpose, place in BASIC
    )
    comparison = compare_documents(
        read_body(make_table(*BASIC, header=HEADER)), read_body(cards), EXPECTED
    )
    assert comparison.subprocessors == ()
    assert comparison.significance is not Significance.SUBSTANTIVE


def test_the_number_of_companies_is_no_edit() -> None:
    """A line that counts the list is not told beside the company that it counts."""
    before = read_body(f"<p>We use 4 subprocessors today.</p>{make_table(*BASIC, header=HEADER)}")
    rows = (*BASIC, NEW)
    after = read_body(f"<p>We use 5 subprocessors today.</p>{make_table(*rows, header=HEADER)}")
    comparison = compare_documents(before, after, EXPECTED)
    assert comparison.summary == ("Alder added Gravel GPU, Inc. (GPU hosting, Norway).",)


def test_a_new_company_is_at_least_medium() -> None:
    """Who else gets data matters more than wording; a company fewer is low."""
    assert compare_rows(BASIC, (*BASIC, NEW)).severity is Severity.MEDIUM
    assert compare_rows(BASIC, BASIC[1:]).severity is Severity.LOW


def test_text_around_the_list_is_compared_as_before() -> None:
    """A shorter notice period beside a new company is an edit of its own, and counted."""
    table, longer = (make_table(*rows, header=HEADER) for rows in (BASIC, (*BASIC, NEW)))
    notice = "<p>You may object within {} days after we announce a new company here.</p>"
    comparison = compare_documents(
        read_body(notice.format("thirty") + table),
        read_body(notice.format("five") + longer),
        EXPECTED,
    )
    assert comparison.headline == "Alder added Gravel GPU, Inc. (GPU hosting, Norway)."
    assert comparison.summary[-1] == "1 more edit."
    assert any("five days" in (edit.after or "") for edit in comparison.edits)


def test_a_column_that_is_no_field_is_compared_as_text() -> None:
    """Other safeguards for a transfer are no field of an entry, and still told."""
    header = (*HEADER, "Transfer mechanism")
    before = [(*row, "Standard contractual clauses") for row in BASIC]
    after = [(*BASIC[0], "Consent of the data subject"), *before[1:]]
    comparison = compare_rows(before, after, header)
    assert comparison.significance is Significance.SUBSTANTIVE
    assert "Consent of the data subject" in (comparison.edits[0].after or "")


def test_a_list_that_is_half_unread_is_compared_as_text() -> None:
    """Companies that the page still names in prose are not told as removed."""
    prose = (
        "<p>" + " ".join(f"We also rely on {name} and others." for name, _, _ in BASIC[1:]) + "</p>"
    )
    before = read_body(make_table(*BASIC, header=HEADER))
    after = read_body(make_table(BASIC[0], header=HEADER) + prose)
    assert compare_documents(before, after, EXPECTED).subprocessors == ()


def test_a_company_for_one_more_product_is_told_with_it() -> None:
    """Of several tables the one that changed is named."""

    def build(*second: tuple[str, ...]) -> Reading:
        first = make_table(*BASIC[:2], header=HEADER)
        return read_body(
            f"<h2>Alder Docs</h2>{first}<h2>Alder Sign</h2>{make_table(*second, header=HEADER)}"
        )

    comparison = compare_documents(build(*BASIC[2:]), build(*BASIC[2:], BASIC[0]), EXPECTED)
    assert comparison.headline == (
        "Alder added Nimbra Cloud, Inc. (Cloud hosting, United States) for Alder Sign."
    )


def test_long_lists_with_one_word_in_common_are_compared() -> None:
    """Of 2,000 companies with the same first word, each is compared with a few and not with all."""
    before = [Subprocessor(f"Vendor {n} GmbH", "Hosting", "Norway") for n in range(2_000)]
    after = [Subprocessor(f"Vendor {n} GmbH", "Hosting", "Norway") for n in range(2_000, 4_000)]
    difference = compare_lists(before, [before[7], *after[1:]])
    assert [pair[0].name for pair in difference.pairs] == ["Vendor 7 GmbH"]
    assert len(difference.edits) == 1_999 + 1_999


RELATED = Subprocessor("Harbor, Inc.", "Email", "Germany")


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (Subprocessor("Harbor Payments Europe Ltd.", "Payments", "Ireland"), ["ADDED", "REMOVED"]),
        (Subprocessor("Harbor Payments Europe Ltd.", "", ""), ["ADDED", "REMOVED"]),
        (Subprocessor("Harbor Payments Europe Ltd.", "Email", "Germany"), ["RENAMED"]),
        (Subprocessor("Harbor Mail Ltd.", "Email", "Ireland"), ["RENAMED", "RELOCATED"]),
    ],
)
def test_a_related_name_alone_is_another_company(other: Subprocessor, kinds: list[str]) -> None:
    """A renamed company does the same, or is in the same place."""
    edits = compare_lists([RELATED], [other]).edits
    assert [edit.kind for edit in edits] == [SubprocessorEditKind[kind] for kind in kinds]


@pytest.mark.parametrize(("kept", "is_same"), [(4, True), (2, True), (1, False), (0, False)])
def test_a_list_is_the_same_if_half_of_its_companies_are_left(kept: int, *, is_same: bool) -> None:
    """With fewer it is another list, or a page that shows none; an empty list is like no other."""
    before = [Subprocessor(name) for name in ("Ashby", "Birch", "Cedar", "Dogwood")]
    after = [*before[:kept], Subprocessor("Elder"), Subprocessor("Fir")]
    assert is_same_list(before, after) is is_same
    assert not is_same_list([], after)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Unit 17 Analytics", "Unit 18 Analytics"),
        ("Unit 17 Analytics", "Unit 71 Analytics"),
        ("Cloud 112 Hosting Ltd.", "Cloud 121 Hosting Ltd."),
        ("Harbour 11 Systems GmbH", "Harbour 1 Systems GmbH"),
        ("3rd Pier Payments", "Pier Payments"),
    ],
)
def test_another_number_is_no_typing_error(name: str, other: str) -> None:
    """Names that differ in figures are two companies."""
    edits = compare_lists([Subprocessor(name)], [Subprocessor(other)]).edits
    kinds = SubprocessorEditKind
    assert [edit.kind for edit in edits] == [kinds.ADDED, kinds.REMOVED]


def test_another_letter_is_a_typing_error() -> None:
    """The company is the same, and nothing is told."""
    before, after = (Subprocessor(f"{name} Analytics") for name in ("Quillpost", "Quilpost"))
    assert compare_lists([before], [after]).edits == ()
