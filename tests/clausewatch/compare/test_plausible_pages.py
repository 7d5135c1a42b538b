"""Is this the policy? Pages that stand where it should be, each with its verdict."""

import pytest

from clausewatch.compare import find_implausibility
from clausewatch.compare.first_look import find_remark
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page
from tests.clausewatch.policy_pages import (
    BASE,
    EXPECTED,
    PARAGRAPHS,
    URL,
    asked,
    page,
    reading,
    terms,
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
SHARED = "<p>Lumenforge Labs Ltd, 4 Quay Street, Cork. All rights reserved by their owners.</p>"

STANDINS: dict[str, tuple[str, bytes]] = {
    "empty body": ("empty", b"<html><body></body></html>"),
    "script shell": (
        "script-shell",
        b"<html><body><div id='root'></div><script>1</script></body></html>",
    ),
    "needs scripts": (
        "script-shell",
        page("<p>You need to enable JavaScript to run this app.</p>", "Lumenforge"),
    ),
    "captcha widget": ("captcha", b"<html><body><div class='cf-turnstile'></div></body></html>"),
    "captcha words": (
        "captcha",
        page("<p>Please verify that you are human before you go on.</p>", "Just a moment"),
    ),
    "consent wall": (
        "consent-wall",
        page("<p>Before you continue, please accept or reject our cookies.</p>", "Lumenforge"),
    ),
    "login": (
        "login",
        page("<p>Welcome back to the studio.</p><form><input type='password'></form>", "Sign in"),
    ),
    "not found": ("error", page("<h1>404</h1><p>This page could not be found.</p>", "Lumenforge")),
    "server error": ("error", b"An internal server error has occurred."),
    "long error page": ("error", page(HOME * 4, "Page not found")),
    "maintenance": (
        "maintenance",
        page("<p>We are down for maintenance and will be back soon.</p>", "Lumenforge"),
    ),
    "parked": ("parked", page("<p>This domain is for sale.</p>", "lumenforge.example")),
    "parking script": (
        "parked",
        b"<html><body><script src='//x.example/parkingcrew.js'></script><p>Links</p></body></html>",
    ),
    "redirect stub": (
        "redirect",
        b"<html><head><meta http-equiv=refresh content='0;url=/en'></head><body>Go</body></html>",
    ),
    "home page": ("home", page(HOME, "Lumenforge: pictures from words")),
    "hub": (
        "hub",
        page(
            "".join(f"<h3>Story {i}</h3><p>Part {i} of many</p>" for i in range(30)), "Lumenforge"
        ),
    ),
    "other document": (
        "other-document",
        page(
            "<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), "Terms of Service"
        ),
    ),
    "other document under the site's title": (
        "other-document",
        page("<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), "Lumenforge"),
    ),
    "other language": (
        "language",
        page("<h1>Datenschutz</h1>" + "".join(f"<p>{t}</p>" for t in GERMAN), "Datenschutz"),
    ),
}


def test_the_title_of_the_site_names_no_document() -> None:
    """Where all pages have one title, the heading tells which document a page is."""
    under = "Lumenforge: pictures from words"
    other = page("<h1>Terms of Service</h1>" + "".join(f"<p>{t}</p>" for t in TERMS), under)
    verdict = asked(other, page(terms(), under))
    assert verdict is not None
    assert verdict.code == "other-document"


@pytest.mark.parametrize("situation", STANDINS)
def test_a_stand_in_is_not_the_policy(situation: str) -> None:
    """Each page that is not the policy is refused with its code and one sentence."""
    code, body = STANDINS[situation]
    verdict = asked(body, BASE)
    assert verdict is not None
    assert verdict.code == code
    assert verdict.reason.endswith(".")


ODD = {"home page", "hub", "other document", "other document under the site's title"}
"""Nothing proves that these are the wrong page: they are read with a remark."""
AT_FIRST_SIGHT = tuple(name for name in STANDINS if name not in {*ODD, "other language"})


@pytest.mark.parametrize("situation", AT_FIRST_SIGHT)
def test_a_stand_in_is_no_first_version(situation: str) -> None:
    """The same page is refused where there is no earlier version to compare it with."""
    assert asked(STANDINS[situation][1]) is not None


@pytest.mark.parametrize("situation", sorted(ODD))
def test_an_odd_first_page_is_read_with_a_remark(situation: str) -> None:
    """What only looks like another page is read, and a person is asked."""
    code, body = STANDINS[situation]
    assert asked(body) is None
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
GOOD: dict[str, bytes] = {
    "the same page": BASE,
    "a number changed": page(terms().replace("30 days", "60 days")),
    "a section dropped": page(terms().partition("<h2>Processors")[0]),
    "a rewrite under the same name": page(
        "<h1>Privacy Policy</h1>" + "".join(f"<p>{text}</p>" for text in REWRITTEN)
    ),
    "a login form beside the terms": page(terms() + "<form><input type='password'></form>"),
    "a captcha beside the terms": page(terms() + "<div class='g-recaptcha'></div>"),
}


@pytest.mark.parametrize("situation", GOOD)
def test_the_policy_is_the_policy(situation: str) -> None:
    """A changed, shortened or rewritten policy is accepted, at first sight, too."""
    assert asked(GOOD[situation], BASE) is None
    assert asked(GOOD[situation]) is None


LONG = page(terms(paragraphs=PARAGRAPHS * 1) + "".join(f"<p>{text}</p>" for text in TERMS * 3))


def test_a_body_that_breaks_off_is_truncated() -> None:
    """A text that ends in mid-sentence without closing tags has lost its end."""
    cut = BASE[: BASE.index(b"visit and")]
    verdict = asked(cut, BASE)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_body_without_its_end_is_truncated() -> None:
    """A page that stops between two sentences, far too early, has lost its end."""
    cut = BASE[: BASE.index(b"<p>We keep")]
    verdict = asked(cut, BASE)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_body_that_lacks_its_last_part_is_truncated() -> None:
    """Most of the text is there, no closing tags, and nothing new: it was cut, not edited."""
    whole = page(terms() + "".join(f"<p>{text}</p>" for text in TERMS))
    cut = whole[: whole.index(b"<p>Either party")]
    verdict = asked(cut, whole)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_long_note_behind_the_page_takes_no_end_away() -> None:
    """A comment behind the closing tags, however long, does not make a shorter page a cut one."""
    whole = page(terms() + "".join(f"<p>{text}</p>" for text in TERMS))
    shorter = page(terms() + "".join(f"<p>{text}</p>" for text in TERMS[:-1]))
    assert asked(shorter + b"<!-- " + b"cached " * 9000 + b"-->", whole) is None


def test_fewer_bytes_than_announced_is_truncated() -> None:
    """A response shorter than its Content-Length is refused even at first sight."""
    short = read([Page(URL, BASE, "text/html", declared_length=len(BASE) + 10)])
    verdict = find_implausibility(short, None, EXPECTED)
    assert verdict is not None
    assert verdict.code == "truncated"


def test_a_frame_without_its_document_is_refused() -> None:
    """An embed that failed leaves the page around it whole and the policy gone."""
    frame = (
        "<div><p>Need help? Our studio team reads every message that you send.</p></div>" + SHARED
    )
    whole = page(
        f"{frame}{terms()}" + "".join(f"<p>{text}</p>" for text in TERMS * 4), "Lumenforge"
    )
    hollow = page(
        f"{frame}<div class='embed'></div><p>We read all mail, day and night, with care.</p>",
        "Lumenforge",
    )
    verdict = asked(hollow, whole)
    assert verdict is not None
    assert verdict.code == "embed"


def test_a_first_page_without_a_name_is_judged_by_its_words() -> None:
    """A text that names itself nowhere but speaks of data, rights and law is accepted."""
    body = page("".join(f"<p>{text}</p>" for text in REWRITTEN[1:]), "Lumenforge")
    assert find_implausibility(reading(body), None, Expected("Lumenforge", "", URL)) is None


CHINESE = "\u9690\u79c1\u653f\u7b56"
LANGUAGES = {
    "fr": ("erreur", "Une erreur interne est survenue, page introuvable."),
    "de": ("Fehler", "Diese Seite wurde leider nicht gefunden."),
    "sv": ("Fel", "Sidan hittades inte, f\u00f6rs\u00f6k igen senare."),
    "zh": (CHINESE, "\u9875\u9762\u627e\u4e0d\u5230"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_read_in_other_languages(language: str) -> None:
    """An error page is one in any of the languages that policies are written in."""
    title, text = LANGUAGES[language]
    verdict = asked(page(f"<p>{text}</p>", title), BASE)
    assert verdict is not None
    assert verdict.code == "error"
