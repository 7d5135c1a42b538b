"""Invented terms in four languages that are announced before they apply."""

from collections.abc import Sequence
from dataclasses import dataclass

URL = "https://lumenta.example/terms"
NEXT_URL = "https://lumenta.example/terms/next"
Sections = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Language:
    """The terms of a platform, those that will replace them, and how that is announced."""

    code: str
    title: str
    present: Sections
    following: Sections
    notice: str
    """The sentence with the day."""
    link: str
    """The text of the link to the following terms."""
    headings: tuple[str, str]
    """Above the present and the following terms if one page has both."""

    def render(self, *parts: str) -> str:
        """Return a page with its title and some parts."""
        body = "".join(parts)
        return (
            f"<!doctype html><html lang='{self.code}'><head><meta charset='utf-8'>"
            f"<title>{self.title}</title></head><body><main><h1>{self.title}</h1>{body}</main>"
            "</body></html>"
        )

    def render_present(self) -> str:
        """Return the page before anything is announced."""
        return self.render(render_sections(self.present))

    def render_following(self, *more: tuple[str, str]) -> str:
        """Return the page with the following terms, and perhaps more than was announced."""
        return self.render(render_sections([*self.following, *more]))


def render_sections(sections: Sections, level: int = 2) -> str:
    """Return sections, each with a heading and a paragraph."""
    return "".join(f"<h{level}>{head}</h{level}><p>{text}</p>" for head, text in sections)


def announce_in_sentence(words: Language) -> str:
    """Return a page whose first paragraph has the day and the link."""
    notice = f"<p>{words.notice} <a href='/terms/next'>{words.link}</a></p>"
    return words.render(notice, render_sections(words.present))


def announce_in_box(words: Language) -> str:
    """Return a page with a box below its terms: the day in one paragraph, the link in the next."""
    box = f"<div><p>{words.notice}</p><p><a href='{NEXT_URL}'>{words.link}</a></p></div>"
    return words.render(render_sections(words.present), box)


def put_below(words: Language) -> str:
    """Return a page with both texts, the present one first."""
    present, following = words.headings
    return words.render(
        f"<p>{words.notice}</p><h2>{present}</h2>",
        render_sections(words.present, 3),
        f"<h2>{following}</h2>",
        render_sections(words.following, 3),
    )


def put_above(words: Language) -> str:
    """Return a page with both texts, the following one first."""
    present, following = words.headings
    return words.render(
        f"<h2>{following}</h2><p>{words.notice}</p>",
        render_sections(words.following, 3),
        f"<h2>{present}</h2>",
        render_sections(words.present, 3),
    )


ENGLISH = Language(
    "en",
    "Lumenta Terms of Service",
    (
        ("1. Account", "You need an account to use Lumenta, and you keep its password secret."),
        ("2. Fees", "We charge the fees of your plan at the start of each month."),
        ("3. Ending the contract", "You may end your plan at any time as of the end of a month."),
        ("4. Liability", "Our liability is limited to the fees paid in the last twelve months."),
        ("5. Disputes", "The courts of your place of residence decide on disputes between us."),
        ("6. Content", "You keep all rights in the content that you upload to your account."),
    ),
    (
        ("1. Account", "You need an account to use Lumenta, and you keep its password secret."),
        ("2. Fees", "We charge the fees of your plan for twelve months and refund none of them."),
        ("3. Ending the contract", "You may end your plan at any time as of the end of a month."),
        ("4. Liability", "Our liability is limited to the fees paid in the last twelve months."),
        ("5. Disputes", "Binding arbitration decides on disputes, and you waive a trial by jury."),
        ("6. Content", "You keep all rights in the content that you upload to your account."),
    ),
    "From 4 May 2026 our new terms apply.",
    "Preview the new agreement",
    ("Terms in force", "Terms of May"),
)
GERMAN = Language(
    "de",
    "Nutzungsbedingungen von Lumenta",
    (
        ("1. Konto", "Für Lumenta brauchen Sie ein Konto, dessen Kennwort Sie geheim halten."),
        ("2. Preise", "Wir berechnen die Preise Ihres Tarifs zu Beginn jedes Monats."),
        ("3. Kündigung", "Sie können Ihren Tarif jederzeit zum Ende eines Monats kündigen."),
        ("4. Haftung", "Unsere Haftung ist auf die Entgelte der letzten zwölf Monate begrenzt."),
        ("5. Gerichte", "Über Streitigkeiten entscheiden die Gerichte an Ihrem Wohnsitz."),
        ("6. Inhalte", "Sie behalten alle Rechte an den Inhalten, die Sie hochladen."),
    ),
    (
        ("1. Konto", "Für Lumenta brauchen Sie ein Konto, dessen Kennwort Sie geheim halten."),
        ("2. Preise", "Wir berechnen die Preise Ihres Tarifs für ein Jahr im Voraus."),
        ("3. Kündigung", "Sie können Ihren Tarif jederzeit zum Ende eines Monats kündigen."),
        ("4. Haftung", "Unsere Haftung ist auf die Entgelte der letzten zwölf Monate begrenzt."),
        ("5. Gerichte", "Über Streitigkeiten entscheiden die Gerichte an Ihrem Wohnsitz."),
        ("6. Inhalte", "Wir dürfen hochgeladene Inhalte zum Training unserer Modelle nutzen."),
    ),
    "Mit Wirkung zum 4. Mai 2026 ersetzen neue Bedingungen die vorliegenden.",
    "Zur künftigen Fassung",
    ("Bisher", "Künftig"),
)
FRENCH = Language(
    "fr",
    "Conditions d'utilisation de Lumenta",
    (
        ("1. Compte", "Il vous faut un compte, dont vous gardez le mot de passe secret."),
        ("2. Prix", "Nous facturons les prix de votre formule au début de chaque mois."),
        ("3. Résiliation", "Vous pouvez résilier votre formule à tout moment pour la fin du mois."),
        ("4. Responsabilité", "Notre responsabilité est limitée aux sommes payées en douze mois."),
        ("5. Litiges", "Les tribunaux de votre domicile tranchent les litiges entre nous."),
        ("6. Contenus", "Vous conservez tous les droits sur les contenus que vous téléversez."),
    ),
    (
        ("1. Compte", "Il vous faut un compte, dont vous gardez le mot de passe secret."),
        ("2. Prix", "Nous facturons les prix de votre formule au début de chaque mois."),
        ("3. Résiliation", "Vous pouvez résilier votre formule une fois par an, par lettre."),
        ("4. Responsabilité", "Notre responsabilité est limitée aux sommes payées en douze mois."),
        ("5. Litiges", "Un arbitre unique tranche les litiges entre nous, à Paris."),
        ("6. Contenus", "Vous conservez tous les droits sur les contenus que vous téléversez."),
    ),
    "À compter du 4 mai 2026, de nouvelles conditions s'appliqueront.",
    "les consulter ici",
    ("Texte actuel", "Texte à venir"),
)
SPANISH = Language(
    "es",
    "Condiciones de uso de Lumenta",
    (
        ("1. Cuenta", "Necesita una cuenta y debe mantener la contraseña en secreto."),
        ("2. Precios", "Cobramos los precios de su plan al comienzo de cada mes."),
        ("3. Cancelación", "Puede cancelar su plan en cualquier momento al final del mes."),
        ("4. Responsabilidad", "Nuestra responsabilidad se limita a lo pagado en doce meses."),
        ("5. Controversias", "Los tribunales de su domicilio resuelven las controversias."),
        ("6. Contenido", "Usted conserva todos los derechos sobre el contenido que sube."),
    ),
    (
        ("1. Cuenta", "Necesita una cuenta y debe mantener la contraseña en secreto."),
        ("2. Precios", "Cobramos los precios de su plan por un año y no los reembolsamos."),
        ("3. Cancelación", "Puede cancelar su plan en cualquier momento al final del mes."),
        ("4. Responsabilidad", "Nuestra responsabilidad se limita a lo pagado en doce meses."),
        ("5. Controversias", "Los tribunales de su domicilio resuelven las controversias."),
        ("6. Contenido", "Usted nos permite usar el contenido para entrenar modelos."),
    ),
    "Esta versión será sustituida el 4 de mayo de 2026.",
    "Nueva versión",
    ("Condiciones vigentes", "Condiciones futuras"),
)
LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH)
LINKED = (announce_in_sentence, announce_in_box)
BESIDE = (put_below, put_above)
