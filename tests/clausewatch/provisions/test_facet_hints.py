"""A record calls nothing open that some sentence of the document may settle."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision
from clausewatch.provisions.open_facets import find_open_facets
from clausewatch.provisions.taxonomy_files import load_taxonomy

FindByType = Callable[[str], dict[str, Provision]]


def find_open(find_by_type: FindByType, clause: str, text: str) -> set[str]:
    """Return the ids of the facets that the record of a text leaves open."""
    provision = find_by_type(f"# Terms\n\n{text}\n")[clause]
    found = find_open_facets(load_taxonomy().clauses[clause], provision.polarity, provision.facets)
    return {facet.id for facet in found}


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "scraping_ban",
            "exception",
            (
                "## Software\n\nReverse engineering of the firmware is prohibited. Residents of the"
                " union may request what they need for interoperability."
            ),
        ),
        (
            "scraping_ban",
            "exception",
            "## Robots\n\nYou may not scrape the catalogue. However, libraries do so every spring.",
        ),
        (
            "liability_limitation",
            "cap",
            (
                "## Liability\n\n"
                "We are not liable for indirect damages. Our liability goes no further"
                " than repair or replacement of the lamp."
            ),
        ),
        (
            "liability_limitation",
            "carve_outs",
            (
                "## Liability\n\n"
                "We are not liable for any damages. Some countries do not accept such"
                " limits, so they may not apply to you."
            ),
        ),
        (
            "governing_law",
            "exclusive",
            (
                "## Law\n\nThese terms are governed by the laws of Ireland. Every action has to be"
                " brought in Cork, and you agree to submit to its courts."
            ),
        ),
        (
            "governing_law",
            "home_law",
            (
                "## Law\n\nThe laws of the State of Maine govern these terms. In lands that exclude"
                " them, those of your country are used."
            ),
        ),
        (
            "law_enforcement_disclosure",
            "belief",
            (
                "## Authorities\n\n"
                "We disclose personal data to comply with the law.\n\n## Safety\n\n"
                "We also share it if we believe that this is necessary to protect our visitors."
            ),
        ),
        (
            "targeted_advertising",
            "opt_out",
            (
                "## Adverts\n\n"
                "We use your data to show you personalised advertising.\n\n## Browser\n\n"
                "You can set your browser to block the cookies of advertising networks."
            ),
        ),
        (
            "location_data",
            "opt_out",
            (
                "## Position\n\n"
                "We collect the location of your device.\n\n## Phone\n\nThe permission"
                " for your position lives in the menu of the phone."
            ),
        ),
        (
            "account_termination",
            "appeal",
            (
                "## Accounts\n\n"
                "We may suspend your account at any time.\n\n## Complaints\n\nIf we act"
                " by mistake, you may challenge the decision within a week."
            ),
        ),
        (
            "security_measures",
            "encryption",
            (
                "## Safety\n\n"
                "We use reasonable measures to protect your personal data against loss."
                "\n\n## Payment\n\nThe checkout page is served over HTTPS."
            ),
        ),
        (
            "data_sale",
            "opt_out",
            (
                "## Sale\n\n"
                "We sell your personal data to marketers.\n\n## States\n\nResidents of some"
                " states have opted out in numbers since last year."
            ),
        ),
    ],
)
def test_a_hint_closes_no_question_but_silences_the_record(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """The facet is not stated by words that are no cue, and is not called open either."""
    assert facet not in find_open(find_by_type, clause, text)


@pytest.mark.parametrize(
    ("clause", "facet", "text"),
    [
        (
            "scraping_ban",
            "exception",
            "## Robots\n\nYou may not scrape the catalogue.\n\n## Birds\n\nHowever, robins sing.",
        ),
        ("liability_limitation", "cap", "## Liability\n\nWe are not liable for any damages."),
        (
            "governing_law",
            "exclusive",
            (
                "## Law\n\n"
                "These terms are governed by the laws of Ireland.\n\n## Dogs\n\nOnly guide"
                " dogs may enter."
            ),
        ),
        (
            "location_data",
            "opt_out",
            (
                "## Position\n\n"
                "We collect the location of your device.\n\n## Mail\n\nYou can switch"
                " the language of our letters."
            ),
        ),
        (
            "account_termination",
            "appeal",
            (
                "## Accounts\n\n"
                "We may suspend your account at any time.\n\n## Music\n\nOur concerts"
                " appeal to all ages."
            ),
        ),
        (
            "data_sale",
            "opt_out",
            (
                "## Sale\n\nWe sell your personal data to marketers.\n\n## Rooms\n\nGuests may pick"
                " a room by the sea."
            ),
        ),
    ],
)
def test_what_has_no_hint_is_open(
    find_by_type: FindByType, clause: str, facet: str, text: str
) -> None:
    """Words of another matter leave the question open."""
    assert facet in find_open(find_by_type, clause, text)


def test_a_hint_is_neither_stated_nor_absent(find_by_type: FindByType) -> None:
    """The finding itself says so, for exports and comparisons."""
    provision = find_by_type(
        "# Terms\n\n## Liability\n\nWe are not liable for indirect damages. Our liability goes no"
        " further than repair or replacement of the lamp.\n"
    )["liability_limitation"]
    cap = next(facet for facet in provision.facets if facet.id == "cap")
    assert not cap.is_stated
    assert not cap.is_absent
    assert "cap" not in provision.note
