"""Pages in the place of the policy, each with the reason why it is refused."""

import pytest

from clausewatch.compare import find_implausibility
from clausewatch.compare.first_page import find_remark
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page
from tests.clausewatch.policy_pages import (
    BASE,
    EXPECTED,
    URL,
    find_refusal,
    read_page,
    render_page,
    render_terms,
)

HOME = "".join(
    f"<h2>{title}</h2><p>{text}</p>"
    for title, text in (
        ("Paint with light", "Lumenforge turns a line of words into a picture within seconds."),
        ("Loved by studios", "Thousands of artists open our gallery every day and find a spark."),
        ("Any device", "Start on your phone in the train and finish on the big screen at home."),
        ("Simple prices", "Pick the plan that fits, change it any day, and keep all pictures."),
        ("Ready when you are", "Draw your first picture today; it takes less than one minute."),
    )
)

GERMAN = (
    "Wir speichern Ihre Eingaben drei\u00dfig Tage lang und l\u00f6schen sie danach wieder.",
    "Sie k\u00f6nnen der Verarbeitung Ihrer Bilder jederzeit schriftlich widersprechen.",
    "Wir geben personenbezogene Daten nur an die unten genannten Dienstleister weiter.",
    "Dieser Dienst richtet sich nicht an Personen unter sechzehn Jahren.",
)

TERMS = (
    "You may cancel the subscription at the end of any month without giving a reason.",
    "Invoices fall due fourteen days after they are sent, and late payment bears interest.",
    "The studio is provided as it is, and liability for lost profit is excluded.",
    "You grant a licence to show the pictures in the public gallery until you remove them.",
    "Either party may end this agreement at once for good cause by written notice.",
)

WRONG_PAGES: dict[str, tuple[str, bytes]] = {
    "empty body": ("empty", b"<html><body></body></html>"),
    "script shell": (
        "script-shell",
        b"<html><body><div id='root'></div><script>1</script></body></html>",
    ),
    "needs scripts": (
        "script-shell",
        render_page("<p>You need to enable JavaScript to run this app.</p>", "Lumenforge"),
    ),
    "captcha widget": ("captcha", b"<html><body><div class='cf-turnstile'></div></body></html>"),
    "captcha words": (
        "captcha",
        render_page("<p>Please verify that you are human before you go on.</p>", "Just a moment"),
    ),
    "consent wall": (
        "consent-wall",
        render_page(
            "<p>Before you continue, please accept or reject our cookies.</p>", "Lumenforge"
        ),
    ),
    "login": (
        "login",
        render_page(
            "<p>Welcome back to the studio.</p><form><input type='password'></form>", "Sign in"
        ),
    ),
    "not found": (
        "error",
        render_page("<h1>404</h1><p>This page could not be found.</p>", "Lumenforge"),
    ),
    "server error": ("error", b"An internal server error has occurred."),
    "long error page": ("error", render_page(HOME * 4, "Page not found")),
    "maintenance": (
        "maintenance",
        render_page("<p>We are down for maintenance and will be back soon.</p>", "Lumenforge"),
    ),
    "parked": ("parked", render_page("<p>This domain is for sale.</p>", "lumenforge.example")),
    "parking script": (
        "parked",
        b"<html><body><script src='//x.example/parkingcrew.js'></script><p>Links</p></body></html>",
    ),
    "redirect stub": (
        "redirect",
        b"<html><head><meta http-equiv=refresh content='0;url=/en'></head><body>Go</body></html>",
    ),
    "home page": ("home", render_page(HOME, "Lumenforge: pictures from words")),
    "hub": (
        "hub",
        render_page(
            "".join(f"<h3>Story {i}</h3><p>Part {i} of many</p>" for i in range(30)), "Lumenforge"
        ),
    ),
    "other document": (
        "other-document",
        render_page(
            "<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), "Terms of Service"
        ),
    ),
    "other document under the site's title": (
        "other-document",
        render_page(
            "<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), "Lumenforge"
        ),
    ),
    "other language": (
        "language",
        render_page("<h1>Datenschutz</h1>" + "".join(f"<p>{t}</p>" for t in GERMAN), "Datenschutz"),
    ),
}


def test_the_title_of_the_site_names_no_document() -> None:
    """If all pages have the same title, the heading tells which document a page is."""
    under = "Lumenforge: pictures from words"
    other = render_page("<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), under)
    verdict = find_refusal(other, render_page(render_terms(), under))
    assert verdict is not None
    assert verdict.code == "other-document"


@pytest.mark.parametrize("situation", WRONG_PAGES)
def test_a_wrong_page_is_refused(situation: str) -> None:
    """A page that is not the policy is refused with a code and one sentence."""
    code, body = WRONG_PAGES[situation]
    verdict = find_refusal(body, BASE)
    assert verdict is not None
    assert verdict.code == code
    assert verdict.reason.endswith(".")


ODD_PAGES = {"home page", "hub", "other document", "other document under the site's title"}
"""Pages that may be the right one: a first page of this kind is accepted with a remark."""

PROVABLY_WRONG = tuple(name for name in WRONG_PAGES if name not in {*ODD_PAGES, "other language"})


@pytest.mark.parametrize("situation", PROVABLY_WRONG)
def test_a_provably_wrong_first_page_is_refused(situation: str) -> None:
    """The same page is refused if there is no earlier version."""
    assert find_refusal(WRONG_PAGES[situation][1]) is not None


@pytest.mark.parametrize("situation", sorted(ODD_PAGES))
def test_an_odd_first_page_gets_a_remark(situation: str) -> None:
    """A page that may be the wrong one is accepted with a remark for a person."""
    code, body = WRONG_PAGES[situation]
    assert find_refusal(body) is None
    remark = find_remark(read([Page(URL, body, "text/html")]), EXPECTED)
    assert remark is not None
    assert remark.code == code
    assert remark.reason.endswith(".")


REWRITTEN = (
    "This privacy policy explains how Lumenforge handles personal data that you upload to us.",
    "Prompts and images are deleted within thirty days unless you keep them in your account.",
    "Personal data is shared with processors for storage, and it is never sold to anybody.",
    "You may write to our office to object to research use or to ask for a copy of your data.",
    "Nobody under sixteen may use the studio, and the courts of Ireland decide on disputes.",
)

RIGHT_PAGES: dict[str, bytes] = {
    "the same page": BASE,
    "a number changed": render_page(render_terms().replace("30 days", "60 days")),
    "a section dropped": render_page(render_terms().partition("<h2>Processors")[0]),
    "a rewrite under the same name": render_page(
        "<h1>Privacy Policy</h1>" + "".join(f"<p>{text}</p>" for text in REWRITTEN)
    ),
    "a login form beside the terms": render_page(
        render_terms() + "<form><input type='password'></form>"
    ),
    "a captcha beside the terms": render_page(render_terms() + "<div class='g-recaptcha'></div>"),
}


@pytest.mark.parametrize("situation", RIGHT_PAGES)
def test_a_right_page_is_accepted(situation: str) -> None:
    """A changed, shortened or rewritten policy is accepted, also as a first page."""
    assert find_refusal(RIGHT_PAGES[situation], BASE) is None
    assert find_refusal(RIGHT_PAGES[situation]) is None


def test_an_untitled_first_page_is_accepted_for_its_words() -> None:
    """A text without a title that speaks of data, rights and law is accepted."""
    body = render_page("".join(f"<p>{text}</p>" for text in REWRITTEN[1:]), "Lumenforge")
    assert find_implausibility(read_page(body), None, Expected("Lumenforge", "", URL)) is None


CHINESE = "\u9690\u79c1\u653f\u7b56"

LANGUAGES = {
    "fr": ("erreur", "Une erreur interne est survenue, page introuvable."),
    "de": ("Fehler", "Diese Seite wurde leider nicht gefunden."),
    "sv": ("Fel", "Sidan hittades inte, f\u00f6rs\u00f6k igen senare."),
    "zh": (CHINESE, "\u9875\u9762\u627e\u4e0d\u5230"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_is_refused_in_any_language(language: str) -> None:
    """Error pages are recognised in all languages that policies are written in."""
    title, text = LANGUAGES[language]
    verdict = find_refusal(render_page(f"<p>{text}</p>", title), BASE)
    assert verdict is not None
    assert verdict.code == "error"


_FAILURES = {
    "en": "The document could not be loaded.",
    "de": "Das Dokument konnte nicht geladen werden.",
    "fr": "Le document n\u2019a pas pu \u00eatre charg\u00e9.",
    "es": "No se ha podido cargar el documento.",
}
_FRAME = "".join(
    f"<p>{text}</p>"
    for text in (
        "Lumenforge believes that pictures belong to those who imagine them, and says so often.",
        "Every picture of the studio has a mark by which its makers can be told from others.",
        "Write to hello@lumenforge.example if you would like to know more about the studio.",
    )
)
_LONG_TERMS = render_terms() + "".join(f"<p>{text}</p>" for text in TERMS)


@pytest.mark.parametrize("language", _FAILURES)
def test_a_message_of_failure_where_most_of_the_text_was_is_a_failed_embed(language: str) -> None:
    """The texts of the site around an embedded document may be a quarter of the page."""
    whole = render_page(f"<h1>Privacy Policy</h1>{_FRAME}{_LONG_TERMS}")
    failed = f"<h1>Privacy Policy</h1><p>{_FAILURES[language]}</p>{_FRAME}"
    verdict = find_refusal(render_page(failed), whole)
    assert verdict is not None
    assert verdict.code == "embed"


def test_a_policy_that_only_got_shorter_is_no_failed_embed() -> None:
    """Without a message, or with most of the text, nothing failed."""
    whole = render_page(f"<h1>Privacy Policy</h1>{_FRAME}{_LONG_TERMS}")
    assert find_refusal(render_page(f"<h1>Privacy Policy</h1>{_FRAME}"), whole) is None
    noted = _LONG_TERMS + f"<p>{_FAILURES['en']}</p>"
    assert find_refusal(render_page(f"<h1>Privacy Policy</h1>{_FRAME}{noted}"), whole) is None
