"""What carries the severity of a provision, and which sentence is quoted for it."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("clause", "plain", "grave"),
    [
        (
            "content_licence",
            "You grant us a worldwide licence to host and display your content.",
            "You also grant us a perpetual and irrevocable licence to use your content.",
        ),
        (
            "law_enforcement_disclosure",
            "We disclose information to the police in response to a court order.",
            "We may disclose information to authorities if we believe that it is necessary.",
        ),
        (
            "service_changes",
            "We may modify or discontinue the service or its features.",
            "We may suspend or discontinue the service at any time without notice.",
        ),
    ],
)
def test_the_sentence_that_raises_the_severity_is_quoted(
    find_by_type: FindByType, clause: str, plain: str, grave: str
) -> None:
    """Two sentences govern; the reader sees the one for which the severity is high."""
    provision = find_by_type(f"# Terms\n\n## Rules\n\n{plain}\n\n{grave}\n")[clause]
    assert provision.severity == "high"
    assert provision.quote.text == grave


@pytest.mark.parametrize(
    "neighbour",
    [
        "We may email you that your order shipped without notice to the seller.",
        "Nobody owes notice for changes of prices, which we set at our sole discretion.",
        "Our lists of partners change for any reason.",
    ],
)
def test_a_neighbour_does_not_raise_the_severity(find_by_type: FindByType, neighbour: str) -> None:
    """The next sentence is about something else, though it has the words that raise."""
    text = f"# Terms\n\n## Rules\n\nWe may remove content that breaks these rules.\n\n{neighbour}\n"
    assert find_by_type(text)["content_removal"].severity == "medium"


@pytest.mark.parametrize(
    ("refusal", "severity"),
    [
        ("All sales are final and fees are non-refundable.", "high"),
        ("We do not provide refunds for subscriptions.", "high"),
        ("No refunds are given.\n\nYou may request a refund within fourteen days.", "medium"),
        ("If we terminate your account for a breach, we give no refund.", "medium"),
        ("Fees are non-refundable.\n\nWe will refund unused fees if we end the service.", "medium"),
        ("Unused credits are not refundable when your access is suspended.", "medium"),
    ],
)
def test_a_refusal_of_refunds_is_high_only_without_exception(
    find_by_type: FindByType, refusal: str, severity: str
) -> None:
    """What is refused in one case, or offered elsewhere, is no general refusal."""
    assert find_by_type(f"# Terms\n\n## Money\n\n{refusal}\n")["refund_policy"].severity == severity


@pytest.mark.parametrize(
    "title",
    [
        "Personal Information You Are Required To Provide.",
        "Types of Personal Information We Collect",
        "Behavioral Advertising On Websites, Third-Party Platforms and Our Services.",
        "Data You Can Share With Us And How We Process It",
    ],
)
def test_a_title_with_a_verb_is_not_quoted(find_by_type: FindByType, title: str) -> None:
    """Its words are written as titles are, so that it states nothing."""
    found = find_by_type(f"# Policy\n\n{title}\n\nWe wish you a pleasant day on the coast.\n")
    assert not found


@pytest.mark.parametrize(
    "pointer",
    [
        "If you have any questions about our security measures, write to help@larkspur.example.",
        "If you have further concerns about how we encrypt data, call us.",
        "You can find information on cookies and tracking in our cookie policy.",
    ],
)
def test_an_invitation_to_ask_is_no_statement(find_by_type: FindByType, pointer: str) -> None:
    """It says where to turn, and nothing of the practice."""
    assert not find_by_type(f"# Policy\n\n## Matters\n\n{pointer}\n")


def test_a_denial_in_capitals_is_no_title(find_by_type: FindByType) -> None:
    """A promise that is written like a title still promises."""
    text = "# Policy\n\n## Matters\n\nWe Do Not Sell Your Personal Information.\n"
    assert find_by_type(text)["data_sale"].polarity == "does_not"


@pytest.mark.parametrize(
    "sentence",
    [
        "What you type is used to make our language model better at answering.",
        "We may use your photographs to teach computer vision models.",
        "We also train on material that is publicly available on the internet.",
        "We build our scoring models from the transactions of customers.",
        "We use what you tell us for model development on every plan.",
        "We may learn from your prompts and your files.",
    ],
)
def test_training_in_other_words_is_filed(find_by_type: FindByType, sentence: str) -> None:
    """None of the usual words *train on your data* occurs together."""
    found = find_by_type(f"# Policy\n\n## Our models\n\n{sentence}\n")
    assert found["ai_training"].polarity in {"does", "may"}


@pytest.mark.parametrize(
    "condition",
    [
        "unless Customer's administrator has switched on the programme in writing",
        "unless your administrator has joined the sharing programme",
        "unless the user has activated shared learning",
    ],
)
def test_a_switch_turned_on_is_consent(find_by_type: FindByType, condition: str) -> None:
    """Nothing happens before somebody on the customer's side says yes."""
    text = f"# Terms\n\n## Data\n\nWe do not use Customer Data to train any model, {condition}.\n"
    assert find_by_type(text)["ai_training"].polarity == "with_consent"


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("class_action_waiver", "By entering you are waiving the right to join a class action."),
        (
            "class_action_waiver",
            "Each may bring claims only alone and not in a class action.",
        ),
        ("children_age", "Children under 13 may not use the service, and parents can write to us."),
    ],
)
def test_a_rule_is_no_permission(find_by_type: FindByType, clause: str, sentence: str) -> None:
    """A *may* in the sentence of a rule permits something else."""
    assert find_by_type(f"# Terms\n\n## Rules\n\n{sentence}\n")[clause].polarity != "may"


def test_verbs_side_by_side_deny_nothing(find_by_type: FindByType) -> None:
    """In *restrict or close an account*, to restrict is no denial of closing."""
    text = "# Terms\n\n## Accounts\n\nWe may restrict or terminate your account at any time.\n"
    assert find_by_type(text)["account_termination"].polarity == "may"


def test_a_user_who_may_stop_is_the_practice_itself(find_by_type: FindByType) -> None:
    """Leaving is what the type is about, and no opt-out from it."""
    text = "# Terms\n\n## Leaving\n\nYou can stop using your account and cancel your plan.\n"
    assert find_by_type(text)["user_cancellation"].polarity == "may"
