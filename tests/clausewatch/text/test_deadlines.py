"""Dates and periods that texts state about their own changes, in four languages."""

from datetime import date

import pytest

from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.text.deadline_words import compile_period, load_deadline_words
from clausewatch.text.deadlines import find_term_dates
from tests.regex_growth import GrowthTest

MARCH = date(2026, 3, 1)
FEBRUARY = date(2026, 2, 20)
EFFECTIVE, OBJECTION = TermDateKind.EFFECTIVE, TermDateKind.OBJECTION
NOTICE, ACCEPTANCE = TermDateKind.NOTICE, TermDateKind.ACCEPTANCE

SENTENCES = {
    "en": (
        ("These terms apply from 1 March 2026.", EFFECTIVE, MARCH, None),
        ("The new terms will take effect on March 1, 2026.", EFFECTIVE, MARCH, None),
        ("Effective March 1, 2026, Alder engages a new company.", EFFECTIVE, MARCH, None),
        ("You may object to this change until 20 February 2026.", OBJECTION, FEBRUARY, None),
        ("Customers have 30 days to object to a new subprocessor.", OBJECTION, None, 30),
        ("You can object within fourteen (14) calendar days.", OBJECTION, None, 14),
        ("We notify customers at least two weeks in advance.", NOTICE, None, 14),
        ("We give you 30 days' notice of any change.", NOTICE, None, 30),
        ("Customers were notified on 20 February 2026.", NOTICE, FEBRUARY, None),
        ("Your continued use after March 1, 2026 means acceptance.", ACCEPTANCE, MARCH, None),
        ("By continuing to use the service you agree to the changes.", ACCEPTANCE, None, None),
        ("From 1 March 2026 our new terms apply.", EFFECTIVE, MARCH, None),
        ("Starting March 1, 2026, the following terms govern your use.", EFFECTIVE, MARCH, None),
        (
            "Revised on 2 May 2025, these terms become effective on 1 March 2026.",
            EFFECTIVE,
            MARCH,
            None,
        ),
        ("We post new companies no less than thirty days before they start.", NOTICE, None, 30),
        ("The text below replaces it on 1 March 2026.", EFFECTIVE, MARCH, None),
        ("Whoever goes on using the forum accepts the changes.", ACCEPTANCE, None, None),
    ),
    "de": (
        ("Die neuen Bedingungen gelten ab dem 1. März 2026.", EFFECTIVE, MARCH, None),
        ("Sie können bis zum 20. Februar 2026 widersprechen.", OBJECTION, FEBRUARY, None),
        ("Der Kunde kann innerhalb von 14 Tagen Widerspruch einlegen.", OBJECTION, None, 14),
        ("Wir informieren Sie mindestens vier Wochen im Voraus.", NOTICE, None, 28),
        ("Die weitere Nutzung gilt als Zustimmung.", ACCEPTANCE, None, None),
        ("Zum 1. März 2026 ändern sich diese Bedingungen.", EFFECTIVE, MARCH, None),
        ("Mit Wirkung zum 1. März 2026 ersetzt sie eine neue Fassung.", EFFECTIVE, MARCH, None),
        ("Neue Dienstleister veröffentlichen wir 21 Tage vor dem Beginn.", NOTICE, None, 21),
        ("Nutzen Sie die App weiter, stimmen Sie den Änderungen zu.", ACCEPTANCE, None, None),
    ),
    "fr": (
        ("Ces conditions entrent en vigueur le 1er mars 2026.", EFFECTIVE, MARCH, None),
        ("Vous pouvez vous y opposer jusqu'au 20 février 2026.", OBJECTION, FEBRUARY, None),
        ("Le client dispose de trente jours pour s'opposer.", OBJECTION, None, 30),
        ("Nous vous informons au moins 15 jours à l'avance.", NOTICE, None, 15),
        ("La poursuite de l'utilisation vaut acceptation.", ACCEPTANCE, None, None),
        ("À compter du 1er mars 2026, nos conditions changent.", EFFECTIVE, MARCH, None),
        ("Cette version sera remplacée le 1er mars 2026.", EFFECTIVE, MARCH, None),
        ("Tout changement vous sera communiqué un mois avant sa date.", NOTICE, None, 30),
        ("En utilisant le service après cette date, vous acceptez.", ACCEPTANCE, None, None),
    ),
    "es": (
        ("Estas condiciones entran en vigor el 1 de marzo de 2026.", EFFECTIVE, MARCH, None),
        ("Puede oponerse hasta el 20 de febrero de 2026.", OBJECTION, FEBRUARY, None),
        ("El cliente tiene quince días para oponerse.", OBJECTION, None, 15),
        ("Le avisaremos con al menos un mes de antelación.", NOTICE, None, 30),
        ("El uso continuado del servicio implica aceptación.", ACCEPTANCE, None, None),
        ("A partir del 1 de marzo de 2026 hay nuevas condiciones.", EFFECTIVE, MARCH, None),
        ("Esta versión será sustituida el 1 de marzo de 2026.", EFFECTIVE, MARCH, None),
        ("Los cambios se anunciarán tres semanas antes de su aplicación.", NOTICE, None, 21),
        ("Manifieste su oposición antes del 20 de febrero de 2026.", OBJECTION, FEBRUARY, None),
        ("Si sigue usando la aplicación, acepta los cambios.", ACCEPTANCE, None, None),
    ),
}
CASES = [(language, *case) for language, cases in SENTENCES.items() for case in cases]


@pytest.mark.parametrize(
    ("language", "text", "kind", "on", "days"), CASES, ids=lambda v: str(v)[:40]
)
def test_a_deadline_is_found_with_its_quote(
    language: str, text: str, kind: TermDateKind, on: date | None, days: int | None
) -> None:
    """Each sentence states one date or period, and is the quote of it."""
    assert find_term_dates([text], language) == (TermDate(kind, text, on=on, days=days),)


OTHERS = (
    "We keep logs for 30 days.",
    "The objective of this policy is to explain what we do.",
    "Alder was founded on 1 March 2012.",
    "You may cancel within 14 days of your purchase.",
    "Please contact us with any objection.",
    "We hold records of accounts from 1 March 2012.",
    "The former text applies until 1 March 2026.",
    "By accessing or browsing the service you agree to these terms.",
    "The law replaces an act of 1998 and has been law since 1 March 2012.",
    "Please arrive at least 2 days before the event.",
)


@pytest.mark.parametrize("text", OTHERS)
def test_other_periods_and_dates_are_no_deadlines(text: str) -> None:
    """A retention period or a date of history says nothing about a change."""
    assert find_term_dates([text], "en") == ()


NO_NOTICES = (
    ("en", "We announce new products 30 days before launch."),
    ("en", "We post new features 7 days before they go live."),
    ("en", "We tell you two weeks before we delete inactive accounts after changes."),
    ("en", "We publish our report 30 days before the meeting on changes to the board."),
    ("de", "Wir geben Ihnen Geld zurück, wenn Sie 14 Tage vor der Änderung kündigen."),
    (
        "de",
        "Teilen Sie uns Änderungen der Adresse 14 Tage vor dem Umzug mit, wir geben sie weiter.",
    ),
    ("de", "Wir veröffentlichen neue Funktionen 14 Tage vor dem Start."),
    ("fr", "Nous publions les nouveautés 15 jours avant leur lancement."),
    ("fr", "Nous annonçons les nouveaux produits un mois avant le salon."),
    ("es", "Publicaremos los cambios del menú 15 días antes de la feria."),
    ("es", "Anunciaremos los nuevos productos un mes antes de su venta."),
)


@pytest.mark.parametrize(("language", "text"), NO_NOTICES)
def test_what_else_is_told_beforehand_is_no_notice(language: str, text: str) -> None:
    """A notice is about a change of the text or a price, or about a company."""
    assert find_term_dates([text], language) == ()


NOTICES = (
    ("en", "We email you two months before a price increase applies to you.", 60),
    ("en", "Changes to these terms are posted 15 days before they apply.", 15),
    ("en", "We tell you 30 days before we change our subprocessors.", 30),
    ("de", "Wir veröffentlichen geänderte Bedingungen 14 Tage vor ihrer Geltung.", 14),
    ("de", "Änderungen geben wir 14 Tage vor ihrer Geltung bekannt.", 14),
    ("fr", "Nous publions toute modification des conditions 15 jours avant sa date.", 15),
    ("es", "Publicaremos los cambios de esta política 15 días antes de su aplicación.", 15),
)


@pytest.mark.parametrize(("language", "text", "days"), NOTICES)
def test_a_change_of_the_text_is_a_notice(language: str, text: str, days: int) -> None:
    """No word says *beforehand*: the days before which it is told do."""
    assert find_term_dates([text], language) == (TermDate(NOTICE, text, days=days),)


SEVERAL_DAYS = (
    ("From 1 February 2026 to 20 February 2026 you may object.", OBJECTION, FEBRUARY),
    (
        "From 1 February 2026 until 20 February 2026 you may object to the new terms.",
        OBJECTION,
        FEBRUARY,
    ),
    ("Effective 1 March 2026 (first published 20 February 2026).", EFFECTIVE, MARCH),
    ("The new terms take effect (published 20 February 2026) on 1 March 2026.", EFFECTIVE, MARCH),
    ("The new terms take effect soon (1 March 2026).", EFFECTIVE, MARCH),
    ("We have new terms (in force from 1 March 2026).", EFFECTIVE, MARCH),
)


@pytest.mark.parametrize(("text", "kind", "on"), SEVERAL_DAYS)
def test_the_first_day_of_a_range_and_a_remark_in_brackets_start_nothing(
    text: str, kind: TermDateKind, on: date
) -> None:
    """A range ends on its last day; words before a bracket are not about a date with own words."""
    assert find_term_dates([text], "en") == (TermDate(kind, text, on=on),)


OWED = (
    ("en", "The customer shall inform us within 10 days of a new address."),
    ("en", "You must notify us of a change of your details at least 14 days in advance."),
    ("en", "Members must give notice 30 days before they leave."),
    ("en", "Please notify us 10 days before you join a further scheme."),
    ("de", "Informieren Sie uns innerhalb von 14 Tagen über eine neue Adresse."),
    ("de", "Der Kunde ist verpflichtet, uns innerhalb von 10 Tagen zu informieren."),
    ("fr", "Vous devez nous informer de votre nouvelle adresse dans les 15 jours."),
    ("fr", "Le client doit nous prévenir 30 jours à l'avance."),
    ("es", "El cliente deberá informarnos de su nueva dirección en 15 días."),
    ("es", "Usted debe avisar con 30 días de antelación."),
)
TOLD = (
    ("en", "We notify you 30 days in advance, and you must read the notice.", 30),
    ("de", "Wir informieren Sie 14 Tage vorher, und Sie müssen nichts tun.", 14),
    ("fr", "Vous serez informé 15 jours à l'avance et vous devez lire l'avis.", 15),
    ("es", "Le notificaremos con 15 días de antelación y usted debe leerlo.", 15),
)


@pytest.mark.parametrize(("language", "text"), OWED)
def test_what_the_reader_owes_is_no_notice(language: str, text: str) -> None:
    """A period in which the reader tells the company is no notice of a change."""
    assert find_term_dates([text], language) == ()


@pytest.mark.parametrize(("language", "text", "days"), TOLD)
def test_a_duty_beside_a_notice_does_not_hide_it(language: str, text: str, days: int) -> None:
    """The company tells the reader, whatever else the reader must do."""
    assert find_term_dates([text], language) == (TermDate(NOTICE, text, days=days),)


def test_a_period_is_counted_from_the_day_of_the_change() -> None:
    """Thirty days to object end thirty days after the change was first seen, and say so."""
    (period,) = find_term_dates(["Customers have 30 days to object."], "en")
    resolved = period.resolve(date(2026, 2, 27))
    assert (resolved.on, resolved.counted_from) == (date(2026, 3, 29), date(2026, 2, 27))
    assert resolved.is_deadline


@pytest.mark.slow
def test_periods_cost_their_length() -> None:
    """Sentences are foreign text, and the pattern of a period is built from a data file."""
    words = load_deadline_words("en")
    for pattern in (*words.periods, words.effective.pattern, compile_period(["day"], ["one"])):
        assert GrowthTest(pattern, "search").find_steep_case() is None
