# ruff: noqa: RUF001
"""First pages: accepted, if need be with a remark, unless something proves them wrong."""

import pytest

from clausewatch.compare.first_page import (
    compare_front_page,
    find_remark,
    is_in_doubt,
)
from clausewatch.compare.front_page_remarks import is_front_page_needed
from clausewatch.compare.plausibility import find_implausibility
from clausewatch.model.reading import Expected
from clausewatch.text.document_titles import find_kinds
from tests.clausewatch.policy_pages import EXPECTED, URL, read_page, render_page, render_terms

SENTENCES = {
    "es": ("Aviso de privacidad", "Guardamos sus mensajes durante treinta días."),
    "pt": ("Política de privacidade", "Guardamos as suas mensagens por trinta dias."),
    "it": ("Informativa sulla privacy", "Conserviamo i suoi messaggi per trenta giorni."),
    "nl": ("Privacyverklaring", "Wij bewaren uw berichten dertig dagen na uw vertrek."),
    "pl": (
        "Polityka prywatności",
        "Przechowujemy wiadomości przez trzydzieści dni.",
    ),
    "da": ("Privatlivspolitik", "Vi gemmer dine beskeder i tredive dage efter brug."),
    "no": ("Personvernerklæring", "Vi lagrer meldingene dine i tretti dager."),
    "fi": (
        "Tietosuojaseloste",
        "Säilytämme viestisi kolmenkymmenen päivän ajan.",
    ),
    "cs": (
        "Zásady ochrany osobních údajů",
        "Vaše zprávy uchováváme po dobu třicet dní.",
    ),
    "hu": (
        "Adatkezelési tájékoztató",
        "Az üzeneteket harminc napig tároljuk.",
    ),
    "tr": (
        "Gizlilik Politikası",
        "Mesajlarınızı otuz gün boyunca saklarız.",
    ),
    "el": (
        "Πολιτική απορρήτου",
        "Διατηρούμε τα μηνύματα για τριάντα ημέρες.",
    ),
    "ja": (
        "プライバシーポリシー",
        "退会後三十日間、メッセージを保存します。",
    ),
    "ko": (
        "개인정보 처리방침",
        "메시지는 삼십 일 동안 보관합니다.",
    ),
}
"""By language: the title of a privacy policy, and one of its sentences."""
FRONT = "".join(
    f"<p>Lumenforge draws picture number {n} from the words that you type into its box.</p>"
    for n in range(30)
)


@pytest.mark.parametrize("language", SENTENCES)
def test_a_policy_in_any_language_gets_no_remark(language: str) -> None:
    """A policy with a title in its language and prose below it gets no remark."""
    title, sentence = SENTENCES[language]
    text = "".join(f"<p>{n}. {sentence} {sentence}</p>" for n in range(12))
    assert find_remark(read_page(render_page(f"<h1>{title}</h1>{text}", title)), EXPECTED) is None


def test_a_page_of_another_kind_gets_a_remark_with_its_title() -> None:
    """The person who added the URL sees the title of the page."""
    remark = find_remark(
        read_page(render_page(render_terms())), Expected("Lumenforge", "Cookie Policy", URL)
    )
    assert remark is not None
    assert remark.code == "other-document"
    assert "Privacy Policy" in remark.reason


def test_a_list_of_links_gets_a_remark_despite_its_title() -> None:
    """A list of links under the right title is still a list of links."""
    links = "".join(f"<li>Story {n}</li>" for n in range(40))
    remark = find_remark(
        read_page(render_page(f"<h1>Privacy</h1><ul>{links}</ul>", "Privacy")), EXPECTED
    )
    assert remark is not None
    assert remark.code == "hub"
    assert is_front_page_needed(remark)


def test_a_heading_far_down_the_page_names_no_document() -> None:
    """The home page of a firm that offers data protection is not a privacy policy."""
    body = FRONT + "<h3>Data protection</h3><p>We advise on it.</p>"
    remark = find_remark(read_page(render_page(body, "Lumenforge")), EXPECTED)
    assert remark is not None
    assert remark.code == "home"


def test_a_page_like_the_front_page_is_refused() -> None:
    """A page with the text of the front page is refused; a policy has a text of its own."""
    front = read_page(render_page(FRONT, "Lumenforge"))
    again = read_page(
        render_page(FRONT + "<p>Now with a spring sale for new users.</p>", "Lumenforge")
    )
    refusal = compare_front_page(again, front)
    assert refusal is not None
    assert refusal.code == "home"
    assert compare_front_page(read_page(render_page(render_terms())), front) is None


def test_an_untitled_page_is_in_doubt() -> None:
    """If a policy follows such a page, the first page was the wrong one."""
    assert is_in_doubt(read_page(render_page(FRONT, "Lumenforge")), EXPECTED)
    assert not is_in_doubt(read_page(render_page(render_terms())), EXPECTED)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Acme Services Agreement", "terms"),
        ("Mentions légales", "imprint"),
        ("Politique d’utilisation des données", "privacy"),
        ("Normas de la comunidad", "conduct"),
        ("Nutzungsbedingungen der Plattform", "terms"),
        ("Subprocessors", "subprocessors"),
        ("利用規約", "terms"),
        ("Regulamin serwisu", "terms"),
    ],
)
def test_titles_name_their_kind(title: str, kind: str) -> None:
    """Plurals, compounds and other languages name the same kinds."""
    assert kind in find_kinds(title)


@pytest.mark.parametrize("title", ["Paint with light", "Tienda de zapatos", "Willkommen", ""])
def test_other_titles_name_no_kind(title: str) -> None:
    """A title that names no kind belongs to the site."""
    assert find_kinds(title) == frozenset()


def _render_short(text: str, *, title: str = "Talvo", banner: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body>{banner}"
        f"<h1>{title}</h1><p>{text}</p></body></html>"
    )


_COOKIE_BANNER = (
    '<div class="cookie-consent"><p>We use cookies to count visits. Do you accept?</p>'
    "<button>Accept all</button><button>Reject all</button></div>"
)
_SHORT_POLICY = (
    "We keep no accounts and write nothing down. Our server counts visits without addresses,"
    " and it forgets the count after nine days. Nobody else receives anything from us."
)


@pytest.mark.parametrize(
    "banner",
    [
        _COOKIE_BANNER,
        '<div role="alert">Maintenance tonight: the service is offline from two to four.</div>',
        "<noscript>Please enable JavaScript to use the chat.</noscript>",
    ],
)
def test_a_banner_above_a_short_policy_blocks_nothing(banner: str) -> None:
    """A policy of two sentences stands below a consent dialog, a status line or a script note."""
    reading = read_page(_render_short(_SHORT_POLICY, title="Privacy", banner=banner))
    assert find_implausibility(reading, None, EXPECTED) is None
    assert find_remark(reading, EXPECTED) is None


def test_a_short_cookie_policy_is_no_consent_dialog() -> None:
    """A cookie policy of three sentences says that a visitor may accept cookies or refuse them."""
    text = (
        "We set one cookie that remembers your language for a year. If you accept, a second cookie"
        " counts your visits for thirty days. You may refuse it in the settings of your browser."
    )
    expected = Expected("Talvo", "Cookie Policy", URL)
    reading = read_page(_render_short(text, title="Cookies", banner=_COOKIE_BANNER))
    assert find_implausibility(reading, None, expected) is None
    assert find_remark(reading, expected) is None


@pytest.mark.parametrize(
    ("title", "text", "choices"),
    [
        (
            "La tua privacy ci sta a cuore",
            (
                "Noi e i nostri 612 partner usiamo cookie per leggere dati sul tuo dispositivo, per"
                " annunci su misura e per contare il pubblico che ci visita ogni giorno, anche da"
                " altri siti che hai visto prima di questo."
            ),
            ("Va bene", "Rifiuto"),
        ),
        (
            "Ваша приватність",
            (
                "Ми та наші партнери зберігаємо файли cookie на вашому пристрої, щоб показувати"
                " рекламу, яка вас цікавить, і рахувати відвідувачів нашого сайту та сайтів наших"
                " партнерів у всьому світі щодня і щороку."
            ),
            ("Погоджуюсь", "Ні"),
        ),
        (
            "Gizliliğiniz",
            (
                "Biz ve ortaklarımız ilginizi çeken reklamları göstermek ve ziyaretçileri saymak"
                " için cihazınızda çerezler saklıyoruz; bunlar siz silene kadar orada kalır"
                " ve başka sitelerde de okunur, izin verirseniz."
            ),
            ("Tamam", "Hayır"),
        ),
    ],
)
def test_a_consent_dialog_in_any_language_gets_a_remark(
    title: str, text: str, choices: tuple[str, ...]
) -> None:
    """A page says that partners store cookies and has two buttons; its title names privacy."""
    buttons = "".join(f"<button>{choice}</button>" for choice in choices)
    reading = read_page(_render_short(f"{text}</p>{buttons}", title=title))
    remark = find_remark(reading, EXPECTED)
    assert remark is not None
    assert remark.code == "consent-wall"
    assert is_in_doubt(reading, EXPECTED)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("حریم خصوصی", "privacy"),
        ("Sera ya faragha", "privacy"),
        ("კონფიდენციალურობის პოლიტიკა", "privacy"),
        ("Məxfilik siyasəti", "privacy"),
        ("Persónuverndarstefna", "privacy"),
        ("গোপনীয়তা নীতি", "privacy"),
        ("Terma perkhidmatan", "terms"),
        ("Kushtet e përdorimit", "terms"),
        ("Condicions d’ús", "terms"),
        ("Impresum", "imprint"),
    ],
)
def test_rarer_languages_name_their_documents(title: str, kind: str) -> None:
    """Titles in Persian, Swahili, Georgian, Azerbaijani, Icelandic, Bengali, Malay and others."""
    assert kind in find_kinds(title)


def test_a_login_form_in_the_header_is_no_login_page() -> None:
    """A page of 200 words has a form for members above its text, which names no kind."""
    form = '<header><form action="/in"><input name="who"><input type="password"></form></header>'
    text = " ".join(
        f"Guests of room {number} may stay until noon of that day." for number in range(20)
    )
    reading = read_page(_render_short(text, title="House order", banner=form))
    assert find_implausibility(reading, None, EXPECTED) is None


def test_a_page_that_asks_to_log_in_is_refused() -> None:
    """A page has a password field, one line of text and no terms."""
    form = '<form action="/in"><input name="who"><input type="password"></form>'
    reading = read_page(
        _render_short("Welcome back, " + "please tell us who you are. " * 5, banner=form)
    )
    found = find_implausibility(reading, None, EXPECTED)
    assert found is not None
    assert found.code == "login"


def _render_cookie_page(title: str) -> str:
    lines = "".join(
        f"<li>Cookie sid{number} belongs to partner {number} and counts visits for a year.</li>"
        for number in range(30)
    )
    about = "<p>Find people who like to walk, near you and at once.</p><h3>Our walkers</h3>"
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body>"
        f"<h2>Privacy policy</h2><ul>{lines}</ul>{about}</body></html>"
    )


def test_a_consent_dialog_before_a_front_page_gets_a_remark() -> None:
    """The list of cookies hides the front page, and its heading is that of the policy."""
    reading = read_page(_render_cookie_page("Talvo: find people to walk with"))
    remark = find_remark(reading, EXPECTED)
    assert remark is not None
    assert remark.code == "consent-wall"


def test_a_policy_that_is_mostly_about_cookies_gets_no_remark() -> None:
    """The title of the page names the expected document."""
    reading = read_page(_render_cookie_page("Privacy Policy | Talvo"))
    assert find_remark(reading, EXPECTED) is None
    cookies = Expected("Talvo", "Cookie Policy", URL)
    other = find_remark(read_page(_render_cookie_page("Talvo")), cookies)
    assert other is None or other.code != "consent-wall"


def test_a_first_page_on_which_something_failed_gets_a_remark() -> None:
    """What failed to load may have been the document; the whole policy later is no change."""
    message = "The document could not be found."
    shell = "<h1>Privacy Policy</h1><p>{}</p>" + "<p>Pictures belong to those who paint.</p>" * 5
    failed = read_page(render_page(shell.format(message)))
    remark = find_remark(failed, EXPECTED)
    assert remark is not None
    assert remark.code == "embed"
    assert message in remark.reason
    assert is_in_doubt(failed, EXPECTED)
    assert not is_in_doubt(read_page(render_page(render_terms())), EXPECTED)


def test_a_translated_page_has_not_failed() -> None:
    """A machine that translates pages or messages leaves no part of the document out."""
    for text in ("This page was machine translated.", "Letters are automatically translated."):
        page = render_page(f"{render_terms()}<p>{text}</p>")
        assert find_remark(read_page(page), EXPECTED) is None
