"""First watchlists by trade: platforms of our own catalogue."""

from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.starter_lists import find_starter_lists, read_starter_names


def test_every_platform_of_a_list_has_documents() -> None:
    """A list that offers a platform without documents would disappoint at the first press."""
    lists = find_starter_lists(Catalogue.load())
    assert [(each.name, len(each.platforms)) for each in lists] == [
        (name, len(names)) for name, names in read_starter_names()
    ]
    assert {each.name for each in lists} >= {"AI vendors", "HR", "Payments", "Analytics"}
