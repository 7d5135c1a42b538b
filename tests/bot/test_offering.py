"""What a site offers is shown with its kinds, to choose from, and never chosen for anybody."""

from bot.listeners.parsing import parse
from bot.messages.answers import MOST_BUTTONS, problems
from bot.offering import offered
from clausewatch.catalogue.discover import Offer
from clausewatch.catalogue.finding import Found
from clausewatch.catalogue.kinds import BY_KEY
from clausewatch.errors import Refused
from tests.bot.block_rules import assert_blocks

HOME = "https://harbour.example/"


def offer(key: str, path: str, score: int = 80) -> Offer:
    """A link of an invented site."""
    kind = BY_KEY[key]
    return Offer(HOME + path, kind, kind.name, score, is_hub=key == "legal")


MANY = Found(
    (
        offer("privacy", "p"), offer("privacy", "p2", 40), offer("terms", "t"),
        offer("cookies", "c"), offer("dpa", "d"), offer("aup", "a"), offer("legal", "legal"),
    )
)  # fmt: skip


def test_the_best_of_each_kind_is_offered() -> None:
    """Privacy policy and terms first; a button is a command line that watches just that page."""
    problem = offered(MANY, HOME)
    assert len(problem.choices) == MOST_BUTTONS
    assert [choice.name for choice in problem.choices] == [HOME + at for at in "ptcda"]
    line = parse(problem.choices[0].line, {"watch": ("docs",)})
    assert (line.verb, line.names, line.options["docs"]) == (
        "watch",
        (HOME + "p",),
        "privacy policy",
    )
    assert_blocks(problems([problem]).blocks)


def test_a_dead_address_is_offered_its_own_kind_first() -> None:
    """Whoever lost the cookie policy is looking for that."""
    problem = offered(MANY, HOME + "old/cookies", "cookie policy")
    assert problem.choices[0].name == HOME + "c"


def test_a_hub_is_called_one() -> None:
    """A list of policies is no policy."""
    assert "a list of policies" in offered(Found((offer("legal", "legal"),)), HOME).sentence


def test_nothing_found_is_one_sentence() -> None:
    """With the way out, and with the host's own reason where it gave one."""
    assert "send the address" in offered(Found(()), HOME).sentence
    fault = Refused(url=HOME, reason="the host refuses automated readers (403)", transient=False)
    problem = offered(Found((), fault), HOME)
    assert "403" in problem.sentence
    assert problem.choices == ()
