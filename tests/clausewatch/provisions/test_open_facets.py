"""What a record says that its document leaves open is open."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


def read_note(find_by_type: FindByType, clause: str, text: str) -> str:
    """Return the note of the provision of a text."""
    return find_by_type(f"# Terms\n\n## Matters of note\n\n{text}\n")[clause].note


@pytest.mark.parametrize(
    ("clause", "words", "text"),
    [
        (
            "unilateral_change",
            "notified",
            "We may change these terms at any time without notice to you.",
        ),
        (
            "unilateral_change",
            "notified",
            "The company may amend these terms without informing you beforehand.",
        ),
        (
            "service_changes",
            "notice",
            "We may modify or discontinue the service at any time, with or without notice.",
        ),
        (
            "account_termination",
            "notice",
            "We may suspend your account without prior notice if you owe us fees.",
        ),
        (
            "account_termination",
            "grounds",
            "We may delete your account if you do not sign in for twelve months.",
        ),
        (
            "account_termination",
            "grounds",
            "We may terminate your account at our sole discretion.",
        ),
        (
            "law_enforcement_disclosure",
            "standard",
            "We disclose data to the police only if a valid court order or subpoena requires it.",
        ),
        (
            "unilateral_change",
            "acceptance",
            (
                "We may revise these terms at any time. Your continued usage of the garden planner"
                " will mean you accept those changes."
            ),
        ),
        (
            "unilateral_change",
            "acceptance",
            (
                "We may amend these terms from time to time.\n\nThe planner grows with you.\n\nBy"
                " using the planner after the changes have been published, you are deemed to have"
                " accepted them."
            ),
        ),
    ],
)
def test_what_is_settled_is_not_left_open(
    find_by_type: FindByType, clause: str, words: str, text: str
) -> None:
    """The note names nothing that the document settles in other words."""
    assert words not in read_note(find_by_type, clause, text)


@pytest.mark.parametrize(
    ("clause", "words", "text"),
    [
        ("unilateral_change", "notified", "We may change these terms at any time."),
        ("unilateral_change", "acceptance", "We may change these terms at any time."),
        (
            "unilateral_change",
            "acceptance",
            (
                "We may change these terms at any time. If you do not accept the new terms, do not"
                " continue to use the planner."
            ),
        ),
        ("account_termination", "grounds", "We may terminate your account at any time."),
        ("service_changes", "notice", "We may modify or discontinue the service at any time."),
    ],
)
def test_what_the_document_does_not_settle_is_open(
    find_by_type: FindByType, clause: str, words: str, text: str
) -> None:
    """The note still names what no sentence settles."""
    assert words in read_note(find_by_type, clause, text)
