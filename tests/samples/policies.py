"""Policies of invented platforms, before and after, from which the sample changes are made."""

from dataclasses import dataclass, replace

Sections = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One policy page: its sections by heading, each a tuple of paragraphs."""

    platform: str
    kind: str
    dated: str
    sections: Sections

    @property
    def url(self) -> str:
        """Its URL on the platform's invented site."""
        host = self.platform.casefold().replace(" ", "")
        return f"https://{host}.example/legal/{self.kind.casefold().replace(' ', '-')}"

    @property
    def page(self) -> bytes:
        """The whole page, with a menu and a footer beside the terms."""
        body = "".join(
            f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in texts)
            for heading, texts in self.sections.items()
        )
        return (
            f"<!doctype html><html lang='en'><head><meta charset='utf-8'>"
            f"<title>{self.kind} | {self.platform}</title></head><body>"
            f"<nav><a href='/'>Home</a><a href='/pricing'>Pricing</a></nav>"
            f"<main><h1>{self.platform} {self.kind}</h1><p>Last updated: {self.dated}</p>"
            f"{body}</main>"
            f"<footer><p>© 2026 {self.platform}</p></footer></body></html>"
        ).encode()


LUMENARY = Policy(
    "Lumenary",
    "Privacy Policy",
    "3 May 2025",
    {
        "1. What we collect": (
            "We collect the name, e-mail address and password that you give us with your account.",
            "We collect the prompts that you type and the images that you upload or create.",
        ),
        "2. How we use it": (
            "We use your data to run the service, to answer you and to keep the service safe.",
            "We do not use your images or prompts to train models without your consent.",
        ),
        "3. How long we keep it": (
            "We delete your prompts 30 days after you close your account.",
            "We keep invoices for as long as tax law asks.",
        ),
        "4. Who else sees it": (
            "We share data with companies that host our servers and take our payments.",
            "We do not sell your personal data.",
        ),
        "5. Your rights": (
            "You may ask us for a copy of your data, or have it corrected or deleted.",
            "We answer within one month.",
        ),
    },
)
LUMENARY_AFTER = replace(
    LUMENARY,
    dated="1 March 2026",
    sections={
        **LUMENARY.sections,
        "2. How we use it": (
            LUMENARY.sections["2. How we use it"][0],
            (
                "We use your images and prompts to train and improve our models, and we may let our"
                " research partners do the same."
            ),
        ),
        "3. How long we keep it": (
            "We delete your prompts 12 months after you close your account.",
            LUMENARY.sections["3. How long we keep it"][1],
        ),
        "6. When this applies": ("This policy takes effect on 1 April 2026.",),
    },
)

HARBORPAY = Policy(
    "Harborpay",
    "Terms of Service",
    "12 May 2025",
    {
        "1. The service": (
            "Harborpay lets you take card payments and pays them out to your bank account.",
            "Payouts are made within two working days after a payment has settled.",
        ),
        "2. Fees": (
            "We charge 1.4% and 20 cents for each payment.",
            "We tell you 60 days ahead of any change to our fees.",
        ),
        "3. Disputes": (
            "The courts of the place where you are established decide any dispute between us.",
        ),
    },
)
HARBORPAY_AFTER = replace(
    HARBORPAY,
    dated="2 March 2026",
    sections={
        **HARBORPAY.sections,
        "2. Fees": (
            "We charge 1.9% and 20 cents for each payment.",
            "We tell you 14 days ahead of any change to our fees.",
        ),
        "3. Disputes": (
            (
                "Any dispute between us is settled by binding arbitration, and you waive the right"
                " to take part in a class action."
            ),
        ),
    },
)

NOTEWELL = Policy(
    "Notewell & Sons",
    "Cookie Policy",
    "20 January 2026",
    {
        "1. What cookies are": (
            "Cookies are small files that a site stores in your browser.",
            "We use cookies to keep you signed in and to remember the language you chose.",
        ),
        "2. Your choice": (
            "You can refuse cookies in your browser; parts of the service will then not work.",
        ),
    },
)
NOTEWELL_AFTER = replace(
    NOTEWELL,
    sections={
        **NOTEWELL.sections,
        "1. What cookies are": (
            "Cookies are small text files that a website stores in your browser.",
            NOTEWELL.sections["1. What cookies are"][1],
        ),
    },
)

NOTEWELL_DATED = replace(NOTEWELL, dated="2 March 2026")
"""The same policy with another date."""
NOTEWELL_CORRECTED = replace(
    NOTEWELL,
    sections={
        "1. About cookies": NOTEWELL.sections["1. What cookies are"],
        "2. Your choice": NOTEWELL.sections["2. Your choice"],
    },
)
"""The same terms under another heading."""

PURPOSES = (
    ("billing records", "the finance team", 7),
    ("support messages", "the help desk", 2),
    ("location data", "the fraud team", 1),
    ("voice recordings", "the quality team", 3),
    ("contact lists", "the growth team", 4),
    ("crash reports", "the engineers", 5),
    ("device identifiers", "the advertising team", 6),
    ("browsing history", "the research team", 8),
    ("biometric templates", "the identity team", 9),
    ("employment records", "the recruiters", 10),
    ("health information", "the care team", 11),
    ("purchase history", "the recommendation team", 12),
)


def _make_sections(unit: str, exception: str = "") -> Sections:
    return {
        f"{number}. About {what}": (
            f"We process {what} only while the contract runs, and {team} alone has access.",
            f"We delete {what} {years + 1} {unit} after the end of the contract{exception}.",
        )
        for number, (what, team, years) in enumerate(PURPOSES, 1)
    }


FERNWEH = Policy(
    "Fernweh Travel", "Data Processing Agreement", "1 June 2024", _make_sections("months")
)
FERNWEH_AFTER = replace(
    FERNWEH,
    dated="28 February 2026",
    sections=_make_sections(
        "years", ", unless a subprocessor asks us for more, of which we tell you"
    ),
)
