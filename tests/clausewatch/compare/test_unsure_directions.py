"""Sentences that resemble a move whose direction is known: here it is another one, or none."""

import pytest

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.shift_words import LANGUAGES, compile_words, load_shift_words
from clausewatch.model.reading import Direction

LESS, MORE = Direction.LESS_FAVOURABLE, Direction.MORE_FAVOURABLE
SWITCHES = (
    "Location masking is {off|on} by default.",
    "Tracking prevention is {disabled|enabled} by default.",
    "Advertising-free mode is {off|on} by default.",
    "Deletion of location history is {off|on} by default.",
    "Blurring of public photos is {off|on} by default.",
    "Anonymisation of analytics is {off|on} by default.",
    "Sharing of encrypted backups is {on|off} by default.",
    "Use of two-factor authentication is {off|on} by default.",
    "The use of location masking is {off|on} by default.",
    "Die Nutzung der Verschlüsselung ist standardmäßig {deaktiviert|aktiviert}.",
    "L'utilisation du chiffrement est {désactivée|activée} par défaut.",
    "El uso del cifrado está {desactivado|activado} por defecto.",
    "Recommendations for stronger passwords are {off|on} by default.",
    "Sound improvement is {off|on} by default.",
    "Tracking of your parcels is {off|on} by default.",
    "Recording of your runs is {off|on} by default.",
    "Collection of empty bottles is {off|on} by default.",
    "Die Aufzeichnung Ihrer Läufe ist standardmäßig {deaktiviert|aktiviert}.",
    "Le suivi de vos colis est {désactivé|activé} par défaut.",
    "El seguimiento de sus pedidos está {desactivado|activado} por defecto.",
    "Standortverschleierung ist standardmäßig {deaktiviert|aktiviert}.",
    "Der Werbeblocker ist standardmäßig {deaktiviert|aktiviert}.",
    "Le blocage de la publicité est {désactivé|activé} par défaut.",
    "El bloqueo de la publicidad está {desactivado|activado} por defecto.",
)
"""What the setting does counts for users, although a word of it would count against them."""
INTRUSIONS = (
    "Location sharing is {off|on} by default.",
    "Personalised ads are {off|on} by default.",
    "By default, the use of your files for training is {disabled|enabled}.",
    "Public profiles are {off|on} by default.",
    "Die Weitergabe der Nutzungsdaten ist standardmäßig {deaktiviert|aktiviert}.",
    "Le partage de la position est {désactivé|activé} par défaut.",
    "Location sharing remains {off|on} by default.",
    "Use of facial recognition is {off|on} by default.",
    "Die Nutzung Ihrer Daten für Werbung ist standardmäßig {deaktiviert|aktiviert}.",
    "L'utilisation de vos messages est {désactivée|activée} par défaut.",
    "El uso de sus mensajes está {desactivado|activado} por defecto.",
)
NO_LOSSES = (
    "Wir geben keine Daten an Werbetreibende{|, Versicherer oder Datenhändler} weiter.",
    "We sell your data to nobody{| and share it with no advertiser}.",
    "We {may|will not} deny a refund that is due.",
    "Refunds are {excluded|not excluded} for digital goods.",
    "You {will|will not} lose your credits when you cancel.",
    "We {will|will not} deduct credits for failed jobs.",
    "You {will|will not} be charged for the first month.",
    "You {will|will not} forfeit your deposit if you leave early.",
    "You {will|will not} owe interest on late instalments.",
    "We do not share data with advertisers, except {for data brokers and|for} test labs.",
    "We {may not|may} send you discount offers.",
    "As to your files, you will not be asked{| unless you live in the EU}.",
    "We share nothing with lenders{|, employers or the press}.",
    "We will refund you{| and never delay a refund}.",
    "We ship the box {5|2} days before the course.",
    "We charge you {7|3} days before each renewal.",
    "Your bonus is paid out once it reaches EUR {50|10}.",
    "Ihre Prämie wird ausgezahlt, sobald sie mehr als EUR {50|10} beträgt.",
    "Payouts of less than EUR {50|10} are carried over to the next month.",
)
"""What is better for users, or of no weight, although its words resemble a loss."""
DENIED = (
    ("", " and are never shared with insurers, data brokers or employers"),
    (" and are not shared with advertisers", ", data brokers or employers"),
    (" and are given to no advertiser", ", data broker or sponsor"),
    (" and are never disclosed to advertisers", " or to data brokers"),
)
FIGURES = (
    ("Refunds will be issued for returns within {30|14} days.", LESS),
    ("Process refunds requested within {30|14} days.", LESS),
    ("Refunds are made within {30|60} days of your request.", LESS),
    ("Free cancellation is possible up to {24|48} hours before arrival.", LESS),
    ("Free cancellation is possible within {24|48} hours of booking.", None),
    ("Cancellation is possible for {14|30} days.", None),
    ("You will receive an invoice for EUR {10|20}.", None),
    ("Sie erhalten eine Rechnung über EUR {10|20}.", None),
    ("Vous recevez une facture de {10|20} euros.", None),
    ("Der Versand ins Ausland erfolgt ab EUR {10|20}.", None),
    ("El paquete pesa menos de {10|20} euros de oro.", None),
    ("Sie haften bis zu einem Betrag von EUR {500|5.000}.", LESS),
    ("Votre responsabilité est limitée à {500|5000} euros.", LESS),
    ("Wir haften bis zu einem Betrag von EUR {5.000|500}.", LESS),
    ("Wir antworten für {fünf|zwei} Jahre auf Fragen.", None),
)


def _split(template: str) -> tuple[str, str]:
    lead, _, rest = template.partition("{")
    sides, _, tail = rest.partition("}")
    old, _, new = sides.partition("|")
    return f"{lead}{old}{tail}", f"{lead}{new}{tail}"


@pytest.mark.parametrize("template", SWITCHES)
def test_a_setting_is_not_what_it_limits(template: str) -> None:
    """`Tracking prevention` is about prevention: more of it is no loss."""
    before, after = _split(template)
    assert find_direction(find_shifts(before, after)) is not LESS
    assert find_direction(find_shifts(after, before)) is not MORE


@pytest.mark.parametrize("template", INTRUSIONS)
def test_a_setting_against_users_is_known_by_its_noun(template: str) -> None:
    """The noun itself, or the adjective of mere data."""
    before, after = _split(template)
    assert find_direction(find_shifts(before, after)) is LESS
    assert find_direction(find_shifts(after, before)) is MORE


@pytest.mark.parametrize(("shared", "more"), DENIED)
def test_a_list_of_those_who_get_nothing_widens_nothing(shared: str, more: str) -> None:
    """A negation before a list denies each of its items."""
    before, after = (f"Reports are kept for a year{text}." for text in (shared, shared + more))
    assert find_direction(find_shifts(before, after)) is not LESS
    assert find_direction(find_shifts(after, before)) is not MORE


@pytest.mark.parametrize("template", NO_LOSSES)
def test_what_is_taken_denied_or_excepted_is_read_as_such(template: str) -> None:
    """A verb that takes, a threshold, an exception and a fate of users turn a rule around."""
    before, after = _split(template)
    assert find_direction(find_shifts(before, after)) is not LESS
    assert find_direction(find_shifts(after, before)) is not MORE


def test_what_happens_before_an_event_is_not_its_length() -> None:
    """A reminder three days before a trial ends does not shorten the trial."""
    before, after = _split("We remind you {7|3} days before the trial ends.")
    assert not any("trial" in shift.sentence for shift in find_shifts(before, after))


def test_a_condition_before_a_list_is_no_exception_from_it() -> None:
    """`Unless you cancel` says nothing about the items of what follows it."""
    before = "Unless you cancel, we charge your card for the plan, the storage and the support."
    after = before.replace("the support", "the support, the setup")
    assert find_direction(find_shifts(before, after)) is LESS


def test_a_list_behind_another_verb_is_not_denied() -> None:
    """`We never ask for a password and share data with` says who gets data."""
    before = "We never ask for a password and share data with partners."
    after = before.replace("partners", "partners, advertisers and data brokers")
    assert find_direction(find_shifts(before, after)) is LESS


@pytest.mark.parametrize(("template", "direction"), FIGURES)
def test_a_figure_belongs_to_what_it_limits(template: str, direction: Direction | None) -> None:
    """Refunds, cancellations, invoices and liability have figures of several kinds."""
    before, after = _split(template)
    assert find_direction(find_shifts(before, after)) is direction


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_without_words_in_a_language_does_not_apply(language: str) -> None:
    """No pattern of a language matches a text without words."""
    assert compile_words(()).search("10 euros") is None
    rules = load_shift_words(language)
    measures = (*rules.periods, *rules.amounts)
    assert [measure.topic for measure in measures if measure.words.search("- - -")] == []
    assert [name for name, words in rules.grammar.items() if words.search("- - -")] == []
