"""Pages that replace the document. None may raise an alert.

The name of a function is the name of its kind, which is part of the seed.
"""

import random
import re
from collections.abc import Callable, Sequence

from benchmarks.metamorphic import page_tree, sample_texts
from benchmarks.metamorphic.page_tree import PolicyPage, parse_element

Replacement = Callable[[PolicyPage, random.Random, Sequence[PolicyPage]], str | None]
"""Returns the markup of the page fetched instead, or None if there is no suitable one."""
REPLACEMENTS: dict[str, Replacement] = {}

_BLOCKERS: dict[str, tuple[tuple[str, str], ...]] = {
    "captcha": (
        ("Just a moment...", "Checking that you are not a bot. This takes a few seconds. Ray 8ab1"),
        ("Security check", "Please complete the puzzle below to continue. <div class='g-recaptcha'></div>"),
        ("Access to this page has been denied", "Press and hold the button to confirm that you are a human."),
        ("Pardon the interruption", "Something about your browser made us think you were a bot."),
        ("\u00dcberpr\u00fcfung", "Bitte best\u00e4tigen Sie, dass Sie kein Roboter sind."),
        ("V\u00e9rification", "Veuillez confirmer que vous n'\u00eates pas un robot."),
        ("\u5b89\u5168\u9a8c\u8bc1", "\u8bf7\u5b8c\u6210\u9a8c\u8bc1\u540e\u7ee7\u7eed\u8bbf\u95ee\u3002"),
    ),
    "denied": (
        ("403 Forbidden", "You don't have permission to access this resource."),
        ("Access Denied", "The owner of this website has blocked your address. Reference #18.2f"),
        ("Too many requests", "Slow down a little and try again in some minutes."),
        ("Not available", "This content is not available in your country or region."),
    ),
    "gone": (
        ("404", "The page you are looking for could not be found."),
        ("Oops!", "We can't find that page. It may have moved, or you may have mistyped the address."),
        ("Seite nicht gefunden", "Die gesuchte Seite existiert nicht mehr. Zur\u00fcck zur Startseite."),
        ("Page introuvable", "La page demand\u00e9e n'existe pas ou a \u00e9t\u00e9 d\u00e9plac\u00e9e."),
        ("P\u00e1gina no encontrada", "La direcci\u00f3n que has escrito no existe."),
        ("Sidan hittades inte", "Sidan du s\u00f6ker finns inte l\u00e4ngre."),
        ("Pagina non trovata", "La pagina richiesta non esiste."),
        ("Lost in space", "This page floated away. Let's get you back home."),
        ("410", "This page has been removed."),
    ),
    "failing": (
        ("500 Internal Server Error", "An unexpected error occurred. Our team has been notified."),
        ("502 Bad Gateway", "nginx"),
        ("504 Gateway Time-out", "The server didn't respond in time."),
        ("Something went wrong", "An error has occurred while loading this page. Reload"),
        ("Application error", "A client-side exception has occurred (see the console)."),
        ("Error establishing a database connection", ""),
    ),
    "maintenance": (
        ("We'll be right back", "We are carrying out scheduled maintenance until 06:00 UTC."),
        ("Down for maintenance", "Sorry for the inconvenience. Follow us for news."),
        ("Wartungsarbeiten", "Unsere Seite ist in K\u00fcrze wieder erreichbar."),
        ("Site en maintenance", "Nous revenons tr\u00e8s vite."),
    ),
    "login": (
        ("Sign in", "<form><label>E-mail<input type='email'></label><label>Password"
         "<input type='password'></label><button>Sign in</button></form><p>New here? Create an"
         " account</p><p>By continuing you agree to our Terms and Privacy Policy.</p>"),
        ("Anmelden", "<form><input type='text' placeholder='Benutzername'><input type='password'>"
         "<button>Anmelden</button></form><a href='/r'>Passwort vergessen?</a>"),
        ("Log in to continue", "<button>Continue with Google</button><button>Continue with Apple</button>"
         "<input placeholder='Work e-mail'><button>Continue</button>"),
    ),
    "consent_wall": (
        ("Before you continue", "We use cookies and data to deliver and maintain our services, track"
         " outages and measure engagement. If you choose Accept all we will also use them to develop"
         " new services and show personalised content. <button>Reject all</button><button>Accept"
         " all</button>"),
        ("Willkommen", "Um fortzufahren, stimmen Sie bitte der Verwendung von Cookies zu oder"
         " schlie\u00dfen Sie ein Abo ab. <button>Zustimmen</button><button>Abo</button>"),
    ),
    "shell": (
        ("", "<div id='root'></div>"),
        ("", "<div id='app'>Loading...</div><noscript>You need to enable JavaScript.</noscript>"),
        ("", "<div class='spinner'></div>"),
        ("", ""),
    ),
    "parked": (
        ("This domain is for sale", "Buy this domain today. Related searches: cheap flights, insurance."),
        ("Welcome to nginx!", "If you see this page, the web server is installed and working."),
        ("Future home of something cool", "This site has just been registered with a hosting company."),
    ),
    "moved": (
        ("Our legal pages have moved", "You can now find all documents in our trust centre."
         " You will be taken there shortly. <a href='/trust'>Go there now</a>"),
    ),
}  # fmt: skip
_HOMES: tuple[tuple[str, str], ...] = (
    (
        "Plan your week without the noise",
        "<p>Marlow brings tasks, notes and calendars together.</p><h2>Why teams switch</h2><p>Set up"
        " in minutes, invite your colleagues and keep every project in one place.</p><h2>Secure by"
        " design</h2><p>Your data is encrypted at rest and in transit, and we never sell personal"
        " information. We comply with GDPR and are audited every year.</p><h2>Pricing</h2><p>Free for"
        " ten people. Pro is 8 dollars per person and month.</p><h2>Questions</h2><p>Can I cancel at"
        " any time? Yes, your subscription ends with the billing period.</p>",
    ),
    (
        "Find someone who laughs at the same things",
        "<p>Join two million members and meet people near you.</p><h2>How it works</h2><ol><li>Make a"
        " profile</li><li>See who likes you</li><li>Say hello</li></ol><h2>Safety first</h2><p>Our"
        " moderators check every photo, and you decide who can see your profile.</p><h2>Stories</h2>"
        "<p>We met in March and married in May. Thank you!</p>",
    ),
    (
        "Models for builders",
        "<p>Run open models behind one interface, billed by the token.</p><h2>Fast</h2><p>Cold starts"
        " under a second on our own hardware.</p><h2>Private</h2><p>Inputs and outputs are not used to"
        " train models, and you can delete logs whenever you want.</p><h2>Start</h2><pre>curl"
        " https://api.example/v1</pre><p>Contact sales for volume prices.</p>",
    ),
    (
        "Gesundheit beginnt im Alltag",
        "<p>Mit unserer App behalten Sie Schlaf, Bewegung und Ern\u00e4hrung im Blick.</p><h2>So geht"
        " es</h2><p>App laden, Ziele setzen, loslegen.</p><h2>Datenschutz</h2><p>Ihre Daten bleiben"
        " bei uns und werden in Deutschland gespeichert.</p><h2>Preise</h2><p>Ab 4 Euro im Monat,"
        " jederzeit k\u00fcndbar.</p>",
    ),
)
_HUBS = (
    "<h1>Legal</h1><ul>{}</ul>",
    "<h1>Trust centre</h1><p>All our documents in one place.</p><div>{}</div>",
)
_DOCUMENTS = (
    ("Terms of Service", "The agreement between you and us."),
    ("Privacy Policy", "How we collect, use and share personal information."),
    ("Cookie Policy", "Which cookies we set and how to refuse them."),
    ("Data Processing Addendum", "For customers who send us personal data."),
    ("Acceptable Use Policy", "What you may not do with the service."),
    ("Subprocessors", "Companies that process data on our behalf."),
)


def _render_page(title: str, text: str) -> str:
    head = f"<h1>{title}</h1>" if title else ""
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"{head}<div>{text}</div></body></html>"
    )


def _render_inside(page: PolicyPage, title: str, text: str, *, keeps_title: bool = False) -> str:
    """Return the page with a text in the place of its terms."""
    tree = page.parse()
    blocks = page_tree.find_terms(page, tree)
    main = page_tree.find_main_element(blocks)
    if main is tree.body:
        for child in list(main):
            if not page_tree.is_boilerplate(child):
                main.remove(child)
    else:
        for child in list(main):
            main.remove(child)
        main.text = None
    head = f"<h1>{title}</h1>" if title else ""
    main.append(parse_element(f"<div>{head}<div>{text}</div></div>"))
    element = tree.find(".//head/title")
    if element is not None and not keeps_title:
        element.text = title
    return page_tree.serialise(tree)


def _make_blocker(kind: str) -> Replacement:
    def replace(page: PolicyPage, rng: random.Random, _others: Sequence[PolicyPage]) -> str:
        title, text = rng.choice(_BLOCKERS[kind])
        if rng.random() < 0.5:
            return _render_page(title, text)
        return _render_inside(page, title, text, keeps_title=rng.random() < 0.3)

    return replace


REPLACEMENTS.update({kind: _make_blocker(kind) for kind in _BLOCKERS})


def register(replacement: Replacement) -> Replacement:
    """Add a replacement to the table under its name."""
    REPLACEMENTS[replacement.__name__] = replacement
    return replacement


@register
def home(page: PolicyPage, rng: random.Random, _others: Sequence[PolicyPage]) -> str:
    """A home page, alone or in the layout of the page."""
    title, text = rng.choice(_HOMES)
    if rng.random() < 0.5:
        return _render_page(title, text)
    return _render_inside(page, title, text)


@register
def hub(page: PolicyPage, rng: random.Random, _others: Sequence[PolicyPage]) -> str:
    """A list of the legal documents."""
    rows = "".join(
        f"<li><a href='/l'>{n}</a><p>{t}</p></li>"
        if rng.random() < 0.7
        else f"<li><a href='/l'>{n}</a></li>"
        for n, t in rng.sample(_DOCUMENTS, rng.randint(4, 6))
    )
    text = rng.choice(_HUBS).format(rows)
    return _render_inside(page, "", text) if rng.random() < 0.7 else _render_page("Legal", text)


@register
def frame_without_terms(
    page: PolicyPage, _rng: random.Random, _others: Sequence[PolicyPage]
) -> str:
    """The page without the document in it."""
    return _render_inside(page, "", "", keeps_title=True)


@register
def cut_off(page: PolicyPage, rng: random.Random, _others: Sequence[PolicyPage]) -> str:
    """The document, cut off at a random place."""
    spots = [m.start() for m in re.finditer(r"</p>|</li>|\. ", page.markup)]
    middle = spots[len(spots) // 5 : len(spots) * 9 // 10]
    return page.markup[: rng.choice(middle) - rng.randint(1, 12)] if middle else ""


@register
def another_document(
    page: PolicyPage, rng: random.Random, others: Sequence[PolicyPage]
) -> str | None:
    """Another kind of document of the same company."""
    some = [
        o
        for o in others
        if o.service == page.service
        and o.language == page.language
        and ("rivacy" in o.document) != ("rivacy" in page.document)
    ]
    return rng.choice(some).markup if some else None


@register
def another_language(
    page: PolicyPage, rng: random.Random, others: Sequence[PolicyPage]
) -> str | None:
    """Terms in another language in the layout of the page."""
    some = [o for o in others if o.language != page.language and o.document == page.document]
    if not some:
        return None
    other = rng.choice(some)
    blocks = page_tree.find_terms(other, other.parse())
    text = "".join(
        f"<p>{page_tree.read_text(b).replace('&', '&amp;').replace('<', '&lt;')}</p>"
        for b in blocks
    )
    return _render_inside(page, "", text)


@register
def news_story(page: PolicyPage, rng: random.Random, _others: Sequence[PolicyPage]) -> str:
    """An article of the site's magazine."""
    title = rng.choice(sample_texts.HEADLINES)
    text = "".join(
        f"<p>{t} {rng.choice(sample_texts.TEASERS)}</p>"
        for t in rng.sample(sample_texts.TEASERS, 4)
    )
    return _render_inside(page, title, text)
