"""Which statements of a document decide a provision."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.model.reading import Severity

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("denial", "practice"),
    [
        ("We do not sell your personal information.", "We may sell your data to partners."),
        ("Larkspur will never sell or rent your data.", "Your data is sold to advertisers."),
        ("We don't sell any of your information to anyone.", "We sell your data to brokers."),
    ],
)
def test_a_contradiction_is_unclear(find_by_type: FindByType, denial: str, practice: str) -> None:
    """A plain denial and a plain statement are both quoted, and neither is told as fact."""
    provision = find_by_type(f"# Policy\n\n{denial}\n\n## Partners\n\n{practice}\n")["data_sale"]
    assert provision.polarity is Polarity.UNCLEAR
    assert provision.severity is Severity.MEDIUM
    assert (provision.quote.text, provision.further[0].text) == (practice, denial)


@pytest.mark.parametrize(
    "other",
    [
        "You have the right to know whether we sell your personal data.",
        "The table lists the purposes of collecting and, if applicable, selling personal data.",
        "We may sell aggregated data that names nobody.",
        "If you sell furniture in the market, other users see your name.",
    ],
)
def test_a_denial_elsewhere_decides(find_by_type: FindByType, other: str) -> None:
    """What only mentions a sale, or sells nobody's data, does not contradict the denial."""
    text = (
        f"# Policy\n\n## Your rights\n\n{other}\n\n## Sale\n\nWe do not sell your personal data.\n"
    )
    assert find_by_type(text)["data_sale"].polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    "limited",
    [
        "We do not use your letters to train large language models.",
        "Folders of business customers are not used to train our models.",
        "We do not use your private messages for training.",
    ],
)
def test_a_limited_denial_does_not_hide_the_practice(
    find_by_type: FindByType, limited: str
) -> None:
    """What happens by default outweighs a promise about a part of it."""
    text = f"# Policy\n\n{limited}\n\nWe use your content to train our ranking models.\n"
    assert find_by_type(text)["ai_training"].polarity is Polarity.DOES


@pytest.mark.parametrize(
    "vague",
    [
        "Training methods are explained in our paper on large language models.",
        "We are open about the data used to train our AI models.",
        "If you would like to learn more about how we train our models, please see our guide.",
    ],
)
def test_a_vague_sentence_does_not_outweigh_a_denial(find_by_type: FindByType, vague: str) -> None:
    """A description, a participle or a pointer says nothing of users' data."""
    text = f"# Policy\n\n{vague}\n\nWe never use your letters to train our AI models.\n"
    assert find_by_type(text)["ai_training"].polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("practice", "opt_out"),
    [
        ("We use your content to train our models.", "You can opt out of this use at any time."),
        (
            "We may use your content to train our models.",
            "In the settings you can decide whether your content is used for training.",
        ),
        (
            "We use your content to train our models.",
            "If you do not want your content used for training, write to us.",
        ),
    ],
)
def test_an_opt_out_may_stand_elsewhere(
    find_by_type: FindByType, practice: str, opt_out: str
) -> None:
    """It lowers the severity, whether it is the next sentence or a section on settings."""
    provision = find_by_type(f"# Policy\n\n{practice} {opt_out}\n")["ai_training"]
    facets = {facet.id: facet.quote.text for facet in provision.facets if facet.quote}
    assert facets["opt_out"] == opt_out
    assert provision.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "objection",
    [
        "You have the right to object to processing that rests on legitimate interests.",
        "You can unsubscribe from our letters at any time.",
        "You may opt out of interest-based advertising.",
    ],
)
def test_another_way_out_is_no_opt_out_of_training(
    find_by_type: FindByType, objection: str
) -> None:
    """A general objection under data protection law names no practice."""
    text = f"# Policy\n\nWe use your content to train our models.\n\n## Rights\n\n{objection}\n"
    provision = find_by_type(text)["ai_training"]
    assert not next(facet for facet in provision.facets if facet.id == "opt_out").is_stated
    assert provision.severity is Severity.HIGH


@pytest.mark.parametrize(
    ("opt_out", "limit"),
    [
        ("Customers on a paid subscription may opt out of training.", "paid plans"),
        ("Users in the EU may object to the use of their content for training.", "some regions"),
        ("You can opt out of training on your prompts.", "prompts and outputs"),
    ],
)
def test_the_note_says_what_an_opt_out_covers(
    find_by_type: FindByType, opt_out: str, limit: str
) -> None:
    """An opt-out for some plans, regions or data is not one for everything."""
    text = f"# Policy\n\nWe use your content to train our models.\n\n{opt_out}\n"
    assert f"speaks of {limit} only" in find_by_type(text)["ai_training"].note
