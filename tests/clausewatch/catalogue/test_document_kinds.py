"""Kinds of documents and their names."""

import pytest

from clausewatch.catalogue import KINDS, find_kind, parse_kinds
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.document_kinds import IGNORED_DECLARED_NAMES, KINDS_BY_DECLARED_NAME

DECLARED_NAMES = """About|Acceptable Use Policy|Accessibility Statement|Ad Publishing Policy
Advertising Content Policy|Affiliate Disclosure|Brand Guidelines|Business Mediation Policy
Business Privacy Policy|Closed Captioning Policy|Commercial Terms|Community Guidelines
Complaints Policy|Conditions of Carriage|Content Monetisation Policy|Copyright Claims Policy
Corporate Social Responsibility|Data Controller Agreement|Data Processor Agreement
Deceased Users|Developer Terms|Editorial Policy|Frequently Asked Questions
General Conditions of Sale|Human Rights Policy|Imprint|In-App Purchases Policy
Law Enforcement Guidelines|Legal Information|Live Policy|Marketplace Buyers Conditions
Marketplace Sellers Conditions|Merged|Miscellaneous Agreement|Other
Parent Organization Privacy Policy|Platform to Business Notice|Policy|Premium Partner Conditions
Privacy Policy|Quality Guidelines|Ranking Parameters Description|Records Keeping Policy
Restricted Use Policy|Review Guidelines|Safety Guidelines|Seller Warranty
Service Level Agreement|Single Sign-On Policy|Social Media Policy|Spam
Telephone Communication Guidelines|Terms of Service|Trackers Policy|User Consent Policy
Vulnerability Disclosure Policy""".replace("\n", "|").split("|")


def test_every_declared_name_is_known() -> None:
    """Each of the 56 names in declarations means a kind or is ignored on purpose."""
    assert len(set(DECLARED_NAMES)) == 56
    assert [
        name
        for name in DECLARED_NAMES
        if name not in KINDS_BY_DECLARED_NAME and name not in IGNORED_DECLARED_NAMES
    ] == []


def test_no_name_means_two_kinds() -> None:
    """Names, aliases and declared names are unique."""
    keys_by_name: dict[str, set[str]] = {}
    for kind in KINDS:
        for name in (kind.key, kind.name, *kind.aliases, *kind.declared_names):
            keys_by_name.setdefault(fold_name(name), set()).add(kind.key)
    assert {name: keys for name, keys in keys_by_name.items() if len(keys) > 1} == {}


TYPED = [
    ("privacy", "privacy"),
    ("Privacy Policy", "privacy"),
    ("TOS", "terms"),
    ("terms of use", "terms"),
    ("T&C", "terms"),
    ("Cookies", "cookies"),
    ("DPA", "dpa"),
    ("data-processing addendum", "dpa"),
    ("sub-processors", "subprocessors"),
    ("subprocessor", "subprocessors"),
    ("AUP", "aup"),
    ("usage policy", "aup"),
    ("community guidelines", "guidelines"),
    ("Mentions légales", "legal"),
    ("Trackers Policy", "cookies"),
    ("dmca", "copyright"),
    ("agreements of sorts", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "key"), TYPED)
def test_kinds_have_many_names(words: str, key: str | None) -> None:
    """Short words, full names and declared names mean the same kind."""
    kind = find_kind(words)
    assert (kind.key if kind else None) == key


LISTS = [
    ("privacy,terms", ["privacy", "terms"], []),
    ("Privacy policy and cookie policy", ["privacy", "cookies"], []),
    ("terms and conditions; dpa", ["terms", "dpa"], []),
    ("privacy terms cookies", ["privacy", "terms", "cookies"], []),
    ("privacy privacy", ["privacy"], []),
    ("privacy, horoscope", ["privacy"], ["horoscope"]),
    ("", [], []),
]


@pytest.mark.parametrize(("text", "keys", "unknown"), LISTS)
def test_lists_of_kinds_are_read(text: str, keys: list[str], unknown: list[str]) -> None:
    """Commas, spaces and `and` separate kinds; other words are returned as unknown."""
    parsed = parse_kinds(text)
    assert [kind.key for kind in parsed.kinds] == keys
    assert list(parsed.unknown) == unknown


@pytest.mark.parametrize("text", ["all", "ALL", "privacy, all"])
def test_all_is_every_kind(text: str) -> None:
    """The word `all` means the whole list."""
    assert parse_kinds(text).kinds == KINDS
