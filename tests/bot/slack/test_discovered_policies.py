"""What a site offers is shown with its kinds, to choose from, and never chosen for anybody."""

from bot.slack.listeners.command_line import parse_line
from bot.slack.listeners.discovered_policies import offer_policies
from bot.slack.listeners.watch_options import OPTIONS, WatchOptions
from bot.slack.messages.answers import MAX_BUTTONS, render_problems
from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.errors import Refused
from tests.bot.block_rules import assert_blocks

HOME = "https://harbour.example/"


def offer(key: str, path: str, score: int = 80) -> PolicyLink:
    """A link of an invented site."""
    kind = KINDS_BY_KEY[key]
    return PolicyLink(HOME + path, kind, kind.name, score, is_hub=key == "legal")


MANY = SiteSearch(
    (
        offer("privacy", "p"), offer("privacy", "p2", 40), offer("terms", "t"),
        offer("cookies", "c"), offer("dpa", "d"), offer("aup", "a"), offer("legal", "legal"),
    )
)  # fmt: skip


def test_the_best_of_each_kind_is_offered() -> None:
    """The usual two in one press, then one by one; a button is a command line for just that."""
    problem = offer_policies(MANY, HOME, WatchOptions(typed=(("min", "high"),)))
    assert len(problem.choices) == MAX_BUTTONS
    assert [choice.name for choice in problem.choices[1:]] == [HOME + at for at in "ptcd"]
    lines = [parse_line(choice.line, {"watch": OPTIONS}) for choice in problem.choices[:2]]
    assert [line.names for line in lines] == [(HOME + "p", HOME + "t"), (HOME + "p",)]
    assert [line.options for line in lines] == [
        {"docs": docs, "min": "high", "name": "harbour.example"}
        for docs in ("privacy policy, terms of service", "privacy policy")
    ]
    assert_blocks(render_problems([problem]).blocks)


def test_the_kinds_asked_for_come_first() -> None:
    """Whoever looks for the cookie policy is offered that before the usual two."""
    problem = offer_policies(MANY, HOME, WatchOptions(kinds=("cookie policy",)))
    assert problem.choices[0].name == HOME + "c"


def test_a_hub_is_called_one() -> None:
    """A list of policies is no policy."""
    assert (
        "a list of policies"
        in offer_policies(SiteSearch((offer("legal", "legal"),)), HOME, WatchOptions()).sentence
    )


def test_nothing_found_is_one_sentence() -> None:
    """With the way out, and with the host's own reason where it gave one."""
    assert "send the address" in offer_policies(SiteSearch(()), HOME, WatchOptions()).sentence
    fault = Refused(url=HOME, reason="the host refuses automated readers (403)", transient=False)
    problem = offer_policies(SiteSearch((), fault), HOME, WatchOptions())
    assert "403" in problem.sentence
    assert problem.choices == ()
