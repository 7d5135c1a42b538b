"""Sentences on deadlines that were read once before words or rules for them were added."""

from datetime import date

import pytest

from clausewatch.model.term_dates import TermDateKind
from clausewatch.text.deadlines import find_term_dates

EFFECTIVE, OBJECTION = TermDateKind.EFFECTIVE, TermDateKind.OBJECTION
NOTICE, ACCEPTANCE = TermDateKind.NOTICE, TermDateKind.ACCEPTANCE
Case = tuple[str, str, tuple[TermDateKind, date | int] | None]
"""Language, sentence, and the kind with a day or a number of days; None for nothing."""
FIRST: tuple[Case, ...] = (
    (
        "en",
        "These amendments come into operation on 15 January 2027.",
        (EFFECTIVE, date(2027, 1, 15)),
    ),
    (
        "en",
        "The revised Schedule B will replace the current one with effect from February 1, 2027.",
        (EFFECTIVE, date(2027, 2, 1)),
    ),
    (
        "en",
        "You may raise an objection in writing no later than 20 December 2026.",
        (OBJECTION, date(2026, 12, 20)),
    ),
    (
        "en",
        (
            "Customers have fifteen (15) business days from receipt of our email"
            " to dispute the engagement of a new sub-processor."
        ),
        (OBJECTION, 15),
    ),
    (
        "en",
        (
            "We'll give you at least 45 days' notice before any new sub-processor"
            " gets access to Customer Data."
        ),
        (NOTICE, 45),
    ),
    (
        "en",
        (
            "If you don't agree, you need to close your account before March 3,"
            " 2027, when the new fees start to apply."
        ),
        (EFFECTIVE, date(2027, 3, 3)),
    ),
    (
        "en",
        "Starting January 10, 2027, disputes are heard in Ireland.",
        (EFFECTIVE, date(2027, 1, 10)),
    ),
    (
        "en",
        (
            "Your continued access to the Services after 1 April 2027 constitutes"
            " acceptance of the new Terms."
        ),
        (ACCEPTANCE, date(2027, 4, 1)),
    ),
    (
        "en",
        "Last modified: 4 October 2026. Version in force since 12 November 2026.",
        (EFFECTIVE, date(2026, 11, 12)),
    ),
    ("en", "We keep backups for 30 days and delete them afterwards.", None),
    ("en", "The agreement may be terminated on 60 days' notice by either party.", None),
    ("en", "Our offer is valid until 31 December 2026.", None),
    ("de", "Die Neufassung wird am 1. Februar 2027 wirksam.", (EFFECTIVE, date(2027, 2, 1))),
    (
        "de",
        "Ab dem 15.03.2027 gelten für alle Bestandskunden die neuen Preise.",
        (EFFECTIVE, date(2027, 3, 15)),
    ),
    (
        "de",
        "Sie können der Änderung bis einschließlich 28. Februar 2027 widersprechen.",
        (OBJECTION, date(2027, 2, 28)),
    ),
    (
        "de",
        (
            "Der Kunde kann innerhalb von zwei Wochen nach Zugang der Mitteilung"
            " Einspruch gegen den neuen Unterauftragnehmer erheben."
        ),
        (OBJECTION, 14),
    ),
    (
        "de",
        "Wir unterrichten Sie mindestens sechs Wochen vor jeder Änderung in Textform.",
        (NOTICE, 42),
    ),
    (
        "de",
        "Nutzen Sie den Dienst nach dem 1. März 2027 weiter, gilt dies als Zustimmung.",
        (ACCEPTANCE, date(2027, 3, 1)),
    ),
    ("de", "Die Daten werden nach 90 Tagen gelöscht.", None),
    (
        "de",
        "Der Vertrag kann mit einer Frist von drei Monaten zum Jahresende gekündigt werden.",
        None,
    ),
    (
        "fr",
        "Les présentes conditions remplacent les précédentes dès le 1er février 2027.",
        (EFFECTIVE, date(2027, 2, 1)),
    ),
    ("fr", "La nouvelle version sera applicable au 15 mars 2027.", (EFFECTIVE, date(2027, 3, 15))),
    (
        "fr",
        "Vous disposez de trente jours pour vous opposer à l'ajout d'un sous-traitant.",
        (OBJECTION, 30),
    ),
    (
        "fr",
        "Vous pouvez refuser ces modifications jusqu'au 31 janvier 2027.",
        (OBJECTION, date(2027, 1, 31)),
    ),
    ("fr", "Nous vous préviendrons au moins deux semaines avant tout changement.", (NOTICE, 14)),
    ("fr", "Les données sont conservées pendant douze mois.", None),
    (
        "es",
        "Las nuevas condiciones regirán desde el 1 de febrero de 2027.",
        (EFFECTIVE, date(2027, 2, 1)),
    ),
    (
        "es",
        "Puede oponerse al cambio hasta el 15 de enero de 2027.",
        (OBJECTION, date(2027, 1, 15)),
    ),
    ("es", "Le avisaremos con una antelación mínima de 30 días.", (NOTICE, 30)),
    (
        "es",
        "El cliente dispone de diez días hábiles para formular objeciones al nuevo subencargado.",
        (OBJECTION, 10),
    ),
)
"""20 of the 30 were right at the first run."""
SECOND: tuple[Case, ...] = (
    (
        "en",
        "Beginning March 1, 2027, we route support tickets through a provider in India.",
        (EFFECTIVE, date(2027, 3, 1)),
    ),
    ("en", "Starting 1 January 2026 until 31 March 2026, the discount was 20%.", None),
    (
        "en",
        "The amended clause 7 becomes binding on 30 April 2027.",
        (EFFECTIVE, date(2027, 4, 30)),
    ),
    (
        "en",
        "The new limits begin to apply to existing plans on 2 May 2027.",
        (EFFECTIVE, date(2027, 5, 2)),
    ),
    ("en", "Either party may cancel this order upon 30 days' prior notice.", None),
    ("en", "We will notify you 30 days before we change or discontinue a feature.", (NOTICE, 30)),
    ("en", "Customer may contest the addition within 20 days.", (OBJECTION, 20)),
    (
        "en",
        "By going on using the app after 5 June 2027 you are bound by the revised rules.",
        (ACCEPTANCE, date(2027, 6, 5)),
    ),
    ("en", "Founded in 2015, we had 300 employees as of 31 December 2025.", None),
    (
        "de",
        "Ab 1. April 2027 speichern wir Protokolldaten sechs Monate.",
        (EFFECTIVE, date(2027, 4, 1)),
    ),
    ("de", "Die Änderungen erlangen am 1. Mai 2027 Rechtskraft.", (EFFECTIVE, date(2027, 5, 1))),
    (
        "de",
        (
            "Verwenden Sie die App nach dem 5. Juni 2027 weiter, sind Sie mit den"
            " neuen Regeln einverstanden."
        ),
        (ACCEPTANCE, date(2027, 6, 5)),
    ),
    ("de", "Beanstandungen der Änderung sind innerhalb von 20 Tagen zu erklären.", (OBJECTION, 20)),
    ("de", "Jede Partei kann den Vertrag mit einer Ankündigung von 30 Tagen kündigen.", None),
    (
        "fr",
        "À partir du 1er avril 2027, les litiges relèvent des tribunaux de Paris.",
        (EFFECTIVE, date(2027, 4, 1)),
    ),
    (
        "fr",
        "Vous avez quinze jours pour nous faire part de votre désaccord avec cette modification.",
        (OBJECTION, 15),
    ),
    ("fr", "Chaque partie peut résilier le contrat avec un préavis de 60 jours.", None),
    (
        "es",
        "A partir del 1 de abril de 2027 conservaremos los registros un año.",
        (EFFECTIVE, date(2027, 4, 1)),
    ),
    ("es", "La nueva política rige desde el 3 de mayo de 2027.", (EFFECTIVE, date(2027, 5, 3))),
    (
        "es",
        "Cualquiera de las partes puede rescindir el contrato con un preaviso de 60 días.",
        None,
    ),
)
"""The kinds of misses of the first ones in other words: 19 of 20 were right at the first run."""


@pytest.mark.parametrize(("language", "sentence", "stated"), [*FIRST, *SECOND])
def test_what_a_sentence_states(
    language: str, sentence: str, stated: tuple[TermDateKind, date | int] | None
) -> None:
    """A sentence has its one date or period, or none if it is about something else."""
    found = [(each.kind, each.on or each.days) for each in find_term_dates([sentence], language)]
    assert found == ([] if stated is None else [stated])
