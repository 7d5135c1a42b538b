"""Directions that depend on whom a period, a passive or a word of duty binds."""

import pytest

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.model.reading import Direction

LESS, MORE = Direction.LESS_FAVOURABLE, Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        # Who may leave gives notice, and so does everybody where either party may.
        ("Either party may cancel with one week's notice.",
         "Either party may cancel with nine weeks' notice.", LESS),
        ("Each party may terminate the lease by giving ninety days' notice.",
         "Each party may terminate the lease by giving thirty days' notice.", MORE),
        ("We tell both parties three days before the auction.",
         "We tell both parties one day before the auction.", LESS),
        # Who only receives something has no deadline; the company has.
        ("You will receive the keys within two days.",
         "You will receive the keys within two weeks.", LESS),
        ("Members will receive a report within 30 days.",
         "Members will receive a report within 10 days.", MORE),
        ("You will be told of the result within 10 days.",
         "You will be told of the result within 40 days.", LESS),
        ("You must return the keys within two days.",
         "You must return the keys within two weeks.", MORE),
        # What is done to users is no act of theirs.
        ("You are not asked for a deposit number.",
         "You are not asked for a deposit number unless you come from abroad.", None),
        ("Members are not photographed.", "Members are not photographed unless they win.", None),
        # To promise with "shall" or with "will" is one.
        ("The Provider shall notify the Client of each delivery.",
         "The Provider will notify the Client of each delivery.", None),
        ("The Provider will paint the gate.", "The Provider must paint the gate.", None),
        ("The Provider must paint the gate.", "The Provider may paint the gate.", LESS),
        ("You may cancel whenever you wish.", "You may cancel at any time.", None),
        # Plain words for consent, for an opt-out, for deletion.
        ("You get letters from us only if you've asked for them.",
         "You get letters from us until you tell us to stop.", LESS),
        ("Pictures of guests are wiped after 5 days.",
         "Pictures of guests are wiped after 5 months.", LESS),
        ("You can get your money back within 60 days.",
         "You can get your money back within 14 days.", LESS),
        ("Invoices are kept for ten years.", "Invoices are kept for six years.", None),
        ("Footage of the gate is overwritten after 14 days.",
         "Footage of the gate is overwritten after 14 months.", LESS),
        ("The lease lapses in May unless you extend it.",
         "The lease plan is extended for another year unless you cancel it.", LESS),
        ("A late rent attracts no surcharge.", "A late rent attracts a surcharge of 2%.", LESS),
        ("Our total responsibility to you is limited to CHF 5,000.",
         "Our total responsibility to you is limited to CHF 50.", LESS),
        # A safeguard goes with its sentence, and comes with it.
        ("Transfers abroad rest on the standard contractual clauses.", "", LESS),
        ("", "Transfers abroad rest on an adequacy decision.", MORE),
        ("We improve the mill with data in aggregate form.", "", None),
        ("The standard contractual clauses are a text of the Commission.", "", None),
        # A right that is not transferable is no broad licence.
        ("", "You grant us a non-transferable right to show the work at the fair.", None),
        # An option to arbitrate sends nobody to arbitration.
        ("", "Individuals have the possibility to invoke binding arbitration of what is left.",
         None),
        ("", "The ruling is binding on everybody who took part in the arbitration.", None),
        ("", "All disputes are settled by binding arbitration.", LESS),
    ],
)  # fmt: skip
def test_a_move_goes_the_way_that_its_grammar_says(
    before: str, after: str, direction: Direction | None
) -> None:
    """Who acts, who waits and who is bound tell whom a move favours."""
    assert find_direction(find_shifts(before, after)) is direction
