"""Error pages told by a status code in the title or the first heading, in any language."""

import pytest

from clausewatch.compare import find_implausibility
from clausewatch.model.reading import Expected
from tests.clausewatch.policy_pages import EXPECTED, read_page

PROSE = {
    "Polish": "Serwis chwilowo odpoczywa. Wróć do nas za kilka minut albo zadzwoń. " * 4,
    "Greek": "Ωχ, δεν αποκρίνεται αυτή τη στιγμή. Δοκιμάστε ξανά σε λίγα λεπτά. " * 4,
    "Hungarian": "Az oldal most nem válaszol. Kérjük, próbálja újra néhány perc múlva. " * 4,
    "Korean": "지금은 요청이 많아 응답할 수 없습니다. 잠시 후에 다시 시도해 주십시오. " * 4,
    "Hebrew": "השירות אינו מגיב כרגע. אפשר לנסות שוב בעוד כמה דקות או לחזור לעמוד הראשי. " * 4,
}
TITLES = {
    "Polish": ("522", "Chwila przerwy"),
    "Greek": ("Ωχ! \u2013 429", "Κάτι λείπει"),
    "Hungarian": ("Szünet", "Hiba 410"),
    "Korean": ("안내 | 520", "잠시만요"),
    "Hebrew": ("רגע", "403"),
}


def find_code(title: str, heading: str, text: str, expected: Expected = EXPECTED) -> str:
    """Return the code of a first page that is refused, or an empty string."""
    markup = f"<html><title>{title}</title><body><h1>{heading}</h1><p>{text}</p></body></html>"
    implausible = find_implausibility(read_page(markup), None, expected)
    return implausible.code if implausible else ""


@pytest.mark.parametrize("language", PROSE)
def test_a_status_code_in_a_title_is_an_error(language: str) -> None:
    """The words are in no list, and the number alone says what the page is."""
    assert find_code(*TITLES[language], PROSE[language]) == "error"


@pytest.mark.parametrize(
    "title",
    [
        "Regulation (EU) 2016/679",
        "Privacy Policy of Studio 404",
        "Rules for 500 members, § 5",
        "Top 501-A terms",
        "Ordinance 12.503",
    ],
)
def test_other_numbers_in_a_title_are_no_error(title: str) -> None:
    """Numbers of laws, of names and of paragraphs are not status codes."""
    heading = "Privacy Policy" if "404" in title else "Rules"
    assert find_code(title, heading, "We keep what you send us for ten days. " * 20) == ""
