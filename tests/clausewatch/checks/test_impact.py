"""A change is as grave as the provisions that it touches; whether it is told does not move."""

from dataclasses import replace

import pytest

from clausewatch import compare
from clausewatch.checks.examination import (
    BaselineTerms,
    FirstReading,
    OtherTerms,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.extract import read
from clausewatch.model.provisions import ProvisionEventKind
from clausewatch.model.reading import Direction, Expected, Page, Severity, Significance

URL = "https://larkspur.example/privacy"
FILLER = (
    "Larkspur keeps this privacy policy short so that people read it to its end.",
    "We collect the pictures that you upload and the words that you type.",
    "You reach the people who answer for this policy at privacy@larkspur.example.",
    "Our studio lies in a quiet street of Valletta, behind the old theatre.",
)
TRAINS = "We use your pictures to train our AI models."
OPTS = "You can opt out of model training in your settings."
NO_SALE = "We do not sell your personal information to anybody."
SALE = "We may sell your personal information to our partners."
RULES = "You must carry a badge whenever you visit the studio."


def page(*sentences: str) -> Page:
    """A policy of these sentences and enough others."""
    body = "".join(f"<p>{text}</p>" for text in (*FILLER, *sentences))
    title = "<h1>Privacy Policy</h1><h2>Your data</h2>"
    return Page(URL, f"<html><body>{title}{body}</body></html>".encode())


def examine_change(before: tuple[str, ...], after: tuple[str, ...]) -> OtherTerms:
    """What a worker makes of a page that was one thing and is another."""
    task = Task(
        pages=(page(*after),),
        expected=Expected("Larkspur", "privacy policy", URL),
        baseline=read([page(*before)]),
    )
    examination = examine(task)
    assert isinstance(examination, OtherTerms)
    return examination


@pytest.mark.parametrize(
    ("before", "after", "clause", "happened", "expected"),
    [
        ((), (TRAINS,), "ai_training", "added", (Severity.HIGH, Direction.LESS_FAVOURABLE)),
        ((TRAINS,), (), "ai_training", "removed", (Severity.HIGH, Direction.MORE_FAVOURABLE)),
        (
            (TRAINS,),
            (TRAINS, OPTS),
            "ai_training",
            "severity lowered from high",
            (Severity.MEDIUM, Direction.MORE_FAVOURABLE),
        ),
        (
            (NO_SALE,),
            (SALE,),
            "data_sale",
            "severity raised from low",
            (Severity.HIGH, Direction.LESS_FAVOURABLE),
        ),
        (
            (),
            (NO_SALE,),
            "data_sale",
            "added (ruled out)",
            (Severity.LOW, Direction.MORE_FAVOURABLE),
        ),
        (
            (NO_SALE,),
            (),
            "data_sale",
            "removed (ruled out)",
            (Severity.HIGH, Direction.LESS_FAVOURABLE),
        ),
        # What needs consent is harmless in itself, but less than a denial.
        (
            (NO_SALE,),
            ("We sell your personal information only with your consent.",),
            "data_sale",
            "reworded",
            (Severity.HIGH, Direction.LESS_FAVOURABLE),
        ),
        (
            ("We do not use your pictures to train our AI models.",),
            ("We use your pictures to train our AI models only if you agree to it.",),
            "ai_training",
            "reworded",
            (Severity.HIGH, Direction.LESS_FAVOURABLE),
        ),
        (
            ("We never collect biometric data such as voiceprints.",),
            ("We collect biometric data such as voiceprints only with your explicit consent.",),
            "biometric_data",
            "reworded",
            (Severity.HIGH, Direction.LESS_FAVOURABLE),
        ),
        (
            ("We sell your personal information only with your consent.",),
            (NO_SALE,),
            "data_sale",
            "reworded",
            (Severity.LOW, Direction.MORE_FAVOURABLE),
        ),
    ],
)
def test_what_a_change_does_to_a_provision(
    before: tuple[str, ...],
    after: tuple[str, ...],
    clause: str,
    happened: str,
    expected: tuple[Severity, Direction],
) -> None:
    """The clause type, what happened to it, how grave it is now and which way it went."""
    found = examine_change(before, after).comparison
    assert found is not None
    impact = next(one for one in found.impacts if one.clause == clause)
    assert (impact.event_text, (impact.severity, impact.direction)) == (happened, expected)


def test_the_gravest_provision_makes_the_severity_and_comes_first() -> None:
    """A sale that is ruled out beside training that is new: the training leads."""
    found = examine_change((), (NO_SALE, TRAINS)).comparison
    assert found is not None
    assert [one.clause for one in found.impacts] == ["ai_training", "data_sale"]
    assert found.severity is Severity.HIGH
    assert found.edits[0].after is not None
    assert TRAINS in found.edits[0].after
    assert TRAINS in found.summary[0]
    assert "not stated: opt-out" in found.impacts[0].facets[0]


def test_a_promise_that_turns_into_a_permission_says_so() -> None:
    """The line of a provision that turned around says from what to what."""
    found = examine_change((NO_SALE,), (SALE,)).comparison
    assert found is not None
    assert found.impacts[0].facets[0] == "was ruled out, now permitted"


def test_a_sentence_beside_the_quotes_touches_its_type_too() -> None:
    """A record quotes five sentences of a type; a sixth that comes is of that type all the same."""
    sale = tuple(
        f"We may sell your personal information to {who}."
        for who in ("advertisers", "brokers", "insurers", "publishers", "lenders", "partners")
    )
    more = "We may sell your personal information to landlords who ask for it."
    found = examine_change(sale, (*sale, more))
    assert found.comparison is not None
    assert found.analysis is not None
    assert found.analysis.events == ()
    (impact,) = found.comparison.impacts
    assert (impact.clause, impact.event_text) == ("data_sale", "further wording added")
    assert found.comparison.severity is Severity.HIGH


def test_the_edits_that_the_card_names_lead_among_equals() -> None:
    """Of edits equally grave the one that shows the gravest provision is the first quoted."""
    fees = "The fees for the lessons are due before each course begins."
    found = examine_change((), (fees, SALE)).comparison
    assert found is not None
    assert [edit.severity for edit in found.edits[:2]] == [Severity.HIGH] * len(found.edits[:2])
    assert SALE in (found.edits[0].after or "")


def test_an_edit_that_touches_no_known_type_keeps_its_severity() -> None:
    """Rules that are none of the clause types are as grave as the words make them."""
    found = examine_change((), (RULES,)).comparison
    assert found is not None
    assert found.impacts == ()
    assert found.direction is Direction.LESS_FAVOURABLE
    plain = compare.compare(read([page()]), read([page(RULES)]))
    assert found == plain


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (TRAINS,)),
        ((NO_SALE,), (SALE,)),
        ((RULES,), ()),
        ((TRAINS,), (TRAINS.replace("pictures", "images"),)),
    ],
)
def test_provisions_never_decide_whether_something_is_told(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """Significance, the edits and the dates are those of the comparison alone."""
    found = examine_change(before, after).comparison
    plain = compare.compare(read([page(*before)]), read([page(*after)]))
    assert found.significance == plain.significance
    assert {replace(edit, severity=Severity.LOW) for edit in found.edits} == {
        replace(edit, severity=Severity.LOW) for edit in plain.edits
    }
    assert (found.stated_after, found.effective) == (plain.stated_after, plain.effective)


@pytest.mark.parametrize(
    ("before", "after"), [((TRAINS, SALE), (SALE, TRAINS)), ((TRAINS,), (TRAINS.upper(),))]
)
def test_the_same_terms_in_another_text_are_no_change(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """Moved or set in capitals, provisions make no change of what the comparison calls the same."""
    baseline = read([page(*before)])
    task = Task((page(*after),), Expected(), baseline)
    assert examine(task) == BaselineTerms(read([page(*after)]), is_same_text=False)


def test_an_editorial_change_stays_low_and_is_in_the_history() -> None:
    """A wording that alters nothing is an event of its provision and no graver change."""
    held = examine_change((TRAINS,), (TRAINS.replace("We use", "We also use"),))
    assert held.comparison is not None
    assert held.comparison.significance is Significance.EDITORIAL
    assert held.comparison.severity is Severity.LOW
    assert held.comparison.impacts == ()
    assert held.analysis is not None
    assert [event.kind for event in held.analysis.events] == [ProvisionEventKind.REWORDED]


def test_a_first_look_is_recognised_without_events() -> None:
    """A baseline has provisions, and nothing happened to them."""
    task = Task((page(TRAINS),), Expected())
    examination = examine(task)
    assert isinstance(examination, FirstReading)
    held = examination.analysis
    assert held is not None
    assert (held.before, held.events) == ((), ())
    assert "ai_training" in {one.clause for one in held.after}


def test_the_same_terms_cost_no_recognition() -> None:
    """Where nothing may be filed, nothing is recognised."""
    baseline = read([page(TRAINS)])
    task = Task((page(TRAINS),), Expected(), baseline)
    assert examine(task) == BaselineTerms(baseline, is_same_text=True)
    sells = page(TRAINS, SALE)
    examination = examine(Task((sells,), Expected(), baseline, needs_confirmation=True))
    assert isinstance(examination, OtherTerms)
    assert examination.analysis is None


def test_what_cannot_be_read_is_not_kept_from_a_watch_with_topics() -> None:
    """Of a German policy no clause type is named, yet a watch with topics is told."""
    usual = (
        "Diese Datenschutzerklärung beschreibt, was mit den Daten der Besucher geschieht.",
        "Wir speichern die Bilder, die Sie hochladen, und die Wörter, die Sie eingeben.",
    )
    sale = "Wir dürfen Ihre personenbezogenen Daten jederzeit an unsere Partner verkaufen."

    def seite(*sentences: str) -> Page:
        body = "".join(f"<p>{text}</p>" for text in (*usual, *sentences))
        return Page(URL, f"<html><body><h1>Datenschutz</h1>{body}</body></html>".encode())

    task = Task((seite(sale),), Expected(), read([seite()]), is_trusted=True)
    examination = examine(task)
    assert isinstance(examination, OtherTerms)
    found = examination.comparison
    assert (found.significance, found.impacts) == (Significance.SUBSTANTIVE, ())
    assert found.is_unread


def test_provisions_are_recognised_once_the_terms_are_to_be_filed() -> None:
    """A first look at a change files nothing, so it recognises nothing; a second look does both."""
    task = Task(
        pages=(page(TRAINS),),
        expected=Expected("Larkspur", "privacy policy", URL),
        baseline=read([page()]),
        needs_confirmation=True,
    )
    first = examine(task)
    assert isinstance(first, OtherTerms)
    assert (first.is_confirmed, first.analysis) == (False, None)
    for later in (
        replace(task, earlier_checks=((page(TRAINS),),)),
        replace(task, earlier_checks=((page(TRAINS, RULES),), (page(TRAINS, OPTS),))),
        replace(task, recurring=frozenset({first.reading.terms_fingerprint})),
    ):
        examination = examine(later)
        assert isinstance(examination, OtherTerms)
        assert examination.analysis is not None
        assert examination.comparison.severity is Severity.HIGH
