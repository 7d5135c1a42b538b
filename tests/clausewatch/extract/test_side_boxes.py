"""Text in a box amid the prose is part of the terms, whatever its words are."""

import pytest

from tests.clausewatch.policy_pages import FOOTER, PARAGRAPHS, compare_pages, is_alert

_HALF = len(PARAGRAPHS) // 2
_FRAMES = {
    "between paragraphs": "<main><article>{first}{box}{rest}</article></main>",
    "at the end": "<main><div>{first}{rest}{box}</div></main>",
    "beside the holder": (
        "<main><div>{first}{rest}</div>{box}<p>By Lumenforge Labs Ltd, for its guests in Europe, "
        "in Asia and at sea.</p></main>"
    ),
}
_TERMS = {
    "a duty": "Guests must leave the gallery rooms by night.",
    "a period": "Sketches vanish after 14 days.",
    "an amount": "Large frames cost $4 more.",
    "a date": "New brushes arrive on 3 June 2027.",
    "an address": "Write to legal@lumenforge.example.",
    "the document": "Our privacy policy got shorter.",
    "words of the document": "Prompts and images of the studio go to Northwind.",
    "data": "Audio recordings are heard in Canada.",
    "a practice": "We sell what you draw.",
    "a denial": "Deposits are not refunded.",
    "a notice": "Calls are heard.",
    "a notice in German": "Anrufe werden mitgeschnitten.",
    "a notice in Polish": "Rozmowy są nagrywane.",
}
_TIP = "Tip: tune your cello early."
_REPLACED = {
    "what is seen": (
        "In short: nobody watches your screen.",
        "In short: colleagues watch your screen.",
    ),
    "a microphone": ("Microphone stays off.", "Microphone stays on."),
    "faces": ("Faces are blurred before upload.", "Faces are matched across albums."),
    "a free use": ("Free for schools and charities.", "Free for schools."),
    "an age": ("Kids under thirteen stay out.", "Kids under thirteen are welcome."),
    "advertisers": (
        "Summary: GPS traces vanish overnight.",
        "Summary: GPS traces feed advertisers.",
    ),
    "machines": (
        "Our robots read nothing you write.",
        "Our robots learn from everything you write.",
    ),
    "cameras": ("We never film rehearsals.", "Cameras film all rehearsals and voices."),
    "arbitration": ("Refunds take the form of vouchers.", "Arbitration in Vienna is final."),
    "a ban": ("Pets are welcome.", "Smoking is forbidden."),
    "a waiver": (_TIP, "Class actions are waived."),
    "liability": (_TIP, "Liability is excluded."),
    "a place": (_TIP, "Hosting moves to Singapore."),
    "training": (_TIP, "Uploads train our speech models."),
    "a recipient": (_TIP, "Subprocessor: Acme Cloud, Texas."),
    "recording in Polish": (
        "Wskazówka: zapisuj szkice rano.",
        "Rozmowy nagrywa nasz dostawca.",
    ),
    "a liability in German": ("Tipp: Pinsel feucht halten.", "Haftung ist ausgeschlossen."),
}
_NOTICES = {
    "an addendum": ("Addendum \u00b7 1 June 2026", "You pay a late fee of $50. We sell your data."),
    "a surcharge": ("Surcharge from 1 June 2026", "We charge $20 per month for each account."),
    "an amendment": (
        "Amendment No. 2 (12 March 2026)",
        "Disputes are settled by arbitration, and you waive your right to sue.",
    ),
    "a state": ("Texas, 1 January 2026", "We sell your sensitive personal data."),
    "an age": ("Warning \u00b7 2 days ago", "We may sell your personal data."),
    "an officer": ("Ines Okafor \u00b7 2 June 2026", "You must not bring claims after one year."),
    "a version": ("Version 3 of 4 June 2026", "You must delete your prompts after 9 days."),
}


def _render(place: str, *boxes: str) -> str:
    first, rest = (
        "".join(f"<p>{text}</p>" for text in texts)
        for texts in (PARAGRAPHS[:_HALF], PARAGRAPHS[_HALF:])
    )
    box = "".join(f"<div class='q'>{content}</div>" for content in boxes)
    body = _FRAMES[place].format(first=f"<h1>Privacy Policy</h1>{first}", rest=rest, box=box)
    title = "<title>Privacy Policy | Lumenforge</title>"
    return f"<html lang='en'><head>{title}</head><body>{body}{FOOTER}</body></html>"


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("kind", _TERMS)
def test_a_term_in_a_box_is_told(kind: str, place: str) -> None:
    """A notice has the shape of a tip."""
    box = f"<p>{_TERMS[kind]}</p>"
    assert is_alert(compare_pages(_render(place), _render(place, box)))
    assert is_alert(compare_pages(_render(place, box), _render(place)))


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("kind", _REPLACED)
def test_a_term_that_replaces_the_text_of_a_box_is_told(kind: str, place: str) -> None:
    """Its words need not be those of a rule, nor stand elsewhere in the document."""
    before, after = (_render(place, f"<p>{text}</p>") for text in _REPLACED[kind])
    assert is_alert(compare_pages(before, after))
    assert is_alert(compare_pages(after, before))


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("tag", ["h3", "p"])
@pytest.mark.parametrize("kind", _NOTICES)
def test_a_term_below_a_name_and_a_day_is_told(kind: str, tag: str, place: str) -> None:
    """Addenda and notices of the company are dated just as comments are."""
    head, text = _NOTICES[kind]
    box = f"<{tag}>{head}</{tag}><p>{text}</p>"
    assert is_alert(compare_pages(_render(place), _render(place, box)))
    assert is_alert(compare_pages(_render(place, box), _render(place)))


def test_a_denial_that_goes_below_a_name_and_a_day_is_told() -> None:
    """The heading of an addendum stays, and its promise turns around."""
    head = "<h3>Supplement, 1 June 2026</h3><p>{}</p>"
    texts = ("We do not sell your personal data.", "We sell your personal data.")
    before, after = (_render("between paragraphs", head.format(text)) for text in texts)
    assert is_alert(compare_pages(before, after))


def test_an_amended_text_in_a_box_is_told() -> None:
    """A term keeps its words and gets more."""
    old = "Bids in the gallery bind their bidders."
    before, after = (
        _render("at the end", f"<p>{text}</p>")
        for text in (old, "Bids in the gallery bind their bidders and their heirs.")
    )
    assert is_alert(compare_pages(before, after))


@pytest.mark.parametrize(
    "line",
    [
        "Effective 4 June 2026",
        "Version 3 of 4 June 2026",
        "Update:",
        "Lumenforge \u00b7 4 June 2026",
    ],
)
def test_what_stands_below_a_date_line_is_told(line: str) -> None:
    """What stands below the date of a notice, or the company's name, is the company's."""
    notice = f"<p>{line}</p><p>You must delete your prompts after 9 days.</p>"
    pages = (_render("at the end"), _render("at the end", notice))
    assert is_alert(compare_pages(*pages))


def test_an_item_that_a_sentence_introduces_is_told() -> None:
    """The element of a list is part of the sentence before it."""
    lead, item = "<p>We also collect:</p>", "<div><ul><li>{}</li></ul></div>"
    pages = [
        _render("between paragraphs").replace("<p>We keep", lead + item.format(text) + "<p>We keep")
        for text in ("Fingerprints", "Voices")
    ]
    assert is_alert(compare_pages(*pages))
