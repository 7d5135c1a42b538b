"""The policies of four invented platforms, as web pages with banner, menu and footer."""

from dataclasses import dataclass

TRAINING = (
    "We may use the prompts that you type and the images that you create to train and improve our"
    " generative models, and we may let our partners do the same."
)
SHORT_KEEPING = "We delete delivery addresses 90 days after the parcel has arrived."
LONG_KEEPING = "We delete delivery addresses 24 months after the parcel has arrived."


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A platform's page as it is at one time."""

    name: str
    business: str
    contact: str
    dated: str
    menu: tuple[str, ...] = ("Product", "Pricing", "Help")
    banner: str = "We use cookies to make this site work."
    extra_use: str = ""
    keeping: str = "We delete your account data 30 days after you close your account."


def render_page(policy: PolicyPage) -> bytes:
    """Return the page as HTML."""
    menu = "".join(f'<li><a href="#">{item}</a></li>' for item in policy.menu)
    body = "\n".join(
        f"<h2>{title}</h2>\n" + "\n".join(f"<p>{text}</p>" for text in texts if text)
        for title, texts in _list_sections(policy)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Privacy Policy | {policy.name}</title></head>
<body>
<div class="cookie-banner" role="dialog"><p>{policy.banner}</p><button>Accept</button></div>
<header><nav><ul>{menu}</ul></nav></header>
<main>
<h1>{policy.name} Privacy Policy</h1>
<p>Last updated: {policy.dated}</p>
{body}
</main>
<footer><p>&copy; 2026 {policy.name}</p><a href="#">Careers</a> <a href="#">Press</a></footer>
</body></html>
""".encode()


def _list_sections(policy: PolicyPage) -> list[tuple[str, list[str]]]:
    name = policy.name
    return [
        (
            "1. Who we are",
            [
                (
                    f"{name} {policy.business}. In this policy “we” means {name} Ltd, which decides why and"
                    " how your personal data is used."
                ),
                f"You can reach our privacy team at {policy.contact}.",
            ],
        ),
        (
            "2. What we collect",
            [
                (
                    "We collect the name, e-mail address and password that you give us when you open an"
                    " account."
                ),
                (
                    "We collect what you upload or type while you use the service, and the device,"
                    " browser and network address from which you do so."
                ),
                (
                    "We receive your payment status, but never your card number, from our payment"
                    " provider."
                ),
            ],
        ),
        (
            "3. How we use it",
            [
                (
                    "We use your data to run the service, to answer your questions and to keep the"
                    " service safe from abuse."
                ),
                (
                    "We send you messages about your account. We send newsletters only where you have"
                    " asked for them, and each has a link to stop them."
                ),
                policy.extra_use,
            ],
        ),
        (
            "4. Who else sees it",
            [
                (
                    "We share data with companies that host our servers, send our mail and take our"
                    " payments. They may use it for these tasks only."
                ),
                "We do not sell your personal data.",
                (
                    "We hand data to authorities where a law obliges us to, and tell you about it"
                    " wherever that law allows."
                ),
            ],
        ),
        (
            "5. How long we keep it",
            [policy.keeping, "We keep invoices for as long as tax law asks."],
        ),
        (
            "6. Your rights",
            [
                (
                    "You may ask us for a copy of your data, have it corrected or deleted, or object"
                    " to a use of it. We answer within one month."
                ),
                "You may complain to the data protection authority of the place where you live.",
            ],
        ),
        (
            "7. Changes to this policy",
            ["We tell you by e-mail at least 30 days before a change to this policy applies."],
        ),
    ]


CAPTCHA = b"""<!doctype html><html lang="en"><head><title>Just a moment...</title></head><body>
<h1>Checking your browser</h1><p>Please confirm that you are human to continue.</p>
<div class="captcha-box" id="captcha"></div><script src="/challenge.js"></script></body></html>
"""

PIXELGROVE = PolicyPage(
    "Pixelgrove", "makes pictures from descriptions", "privacy@pixelgrove.example", "3 March 2026"
)
LEDGERLY = PolicyPage(
    "Ledgerly", "keeps books for small firms", "data@ledgerly.example", "12 May 2025"
)
PARCELO = PolicyPage(
    "Parcelo", "delivers parcels", "privacy@parcelo.example", "1 June 2026", keeping=SHORT_KEEPING
)
NOTEHAVEN = PolicyPage("Notehaven", "stores notes", "hello@notehaven.example", "20 January 2026")
