"""Values of the moment, messages of the page and exclamations: no terms, whatever they say."""

import pytest

from clausewatch.compare import compare
from clausewatch.compare.momentary_values import find_moment
from clausewatch.model.reading import Significance
from tests.clausewatch.policy_pages import read_page, render_page, render_terms

MOMENTS = (
    ("Saturday, 3 May 2031, 10:14:07", "Friday, 9 May 2031, 18:51:33"),
    ("It is now 9:14 am in our office in Tartu.", "It is now 4:52 pm in our office in Tartu."),
    ("The sale ends in 11:42:10", "The sale ends in 03:08:55"),
    ("Drawn by web-07 at 2031-05-03T10:14:07Z", "Drawn by web-02 at 2031-05-09T08:00:19Z"),
    ("1,204 people are reading", "987 people are reading"),
    ("This page was opened 18,422 times.", "This page was opened 19,030 times."),
    ("There are 23,817 registered members.", "There are 23,964 registered members."),
    ("Made in 0.214 seconds with 31 queries.", "Made in 0.187 seconds with 30 queries."),
    ("Availability last month: 98.982%", "Availability last month: 99.871%"),
    ("4,7 sur 5 · 2 318 avis", "4,8 sur 5 · 2 402 avis"),
    ("4.7/5 from 1,204 guests", "4.6/5 from 1,377 guests"),
    ("Nächstes Boot in 3 Std 12 Min", "Nächstes Boot in 1 Std 47 Min"),
    ("Next boat in 2 h 41 min", "Next boat in 1 h 8 min"),
    ("v12.4.1 (build 20310302.4)", "v12.4.3 (build 20310310.1)"),
    (
        "From January to June 2031 we closed 1,204 reports.",
        "From July to December 2031 we closed 1,377 reports.",
    ),
    (
        "Vom 1. Februar 2031 bis zum 31. Juli 2031 hatte das Portal 40 Besucher am Tag.",
        "Vom 1. August 2031 bis zum 31. Januar 2032 hatte das Portal 40 Besucher am Tag.",
    ),
)
TERMS = (
    ("Support is there from 8:00 to 18:00.", "Support is there from 9:00 to 15:00."),
    ("Submit claims by 23:59 on Friday.", "Submit claims by 18:00 on Friday."),
    ("Last boarding is at 22:47.", "Last boarding is at 22:17."),
    ("Check-in closes 21:37", "Check-in closes 20:37"),
    ("Sellers need 4.7 of 5 marks.", "Sellers need 4.2 of 5 marks."),
    ("Session limit: 2 h 12 min", "Session limit: 1 h 47 min"),
    ("Guests may stay for 2 h 12 min", "Guests may stay for 1 h 47 min"),
    ("Calls end after 2 h 12 min", "Calls end after 1 h 47 min"),
    ("Refunds take 1 day 7 hours", "Refunds take 2 days 9 hours"),
    ("Storage ends in 3 h 30 min", "Storage ends in 2 h 15 min"),
    ("PCI DSS v3.2.1", "PCI DSS v4.0.1"),
    ("Uploads have at most 1,024 files.", "Uploads have at most 1,536 files."),
    ("The archive has 1,152 drawers.", "The archive has 1,408 drawers."),
    ("There are 1,204 moorings.", "There are 3,817 moorings."),
    ("We share data with 1,204 partners.", "We share data with 1,377 partners."),
    ("Registered under number 3312231.", "Registered under number 3312237."),
    ("See Civil Code 1798.83 and later.", "See Civil Code 1798.85 and later."),
    ("The exemption is 1,375 euros.", "The exemption is 1,385 euros."),
    ("Logs are kept for 1,095 days.", "Logs are kept for 1,825 days."),
    ("Mill Lane 12, 97205 Portland", "Mill Lane 12, 97207 Portland"),
    ("Monthly availability: 99.995%", "Monthly availability: 99.95%"),
    ("Monthly availability: 99.995%", "Monthly availability: 99.999%"),
    ("The fee for 2031 is 1,204.", "The fee for 2032 is 1,377."),
    ("The plan has 1,250 contacts.", "The plan has 1,125 contacts."),
    ("Daily quota: 1,536 messages", "Daily quota: 1,024 messages"),
    ("The plan sends 1,337 messages per seat.", "The plan sends 1,131 messages per seat."),
    ("Roaming in the islands: 1,365 minutes", "Roaming in the islands: 1,115 minutes"),
    ("Export of rows: 1,337 rows a day", "Export of rows: 1,131 rows a day"),
    ("A call takes 0.0125 points per request.", "A call takes 0.0250 points per request."),
    ("Interest on overdue sums: 9.125% a year.", "Interest on overdue sums: 11.375% a year."),
    ("Overdraft interest is 14.449% a year.", "Overdraft interest is 13.949% a year."),
    ("Guaranteed availability: 98.125%", "Guaranteed availability: 97.125%"),
    (
        "The offer runs from 1 January 2031 to 31 March 2031.",
        "The offer runs from 1 April 2031 to 30 June 2031.",
    ),
    (
        "Trial season: 1 May 2031 to 31 July 2031, 3 months",
        "Trial season: 1 August 2031 to 31 October 2031, 3 months",
    ),
    (
        "Data of 1 January 2031 to 31 December 2031 trains the model.",
        "Data of 1 January 2032 to 31 December 2032 trains the model.",
    ),
    (
        "Vouchers from 1 January 2031 to 30 June 2031 can be used for two years.",
        "Vouchers from 1 July 2031 to 31 December 2031 can be used for two years.",
    ),
)
MESSAGES = (
    "The video could not be loaded.",
    "Your session has expired. Please reload the page.",
    "Dieser Inhalt ist blockiert, bis Sie Cookies zulassen.",
    "Impossible de charger la carte.",
    "English | 日本語 | 한국어",
    "Italiano",
    "TLV 41.20 ▲ 0.8%",
    "We are hiring in Tartu!",
    "\u201cThe best tool that I know.\u201d \u2014 Mara, Tartu",
    "«Una scelta eccellente per lo studio» \u2014 Paola, Lecce",
    "We couldn\u2019t load this video.",
    "Dieses Video ist derzeit nicht verfügbar.",
    "Loading map\u2026",
)
TERMS_LIKE_MESSAGES = (
    "If a payment fails, please try again within 10 days.",
    "You must reload the page to accept the terms.",
    "We never share your data!",
    "All sales are final!",
    "You get a refund!",
    "We repair it at no charge!",
    "Orders that could not be loaded are not refunded.",
    "If the page failed to load, no fee is due.",
    "Sound files that failed to load are deleted.",
    "After the session has expired, the basket is emptied.",
    "Arbitration takes place in English.",
    "\u201cWe never look into the pictures.\u201d",
    "\u201cYour data stay on your own machine.\u201d",
    "\u201cThe first 30 days are for free.\u201d",
    "«I dati restano vostri e di nessun altro»",
    "«Nie sprzedajemy danych nikomu» \u2014 Jarzębia",
    "The cover is not available for pick-up.",
    "No refunds...",
    "Sin permanencia...",
    "This video is not available to trial workspaces.",
    "\u201cSound as described or your money back.\u201d",
    "«I pagamenti restano nelle mani del fornitore»",
    "\u201cAudits at the cost of the customer\u201d \u2014 Annex 4",
)


def _find_significance(before: str, after: str) -> Significance | None:
    old, new = (
        read_page(render_page(f"<main>{render_terms()}{text and f'<p>{text}</p>'}</main>"))
        for text in (before, after)
    )
    return compare(old, new).significance


@pytest.mark.parametrize(("before", "after"), MOMENTS)
def test_a_value_of_the_moment_is_no_term(before: str, after: str) -> None:
    """Odd times, uneven counts, thousandths and periods that move on have a shape of their own."""
    assert _find_significance(before, after) is Significance.EDITORIAL
    assert find_moment(after, before) is not None or "2031" in before


@pytest.mark.parametrize(("before", "after"), TERMS)
def test_a_number_that_limits_is_a_term(before: str, after: str) -> None:
    """Hours, limits, fees, names of standards and addresses have numbers, too."""
    assert _find_significance(before, after) is Significance.SUBSTANTIVE
    assert find_moment(after, before) is None


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_of_the_page_is_no_term(text: str) -> None:
    """The page says something about itself, or cries out, and no word of it binds anybody."""
    assert _find_significance("", text) in {Significance.EDITORIAL, None}
    assert _find_significance(text, "") in {Significance.EDITORIAL, None}


@pytest.mark.parametrize("text", TERMS_LIKE_MESSAGES)
def test_a_term_that_sounds_like_a_message_is_told(text: str) -> None:
    """A duty, a period or a denial makes the same words a term."""
    assert _find_significance("", text) is Significance.SUBSTANTIVE
    assert _find_significance(text, "") is Significance.SUBSTANTIVE
